"""The library's pages: all that it holds can be found, and each number shows where it comes from."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from protocols.domain.catalogue import load
from protocols.scores.catalogue_search import MISSING, Wanted, find, numbers_of, uses_of
from tests.cast import person

LIBRARY = load()


@pytest.fixture
def reader(client, db):
    client.force_login(person("Rita Reader"))
    return client


def keys(**wanted: str) -> set[str]:
    return {entry.procedure.key for entry in find(LIBRARY, Wanted(**wanted))}


def page(reader, name: str = "catalogue", key: str = "", **query: str) -> str:
    return reader.get(reverse(f"scores:{name}", args=[key] if key else []), query).content.decode()


def test_without_a_wish_everything_is_found_kind_by_kind():
    found = find(LIBRARY, Wanted())
    assert len(found) == len(LIBRARY.procedures)
    kinds = [entry.procedure.category for entry in found]
    assert list(dict.fromkeys(kinds)) == [kind for kind in LIBRARY.categories if kind in kinds]


def test_words_are_looked_for_in_every_name_and_all_of_them_must_fit():
    assert "lumbar_puncture" in keys(words="LUMBAR")
    assert "twelve_lead_ecg" in keys(words="ecg")
    assert keys(words="lumbar puncture") <= keys(words="lumbar")
    assert keys(words="zorbing") == set()


def test_filters_narrow_by_kind_grade_and_what_is_missing():
    assert {LIBRARY.procedures[key].category for key in keys(category="blood")} == {"blood"}
    for key in keys(grade="B"):
        assert "B" in {str(value.grade) for _, value in numbers_of(LIBRARY.procedures[key])}
    assert all(not LIBRARY.procedures[key].participant_minutes for key in keys(missing="minutes"))
    assert "blood_draw" not in keys(missing="sources")
    for name in ("physical", "worry", "effort"):
        assert all(name not in LIBRARY.procedures[key].dimensions for key in keys(missing=name))
    assert set(MISSING) == {"physical", "worry", "effort", "minutes", "sources"}


def test_a_published_number_takes_a_procedure_off_the_list_of_mere_judgement():
    published = {key for key, each in LIBRARY.procedures.items() if {"A", "B", "D", "T"} & _grades(each)}
    assert keys(missing="sources") == set(LIBRARY.procedures) - published
    assert published


def _grades(procedure) -> set[str]:
    return {str(value.grade) for _, value in numbers_of(procedure)}


def test_every_source_that_numbers_name_is_counted():
    uses = uses_of(LIBRARY)
    assert set(uses) == set(LIBRARY.sources)
    assert uses["editors"] > uses["chest-1996"] > 0


def test_the_pages_together_list_each_procedure_once(reader):
    first = page(reader)
    pages = max(int(number) for number in re.findall(r"page=(\d+)", first))
    listed = [key for number in range(1, pages + 1) for key in _listed(page(reader, page=str(number)))]
    assert sorted(listed) == sorted(LIBRARY.procedures)


def _listed(text: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/catalogue/procedures/([\w-]+)/"', text)


def test_the_filter_stays_in_the_address_of_further_pages_and_in_the_form(reader):
    text = page(reader, grade="J", q="")
    assert '<option value="J" selected>' in text
    assert "grade=J&amp;q=&amp;page=2" in text


def test_a_filter_that_does_not_exist_is_left_out_and_said(reader):
    text = page(reader, grade="Z", missing="everything", category="nonsense")
    assert text.count("One of the filters does not exist.") == 3
    assert f"{len(LIBRARY.procedures)} procedures." in text


def test_nothing_found_says_what_to_do(reader):
    assert "No procedure fits" in page(reader, q="zorbing")


def test_words_are_shown_as_typed_and_do_no_harm(reader):
    assert "&lt;script&gt;" in page(reader, q="<script>alert(1)</script>")


@pytest.mark.parametrize("key", ["blood_draw", "lumbar_puncture", "adas_cog"])
def test_a_procedure_shows_each_number_with_reason_and_source(reader, key):
    text = page(reader, "procedure", key)
    procedure = LIBRARY.procedures[key]
    for _, value in numbers_of(procedure):
        assert str(_escaped(value.note)) in text
        assert str(_escaped(LIBRARY.sources[value.source].citation)) in text
    assert text.count("pb-grade pb-grade-") >= len(numbers_of(procedure))


def _escaped(words: str) -> str:
    return Template("{{ words }}").render(Context({"words": words}))


def test_every_procedure_has_a_page(reader):
    for key in LIBRARY.procedures:
        assert reader.get(reverse("scores:procedure", args=[key])).status_code == 200, key


def test_an_unknown_procedure_is_not_there(reader):
    assert reader.get(reverse("scores:procedure", args=["zorbing"])).status_code == 404


def test_sources_lead_to_where_they_can_be_read_and_say_how_they_were_seen(reader):
    text = page(reader, "sources")
    assert "https://doi.org/10.1378/chest.110.6.1443" in text
    assert "https://pubmed.ncbi.nlm.nih.gov/31287724/" in text
    assert "Seen: abstract" in text
    assert 'href="rubric.toml"' not in text


def test_the_rubric_shows_each_level_with_its_two_examples(reader):
    text = page(reader, "rubric")
    for levels in LIBRARY.rubric.levels.values():
        for level in levels:
            assert level.meaning in text
            assert all(reverse("scores:procedure", args=[key]) in text for key in level.anchors)


@pytest.mark.parametrize("name", ["catalogue", "sources", "rubric"])
def test_the_library_takes_no_post_and_asks_who_reads(client, reader, name):
    assert reader.post(reverse(f"scores:{name}")).status_code == 405
    reader.logout()
    assert reader.get(reverse(f"scores:{name}")).status_code == 302
