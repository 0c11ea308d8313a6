"""All addresses of the workbench; each slice names its own."""

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from allauth.account.views import email as change_email
from allauth.mfa.totp.views import activate_totp
from csp.decorators import csp_update
from django.conf import settings
from django.http.response import HttpResponseBase
from django.urls import include, path
from django.views.generic import TemplateView

from workbench import pages
from workbench.demo.sign_in import routes as demo_routes

handler500 = "workbench.errors.server_error"


def page(name: str) -> Callable[..., HttpResponseBase]:
    """Return a page that is only words."""
    return TemplateView.as_view(template_name=f"pages/{name}.html", http_method_names=["get", "head", "options"])


urlpatterns = [
    path("", include("protocols.runthroughs.urls")),  # first, since every pause in typing asks for one of them
    path("", pages.home, name="home"),  # /
    path("account/", pages.account, name="account"),
    path("accounts/email/", reauthentication_required(change_email), name="account_email"),  # who asks proves it first
    path("accounts/2fa/totp/activate/", csp_update({"img-src": ["data:"]})(activate_totp), name="mfa_activate_totp"),
    path("accounts/", include("allauth.urls")),  # sign in, codes, passkeys
    path("help/", page("help"), name="help"),
    path("accessibility/", page("accessibility"), name="accessibility"),
    path("privacy/", page("privacy"), name="privacy"),
    path("words/", pages.words, name="words"),
    path("healthz", pages.health, name="health"),
    path("", include("protocols.people.urls")),
    path("", include("protocols.schedules.urls")),
    path("", include("protocols.reviews.urls")),
    path("", include("protocols.explainers.urls")),
    path("", include("protocols.scores.urls")),
    path("", include("protocols.findings.urls")),
    path("", include("reports.urls")),
]
if settings.IS_DEMO:
    urlpatterns += demo_routes()
