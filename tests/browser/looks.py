"""What a page looks like to a person: what covers what, how large targets are, and where the Tab key leads."""

from playwright.sync_api import Page

# The stop of the Tab key lies in the window, and nothing else lies over its middle.
IS_SEEN = """() => {
  const stop = document.activeElement;
  const label = stop.labels && stop.labels.length && ['radio', 'checkbox'].includes(stop.type) ? stop.labels[0] : stop;
  const boxes = [...label.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  if (!boxes.length) return 'has no size';
  const box = boxes[0];
  const isTall = box.height > innerHeight;  // a table that scrolls by itself: its visible part is what is seen
  const middle = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
  const [x, y] = [box.left + box.width / 2, isTall ? middle : box.top + Math.min(box.height / 2, 20)];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return 'lies outside the window';
  const top = document.elementFromPoint(x, y);
  const isIt = top && (label.contains(top) || top.contains(label) || stop.contains(top));
  return isIt ? '' : 'is covered by ' + (top ? top.outerHTML.slice(0, 80) : 'nothing');
}"""
NAME = "() => (document.activeElement.innerText || document.activeElement.id || document.activeElement.tagName).trim()"

# Links inside a sentence are spared, as WCAG 2.5.8 does; a radio or tick box is as large as its label.
SMALL_TARGETS = """(least) => [...document.querySelectorAll('a, button, summary, input, textarea, select')]
  .filter((each) => each.type !== 'hidden' && each.checkVisibility() && !each.closest('p, .govuk-skip-link'))
  .map((each) => ({each, box: (each.labels && each.labels[0] && ['radio', 'checkbox'].includes(each.type)
    ? each.labels[0] : each).getBoundingClientRect()}))
  .filter(({box}) => box.width > 0 && (box.width < least || box.height < least))
  .map(({each, box}) => (each.innerText || each.id).trim() + `: ${Math.round(box.width)}x${Math.round(box.height)}`)"""

# Pieces of text that lie over each other, and texts that their box cuts off.
OVERLAPS = """() => {
  const HIDDEN = '.pb-hide, .govuk-visually-hidden, .govuk-skip-link, option';
  const pieces = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const box = node.parentElement;
    if (!node.data.trim() || !box.checkVisibility() || box.closest(HIDDEN)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const text = node.data.trim().slice(0, 40);
    for (const box of range.getClientRects()) if (box.width > 2) pieces.push({box, text});
  }
  const faults = [];
  for (let i = 0; i < pieces.length; i++) for (let j = i + 1; j < pieces.length; j++) {
    const [a, b] = [pieces[i].box, pieces[j].box];
    const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
    const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
    if (wide > 3 && high > Math.min(a.height, b.height) / 2) faults.push(`${pieces[i].text} / ${pieces[j].text}`);
  }
  for (const each of document.querySelectorAll('main *')) {
    const style = getComputedStyle(each);
    const isCut = style.overflowX === 'hidden' && each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 2;
    if (isCut) faults.push('cut off: ' + each.innerText.slice(0, 40));
  }
  return faults;
}"""

# What would do nothing without scripts: a button that sends no form, a link to nowhere, a form that leads nowhere.
# What only polls or saves by itself is spared: it stands in for a link or a button that is on the page as well.
NEEDS_SCRIPTS = """() => [
  ...[...document.querySelectorAll('main button, header button')]
    .filter((each) => each.type !== 'button' && !each.form).map((each) => 'button without a form: ' + each.innerText),
  ...[...document.querySelectorAll('main button[type=button]')]
    .filter((each) => !each.closest('[hidden]') && each.checkVisibility() && !each.dataset.onlyWithScripts)
    .map((each) => 'button that needs a script: ' + each.innerText),
  ...[...document.querySelectorAll('a:not([href])')].map((each) => 'link to nowhere: ' + each.innerText),
  ...[...document.querySelectorAll('form:not([action])')].map((each) => 'form without action: ' + each.innerText),
  ...[...document.querySelectorAll('[onclick], [href^="javascript:"]')].map((each) => 'script in the page'),
  ...[...document.querySelectorAll('[tabindex]')].filter((each) => each.tabIndex > 0).map(() => 'order of Tab changed'),
]"""


def faults_without_scripts(page: Page) -> list[str]:
    """What on the page would do nothing in a browser without JavaScript."""
    found: list[str] = page.evaluate(NEEDS_SCRIPTS)
    return found


def small_targets(page: Page, least: int) -> list[str]:
    """What a finger has to hit and that is smaller than `least` pixels, with its size."""
    found: list[str] = page.evaluate(SMALL_TARGETS, least)
    return found


def overlaps(page: Page) -> list[str]:
    """Texts that lie over one another or that are cut off."""
    found: list[str] = page.evaluate(OVERLAPS)
    return found


def scrolls_sideways(page: Page) -> bool:
    """Whether the page as a whole is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


def tab(page: Page) -> tuple[str, str]:
    """Press Tab once. Return the name of the stop, and what keeps a person from seeing it."""
    page.keyboard.press("Tab")
    return page.evaluate(NAME), page.evaluate(IS_SEEN)


def tab_to(page: Page, name: str, most: int = 150) -> None:
    """Press Tab until a stop of this name or id has the focus; each stop on the way has to be seen."""
    for _ in range(most):
        stop, fault = tab(page)
        assert not fault, f"{stop}: {fault}"
        if stop == name or page.evaluate("document.activeElement.id") == name:
            return
    raise AssertionError(f"{most} times Tab do not reach {name!r} on {page.url}")
