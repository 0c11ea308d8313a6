"""The workbench's settings in the test environment, whoever starts the tests."""

import os

os.environ["DJANGO_ENV"] = "test"

from workbench.settings import *  # noqa: E402, F403 - the environment has to be named before the settings are read

# Strong hashes cost half a second each; the tests make hundreds of people.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Two runs on one PostgreSQL server shall not meet; on SQLite the workbench's own settings see to it.
if DATABASES["default"]["ENGINE"].endswith("postgresql"):  # noqa: F405
    DATABASES["default"]["TEST"] = {"NAME": f"test_burden_{os.getpid()}"}  # noqa: F405
