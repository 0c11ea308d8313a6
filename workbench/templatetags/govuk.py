"""Form fields in GOV.UK markup: label, hint, error and control belong together; errors stand beside the field."""

from django import forms, template
from django.forms import BoundField

register = template.Library()

CONTROL_CLASSES: dict[type[forms.Widget], str] = {
    forms.Textarea: "govuk-textarea pb-in",
    forms.Select: "govuk-select pb-in pb-sel",
    forms.ClearableFileInput: "govuk-file-upload",
    forms.FileInput: "govuk-file-upload",
}


@register.inclusion_tag("components/field.html")
def field(bound: BoundField, optional: bool | None = None, width: str = "") -> dict[str, object]:
    """Show one field of a form. Optional fields say so; nothing carries an asterisk."""
    return {
        "field": bound,
        "control": bound.as_widget(attrs=_attributes(bound, width)),
        "is_group": isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple),
        "is_tick": isinstance(bound.field.widget, forms.CheckboxInput),
        "is_optional": not bound.field.required if optional is None else optional,
    }


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> dict[str, object]:
    """Show all errors of a form at the top of the page, each a link to its field."""
    return {
        "form": form,
        "rows": [(bound, message) for bound in form for message in bound.errors],
        "others": form.non_field_errors(),
    }


def _attributes(bound: BoundField, width: str) -> dict[str, str | bool]:
    classes = f"{CONTROL_CLASSES.get(type(bound.field.widget), 'govuk-input pb-in')} {width}".strip()
    described = [f"{bound.id_for_label}-hint"] if bound.help_text else []
    if bound.errors:
        classes += " govuk-input--error"
        described.append(f"{bound.id_for_label}-error")
    return {"class": classes, **({"aria-describedby": " ".join(described)} if described else {})}
