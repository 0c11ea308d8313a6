"""The workbench's settings with the baselines' addresses added, on a database of its own."""

from workbench.settings import *  # noqa: F403 - the same settings, but for what follows

ROOT_URLCONF = "workbench.bench.urls"
