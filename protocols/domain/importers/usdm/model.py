"""The parts of USDM v2, v3 and v4 that make a schedule, under one set of names.

Only what is read is modelled; everything else in a file is ignored. Where versions name a thing differently, the
aliases stand side by side, newest first. Missing lists, nulls and empty texts are all read as "nothing here".
"""

from typing import Annotated

from pydantic import AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field

from protocols.domain.importers.usdm.values import Identifier, Identifiers, Text, Truth, code, codes, named, objects


class Part(BaseModel):
    """Common to all: unknown attributes are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


def _either(*names: str) -> AliasChoices:
    return AliasChoices(*names)


class Code(Part):
    """A coded word; `decode` is what people read."""

    decode: Text = ""


Coded = Annotated[Code, BeforeValidator(code)]
Codes = Annotated[list[Coded], BeforeValidator(codes)]


class Timing(Part):
    """When one instance takes place relative to another, and its window. Durations are ISO 8601 texts."""

    label: Text = Field(default="", validation_alias=_either("label", "timingDescription"))
    type: Coded = Field(default=Code(), validation_alias=_either("type", "timingType"))
    value: Text = Field(default="", validation_alias=_either("value", "timingValue"))
    from_id: Identifier = Field(default=None, validation_alias="relativeFromScheduledInstanceId")
    to_id: Identifier = Field(default=None, validation_alias="relativeToScheduledInstanceId")
    lower: Text = Field(default="", validation_alias=_either("windowLower", "timingWindowLower"))
    upper: Text = Field(default="", validation_alias=_either("windowUpper", "timingWindowUpper"))
    window_label: Text = Field(default="", validation_alias=_either("windowLabel", "timingWindow"))
    lower_bound: Text = Field(default="", validation_alias="windowLowerBound")
    upper_bound: Text = Field(default="", validation_alias="windowUpperBound")


class Branch(Part):
    """One way out of a decision: under this condition the path goes to that instance."""

    condition: Text = ""
    target_id: Identifier = Field(default=None, validation_alias="conditionTargetId")


def _branches(value: object) -> object:
    """Version 2 wrote branches as pairs [condition, target]."""
    listed = objects(value)
    if not isinstance(listed, list):
        return listed
    return [
        {"condition": item[0], "conditionTargetId": item[1]} if isinstance(item, list) and len(item) == 2 else item
        for item in listed
    ]


class Instance(Part):
    """One stop on a timeline: a column of the schedule, or a decision."""

    id: str = Field(validation_alias=_either("id", "scheduledInstanceId"))
    kind: Text = Field(default="", validation_alias=_either("instanceType", "scheduledInstanceType"))
    name: Text = ""
    label: Text = ""
    description: Text = ""
    default_id: Identifier = Field(default=None, validation_alias="defaultConditionId")
    epoch_id: Identifier = Field(default=None, validation_alias="epochId")
    encounter_id: Identifier = Field(
        default=None, validation_alias=_either("encounterId", "scheduledActivityInstanceEncounterId")
    )
    activity_ids: Identifiers = Field(default_factory=list, validation_alias="activityIds")
    timeline_id: Identifier = Field(default=None, validation_alias=_either("timelineId", "scheduledInstanceTimelineId"))
    branches: Annotated[list[Branch], BeforeValidator(_branches)] = Field(
        default_factory=list, validation_alias="conditionAssignments"
    )
    timings: Annotated[list[Timing], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias="scheduledInstanceTimings"
    )

    @property
    def is_decision(self) -> bool:
        """A decision is a fork in the path, not a visit."""
        return "decision" in self.kind.lower()


class Exit(Part):
    """Where a timeline is left; a path may lead there."""

    id: Identifier = Field(default=None, validation_alias=_either("id", "scheduleTimelineExitId"))


class Timeline(Part):
    """A path through instances; the main one is the schedule, the others hang on it or start on an event."""

    id: str = Field(validation_alias=_either("id", "scheduleTimelineId"))
    name: Text = Field(default="", validation_alias=_either("name", "scheduleTimelineName"))
    label: Text = ""
    entry_condition: Text = Field(default="", validation_alias="entryCondition")
    is_main: Truth = Field(default=False, validation_alias="mainTimeline")
    entry_id: Identifier = Field(default=None, validation_alias=_either("entryId", "scheduleTimelineEntryId"))
    instances: Annotated[list[Instance], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("instances", "scheduleTimelineInstances")
    )
    timings: Annotated[list[Timing], BeforeValidator(objects)] = Field(default_factory=list)
    exits: Annotated[list[Exit], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("exits", "scheduleTimelineExits")
    )

    @property
    def visits(self) -> list[Instance]:
        """The instances that are columns."""
        return [instance for instance in self.instances if not instance.is_decision]

    @property
    def title(self) -> str:
        """The name for people."""
        return self.label or self.name or self.id


class Encounter(Part):
    """A contact with the study; several instances may use the same one."""

    id: str = Field(validation_alias=_either("id", "encounterId"))
    name: Text = Field(default="", validation_alias=_either("name", "encounterName"))
    label: Text = ""
    contact_modes: Codes = Field(
        default_factory=list, validation_alias=_either("contactModes", "encounterContactModes")
    )
    settings: Codes = Field(
        default=[],
        validation_alias=_either("environmentalSettings", "environmentalSetting", "encounterEnvironmentalSetting"),
    )


class Procedure(Part):
    """A procedure that an activity consists of."""

    id: Identifier = Field(default=None, validation_alias=_either("id", "procedureId"))
    name: Text = Field(default="", validation_alias=_either("name", "procedureName"))
    label: Text = ""
    is_conditional: Truth = Field(default=False, validation_alias=_either("isConditional", "procedureIsConditional"))
    reason: Text = Field(default="", validation_alias=_either("isConditionalReason", "procedureIsConditionalReason"))


class Remark(Part):
    """A comment that somebody left at a part of the study."""

    text: Text = ""


def _remarks(value: object) -> object:
    """A comment may be an object or only its text."""
    listed = objects(value)
    if not isinstance(listed, list):
        return []
    return [{"text": item} if isinstance(item, str) else item for item in listed if isinstance(item, str | dict)]


class Activity(Part):
    """A row; one with children is a heading unless it is marked itself."""

    id: str = Field(validation_alias=_either("id", "activityId"))
    name: Text = Field(default="", validation_alias=_either("name", "activityName"))
    label: Text = ""
    previous_id: Identifier = Field(default=None, validation_alias=_either("previousId", "previousActivityId"))
    next_id: Identifier = Field(default=None, validation_alias=_either("nextId", "nextActivityId"))
    child_ids: Identifiers = Field(default_factory=list, validation_alias="childIds")
    timeline_id: Identifier = Field(default=None, validation_alias=_either("timelineId", "activityTimelineId"))
    is_conditional: Truth = Field(default=False, validation_alias=_either("isConditional", "activityIsConditional"))
    is_optional: Truth = Field(default=False, validation_alias="isOptional")
    reason: Text = Field(
        default="", validation_alias=_either("conditionalReason", "isConditionalReason", "activityIsConditionalReason")
    )
    notes: Annotated[list[Remark], BeforeValidator(_remarks)] = Field(default_factory=list)
    procedures: Annotated[list[Procedure], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias="definedProcedures"
    )
    concept_ids: Identifiers = Field(default_factory=list, validation_alias="biomedicalConceptIds")
    surrogate_ids: Identifiers = Field(default_factory=list, validation_alias="bcSurrogateIds")
    category_ids: Identifiers = Field(default_factory=list, validation_alias="bcCategoryIds")


class Epoch(Part):
    """A period of the study."""

    id: str = Field(validation_alias=_either("id", "studyEpochId"))
    name: Text = Field(default="", validation_alias=_either("name", "studyEpochName"))
    label: Text = ""


class Arm(Part):
    """A treatment path."""

    id: Identifier = Field(default=None, validation_alias=_either("id", "studyArmId"))
    name: Text = Field(default="", validation_alias=_either("name", "studyArmName"))
    label: Text = ""


class Cell(Part):
    """Says that participants of an arm go through an epoch."""

    arm_id: Identifier = Field(default=None, validation_alias=_either("armId", "studyArmId"))
    epoch_id: Identifier = Field(default=None, validation_alias=_either("epochId", "studyEpochId"))


class Endpoint(Part):
    """What is measured."""

    text: Text = ""
    description: Text = Field(default="", validation_alias=_either("description", "endpointDescription"))
    label: Text = ""
    name: Text = Field(default="", validation_alias=_either("name", "endpointName"))
    level: Coded = Field(default=Code(), validation_alias=_either("level", "endpointLevel"))
    dictionary_id: Identifier = Field(default=None, validation_alias="dictionaryId")


class Objective(Part):
    """What the study asks."""

    text: Text = ""
    description: Text = Field(default="", validation_alias=_either("description", "objectiveDescription"))
    label: Text = ""
    name: Text = Field(default="", validation_alias=_either("name", "objectiveName"))
    level: Coded = Field(default=Code(), validation_alias=_either("level", "objectiveLevel"))
    dictionary_id: Identifier = Field(default=None, validation_alias="dictionaryId")
    endpoints: Annotated[list[Endpoint], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("endpoints", "objectiveEndpoints")
    )


def words_of(part: Endpoint | Objective) -> str:
    """Return the text of an objective or endpoint, or what stands for it where it has none."""
    return part.text or part.description or part.label or part.name


class Condition(Part):
    """A footnote: it applies to activities, everywhere or in the context of some instances."""

    id: Identifier = None
    name: Text = ""
    label: Text = ""
    text: Text = ""
    description: Text = ""
    dictionary_id: Identifier = Field(default=None, validation_alias="dictionaryId")
    context_ids: Identifiers = Field(default_factory=list, validation_alias="contextIds")
    applies_ids: Identifiers = Field(default_factory=list, validation_alias="appliesToIds")


class ParameterMap(Part):
    """What one tag in a text stands for."""

    tag: Text = ""
    reference: Text = ""


class Dictionary(Part):
    """The tags of some texts."""

    id: Identifier = None
    maps: Annotated[list[ParameterMap], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias="parameterMaps"
    )


class Design(Part):
    """One study design: rows, columns, paths and what is asked."""

    id: Identifier = Field(default=None, validation_alias=_either("id", "studyDesignId"))
    name: Text = Field(default="", validation_alias=_either("name", "studyDesignName"))
    label: Text = ""
    encounters: Annotated[list[Encounter], BeforeValidator(named)] = Field(default_factory=list)
    activities: Annotated[list[Activity], BeforeValidator(named)] = Field(default_factory=list)
    timelines: Annotated[list[Timeline], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("scheduleTimelines", "studyScheduleTimelines")
    )
    epochs: Annotated[list[Epoch], BeforeValidator(named)] = Field(
        default_factory=list, validation_alias=_either("epochs", "studyEpochs")
    )
    arms: Annotated[list[Arm], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("arms", "studyArms")
    )
    cells: Annotated[list[Cell], BeforeValidator(objects)] = Field(default_factory=list, validation_alias="studyCells")
    objectives: Annotated[list[Objective], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias=_either("objectives", "studyObjectives")
    )
    conditions: Annotated[list[Condition], BeforeValidator(objects)] = Field(default_factory=list)
    dictionaries: Annotated[list[Dictionary], BeforeValidator(objects)] = Field(default_factory=list)

    @property
    def title(self) -> str:
        """The name for people."""
        return self.label or self.name or self.id or "without a name"


class Title(Part):
    """One of the titles of a study."""

    text: Text = ""
    type: Coded = Code()


class Version(Part):
    """One version of a study. In v2 the study itself holds the designs."""

    identifier: Text = Field(default="", validation_alias=_either("versionIdentifier", "studyVersion"))
    title: Text = Field(default="", validation_alias="studyTitle")
    titles: Annotated[list[Title], BeforeValidator(objects)] = Field(default_factory=list)
    designs: Annotated[list[Design], BeforeValidator(objects)] = Field(
        default_factory=list, validation_alias="studyDesigns"
    )
    conditions: Annotated[list[Condition], BeforeValidator(objects)] = Field(default_factory=list)
    dictionaries: Annotated[list[Dictionary], BeforeValidator(objects)] = Field(default_factory=list)
