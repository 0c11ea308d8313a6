"""The sheets of the workbook that are lists: gaps, settings with their reasons, and sources."""

from collections.abc import Iterable
from datetime import date

from openpyxl.workbook import Workbook

from reports.cells import TIMES, Value, head, put, sheet, underline
from reports.cells import title as write_title
from reports.content import Content
from reports.sections import House


def write_lists(book: Workbook, content: Content) -> None:
    """Add the sheets that are lists. Findings and house values have one only where there are any."""
    if content.noted:
        _list(book, "Findings", (60, 30, 10, 18, 22, 60, 60, 10, 12, 12, 50), FINDINGS, _findings(content))
    if content.decided:
        _list(book, "Decisions", (60, 18, 60, 60, 30, 18, 14, 30, 40, 14, 18), DECISIONS, _decisions(content))
    if content.told:
        _list(book, "You said, we did", (40, 18, 50, 60, 60, 50, 14, 14), TOLD, _told(content))
    _list(book, "What weighs most", (44, 12, 12, 10, 22, 40, 60), HEAVIEST, _heaviest(content))
    flags = ((kind.replace("_", " "), message) for kind, messages in content.flags for message in messages)
    _list(book, "Flags", (30, 100), ("What was found", "Where"), flags)
    _list(book, "Gaps", (44, 26, 12, 60), ("Test or task", "What", "Marks", "Why"), _gaps(content))
    _list(book, "Site", (30, 22, 22), ("Role", "Minutes per participant", "Minutes once"), _site(content))
    _list(book, "Sites say", (30, 44, 12, 80), ("Visit", "What", "Number", "Words"), _sites_say(content))
    if content.house:
        _list(book, "House values", (44, 26, 12, 26, 18, 60), HOUSE, _house(content.house))
    settings = ((each.path, each.value, each.why, each.source) for each in content.settings)
    _list(book, "Settings", (32, 26, 80, 50), ("Setting", "Value", "Why", "Source"), settings)
    sources = ((each.key, each.citation, each.link, each.seen) for each in content.sources)
    _list(book, "Sources", (22, 80, 40, 30), ("Key", "Source", "Where", "How it was seen"), sources)


HOUSE = ("Procedure", "Number", "Value", "Set by", "On", "Why")
HEAVIEST = ("Test or task", "Points each", "Points", "Raters", "Purpose", "What makes it hard", "Words, with consent")
FINDINGS = ("Finding", "About", "Matters", "How far we are", "Who looks after it", "What it means", "What we suggest",
         "People", "Site visits", "Remarks", "Options that would answer it")  # fmt: skip

DECISIONS = ("Finding", "Decision", "What will be done", "Why not, or not all", "By which option", "Who carries it out",
             "Done by", "Where it will stand", "Who sees it otherwise", "Decided on", "Decided by")  # fmt: skip
TOLD = ("About", "What came of it", "We looked at", "We did", "Why not, or not all", "What comes next", "By when",
        "Answered on")  # fmt: skip


def _decisions(content: Content) -> Iterable[tuple[Value, ...]]:
    for each in content.decided:
        if found := each.decided:
            yield (
                each.title, found.choice, found.outcome, found.reason, found.option, found.owner, found.due,
                found.target, found.dissent, found.on, found.by,
            )  # fmt: skip


def _told(content: Content) -> Iterable[tuple[Value, ...]]:
    for each in content.told:
        yield (
            each.title, each.came_of_it, each.looked_at, each.did, each.why, each.next_step, each.next_by,
            each.on,
        )  # fmt: skip


def _findings(content: Content) -> Iterable[tuple[Value, ...]]:
    for each in content.noted:
        options = "\n".join(
            f"{option.name}: saves {option.load} points, {option.minutes} minutes" for option in each.options
        )
        yield (
            each.title, each.about, each.severity, each.status, each.owner, each.impact, each.recommendation,
            each.people, each.site_visits, each.remarks, options,
        )  # fmt: skip


def _heaviest(content: Content) -> Iterable[tuple[Value, ...]]:
    for each in content.findings:
        reasons = ", ".join(f"{reason} ({people})" for reason, people in each.reasons)
        quotes = "\n".join(f"“{quote.words}” {quote.name}".strip() for quote in each.quotes)
        yield each.label, each.each, each.points, each.raters, each.purpose_words, reasons, quotes


def _gaps(content: Content) -> Iterable[tuple[Value, ...]]:
    for label in content.not_stated:
        yield label, "No stated purpose", None, ""
    for label in content.extra:
        yield label, "Extra research only", None, ""
    for each in content.unscored:
        yield each.label, "Left out", each.times, each.reason
    for each in content.partly:
        yield each.label, "Partly scored", None, f"Without {each.reason}"


def _site(content: Content) -> Iterable[tuple[Value, ...]]:
    for role, each, once in content.site.roles:
        yield role.replace("_", " ").capitalize(), each.planned, once


def _sites_say(content: Content) -> Iterable[tuple[Value, ...]]:
    for each in content.site.told:
        yield each.label, "Answers that may be told", each.answers, ""
        for words, number in (*(each.verdicts or ()), *each.flags):
            yield each.label, words, number, ""
        for role, minutes in each.minutes:
            yield each.label, f"Minutes by sites: {role}", minutes, ""
        for voice in each.voices:
            yield each.label, f"{voice.who}: {voice.verdict}", None, voice.words


def _house(house: House) -> Iterable[tuple[Value, ...]]:
    for each in house.values:
        yield each.procedure, each.number, each.value, each.by, each.at, each.why


def _list(
    book: Workbook,
    title: str,
    widths: tuple[float, ...],
    words: tuple[str, ...],
    rows: Iterable[tuple[Value, ...]],
) -> None:
    made = sheet(book, title, widths)
    write_title(made, title)
    head(made, 2, words)
    made.freeze_panes = "A3"
    for number, row in enumerate(rows, start=3):
        for column, value in enumerate(row, start=1):
            put(made, number, column, value, look="" if isinstance(value, str | date | None) else TIMES)
        underline(made, number, len(words))
