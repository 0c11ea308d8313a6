"""The example study that ships with the workbench: facts of the CDISC pilot study, as a schedule and a workbook."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any

from protocols.domain.importers.template import write_template
from protocols.domain.schedule import (
    Activity,
    Arm,
    Contact,
    Endpoint,
    Footnote,
    Mark,
    MarkKind,
    Objective,
    Schedule,
    Visit,
    Window,
)


def sample_schedule() -> Schedule:
    """Return the schedule: 16 visits, 30 activities, 122 marks."""
    facts = _facts()
    activities = [(_key(entry["label"]), entry) for entry in facts["activities"]]
    return Schedule(
        title=facts["title"],
        arms=tuple(Arm(**arm) for arm in facts["arms"]),
        visits=tuple(_visit(key, stated) for key, stated in facts["visits"].items()),
        activities=tuple(
            Activity(key, entry["label"], entry["group"], tuple(entry.get("footnotes", ())))
            for key, entry in activities
        ),
        marks=tuple(
            _mark(visit, key, entry.get("notes", {}))
            for visit in facts["visits"]
            for key, entry in activities
            if visit in entry["at"].split()
        ),
        footnotes=tuple(Footnote(key, text) for key, text in facts["footnotes"].items()),
        objectives=tuple(_objective(entry) for entry in facts["objectives"]),
    )


def sample_workbook() -> bytes:
    """Return the schedule as a workbook in our own template, with the credit in it."""
    return write_template(sample_schedule(), source=attribution())


def attribution() -> str:
    """Return the credit that must stand wherever the example study is shown."""
    return str(_facts()["attribution"])


@cache
def _facts() -> Mapping[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("facts.toml").read_text(encoding="utf-8"))


def _key(label: str) -> str:
    return "-".join("".join(letter if letter.isalnum() else " " for letter in label.casefold()).split())[:30]


def _visit(key: str, stated: Mapping[str, Any]) -> Visit:
    before, after, unit = stated.get("window", (None, None, None))
    return Visit(
        key=key,
        label=stated["label"],
        epoch=stated["epoch"],
        header=(stated["epoch"], stated["label"]),
        day=float(stated["day"]),
        window=Window(float(before), float(after), unit) if unit else None,
        contact=Contact(stated["contact"]),
    )


def _mark(visit: str, activity: str, notes: Mapping[str, str]) -> Mark:
    if visit in notes:
        return Mark(visit, activity, kind=MarkKind.CONDITIONAL, footnotes=(notes[visit],))
    return Mark(visit, activity)


def _objective(entry: Mapping[str, Any]) -> Objective:
    level = entry["level"]
    endpoints = tuple(Endpoint(f"{level} endpoint", text) for text in entry["endpoints"])
    return Objective(f"{level} objective", entry["text"], endpoints)
