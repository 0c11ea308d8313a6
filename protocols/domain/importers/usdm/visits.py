"""The columns: what a person reads over each one, its day, window, place, arm and repeats."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from protocols.domain.importers.grid.marks import is_empty
from protocols.domain.importers.grid.repeats import how_many, repeats_of
from protocols.domain.importers.grid.timing import window_cell
from protocols.domain.importers.usdm import durations
from protocols.domain.importers.usdm.days import days, order_problems, timings_by_instance, unread_days
from protocols.domain.importers.usdm.model import Design, Encounter, Instance, Timeline, Timing
from protocols.domain.importers.usdm.path import Loop, Path, name
from protocols.domain.importers.usdm.prose import plain
from protocols.domain.problems import Problem, note, warning
from protocols.domain.schedule import Contact, Repeats, Visit, Window

# Words of the CDISC code lists for modes of contact and settings, each with where the visit then takes place.
MODES = (
    ("video", Contact.VIDEO),
    ("telephone", Contact.PHONE),
    ("phone", Contact.PHONE),
    ("audio", Contact.PHONE),
    ("in person", Contact.SITE),
    ("face to face", Contact.SITE),
)
HOME = ("home", "residence")
# A number beside the word for what is counted, in full or short: "Day 15", "DAY_15", "W4", "Visit 3".
COUNTED = re.compile(r"(?<![a-z])([dwmcv])(?:ay|eek|k|onth|ycle|isit)?s?[\s_.:-]{0,3}(\d{1,6})", re.IGNORECASE)
ONE_VISIT = re.compile(r"[A-Za-z]+[ _-]?\d+")  # "Week 12": one word and one number, which spares the closer look
DIFFER = 0.5  # share of columns whose two labels name different numbers, from which labels are not trusted


@dataclass(frozen=True, slots=True)
class Columns:
    """Visits in order, and what a person should check about them."""

    visits: tuple[Visit, ...]
    problems: tuple[Problem, ...]


def columns(design: Design, timeline: Timeline, path: Path) -> Columns:
    """Make the visits of a timeline. Days and windows of a file that departs from the model are left out, and told."""
    timings = timings_by_instance(timeline)
    encounters = {encounter.id: encounter for encounter in design.encounters}
    doubt = _doubt(path.visits, timings, encounters)
    found = dict.fromkeys(visit.id for visit in path.visits) if doubt else days(path.visits, timings)
    arms = _arm_of_epoch(design)
    epochs = {epoch.id: plain(epoch.label) or plain(epoch.name) or epoch.id for epoch in design.epochs}
    problems = [
        *doubt,
        *order_problems(path.visits, found),
        *([] if doubt else unread_days(path.visits, timings, found)),
    ]
    made = []
    for number, instance in enumerate(path.visits):
        encounter = encounters.get(instance.encounter_id or "")
        contact, unsure = _contact(instance, encounter)
        window, unread = (None, []) if doubt else _window(instance, timings[instance.id])
        loops = [loop for loop in path.loops if loop.first <= number <= loop.last]
        called = label(instance, encounter, timings[instance.id])
        several = None if ONE_VISIT.fullmatch(called) else repeats_of(called)
        problems += [*unsure, *unread, *_remarks(instance, loops, several)]
        made.append(
            Visit(
                key=instance.id,
                label=called,
                epoch=epochs.get(instance.epoch_id or ""),
                arm=arms.get(instance.epoch_id or ""),
                header=_header(epochs.get(instance.epoch_id or ""), instance, encounter, timings[instance.id]),
                day=found[instance.id],
                window=window,
                contact=contact,
                repeats=several or (Repeats(1, None) if loops else None),
            )
        )
    return Columns(tuple(made), tuple(problems))


def label(instance: Instance, encounter: Encounter | None, timings: Sequence[Timing]) -> str:
    """Return the words that stand for a column."""
    encountered = (encounter.label, encounter.name) if encounter else ()
    timed = tuple(timing.label for timing in timings)
    words = (plain(text) for text in (instance.label, *encountered, *timed, instance.name, instance.description))
    return next((text for text in words if text not in ("", "-")), instance.id)


def _header(
    epoch: str | None, instance: Instance, encounter: Encounter | None, timings: Sequence[Timing]
) -> tuple[str, ...]:
    encountered = (encounter.label or encounter.name) if encounter else ""
    texts = [epoch or "", encountered, instance.label or instance.name]
    for timing in timings[:1]:
        texts += [timing.label, timing.window_label]
    return tuple(dict.fromkeys(text for text in map(plain, texts) if text not in ("", "-")))


def _contact(instance: Instance, encounter: Encounter | None) -> tuple[Contact, list[Problem]]:
    if encounter is None:
        return Contact.UNKNOWN, []
    modes = [mode.decode for mode in encounter.contact_modes if mode.decode]
    found = {contact for mode in modes if (contact := _of_mode(mode))}
    places = [place.decode for place in encounter.settings if place.decode]
    at_home = [any(word in place.lower() for word in HOME) for place in places]
    if not modes and places:
        found = {Contact.SITE}
    if found == {Contact.SITE} and all(at_home):
        return (Contact.HOME if at_home else Contact.SITE), []
    if len(found) == 1 and not (found == {Contact.SITE} and any(at_home)):
        return found.pop(), []
    if not modes and not places:
        return Contact.UNKNOWN, []
    said = " or ".join(places if found == {Contact.SITE} else modes)
    message = f"The file says that this visit is: {said}. It does not say which."
    return Contact.UNKNOWN, [warning(name(instance), message, "Choose where it takes place.")]


def _of_mode(mode: str) -> Contact | None:
    return next((contact for word, contact in MODES if word in mode.lower().replace("-", " ")), None)


def _window(instance: Instance, timings: Sequence[Timing]) -> tuple[Window | None, list[Problem]]:
    for timing in timings:
        window = durations.window(timing.lower, timing.upper)
        unread = [text for text in (timing.lower, timing.upper) if text and durations.parse(text) is None]
        if unread:
            message = f"The window {' to '.join(unread)!r} is not a length of time that can be read."
            return None, [warning(name(instance), message, "Enter the window.")]
        if window:
            return window, []
        if timing.window_label and not is_empty(timing.window_label) and not (timing.lower or timing.upper):
            return _window_in_words(instance, timing.window_label)
    return None, []


def _window_in_words(instance: Instance, text: str) -> tuple[Window | None, list[Problem]]:
    """Read a window that has no bounds, only the words that people see: "-3..3 days", "± 1 week"."""
    read = window_cell(plain(text), None)
    if read.window is not None and not read.doubtful:
        return read.window, []
    message = f"The window {text[:60]!r} is not a length of time that can be read."
    return None, [warning(name(instance), message, "Enter the window.")]


def _remarks(instance: Instance, loops: Sequence[Loop], several: Repeats | None) -> list[Problem]:
    where = name(instance)
    remarks: list[Problem] = []
    if not instance.activity_ids and not instance.timeline_id:
        remarks.append(
            note(where, "Nothing is done at this visit. It may only mark a point in time.", "Leave it out if so.")
        )
    for loop in loops:
        said = f": {loop.condition!r}" if loop.condition else ""
        message = f"This column stands for more than one visit{said}."
        remarks.append(warning(where, message, "Enter how many visits it stands for."))
    if several and not loops:
        message = f"By its label, this column stands for {how_many(several)} visits."
        remarks.append(warning(where, message, "Enter how many visits it stands for."))
    return remarks


def _arm_of_epoch(design: Design) -> dict[str, str]:
    """Return the arm of each epoch that belongs to one arm only, where there are several."""
    if len(design.arms) < 2:
        return {}
    arms: dict[str, set[str]] = {}
    for cell in design.cells:
        if cell.epoch_id and cell.arm_id:
            arms.setdefault(cell.epoch_id, set()).add(cell.arm_id)
    known = {arm.id for arm in design.arms if arm.id}
    return {epoch: next(iter(found)) for epoch, found in arms.items() if len(found) == 1 and found <= known}


def _doubt(
    visits: Sequence[Instance], timings: Mapping[str, Sequence[Timing]], encounters: Mapping[str, Encounter]
) -> list[Problem]:
    """Return why the days and windows of the file are not used: it departs from the model, or labels contradict."""
    reasons = []
    if any(timing.lower_bound or timing.upper_bound for found in timings.values() for timing in found):
        reasons.append("its windows are not written as USDM has them")
    pairs = [
        (_counted(instance.label) or _counted(instance.name), _counted(encounter.label or encounter.name))
        for instance in visits
        if (encounter := encounters.get(instance.encounter_id or ""))
    ]
    compared = [(one, other) for one, other in pairs if one.keys() & other.keys()]
    differing = sum(not one.items() & other.items() for one, other in compared)
    if len(compared) > 2 and differing > DIFFER * len(compared):
        reasons.append("the labels of its visits and encounters contradict each other")
    if not reasons:
        return []
    message = f"Days and windows of this file were not read: {' and '.join(reasons)}. The marks were read."
    return [warning("timings", message, "Enter days and windows, or ask for a file that keeps to the model.")]


def _counted(text: str) -> dict[str, int]:
    """Return the number of each thing that a label counts: "Cycle 2 Day 8" is {"c": 2, "d": 8}.

    Only numbers of the same thing can contradict each other: "Week 4" and "Visit 3" may be the same visit.
    """
    return {word.casefold(): int(number) for word, number in COUNTED.findall(text)}
