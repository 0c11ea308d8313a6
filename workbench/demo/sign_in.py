"""Signing in as a named example person by a link, in the demo and nowhere else."""

from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login
from django.core import signing
from django.core.exceptions import ImproperlyConfigured
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from protocols.people.access import NOT_HERE
from protocols.people.models import User

SALT = "demo sign-in"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def routes() -> list[URLPattern]:
    """Return the demo's address. Production never starts with it."""
    if not settings.IS_DEMO:
        raise ImproperlyConfigured("The sign-in links of the demo belong to DJANGO_ENV=demo only.")
    return [path("demo/sign-in/<str:key>/", sign_in, name="demo_sign_in")]


def sign_in_link(user: User) -> str:
    """Return the whole address that signs in as an example person."""
    key = user.email.partition("@")[0]
    token = signing.dumps(user.email, salt=SALT)
    address = reverse("demo_sign_in", kwargs={"key": key})
    return f"{settings.SITE_ADDRESS.rstrip('/')}{address}?{urlencode({'token': token})}"


@require_safe
@never_cache
def sign_in(request: HttpRequest, key: str) -> HttpResponse:
    """Sign in as the example person that the link names; 404 for anything else."""
    try:
        email = signing.loads(request.GET.get("token", ""), salt=SALT)
    except signing.BadSignature as error:
        raise Http404(NOT_HERE) from error
    user = User.objects.filter(email=email, is_example=True, is_active=True).first()
    if not settings.IS_DEMO or user is None or email.partition("@")[0] != key:
        raise Http404(NOT_HERE)
    login(request, user, backend=BACKEND)
    return redirect("home")
