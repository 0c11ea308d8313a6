"""Invented workbooks and CSV files with identifiers, measures, signatures, dates and one row for each mark."""

import datetime
import io
from collections.abc import Callable

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from tests.domain.importers.invented.facts import Invented
from tests.domain.importers.invented.pages import HEAD, RIGHT, ROWS, VISITS


def _workbook(name: str, change: Callable[[Worksheet], None], **facts) -> Invented:
    def make() -> bytes:
        book = openpyxl.Workbook()
        sheet = book.active
        assert isinstance(sheet, Worksheet)
        for row in [HEAD, *ROWS]:
            sheet.append([cell or None for cell in row])
        change(sheet)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return Invented(name, (), "xlsx", " | ".join(VISITS), RIGHT, make=make, **facts)


def _text(name: str, text: str, visits: str, rows: str, **facts) -> Invented:
    encoding = facts.pop("encoding", "utf-8")
    return Invented(name, (), "csv", visits, rows, make=lambda: text.encode(encoding), **facts)


def _identifiers(sheet: Worksheet) -> None:
    sheet.insert_cols(1)
    for row in range(1, sheet.max_row + 1):
        sheet.cell(row, 1, f"ACT-{row - 1:03d}" if row > 1 else "ID")


def _signatures(sheet: Worksheet) -> None:
    sheet.append([])
    sheet.append(["Prepared by:", "J. Doe", None, "Date:", "2024-01-01"])
    sheet.append(["Approved by:", None, None, "Date:"])


def _measures(sheet: Worksheet) -> None:
    sheet.append(["Estimated duration (min)", 120, 90, 45, 45, 60, 30])
    sheet.append(["Total blood (mL)", 20, 15, 0, 15, 25, 15])


def _ranges_as_dates(sheet: Worksheet) -> None:
    sheet.insert_rows(2)
    for column, value in enumerate(["Week", "-2 to 0", 0, datetime.datetime(2024, 3, 4), "5-6", None, 10], start=1):
        sheet.cell(2, column, value)


def _errors(sheet: Worksheet) -> None:
    sheet["G2"] = "#REF!"
    sheet["G2"].data_type = "e"


def _unseen(sheet: Worksheet) -> None:
    sheet["B2"], sheet["B3"], sheet["C3"] = "X\u200b", "\ufeffX", "Ｘ"  # noqa: RUF001 - the wide letter is meant


ALL = (
    _workbook("identifiers before the labels", _identifiers, groups={"ECG": None}),
    _workbook("signatures under the grid", _signatures),
    _workbook("rows that measure the visits", _measures, told=("Estimated duration", "Total blood")),
    _workbook("a range of weeks that became a date", _ranges_as_dates, told=("is a date among other texts",)),
    _workbook("a cell with an error", _errors, told=('holds the error "#REF!"',)),
    _workbook("characters that nobody sees, and wide letters", _unseen),
    _text(
        "long form with yes and no and a window in two columns",
        "Visit Name,Planned Study Day,Window Before (days),Window After (days),Procedure Name,Required (Y/N),Category\n"
        "Screening,-14,7,0,Consent,Y,Admin\nScreening,-14,7,0,ECG,Y,Safety\nBaseline,1,0,0,ECG,N,Safety\n"
        "Baseline,1,0,0,Blood,Y,Safety\nWeek 4,29,3,3,ECG,Y,Safety\nWeek 4,29,3,3,Blood,Y,Safety\n",
        "Screening | Baseline | Week 4",
        "Consent x..\nECG x.x\nBlood .xx",
        days="-14 1 29",
        windows="7/0d ? 3d",
        groups={"ECG": "Safety"},
    ),
    _text(
        "long form with the names of a data base",
        "STUDYID;VISITNUM;VISIT;VISITDY;EPOCH;PROCNAME;STATUS\nABC;1;SCREENING;-7;SCREENING;Consent;Planned\n"
        "ABC;1;SCREENING;-7;SCREENING;Vital Signs;Planned\nABC;2;DAY 1;1;TREATMENT;Vital Signs;Planned\n"
        "ABC;2;DAY 1;1;TREATMENT;Dosing;Not required\nABC;3;DAY 15;15;TREATMENT;Dosing;Optional\n",
        "SCREENING | DAY 1 | DAY 15",
        "Consent x..\nVital Signs xx.\nDosing ..o",
        days="-7 1 15",
        encoding="utf-16",
    ),
    _text(
        "long form in which only one column holds crosses",
        "Time Point,Assessment,Timing,Comments\nScreening,Consent,X,sign first\nScreening,MRI,X,\n"
        "Week 2,MRI,If clinically indicated,\nWeek 2,PK,Pre-dose,\nWeek 8,MRI,X,\nWeek 8,PK,Pre-dose,\n",
        "Screening | Week 2 | Week 8",
        "Consent x..\nMRI xcx\nPK .xx",
    ),
    _text(
        "export of a data frame",
        ",Procedure,Screening,Treatment,Unnamed: 4,Unnamed: 5,Follow-up\n0,Visit,V1,V2,V3,V4,V5\n1,Day,-14,1,15,29,57\n"
        "2,Consent,X,nan,nan,nan,nan\n3,Labs,X,X,nan,X,X\n4,ECG,X,nan,X,nan,X\n",
        "V1 | V2 | V3 | V4 | V5",
        "Consent x....\nLabs xx.xx\nECG x.x.x",
        days="-14 1 15 29 57",
    ),
    _text(
        "a table in Markdown",
        "# Schedule\n\n| Procedure | Screening | Day 1 | Week 4 (±3 d) | ET |\n|---|:---:|:---:|:--:|:--:|\n"
        "| Consent | X | | | |\n| Labs[^1] | X | X | X | X |\n| ECG | X | | X | X |\n\n[^1]: Fasting.\n",
        "Screening | Day 1 | Week 4 (±3 d) | ET",
        "Consent x...\nLabs xxxx\nECG x.xx",
        windows="? ? 3d ?",
        pointed={"Labs": "1"},
    ),
    _text(
        "long form with hours in the heading of the window",
        "visit,procedure,mark,window (hours)\nScreening,Consent,X,\nDay 1,Dose,X,2\nDay 2,PK,X,4\n",
        "Screening | Day 1 | Day 2",
        "Consent x..\nDose .x.\nPK ..x",
        windows="? 2h 4h",
    ),
    _text(
        "long form whose yes and no may mean something else",
        "Event Name,Form Name,Mandatory\nScreening,Labs,Yes\nVisit 1,Labs,No\nVisit 1,Diary,Yes\n",
        "",
        "",
        refused="says yes and no",
    ),
)
