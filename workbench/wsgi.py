"""The door for the web server: a WSGI application."""

import os
from multiprocessing.util import Finalize

from django.core.wsgi import get_wsgi_application

from protocols.domain.catalogue import load
from workbench.serving import leave_one_file

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workbench.settings")
application = get_wsgi_application()
load()  # the library of procedures, before the first person has to wait for it
Finalize(None, leave_one_file, exitpriority=0)  # atexit is not run where the server works in processes of its own
