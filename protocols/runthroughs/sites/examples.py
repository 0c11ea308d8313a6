"""Two made-up flags that show a site what helps. They are no data: nothing stores, counts or exports them."""

from django.utils.translation import gettext_lazy as _

from protocols.runthroughs.sites.release import FlagSaid
from protocols.runthroughs.sites.words import STAFF, Flag

EXAMPLES = (
    FlagSaid(
        what=Flag.LAB_TIME.label,
        severity=_("A big problem"),
        effect=_("20 extra minutes at each visit"),
        done_by=STAFF["laboratory"],
        past_studies=4,
        workaround=_("A nurse stays late to spin the samples."),
        change=_("Let samples wait two hours in the fridge."),
    ),
    FlagSaid(
        what=Flag.HOURS_EARLY.label,
        severity=_("Some trouble"),
        effect=_("Extra people"),
        done_by=STAFF["nurse"],
        change=_("Move the last blood draw to the next morning."),
    ),
)
