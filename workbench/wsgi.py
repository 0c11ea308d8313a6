"""The door for the web server: a WSGI application."""

import gc
import os
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

from protocols.domain.catalogue import load
from workbench.serving import leave_one_file

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
application = get_wsgi_application()
resolve("/")  # all views and what they need, before the first person has to wait for it
load()  # and the library of procedures
gc.collect()
gc.freeze()  # what stays for good is not gone through again, which would be a tenth of a second of somebody's save
Finalize(None, leave_one_file, exitpriority=0)  # atexit is not run where the server works in processes of its own
