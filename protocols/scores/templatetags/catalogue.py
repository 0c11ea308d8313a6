"""How numbers and sources of the catalogue are written."""

import re

from django import template
from django.utils.translation import gettext as _

from protocols.domain.catalogue import Source
from protocols.scores.templatetags.scores import PART_WORDS, ROLE_WORDS

register = template.Library()

TIMES = {"active": _("Minutes of doing"), "waiting": _("Minutes of waiting"), "moving": _("Minutes of moving")}
REGISTERS = (
    (re.compile(r"10\.\S+"), "https://doi.org/{}"),
    (re.compile(r"PMC\d+"), "https://pmc.ncbi.nlm.nih.gov/articles/{}/"),
    (re.compile(r"PMID ?(\d+)"), "https://pubmed.ncbi.nlm.nih.gov/{}/"),
    (re.compile(r"https?://\S+"), "{}"),
)


@register.filter
def address(source: Source) -> str:
    """Return where a source can be read; empty where no address was seen."""
    for form, where in REGISTERS:
        if found := form.fullmatch(source.link):
            return where.format(found.group(found.lastindex or 0))
    return ""


@register.filter
def number_words(name: str) -> str:
    """Return what one number of a procedure is: a part, minutes of the participant or of a role, blood."""
    kind, _space, role = name.partition(" ")
    if kind == "staff":
        return _("Site minutes each time: %(role)s") % {"role": ROLE_WORDS.get(role, role)}
    if kind == "fixed":
        return _("Site minutes once: %(role)s") % {"role": ROLE_WORDS.get(role, role)}
    if name == "blood_ml":
        return _("Blood, millilitres")
    return str(PART_WORDS.get(name) or TIMES.get(name, name))


@register.filter
def setting_words(setting: str) -> str:
    """Return where a procedure is done."""
    words = {
        "site": _("At the site"),
        "home": _("At home"),
        "either": _("At the site or at home"),
        "phone": _("By phone"),
    }
    return words.get(setting, setting)
