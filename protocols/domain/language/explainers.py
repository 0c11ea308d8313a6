"""General information about each procedure in plain words, and the first draft of an explainer made from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache
from types import MappingProxyType
from typing import Any

from protocols.domain.language.facts import ComputedFacts
from protocols.domain.language.shelf import names_in, read_toml

NO_REASON = "The study team has not yet said why this is needed"
NOT_KNOWN = "We do not know yet"
GENERAL_INFORMATION = "General information. It is not written for this study."
DISCLAIMER = "This is to help you review the study plan. It is not medical advice and not a consent form."


@dataclass(frozen=True, slots=True)
class GeneralInformation:
    """What holds for a procedure wherever it is done; never why a study asks for it.

    `story` speaks to the person as if they were there; `before` is for the evening before, `between` for the days at
    home after it; `hard` names a topic that is announced beforehand; the last three are often empty.
    """

    procedure: str
    name: str
    one_line: str
    story: str
    steps: tuple[str, ...]
    feel: str
    ready: str
    where_who: str
    ask: tuple[str, ...]
    before: str = ""
    between: str = ""
    hard: str = ""

    def as_text(self) -> str:
        """Return all of it as one text, a paragraph for each part, for the readability check."""
        steps = "\n".join(f"- {step}" for step in self.steps)
        questions = "\n".join(f"- {question}" for question in self.ask)
        parts = (self.name + ".", self.one_line, self.story, steps, self.feel, self.ready, self.where_who, questions)
        return "\n\n".join(part for part in (*parts, self.before, self.between) if part)


class Origin(StrEnum):
    """Where a field of a draft comes from; only a person can fill what is empty."""

    GENERAL = "general"
    COMPUTED = "computed"
    PERSON = "person"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an explainer: its lines, and where they come from. An empty field says so in words."""

    lines: tuple[str, ...]
    origin: Origin

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class ExplainerDraft:
    """A first draft of "why we ask this" for one activity; what is neither general nor computed is left to people."""

    plain_name: Field
    protocol_name: Field
    one_line: Field
    why_this_study: Field
    what_happens: Field
    time_each: Field
    how_often: Field
    total: Field
    how_it_may_feel: Field
    risks_plain: Field
    get_ready: Field
    where_who: Field
    home_possible: Field
    extra_to_usual_care: Field
    results_to_you: Field
    sample_data_use: Field
    can_i_say_no: Field
    could_it_change: Field
    questions_to_ask: Field
    disclaimer: str = DISCLAIMER

    @property
    def empty_fields(self) -> tuple[str, ...]:
        """The names of the fields that a person has yet to fill."""
        return tuple(
            f.name for f in fields(self) if f.name != "disclaimer" and self._field(f.name).origin is Origin.EMPTY
        )

    @property
    def uses_general_information(self) -> bool:
        """Whether any part is general information, which is then marked with `GENERAL_INFORMATION`."""
        return any(f.name != "disclaimer" and self._field(f.name).origin is Origin.GENERAL for f in fields(self))

    def _field(self, name: str) -> Field:
        found: Field = getattr(self, name)
        return found


@cache
def general_information() -> Mapping[str, GeneralInformation]:
    """Return the texts of all procedures by procedure key."""
    entries: dict[str, dict[str, Any]] = {}
    for name in names_in("general"):
        entries.update(read_toml(name))
    # A key that starts with _ is a text that others are `like`, and no procedure by itself.
    return MappingProxyType({key: _entry(key, entries) for key in entries if not key.startswith("_")})


def _entry(key: str, entries: Mapping[str, Mapping[str, Any]]) -> GeneralInformation:
    told = _with_inherited(key, entries)
    steps, ask = tuple(told.pop("steps")), tuple(told.pop("ask"))
    return GeneralInformation(procedure=key, steps=steps, ask=ask, **told)


def _with_inherited(key: str, entries: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """An entry that is `like` another has its texts wherever it has none of its own."""
    own = {name: text for name, text in entries[key].items() if name != "like"}
    return {**_with_inherited(entries[key]["like"], entries), **own} if "like" in entries[key] else own


def first_draft(label: str, procedures: Sequence[str], facts: ComputedFacts) -> ExplainerDraft:
    """Draft an explainer for the activity with this label from its matched procedures and its computed facts.

    `why_this_study` is always left to a person. Procedures without general information leave their parts empty.
    """
    known = [general_information()[key] for key in procedures if key in general_information()]
    return ExplainerDraft(
        plain_name=_general([_joined_name(known)] if known else []),
        protocol_name=_computed(label),
        one_line=_general([entry.one_line for entry in known]),
        why_this_study=Field((NO_REASON,), Origin.EMPTY),
        what_happens=_general([step for entry in known for step in entry.steps]),
        time_each=_computed(facts.time_each),
        how_often=_computed(facts.how_often),
        total=_computed(facts.total),
        how_it_may_feel=_general([entry.feel for entry in known]),
        risks_plain=_empty(),
        get_ready=_general([entry.ready for entry in known]),
        where_who=_general([entry.where_who for entry in known]),
        home_possible=_empty(),
        extra_to_usual_care=_computed(facts.usual_care),
        results_to_you=_empty(),
        sample_data_use=_empty(),
        can_i_say_no=_empty(),
        could_it_change=_empty(),
        questions_to_ask=_general([question for entry in known for question in entry.ask]),
    )


def _empty() -> Field:
    return Field((NOT_KNOWN,), Origin.EMPTY)


def _general(lines: Sequence[str]) -> Field:
    # Two tests on one needle share their steps: each line is said once.
    once = tuple(dict.fromkeys(line for line in lines if line))
    return Field(once, Origin.GENERAL) if once else _empty()


def _computed(text: str) -> Field:
    return Field((text,), Origin.COMPUTED) if text else _empty()


def _joined_name(known: Sequence[GeneralInformation]) -> str:
    names = list(dict.fromkeys(entry.name for entry in known))
    rest = [name[0].lower() + name[1:] for name in names[1:]]
    return " and ".join([names[0], *rest])
