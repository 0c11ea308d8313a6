"""The workbench's addresses and those of the baselines."""

from django.urls import path

from workbench.bench import baselines
from workbench.urls import urlpatterns as of_the_workbench

urlpatterns = [
    path("bare/page", baselines.show_page),
    path("bare/row", baselines.insert_row),
    path("bare/signed-row", baselines.insert_signed_row),
    *of_the_workbench,
]
