"""The workbook of a report: what was done, every line that adds up, and formulas that work the totals out again."""

from datetime import datetime
from io import BytesIO

from openpyxl.styles import Alignment, Font
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reports.cells import MINUTES, POINTS, SHARE, TIMES, Value, band, formula, head, put, sheet, sums, underline
from reports.cells import title as write_title
from reports.content import Content
from reports.lists import write_lists
from reports.sections import House, VisitSum
from reports.tables import GridTable

FIRST = 3  # row of the first entry: a title stands in row 1, heads in row 2
LINES = ("Visit no.", "Visit", "Test or task", "Times", "Points each", "Points", "Minutes", "Raters", "Grades",
         "Sources")  # fmt: skip
VISITS = ("Visit no.", "Visit", "Part of study", "Day", "Times", "Points", "Minutes", "Points as reported", "Same?")
Row = tuple[str, Value, str, str]


def workbook_of(content: Content, sha256: str) -> bytes:
    """Return the workbook as bytes. Points, sums by visit and totals are live formulas over the lines."""
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _summary(book, content, sha256)
    _schedule(book, content)
    last_line = _lines(book, content)
    last_visit = _visits(book, content, last_line)
    _totals(book, content, last_line, last_visit)
    write_lists(book, content)
    cover = content.cover
    book.calculation.fullCalcOnLoad = True  # nothing is worked out before somebody opens it
    book.properties.title = f"Burden review, {cover.study_code} version {cover.version}, draft"
    book.properties.creator = "Burden Review"
    book.properties.created = book.properties.modified = cover.cutoff.replace(tzinfo=None, microsecond=0)
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _titled(book: Workbook, title: str, widths: tuple[float, ...], words: tuple[str, ...], about: str) -> Worksheet:
    made = sheet(book, title, widths)
    write_title(made, about)
    head(made, 2, words)
    made.freeze_panes = f"A{FIRST}"
    return made


def _summary(book: Workbook, content: Content, sha256: str) -> None:
    made = _titled(book, "Summary", (34, 30, 60), ("What", "Value", "Note"), "Burden review: DRAFT - not signed")
    rows = [*_about(content), *_numbers(content), *_chosen(content), *_stamps(content, sha256)]
    for row, (what, value, note, look) in enumerate(rows, start=FIRST):
        put(made, row, 1, what).font = Font(bold=True)
        put(made, row, 2, value, look=look).alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        put(made, row, 3, note)
        underline(made, row, 3)


def _about(content: Content) -> list[Row]:
    cover = content.cover
    return [
        ("Study plan", cover.study_code, cover.title, ""),
        ("In plain words", cover.plain_title, "Example data" if cover.is_example else "", ""),
        ("Version", cover.version, f"Round {cover.round} of review", ""),
        ("Data to", cover.cutoff, "UTC. No later record is in the numbers.", "yyyy-mm-dd hh:mm"),
    ]


def _numbers(content: Content) -> list[Row]:
    figures, busiest = content.figures, content.busiest
    return [
        ("Load points", figures.load.planned, "As planned. The sheet Totals works it out again.", POINTS),
        ("Load points, low end", figures.low, "90 of 100 draws lie between the ends.", POINTS),
        ("Load points, high end", figures.high, "", POINTS),
        ("Minutes", figures.minutes.planned, "Of one participant, with travel and time at home.", MINUTES),
        ("Of them travel", figures.travel, _as_whom(content), MINUTES),
        ("Busiest visit", busiest.label if busiest else "", "", ""),
        ("Its load points", busiest.load_once if busiest else None, "Each time it takes place.", POINTS),
        ("Raters", figures.raters, "People whose sent answers are in the load.", ""),
        ("Estimates cover", figures.coverage, "Share of what is scheduled that has an estimate.", SHARE),
        *((f"Load from {part.basis}", part.share, "", SHARE) for part in figures.basis),
        ("No stated purpose", len(content.not_stated), "Tests and tasks. They stand on the sheet Gaps.", ""),
        ("Left out", len(content.unscored), "Tests and tasks without an estimate. They are no zero.", ""),
    ]


def _chosen(content: Content) -> list[Row]:
    """Return what people chose for the score, each with who, when and why."""
    stamp, house = content.stamp, content.house
    used = next(each for each in content.weights if each.is_used)
    weights = f"Weights of body {used.physical:.2f}, mind {used.worry:.2f}, effort {used.effort:.2f}"
    chosen = f"{house.why} ({_who(house.by, house.at)})" if house else "The score uses the library's values only."
    return [
        (
            "Ruleset",
            f"{stamp.ruleset_name}, version {stamp.ruleset_version}",
            "The sheet Settings has its numbers.",
            "",
        ),
        ("Weights", weights, f"{used.reason} ({_who(used.by, used.at)})" if used.by else used.reason, ""),
        ("House values", _named(house) if house else "None", chosen, ""),
    ]


def _named(house: House) -> str:
    count = len(house.values)
    return f"{house.name} ({count} {'value' if count == 1 else 'values'})"


def _who(name: str, at: datetime | None) -> str:
    return f"{name}, {at.day} {at:%B %Y}" if at else name


def _stamps(content: Content, sha256: str) -> list[Row]:
    return [
        ("Schedule, SHA-256", content.stamp.schedule_sha256, "", ""),
        ("Report, SHA-256", sha256, "The same records give the same hash.", ""),
        ("Made by", f"Burden Review {content.stamp.tool}", "", ""),
    ]


def _as_whom(content: Content) -> str:
    return next((f"For {persona.name}." for persona in content.personas if persona.is_shown), "No persona was chosen.")


def _schedule(book: Workbook, content: Content) -> None:
    grid = content.grid.whole
    widths = (44.0, *(14.0 for _ in grid.columns))
    about = "The schedule as it was saved"
    made = _titled(book, "Schedule", widths, ("Test or task", *(each.label for each in grid.columns)), about)
    put(made, FIRST, 1, "Part, place, day, window").font = Font(italic=True)
    for column, each in enumerate(grid.columns, start=2):
        put(made, FIRST, column, ", ".join(each.facts)).font = Font(italic=True)
    made.freeze_panes = f"B{FIRST + 1}"
    row = _rows(made, grid)
    for key, text in (*content.grid.signs, *content.grid.footnotes):
        row += 1
        put(made, row, 1, f"{key}: {text}")


def _rows(made: Worksheet, grid: GridTable) -> int:
    """Write the rows of the schedule below its heads, and return the last row."""
    row = FIRST
    for group, members in grid.groups:
        if group:
            row += 1
            put(made, row, 1, group).font = Font(bold=True)
            band(made, row, len(grid.columns) + 1)
        for member in members:
            row += 1
            put(made, row, 1, " ".join((member.label, *member.notes)))
            for column, cell in enumerate(member.cells, start=2):
                if cell:
                    put(made, row, column, " ".join((cell[0], *cell[1])))
    return row


def _lines(book: Workbook, content: Content) -> int:
    """Write every line, and return the row of the last one. Points are times x points each, as a formula."""
    widths = (10.0, 26.0, 44.0, 9.0, 12.0, 11.0, 11.0, 8.0, 12.0, 40.0)
    made = _titled(book, "Lines", widths, LINES, "Every line that adds up: points = times x points each")
    visits = {visit.key: (number, visit.label) for number, visit in enumerate(content.visits, start=1)}
    for row, line in enumerate(content.lines, start=FIRST):
        number, label = visits[line.visit]
        put(made, row, 1, number)
        put(made, row, 2, label)
        put(made, row, 3, line.label + (" (usual care)" if line.usual_care else ""))
        put(made, row, 4, line.times, look=TIMES)
        put(made, row, 5, "not known" if line.each is None else line.each, look=POINTS)
        formula(made, row, 6, f"=D{row}*N(E{row})", look=POINTS)
        put(made, row, 7, line.minutes, look=MINUTES)
        put(made, row, 8, line.raters)
        put(made, row, 9, " ".join(line.grades))
        put(made, row, 10, ", ".join(line.sources))
    last = max(FIRST, FIRST + len(content.lines) - 1)
    made.auto_filter.ref = f"A2:J{last}"
    return last


def _visits(book: Workbook, content: Content, last_line: int) -> int:
    """Write the sum of each visit as a formula over the lines, beside what the report says; return the last row."""
    widths = (10.0, 30.0, 22.0, 8.0, 8.0, 12.0, 12.0, 14.0, 10.0)
    made = _titled(book, "Visits", widths, VISITS, "Each visit, added up from the lines")
    for number, visit in enumerate(content.visits, start=1):
        _visit(made, number, visit, last_line)
    return max(FIRST, FIRST + len(content.visits) - 1)


def _visit(made: Worksheet, number: int, visit: VisitSum, last_line: int) -> None:
    row = FIRST + number - 1
    put(made, row, 1, number)  # a number of ours: a name could hold signs that SUMIF reads as a pattern
    put(made, row, 2, visit.label)
    put(made, row, 3, visit.epoch if visit.epoch != "study" else "")
    put(made, row, 4, visit.day, look=TIMES)
    put(made, row, 5, None if visit.is_home else visit.times, look=TIMES)
    for column, letter, look in ((6, "F", POINTS), (7, "G", MINUTES)):
        keys, amounts = f"Lines!$A${FIRST}:$A${last_line}", f"Lines!${letter}${FIRST}:${letter}${last_line}"
        formula(made, row, column, f"=SUMIF({keys},$A{row},{amounts})", look=look)
    put(made, row, 8, visit.load, look=POINTS)
    formula(made, row, 9, f'=IF(ROUND(F{row}-H{row},6)=0,"yes","NO")', look="General")


def _totals(book: Workbook, content: Content, last_line: int, last_visit: int) -> None:
    """Work the totals out from the lines and from the visits, beside what the report says."""
    words = ("What", "From the lines", "From the visits", "As reported", "Same?")
    made = _titled(book, "Totals", (24, 18, 18, 18, 10), words, "The totals, worked out again")
    reported = (
        ("Load points", "F", content.figures.load.planned, POINTS),
        ("Minutes", "G", content.figures.minutes.planned, MINUTES),
    )
    for row, (what, letter, amount, look) in enumerate(reported, start=FIRST):
        put(made, row, 1, what)
        formula(made, row, 2, f"=SUM(Lines!{letter}{FIRST}:{letter}{last_line})", look=look)
        formula(made, row, 3, f"=SUM(Visits!{letter}{FIRST}:{letter}{last_visit})", look=look)
        put(made, row, 4, amount, look=look)
        same = f"AND(ROUND(B{row}-D{row},6)=0,ROUND(C{row}-D{row},6)=0)"
        formula(made, row, 5, f'=IF({same},"yes","NO")', look="General")
        sums(made, row, 5)
