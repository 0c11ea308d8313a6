"""The rules of the house that no other tool checks: what may stand in which file, and how long it may get."""

import ast
import re
import subprocess
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).resolve().parents[1]
THIS_FILE = Path(__file__).resolve().relative_to(ROOT)  # it holds an example of each fault
BINARY = {".png", ".woff2", ".pdf", ".xlsx", ".docx", ".ico", ".zip", ".mo", ".jpg"}
VENDORED = re.compile(r"/static/.*(/js/(govuk|htmx)|/css/base\.css|/fonts/)")
LONGEST_MODULE = 400
LONGEST_TEST = 700  # one subject all the same, but with every case of it
LONGEST_TEMPLATE = 160
TOP_LEVEL = {
    *("workbench", "protocols", "templates", "reports", "tests", "manage.py", "pyproject.toml"),
    *("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "THIRD_PARTY_NOTICES", "dev", ".ci"),
    *("requirements.lock", "requirements-dev.lock", "Dockerfile", "compose.yaml", ".dockerignore", ".gitignore"),
    *(".gitattributes", ".pre-commit-config.yaml"),
}


def _all_files(folder: Path = ROOT) -> Iterator[Path]:
    """What is committed or about to be. It asks .gitignore itself, since a bare machine need not have git."""
    for path in folder.iterdir():
        if any(fnmatch(path.name, pattern) for pattern in IGNORED):
            continue
        if path.is_dir():
            yield from _all_files(path)
        else:
            yield path.relative_to(ROOT)


IGNORED = [".git", *(line.strip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split())]
FILES = sorted(_all_files())
TEXTS = [
    path for path in FILES if path.suffix not in BINARY and not VENDORED.search(path.as_posix()) and path != THIS_FILE
]
MODULES = [path for path in TEXTS if path.suffix == ".py"]
TEMPLATES = [path for path in TEXTS if path.suffix == ".html" and path.parts[0] != "tests"]
STYLES = [path for path in TEXTS if path.suffix == ".css"]
OUR_CODE = [path for path in MODULES if path.parts[0] != "tests"]
TESTS = [path for path in MODULES if path.parts[0] == "tests"]
VIEWS = [path for path in OUR_CODE if path.name == "views.py" or path.parent.name == "views"]


class Rule(NamedTuple):
    """What may not stand in these files, and an example that proves that the pattern finds it."""

    what: str
    pattern: str
    paths: list[Path]
    example: str


RULES = [
    Rule(
        "a path of one machine", r"(?<![\w.~\-/:])/(?:work|root|home/\w+|Users/\w+|opt/\w+)/[\w.]", TEXTS, "'/work/x'"
    ),
    Rule("a package registry", r"(?i)pypi\.org|pythonhosted|registry\.npm|ghcr\.io", TEXTS, "https://pypi.org/simple"),
    Rule("unfinished work", r"\b(?:TODO|FIXME|XXX)\b", TEXTS, "# TODO: later"),
    Rule(
        "HTML that is not escaped", r"\|\s*safe\b|mark_safe\(|autoescape off", OUR_CODE + TEMPLATES, "{{ note|safe }}"
    ),
    # What is marked as JSON is read as text and never run.
    Rule(
        "a script inside a page",
        r"<script(?![^>]*(?:\bsrc=|type=\"application/json\"))[^>]*>",
        TEMPLATES,
        "<script nonce='x'>",
    ),
    Rule("a style inside a page", r"<style\b|\sstyle=[\"']", TEMPLATES, '<p style="color: red">'),
    Rule("an event handler inside a page", r"\son[a-z]+=[\"']", TEMPLATES, '<a onclick="go()">'),
    Rule("an address not made by {% url %}", r"\s(?:href|action|hx-get|hx-post)=\"/", TEMPLATES, '<a href="/help/">'),
    Rule("an htmx link without href", r"<a(?![^>]*\shref=)[^>]*\shx-get=", TEMPLATES, '<a hx-get="x">'),
    Rule("an htmx form without action", r"<form(?![^>]*\saction=)[^>]*\shx-post=", TEMPLATES, '<form hx-post="x">'),
    Rule(
        "an htmx button outside a form",
        r"<(?:a|button|input)\b(?![^>]*formaction=)[^>]*\shx-post=",
        TEMPLATES,
        '<button hx-post="x">',
    ),
    Rule(
        "something from elsewhere", r"(?i)\b(?:src|srcset)=\"(?:https?:)?//", TEMPLATES, '<img src="//other.example/a">'
    ),
    Rule("a style from elsewhere", r"url\(\s*[\"']?(?:https?:)?//", STYLES, "url('//other.example/a.woff2')"),
    Rule("somebody else's font", r"GDS Transport|assets\.nhs\.uk|fonts\.googleapis", TEXTS, "font: 'GDS Transport'"),
    Rule("a query in a view", r"\b[A-Z]\w+\.objects\b", VIEWS, "return Review.objects.all()"),
]


def _read(path: Path) -> str:
    return (ROOT / path).read_text(encoding="utf-8")


def _places(rule: Rule) -> Iterator[str]:
    """`file:line: what was found` for each place where the pattern stands."""
    for path in rule.paths:
        text = _read(path)
        for match in re.finditer(rule.pattern, text):
            yield f"{path}:{text.count(chr(10), 0, match.start()) + 1}: {match.group().strip()[:100]}"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_no_file_holds(rule: Rule) -> None:
    places = list(_places(rule))
    assert not places, f"{rule.what}:\n" + "\n".join(places)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.what)
def test_the_pattern_finds(rule: Rule) -> None:
    assert re.search(rule.pattern, rule.example)


def test_every_module_opens_with_one_sentence_on_what_it_holds() -> None:
    bare = [str(path) for path in MODULES if _says_something(path) and not ast.get_docstring(ast.parse(_read(path)))]
    assert not bare


def _says_something(path: Path) -> bool:
    """Migrations are generated, and an empty __init__.py has nothing to say."""
    return "migrations" not in path.parts and bool(_read(path).strip())


@pytest.mark.parametrize(
    ("paths", "longest"), [(OUR_CODE, LONGEST_MODULE), (TESTS, LONGEST_TEST), (TEMPLATES, LONGEST_TEMPLATE)]
)
def test_no_file_grows_past_one_subject(paths: list[Path], longest: int) -> None:
    lengths = {str(path): _read(path).count("\n") for path in paths if "migrations" not in path.parts}
    assert {name: lines for name, lines in lengths.items() if lines > longest} == {}


def test_no_module_is_called_utils_or_helpers() -> None:
    assert not [str(path) for path in MODULES if path.stem in {"utils", "helpers", "common", "misc"}]


def test_the_top_level_holds_nothing_new() -> None:
    assert {path.parts[0] for path in FILES} <= TOP_LEVEL


def test_the_commands_can_be_called() -> None:
    for name in ("dev", ".ci/run"):
        assert (ROOT / name).stat().st_mode & 0o111, name
    subprocess.run(["sh", "-n", "dev"], cwd=ROOT, check=True)


def test_every_slice_stands_in_both_contracts_on_who_imports_whom() -> None:
    slices = {f'"protocols.{path.parts[1]}"' for path in MODULES if path.match("protocols/*/apps.py")}
    _, between, inside, *_ = _read(Path("pyproject.toml")).split("[[tool.importlinter.contracts]]")
    assert {name for name in slices if name not in between or name not in inside} == set()


def test_what_a_report_says_is_under_the_contract_of_pure_python() -> None:
    """What is said is decided without Django; only laying it out and gathering it may know the web."""
    contract = re.search(r'^source_modules = (\["protocols\.domain".*\])$', _read(Path("pyproject.toml")), re.MULTILINE)
    assert contract and '"reports.content"' in contract[1]
