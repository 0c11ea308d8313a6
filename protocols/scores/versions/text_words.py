"""Changes beside the grid in words: footnotes by their marker, objectives and endpoints by their text."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from protocols.domain.changes import Change, Detail, How, What

SENTENCES = {
    (What.FOOTNOTE, How.ADDED): gettext_lazy("Added footnote %(key)s"),
    (What.FOOTNOTE, How.REMOVED): gettext_lazy("Removed footnote %(key)s"),
    (What.FOOTNOTE, How.CHANGED): gettext_lazy("Changed footnote %(key)s"),
    (What.OBJECTIVE, How.ADDED): gettext_lazy("Added objective: %(key)s"),
    (What.OBJECTIVE, How.REMOVED): gettext_lazy("Removed objective: %(key)s"),
    (What.OBJECTIVE, How.CHANGED): gettext_lazy("Changed objective: %(key)s"),
    (What.ENDPOINT, How.ADDED): gettext_lazy("Added endpoint: %(key)s"),
    (What.ENDPOINT, How.REMOVED): gettext_lazy("Removed endpoint: %(key)s"),
    (What.ENDPOINT, How.CHANGED): gettext_lazy("Changed endpoint: %(key)s"),
}


def text_sentence(change: Change) -> str:
    """Return a change of a footnote, an objective or an endpoint as a sentence."""
    marker = next((each for each in change.details if each.name == "key"), None)
    if marker:
        return _("Footnote %(before)s is now %(after)s") % {"before": marker.before, "after": marker.after}
    return str(SENTENCES[change.what, change.how]) % {"key": change.key or _("no name")}


def text_further(change: Change) -> list[str]:
    """Return what else there is to say: words before and now, the level, endpoints that came or went with it."""
    said = [words for detail in change.details for words in _detail(detail, change)]
    if change.what is What.ENDPOINT:
        said.append(_("of the objective: %(objective)s") % {"objective": change.to})
    return said


def _detail(detail: Detail, change: Change) -> Iterator[str]:
    before, after = detail.before or _("not said"), detail.after or _("not said")
    if detail.name == "endpoints":
        for endpoint in _listed(detail):
            yield _("Endpoint: %(text)s") % {"text": endpoint}
    elif detail.name == "text" and change.how is How.CHANGED:
        yield _("before: %(text)s") % {"text": before}
        yield _("now: %(text)s") % {"text": after}
    elif detail.name == "text" and change.what is What.FOOTNOTE:
        yield str(detail.after or detail.before)
    elif detail.name == "level" and change.how is How.CHANGED:
        yield _("level: %(before)s, now %(after)s") % {"before": before, "after": after}
    elif detail.name == "level":
        yield _("level: %(level)s") % {"level": detail.after or detail.before}


def _listed(detail: Detail) -> list[str]:
    endpoints = detail.after or detail.before
    return [each.text for each in endpoints] if isinstance(endpoints, tuple) else []
