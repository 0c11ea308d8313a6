"""Turning what people type about protocols and files into proper values; the answers of the check page stand apart."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from protocols.domain.importers.limits import limits as import_limits
from protocols.domain.importers.limits import megabytes
from protocols.people.models import Organisation
from protocols.schedules.models import Protocol
from protocols.schedules.services import Names


class NamesForm(forms.Form):
    """How a protocol is called."""

    study_code = forms.CharField(
        label=_("Study code"),
        max_length=40,
        help_text=_("Your own number for the study, like ABC-123."),
        error_messages={"required": _("Enter the study code")},
    )
    title = forms.CharField(
        label=_("Full title"),
        max_length=300,
        help_text=_("As it stands on the protocol."),
        error_messages={"required": _("Enter the full title")},
    )
    plain_title = forms.CharField(
        label=_("Title in plain words"),
        max_length=120,
        help_text=_("What advocates will see. Short, and without medical words, like “A skin patch for memory loss”."),
        error_messages={"required": _("Enter a title in plain words")},
    )

    def __init__(self, *args: Any, sponsor: Organisation, protocol: Protocol | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sponsor, self.protocol = sponsor, protocol

    def clean_study_code(self) -> str:
        """Refuse a code that another protocol of the sponsor has, and name that protocol."""
        code: str = " ".join(self.cleaned_data["study_code"].split())
        others = self.sponsor.protocols.filter(study_code__iexact=code)
        if self.protocol is not None:
            others = others.exclude(pk=self.protocol.pk)
        if existing := others.first():
            text = _("“%(title)s” has this study code already. Use another code.") % {"title": existing.plain_title}
            raise forms.ValidationError(text)
        return code

    @property
    def names(self) -> Names:
        """The names, once valid."""
        return Names(**{key: self.cleaned_data[key] for key in ("study_code", "title", "plain_title")})


class FileField(forms.FileField):
    """A file with a schedule: present, not empty, and not larger than what is read."""

    def __init__(self, **kwargs: Any) -> None:
        most = megabytes(import_limits().upload_bytes)
        super().__init__(
            label=_("File with the schedule"),
            help_text=_(
                "Excel (.xlsx), Word (.docx), CSV, PDF with ruled tables, or USDM JSON, up to %(most)s. "
                "Nothing is saved until you have checked it."
            )
            % {"most": most},
            widget=forms.FileInput,
            error_messages={
                "required": _("Choose a file"),
                "missing": _("Choose a file"),
                "empty": _("The file is empty. Choose another file, or save it again and check that it has content."),
                "invalid": _("Choose a file"),
            },
            **kwargs,
        )


class UploadForm(forms.Form):
    """A file to read."""

    file = FileField()

    @property
    def content(self) -> bytes:
        """The bytes, once valid."""
        return bytes(self._file.read())

    @property
    def filename(self) -> str:
        """The name that the browser gave."""
        return self._file.name or ""

    @property
    def _file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        return file


class NewProtocolForm(NamesForm, UploadForm):
    """The names of a new protocol and, where there is one already, its file."""

    field_order = ["study_code", "title", "plain_title", "file"]
    file = FileField(required=False)

    @property
    def has_file(self) -> bool:
        """True where a file was chosen."""
        return bool(self.cleaned_data["file"])
