"""Files made to hurt: nothing is fetched, nothing runs away, and nothing but a refusal in words comes out."""

import json
import random
import socket
import threading
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from protocols.domain import importers
from protocols.domain.importers import Imported, Refused, longform, strict_json, template, usdm_json, usdm_xlsx
from protocols.domain.importers.guard import Kind, look
from tests.domain.importers.factory import (
    changed,
    grid_workbook,
    parts_of,
    refusal,
    schedule,
    simple_study,
    told,
    with_part,
    words,
    zipped,
)
from tests.domain.importers.test_usdm_xlsx import usdm_workbook

LAUGHS = (
    "<!DOCTYPE a ["
    + '<!ENTITY l0 "ha">'
    + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    + "]>"
)
PARTS = ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml", "_rels/.rels", "docProps/core.xml"]
MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture
def listener() -> Iterator[tuple[int, list[str]]]:
    """Listen on this machine, and keep what was asked for."""
    server = socket.create_server(("127.0.0.1", 0))
    hits: list[str] = []

    def listen() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            hits.append("hit")
            connection.close()

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], hits
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join()


def with_head(data: bytes, part: str, head: str, body: str | None = None) -> bytes:
    """Put a head before the root of one part, and a body in place of its content."""
    content = parts_of(data)[part].decode()
    root = content[content.index("?>") + 2 :] if content.startswith("<?xml") else content
    return with_part(data, part, head + (body or root))


@pytest.mark.parametrize("part", PARTS)
def test_billion_laughs_are_refused_at_once_in_every_part(part: str) -> None:
    refused = refusal(with_head(grid_workbook(), part, LAUGHS, "<a>&l11;</a>"))
    assert "document type declaration" in words(refused)


def test_a_document_type_in_utf16_is_refused_too() -> None:
    attack = ("\ufeff" + LAUGHS + "<a>&l11;</a>").encode("utf-16-le")
    assert "document type declaration" in words(refusal(with_part(grid_workbook(), "docProps/core.xml", attack)))


def test_laughs_in_a_word_document_are_refused() -> None:
    data = zipped({"[Content_Types].xml": "<Types/>", "word/document.xml": LAUGHS + "<a>&l11;</a>"})
    assert "document type declaration" in words(refusal(data, "file.docx"))


@pytest.mark.parametrize("part", PARTS)
def test_external_entities_are_never_fetched(part: str, listener: tuple[int, list[str]]) -> None:
    port, hits = listener
    for target in ("file:///etc/hostname", f"http://127.0.0.1:{port}/"):
        head = f'<!DOCTYPE a [<!ENTITY x SYSTEM "{target}">]>'
        refused = refusal(with_head(grid_workbook(), part, head, "<a>&x;</a>"))
        assert socket.gethostname() not in words(refused)
        refusal(with_head(grid_workbook(), part, f'<!DOCTYPE a SYSTEM "{target}">'))
    assert hits == []


def test_formulas_that_call_home_are_flagged_with_their_cell_and_never_run(listener: tuple[int, list[str]]) -> None:
    port, hits = listener

    def attack(made: openpyxl.Workbook) -> None:
        sheet = made["Schedule"]
        assert isinstance(sheet, Worksheet)
        sheet["E5"] = f'=WEBSERVICE("http://127.0.0.1:{port}/")'
        sheet["F5"] = "=cmd|'/c calc'!A1"

    imported = importers.read(changed(template.write_template(schedule()), attack), "x.xlsx")
    assert "Schedule!E5: This cell holds a formula without a saved result" in told(imported)
    assert "Schedule!F5" in told(imported)
    assert hits == []


def test_external_links_of_a_workbook_are_not_followed(listener: tuple[int, list[str]]) -> None:
    port, hits = listener
    relation = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLinkPath" '
        f'Target="http://127.0.0.1:{port}/book.xlsx" TargetMode="External"/></Relationships>'
    )
    data = with_part(template.write_template(schedule()), "xl/worksheets/_rels/sheet1.xml.rels", relation)
    assert importers.read(data, "x.xlsx").schedule == schedule()
    assert hits == []


def test_markup_in_names_stays_text() -> None:
    def attack(made: openpyxl.Workbook) -> None:
        sheet = made["Schedule"]
        assert isinstance(sheet, Worksheet)
        sheet["E4"] = MARKUP

    imported = importers.read(changed(template.write_template(schedule()), attack), MARKUP)
    assert imported.schedule.visits[0].label == MARKUP


# ------------------------------------------------------------------ JSON
def place(text: str) -> str:
    with pytest.raises(Refused) as caught:
        strict_json.load(text)
    return words(caught.value)


def test_deep_json_is_refused() -> None:
    assert "nested hundreds of levels deep" in place("[" * 200_000)
    assert "nested" in place('{"a":' * 100_000)
    assert "nested" in words(refusal(b"[" * 200_000, "x.json"))


def test_a_huge_whole_number_is_refused_with_its_line() -> None:
    said = place('{"a": 1,\n "b": ' + "9" * 5000 + "}")
    assert "line 2, column 7" in said and "30 digits" in said


@pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity"])
def test_what_is_not_a_number_is_refused_with_its_line(value: str) -> None:
    said = place('{"a":\n' + value + "}")
    assert "line 2, column 1" in said and value in said


def test_a_number_beyond_all_numbers_is_refused() -> None:
    said = place('{"a": 1e400}')
    assert "line 1, column 7" in said and "too large" in said


def test_a_name_that_occurs_twice_is_refused() -> None:
    assert "'id' occurs twice" in place('{"study": {"id": 1, "id": 2}}')


def test_half_a_character_is_refused_with_its_place() -> None:
    said = place('{"a": "x",\n"b": "\\ud800"}')
    assert "half of a character" in said and "line 2" in said
    assert strict_json.load('{"a": "\\ud83d\\ude00"}') == {"a": "😀"}


def test_broken_json_is_refused_with_its_place() -> None:
    assert "line 2, column 1" in place('{"a": 1,\n}')


@pytest.mark.parametrize("document", ["[]", "{}", '{"study": []}', '{"study": null}', '{"study": {"a": 1}}', "[1, 2]"])
def test_json_that_is_no_study_is_refused(document: str) -> None:
    assert "not a USDM study" in words(refusal(document.encode(), "x.json"))


# ------------------------------------------------------------------ spoiled copies of good files
def read_directly(reader: Callable[[bytes], Imported], data: bytes) -> None:
    """Read as the registry would, but without its last net: the guard, then the reader. Only refusals may come."""
    try:
        look(data)
        reader(data)
    except Refused as refused:
        assert all(problem.message and problem.remedy for problem in refused.problems)


def spoil(data: bytes, seed: int) -> bytes:
    """Change, drop or repeat some bytes."""
    chance = random.Random(seed)
    spoiled = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        at = chance.randrange(len(spoiled))
        deed = chance.randrange(4)
        if deed == 0:
            spoiled[at] = chance.randrange(256)
        elif deed == 1:
            del spoiled[at : at + chance.randint(1, 40)]
        elif deed == 2:
            spoiled[at:at] = spoiled[at : at + chance.randint(1, 40)]
        else:
            spoiled[at : at + 4] = chance.randbytes(4)
        if not spoiled:
            break
    return bytes(spoiled)


def spoil_inside(data: bytes, seed: int) -> bytes:
    """Spoil one part of a zip, so that the zip itself stays whole."""
    parts = parts_of(data)
    name = random.Random(seed).choice(sorted(parts))
    return zipped({**parts, name: spoil(parts[name], seed)})


STUDY = json.dumps(simple_study(), indent=1).encode()
TEMPLATE = template.write_template(schedule())
USDM_WORKBOOK = usdm_workbook()
LONG = b"visit,activity,mark,day,window\nV1,ECG,X,1,\nV2,ECG,X,8,+/-3\n"
seeds = st.integers(0, 2**32)
patient = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])


@patient
@given(seeds)
def test_a_spoiled_study_is_read_or_refused(seed: int) -> None:
    read_directly(usdm_json.read, spoil(STUDY, seed))


@patient
@given(seeds)
def test_a_spoiled_template_is_read_or_refused(seed: int) -> None:
    read_directly(template.read, spoil(TEMPLATE, seed))


@patient
@given(seeds)
def test_a_template_with_a_spoiled_part_is_read_or_refused(seed: int) -> None:
    read_directly(template.read, spoil_inside(TEMPLATE, seed))


@patient
@given(seeds)
def test_a_study_workbook_with_a_spoiled_part_is_read_or_refused(seed: int) -> None:
    read_directly(usdm_xlsx.read, spoil_inside(USDM_WORKBOOK, seed))


@patient
@given(seeds)
def test_a_spoiled_long_form_is_read_or_refused(seed: int) -> None:
    data = spoil(LONG, seed)
    try:
        is_text = look(data).kind is Kind.TEXT
    except Refused:
        return
    if is_text:
        read_directly(longform.read, data)


@patient
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["id", "instances", "activityIds", "timings", "mainTimeline", "label"]),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    ),
    st.sampled_from(
        [
            "instances",
            "timings",
            "activities",
            "encounters",
            "conditions",
            "objectives",
            "epochs",
            "arms",
            "studyCells",
            "scheduleTimelines",
        ]
    ),
)
def test_a_study_with_anything_in_a_place_is_read_or_refused(value: object, place: str) -> None:
    document = simple_study()
    design = document["study"]["versions"][0]["studyDesigns"][0]
    (design["scheduleTimelines"][0] if place in ("instances", "timings") else design)[place] = value
    read_directly(usdm_json.read, json.dumps(document).encode())


@patient
@given(seeds)
def test_the_registry_gives_words_for_every_spoiled_file(seed: int) -> None:
    for data in (STUDY, TEMPLATE, LONG, grid_workbook()):
        try:
            importers.read(spoil(data, seed), "file")
        except Refused as refused:
            assert refused.problems


def test_a_reader_that_fails_is_a_refusal_and_leaves_a_trace(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(data: bytes) -> Imported:
        raise KeyError("a mistake of ours")

    monkeypatch.setattr(usdm_json, "read", fail)
    assert "cannot be read" in words(refusal(STUDY, "x.json"))
    assert "a mistake of ours" in caplog.text
