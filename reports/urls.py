"""Addresses of reports."""

from django.urls import include, path

from reports import views

app_name = "reports"

report_urls = [
    path("", views.report_page, name="report"),  # /reports/<code>/
    path("progress/", views.progress, name="progress"),
    path("pdf/", views.pdf, name="pdf"),
    path("xlsx/", views.xlsx, name="xlsx"),
    path("retry/", views.retry, name="retry"),
]

urlpatterns = [
    path("reviews/<slug:code>/reports/", views.reports_page, name="list"),  # /reviews/<code>/reports/
    path("reviews/<slug:code>/reports/make/", views.make, name="make"),
    path("reports/<slug:code>/", include(report_urls)),
]
