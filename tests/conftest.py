"""Which tests run here: the deep ones when asked for, the others unless something they need is missing; loudly then."""

import os
from collections.abc import Callable, Generator, Iterable
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import TypeVar

import pytest
from django.db import connection
from hypothesis import settings as hypothesis_settings

from tests import libreoffice

# Imported rather than named as a plugin: a conftest's fixtures win over those that Playwright's plugin brings.
from tests.browser import axe, base_url, browser_type_launch_args, page  # noqa: F401
from tests.chromium import what_is_missing

pytest_plugins = ["tests.database"]

# Playwright keeps an event loop in the main thread, which Django takes for async code and then refuses database calls.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

# Real protocols that are not part of this repository. Where they are, more is tested.
DATA_FOLDER = Path(__file__).resolve().parents[2] / "shared" / "data"
NO_PANGO = (
    "no Pango on this machine; Debian: sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)
BROWSER_FIXTURES = {"page", "context", "browser", "new_context"}

hypothesis_settings.register_profile("usual", deadline=None, derandomize=bool(os.environ.get("CI")))
hypothesis_settings.register_profile("deep", deadline=None, max_examples=2000)


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("workbench")
    group.addoption("--deep", action="store_true", help="also run the long property and browser tests")
    group.addoption("--no-skips", action="store_true", help="a skipped test is a failed test")


def pytest_configure(config: pytest.Config) -> None:
    hypothesis_settings.load_profile("deep" if config.getoption("--deep") else "usual")


def pytest_itemcollected(item: pytest.Item) -> None:
    if BROWSER_FIXTURES & set(getattr(item, "fixturenames", ())):
        item.add_marker("browser")


@pytest.hookimpl(trylast=True)  # after -m and -k have made their choice
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    left_out = [item for item in items if _is_left_out(item, config)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]
    _skip_all(items, "browser", why=what_is_missing)
    _skip_all(items, "pdf", why=_pango_is_missing)
    _skip_all(items, "libreoffice", why=libreoffice.what_is_missing)


def _is_left_out(item: pytest.Item, config: pytest.Config) -> bool:
    """Not skipped but not meant for this run: nobody has to mend anything for them."""
    if item.get_closest_marker("deep") and not config.getoption("--deep"):
        return True
    if item.get_closest_marker("needs_data") and not DATA_FOLDER.is_dir():
        return True
    postgres = item.get_closest_marker("postgres")
    return bool(postgres and postgres.kwargs.get("only") and connection.vendor != "postgresql")


def _skip_all(items: Iterable[pytest.Item], marker: str, *, why: Callable[[], str]) -> None:
    marked = [item for item in items if item.get_closest_marker(marker)]
    if marked and (reason := why()):
        for item in marked:
            item.add_marker(pytest.mark.skip(reason=reason))


def _pango_is_missing() -> str:
    try:
        with redirect_stdout(StringIO()):  # it prints a page about it
            import weasyprint  # noqa: F401 - the import itself is the question
    except OSError:
        return NO_PANGO
    return ""


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    return _no_skips(report, item.config)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    report = yield
    return _no_skips(report, collector.config)


def _no_skips(report: Report, config: pytest.Config) -> Report:
    if report.skipped and config.getoption("--no-skips") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.longrepr = f"{reason}\n(with --no-skips a skipped test is a failed test)"
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    skipped = terminalreporter.stats.get("skipped", [])
    if skipped:
        terminalreporter.section(f"NOT TESTED HERE: {len(skipped)} tests were skipped", yellow=True, bold=True)
        for report in skipped:
            reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            terminalreporter.line(f"{report.nodeid}: {reason.removeprefix('Skipped: ')}")
    if not DATA_FOLDER.is_dir():
        terminalreporter.line(
            "Tests marked needs_data were left out: the folder of real protocols is not beside this one."
        )
