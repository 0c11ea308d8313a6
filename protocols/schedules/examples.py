"""The example study that comes with the program, as a protocol with its first version, marked "Example"."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from protocols.domain.importers import read
from protocols.domain.sample import sample_workbook
from protocols.people.models import Organisation, User
from protocols.schedules.checks.confirming import Preview, confirm_upload
from protocols.schedules.checks.corrections import corrected_schedule
from protocols.schedules.models import Protocol, StoredFile, Upload, UploadState
from protocols.schedules.services import Names, create_protocol

STUDY_CODE = "H2Q-MC-LZZT"
FILENAME = "example-schedule.xlsx"


@transaction.atomic
def create_example(*, sponsor: Organisation, by: User) -> Protocol:
    """Return the sponsor's example protocol, made from the shipped sample unless it is there already."""
    Organisation.objects.select_for_update().get(pk=sponsor.pk)  # so that a second click finds what the first made
    existing = sponsor.protocols.filter(is_example=True).first()
    if existing is not None:
        return existing
    workbook = sample_workbook()
    imported = read(workbook, FILENAME)  # our own file: it needs no child process with limits
    protocol = create_protocol(sponsor=sponsor, by=by, names=_names(sponsor, imported.schedule.title), is_example=True)
    upload = Upload.objects.create(
        protocol=protocol,
        file=StoredFile.keep(workbook),
        filename=FILENAME,
        state=UploadState.READ,
        format=imported.format,
        schedule_json=imported.schedule.to_dict(),
        problems_json=[problem.to_dict() for problem in imported.problems],
        created_by=by,
        finished_at=timezone.now(),
    )
    confirm_upload(upload=upload, by=by, preview=Preview(upload.revision, corrected_schedule(upload).sha256))
    return protocol


def _names(sponsor: Organisation, title: str | None) -> Names:
    taken = sponsor.protocols.filter(study_code__iexact=STUDY_CODE).exists()
    code = _("%(code)s (example)") % {"code": STUDY_CODE} if taken else STUDY_CODE
    return Names(code, title or STUDY_CODE, _("A skin patch for memory loss in Alzheimer’s disease"))
