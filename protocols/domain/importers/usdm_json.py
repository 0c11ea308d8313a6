"""Reads USDM JSON, v2, v3 and v4: one study design of one study version."""

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from protocols.domain.importers import strict_json
from protocols.domain.importers.imported import Imported, Refused
from protocols.domain.importers.plain_text import decode
from protocols.domain.importers.usdm.build import Study, build
from protocols.domain.importers.usdm.model import Design, Version
from protocols.domain.importers.usdm.path import walk
from protocols.domain.importers.usdm.prose import Tags, plain
from protocols.domain.problems import Problem, error, warning

FORMAT = "usdm-json"
SHOWN = 20  # faults of the model that one refusal lists
REMEDY = "Export the study again as USDM v2, v3 or v4 and upload that file."


@dataclass(frozen=True, slots=True)
class Choice:
    """One study design that a person may choose."""

    id: str
    label: str
    visits: int


def read(data: bytes, *, design: str | None = None) -> Imported:
    """Return the schedule of one design: the one with the id `design`, else the first that has a schedule."""
    with _no_search_for_circles():
        return _read(data, design)


def _read(data: bytes, design: str | None) -> Imported:
    text, remarks = decode(data)
    value, controls = strict_json.without_controls(strict_json.load(text), text)
    study = _study(value)
    remarks += controls
    version, unsure = _version(study)
    chosen, others = _choose(version, design)
    tags = Tags(study, [*version.dictionaries, *chosen.dictionaries])
    conditions = (*version.conditions, *chosen.conditions)
    schedule, problems = build(Study(_title(version, study), chosen, conditions, tags.resolve, walk))
    return Imported(FORMAT, schedule, (*remarks, *unsure, *others, *_without_ids(study, chosen), *problems))


def _without_ids(study: Mapping[str, Any], chosen: Design) -> tuple[Problem, ...]:
    """Tell the activities without an id: no visit can name them, so nothing says where they are done."""
    _, version, _ = _version_of(study)
    designs = version.get("studyDesigns") or () if isinstance(version, dict) else ()
    named = [found for found in designs if isinstance(found, dict) and chosen.id in (found.get("id"), None)]
    activities = [activity for design in named[:1] for activity in design.get("activities") or ()]
    lost = [
        found for found in activities if isinstance(found, dict) and not (found.get("id") or found.get("activityId"))
    ]
    return tuple(
        warning(
            "activities",
            f"The activity {str(found.get('label') or found.get('name') or '')[:60]!r} has no id, so it was left out.",
            "Check when it is done.",
        )
        for found in lost
    )


def designs(data: bytes) -> tuple[Choice, ...]:
    """Return the study designs of a file that has several, for a person to choose from."""
    text, _ = decode(data)
    version, _ = _version(_study(strict_json.load(text)))
    return tuple(Choice(found.id or "", found.title, _columns(found)) for found in version.designs)


@contextmanager
def _no_search_for_circles() -> Iterator[None]:
    """Pause the collector: it goes through all that is being made again and again, half of the time of a large file.

    JSON and what is made from it have no circles of references, so nothing waits for the collector meanwhile. What was
    made then counts as old at once (freezing and unfreezing does that), or all of it would be gone through right after.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if not gc.get_freeze_count():  # a server may keep things frozen for good
            gc.freeze()
            gc.unfreeze()
        if was_on:
            gc.enable()


def _study(document: Any) -> Mapping[str, Any]:
    """Return the study, which some systems hand out without the document around it."""
    for study in (document.get("study"), document) if isinstance(document, dict) else ():
        if isinstance(study, dict) and ("versions" in study or "studyDesigns" in study):
            return study
    raise Refused.because(
        "file",
        "The file is JSON, but not a USDM study: there is no 'study' with versions or study designs.",
        REMEDY,
        format=FORMAT,
    )


def _version(study: Mapping[str, Any]) -> tuple[Version, tuple[Problem, ...]]:
    place, chosen, count = _version_of(study)
    try:
        version = Version.model_validate(chosen)
    except ValidationError as problem:
        raise Refused(_faults(problem, place), format=FORMAT) from problem
    if count == 1:
        return version, ()
    which = "first" if place.endswith("[0]") else "first with a study design"
    message = f"The file has {count} versions of the study. The {which} ({version.identifier or 'no number'}) was read."
    return version, (warning("study.versions", message, "Check that this is the version you want to review."),)


def _version_of(study: Mapping[str, Any]) -> tuple[str, Any, int]:
    """Return the first version that has a study design, with its place, and how many versions there are."""
    listed = study.get("versions")
    if not isinstance(listed, list) or not listed:
        return "study", study, 1
    able = (number for number, found in enumerate(listed) if isinstance(found, dict) and found.get("studyDesigns"))
    number = next(able, 0)
    return f"study.versions[{number}]", listed[number], len(listed)


def _choose(version: Version, wanted: str | None) -> tuple[Design, tuple[Problem, ...]]:
    if wanted is not None:
        found = next((design for design in version.designs if design.id == wanted), None)
        if found is None:
            raise Refused.because(
                "study designs", f"There is no study design {wanted!r}.", "Choose again.", format=FORMAT
            )
        return found, ()
    if not version.designs:
        raise Refused.because("study", "The study has no study design, so no schedule.", REMEDY, format=FORMAT)
    chosen = next((design for design in version.designs if _columns(design)), version.designs[0])
    if len(version.designs) == 1:
        return chosen, ()
    names = ", ".join(design.title for design in version.designs)
    message = f"The file has {len(version.designs)} study designs ({names}). {chosen.title!r} was read."
    return chosen, (warning("study designs", message, "Choose the design that you want to review."),)


def _columns(design: Design) -> int:
    return max((len(timeline.visits) for timeline in design.timelines), default=0)


def _title(version: Version, study: Mapping[str, Any]) -> str | None:
    official = [title.text for title in version.titles if "official" in title.type.decode.lower()]
    named = [study.get("label"), study.get("name")]
    texts = (*official, version.title, *(title.text for title in version.titles), *named)
    return next((words for text in texts if isinstance(text, str) and (words := plain(text))), None)


def _faults(problem: ValidationError, place: str) -> tuple[Problem, ...]:
    """Say each fault of the file with its place, as the model found it."""
    faults = problem.errors(include_url=False, include_context=False, include_input=False)
    listed = tuple(error(_path(place, fault["loc"]), f"{fault['msg']}.", REMEDY) for fault in faults[:SHOWN])
    if len(faults) > SHOWN:
        listed += (error(place, f"{len(faults) - SHOWN:,} more faults of the same kinds.", REMEDY),)
    return listed


def _path(place: str, steps: tuple[int | str, ...]) -> str:
    return place + "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)
