"""Choosing what goes into a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from reports.content import Extent

EXTENTS = {
    Extent.WHOLE.value: _("Everything, with every line and the schedule"),
    Extent.WITHOUT_ANNEXES.value: _("Without the annexes"),
    Extent.SUMMARY.value: _("Summary and findings only"),
}


class ReportForm(forms.Form):
    """How much of the report its page and PDF show; the workbook always has all of it."""

    extent = forms.ChoiceField(
        label=_("What goes in?"),
        choices=list(EXTENTS.items()),
        initial=Extent.WHOLE.value,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what goes in."), "invalid_choice": _("Choose one of the three.")},
    )
