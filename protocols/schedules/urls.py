"""Addresses of this slice."""

from django.urls import include, path

from protocols.schedules.checks import views as uploads
from protocols.schedules.drafts import row_views as draft_rows
from protocols.schedules.drafts import views as drafts
from protocols.schedules.views import protocols, versions

app_name = "schedules"

protocol_urls = [
    path("", protocols.protocol, name="protocol"),  # /protocols/<code>/
    path("names/", protocols.rename, name="rename"),  # /protocols/<code>/names/
    path("archive/", protocols.archive, name="archive"),  # /protocols/<code>/archive/
    path("restore/", protocols.restore, name="restore"),  # /protocols/<code>/restore/
    path("delete/", protocols.delete, name="delete"),  # /protocols/<code>/delete/
    path("upload/", uploads.upload, name="upload"),  # /protocols/<code>/upload/
    path("change/", drafts.start, name="change"),  # /protocols/<code>/change/
]

upload_urls = [
    path("", uploads.progress, name="progress"),  # /uploads/<code>/
    path("cancel/", uploads.cancel, name="cancel"),  # /uploads/<code>/cancel/
    path("check/", uploads.check_page, name="check"),  # /uploads/<code>/check/
    path("answers/", uploads.correct, name="correct"),  # /uploads/<code>/answers/
    path("confirm/", uploads.confirm, name="confirm"),  # /uploads/<code>/confirm/
]

draft_urls = [
    path("", drafts.draft, name="draft"),  # /drafts/<code>/
    path("edit/", drafts.edit, name="draft_edit"),  # /drafts/<code>/edit/
    path("undo/", drafts.undo, name="draft_undo"),  # /drafts/<code>/undo/
    path("redo/", drafts.redo, name="draft_redo"),  # /drafts/<code>/redo/
    path("save/", drafts.save, name="draft_save"),  # /drafts/<code>/save/
    path("drop/", drafts.drop, name="draft_drop"),  # /drafts/<code>/drop/
    path("visits/<slug:key>/", draft_rows.visit, name="draft_visit"),  # /drafts/<code>/visits/<key>/
    path("activities/<slug:key>/", draft_rows.activity, name="draft_activity"),  # /drafts/<code>/activities/<key>/
]

version_urls = [
    path("", versions.version, name="version"),  # /versions/<code>/
    path("original/", versions.original, name="original"),  # /versions/<code>/original/
    path("template/", versions.version_template, name="version_template"),  # /versions/<code>/template/
]

urlpatterns = [
    path("protocols/", protocols.protocols, name="protocols"),  # /protocols/
    path("protocols/new/", protocols.new, name="new"),
    path("protocols/example/", protocols.sample, name="sample"),
    path("protocols/template/", versions.template, name="template"),
    path("protocols/<slug:code>/", include(protocol_urls)),
    path("uploads/<slug:code>/", include(upload_urls)),
    path("drafts/<slug:code>/", include(draft_urls)),
    path("versions/<slug:code>/", include(version_urls)),
]
