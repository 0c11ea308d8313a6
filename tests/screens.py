"""Takes pictures of a page at the widths we care about, into a folder that is not committed."""

from pathlib import Path

from playwright.sync_api import Page

FOLDER = Path(__file__).resolve().parents[1] / "out" / "screens"
WIDTHS = (1280, 390, 320)  # a desk, a common phone, the narrowest that has to work
HEIGHT = 844
TALLEST = 15_000  # the browser draws no picture that is taller than a graphics card would take


def resize(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": HEIGHT})


def take(page: Page, name: str) -> list[Path]:
    """Full-page pictures `out/screens/<name>-<width>.png`, one for each width; of a very tall page its beginning."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    return [_take_one(page, name, width) for width in WIDTHS]


def _take_one(page: Page, name: str, width: int) -> Path:
    resize(page, width)
    path = FOLDER / f"{name}-{width}.png"
    fits = page.evaluate("document.documentElement.scrollHeight") <= TALLEST
    page.screenshot(path=path, full_page=fits, animations="disabled")
    return path
