"""Whether browser tests can run here, and with which Chromium: the system's own, or one that Playwright has fetched."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

# The headless shell first: it draws the same pages without a window around them, and opens one in half the time.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPS = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)
PLAYWRIGHT_FOLDERS = ("~/.cache/ms-playwright", "~/Library/Caches/ms-playwright")
PLAYWRIGHT_NAMES = ("chrome-headless-shell", "headless_shell", "chrome", "Chromium")


def find_chromium() -> str | None:
    """The path of a Chromium that starts, or None. The variable CHROMIUM names one by hand."""
    return next((path for path in _candidates() if _starts(path)), None)


def _candidates() -> Iterator[str]:
    if by_hand := os.environ.get("CHROMIUM"):
        yield by_hand
    for name in NAMES:
        if path := shutil.which(name):
            yield path
    yield from (app for app in MAC_APPS if os.path.exists(app))
    for folder in (os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or PLAYWRIGHT_FOLDERS[0], *PLAYWRIGHT_FOLDERS):
        yield from _fetched_into(Path(folder).expanduser())


def _fetched_into(folder: Path) -> Iterator[str]:
    for path in sorted(folder.glob("chromium*/**/*"), reverse=True):  # the newest first
        if path.name in PLAYWRIGHT_NAMES and path.is_file() and os.access(path, os.X_OK):
            yield str(path)


def what_is_missing() -> str:
    """Empty if browser tests can run here, else what is missing and how to get it on Debian."""
    if find_chromium() is None:
        return "no Chromium on this machine; Debian: sudo apt-get install -y chromium-headless-shell"
    if not _succeeds([sys.executable, "-m", "playwright", "--version"]):
        return "Playwright's driver does not start; Debian: sudo apt-get install -y libatomic1"
    return ""


def _starts(path: str) -> bool:
    """Ubuntu's chromium-browser without snap is a file that only prints an apology: asking for its version tells."""
    return _succeeds([path, "--version"])


def _succeeds(words: list[str]) -> bool:
    try:
        return subprocess.run(words, capture_output=True, timeout=30, check=False).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


if __name__ == "__main__":
    missing = what_is_missing()
    sys.stdout.write(f"{missing or find_chromium()}\n")
    sys.exit(bool(missing))
