"""The lines of a score as a file: the numbers of the page, with what they were made from."""

import csv
import io
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from protocols.domain.burden.document import document
from protocols.domain.burden.lines import Line
from protocols.domain.catalogue import DIMENSIONS
from protocols.schedules.spreadsheets import harmless
from protocols.scores.parts import Part
from protocols.scores.services import ReviewScore

COLUMNS = (
    "visit", "visit_label", "activity", "label", "occurrences", "points_each", "points", "minutes", "raters",
    "ratings_mean", "evidence", *DIMENSIONS, "usual_care", "shares_a_step", "at_home", "ruleset", "ruleset_sha256",
    "schedule_sha256", "inputs_sha256",
)  # fmt: skip
PARTS = ("ruleset", "schedule_sha256", "arm", "persona", "load", "minutes", "at_least", "coverage", "basis", "lines")


def lines_csv(found: ReviewScore) -> bytes:
    """Return the lines as CSV for spreadsheets. The column `points` adds up to the planned load.

    What is not known is left blank and is no zero. Text that looks like a formula stays text.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file)
    writer.writerow(COLUMNS)
    labels = {visit.key: visit.label for visit in found.score.visits}
    for line in found.score.lines:
        writer.writerow(_row(line, labels.get(line.visit, line.visit), found))
    return file.getvalue().encode("utf-8-sig")


def lines_json(found: ReviewScore) -> bytes:
    """Return the lines as JSON, with the totals that they add up to."""
    whole: dict[str, Any] = document(found.drawn)
    kept = {"inputs_sha256": found.inputs.sha256, **{name: whole[name] for name in PARTS}}
    return json.dumps(kept, ensure_ascii=False, indent=1).encode()


def _row(line: Line, visit: str, found: ReviewScore) -> Iterable[str]:
    part, ruleset = Part(line, found.score.ruleset), found.score.ruleset
    known = line.estimate.row.dimensions if line.estimate else {}
    mean = line.estimate.ratings_mean if line.estimate else None
    return [
        *(harmless(text) for text in (line.visit, visit, line.activity, line.label)),
        _number(line.occurrences.planned),
        "" if line.points_each is None else _number(line.points_each),
        "" if line.is_unscored else _number(line.points.planned),
        _number(line.minutes.planned),
        str(part.raters),
        "" if mean is None else f"{mean:.1f}",
        " ".join(part.grades),
        *(f"{known[name].value:g}" if name in known else "" for name in DIMENSIONS),
        *("yes" if each else "no" for each in (line.usual_care, line.is_further, line.at_home)),
        f"{ruleset.name} {ruleset.version}",
        ruleset.sha256,
        found.score.schedule.sha256,
        found.inputs.sha256,
    ]


def _number(amount: Decimal) -> str:
    """Write a number with a full stop and without an exponent."""
    return f"{amount:f}"
