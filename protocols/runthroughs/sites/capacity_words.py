"""What the figures of a month rest on, said beside them, and the OPAL scale as a cross-check."""

from decimal import Decimal

from django.utils.translation import gettext as _

from protocols.domain.burden.opal import Opal, opal
from protocols.domain.burden.ruleset import load as load_ruleset
from protocols.domain.burden.visits import arms_of
from protocols.reviews.models import Review
from protocols.runthroughs.sites.plans import scores_of


def assumptions(review: Review) -> list[str]:
    """Return in sentences what was taken for granted."""
    ruleset = load_ruleset()
    full, rest = ruleset.number("site.fte_hours_per_month"), ruleset.number("site.outside_visits")
    found = [
        _("So many participants start each month, and as many come to each visit in a month."),
        _("One full-time person works %(hours)g hours a month.") % {"hours": full},
        _("Minutes are the standard of the library, and your own where you gave them."),
        _("Work outside visits multiplies by %(times)g, as one mock trial found (Emanuel 2003).") % {"times": rest},
        _("Work that falls to a site once, such as training and set-up, is left out."),
    ]
    if len(arms_of(review.version.schedule)) > 1:
        found.append(
            _("Visits of all groups of the study are added; a participant is in one. So this is an upper figure.")
        )
    return found


def opal_of(review: Review) -> Opal:
    """Return the OPAL score of the heaviest arm, for the usual case of a sponsor's study with a medicine."""
    return max((opal(scored) for scored in scores_of(review)), key=lambda found: found.score)


def clinic_day() -> Decimal:
    """Return how many minutes a clinic day has."""
    return Decimal(str(load_ruleset().number("flags.clinic_day_minutes")))
