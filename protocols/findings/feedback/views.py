"""“You said, we did”: what people read, whether it was clear, and writing and sending it."""

from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from protocols.findings.access import get_listening
from protocols.findings.feedback import mail, services
from protocols.findings.feedback.access import (
    Row,
    card_of,
    clarity_in,
    get_writing,
    hearers_of,
    last_clarity,
    rows_in,
    told_in,
)
from protocols.findings.feedback.forms import ClearForm, FeedbackForm
from protocols.findings.feedback.models import Feedback
from protocols.findings.views.tabs import tabs
from protocols.people.access import person
from protocols.reviews.access import Place, get_place
from protocols.reviews.permissions import Need


@require_safe
@login_required
def you_said(request: HttpRequest, code: str) -> HttpResponse:
    """Show what came of what people said: their own points first."""
    return _you_said(request, get_place(request, code), ClearForm())


@require_POST
@login_required
def clear(request: HttpRequest, code: str) -> HttpResponse:
    """Keep whether it was clear."""
    place = get_place(request, code, Need.HEAR_BACK)
    if not told_in(place).cards:
        return redirect("findings:you_said", code)
    form = ClearForm(request.POST)
    if not form.is_valid():
        return _you_said(request, place, form, status=422)
    services.say_if_clear(review=place.review, user=person(request), **form.cleaned_data)
    messages.success(request, _("Thank you. The team sees this without your name."))
    return redirect("findings:you_said", code)


@require_safe
@login_required
def feedback(request: HttpRequest, code: str) -> HttpResponse:
    """Show the team which findings were answered, which wait, and whether the answers were clear."""
    listening = get_listening(request, code)
    place = listening.place
    context = {
        **tabs(listening, "feedback"),
        "rows": rows_in(place),
        "clarity": _clarity(place),
        "may_decide": place.may(Need.DECIDE),
    }
    return render(request, "findings/feedback.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: HttpRequest, code: str, finding: str) -> HttpResponse:
    """Write what people are told about a finding, beside what was decided."""
    listening, row = get_writing(request, code, finding)
    form = _form(row, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and row.decision:
        try:
            services.write(
                finding=row.finding,
                decision=form.cleaned_data["decision"],
                by=person(request),
                said=form.said(),
                expected_revision=form.cleaned_data["revision"],
            )
        except services.Rewritten as rewritten:
            newest = rewritten.current.revision if rewritten.current else 0
            again = _form(row, {**request.POST.dict(), "revision": newest, "decision": row.decision.pk})
            return _write(request, listening.place, row, again, theirs=rewritten.current, is_stale=True)
        messages.success(request, _("The answer is written. It is not sent yet."))
        return redirect("findings:send_feedback", code)
    return _write(request, listening.place, row, form)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Show the answers as people will read them, and send them; not while something decided has no answer."""
    place = get_place(request, code, Need.DECIDE)
    rows = rows_in(place)
    drafts, unwritten = [row.ready for row in rows if row.ready], [row for row in rows if row.is_unwritten]
    is_same = request.POST.getlist("draft") == [_read(each) for each in drafts]
    if request.method == "POST" and drafts and is_same and not unwritten:
        sent = services.send(review=place.review, by=person(request), drafts=drafts)
        _tell(request, place, sent)
        return redirect("findings:feedback", code)
    context = {
        "place": place,
        "current": "findings",
        "cards": [(_read(each), card_of(each, place)) for each in drafts],
        "hearers": hearers_of(place.review, drafts),
        "unwritten": unwritten,
        "undecided": sum(row.decision is None for row in rows),
        "is_refused": request.method == "POST",
        "is_rewritten": request.method == "POST" and not unwritten and bool(drafts),
    }
    status = 200 if request.method != "POST" else 409 if context["is_rewritten"] else 422
    return render(request, "findings/send_feedback.html", context, status=status)


def _read(draft: Feedback) -> str:
    """Return what the check page says that a person has read: this draft, as it stood."""
    return f"{draft.code}:{draft.revision}"


def _tell(request: HttpRequest, place: Place, sent: list[Feedback]) -> None:
    """Write to those who spoke. Who speaks for a site is neither counted nor named."""
    hearers = hearers_of(place.review, sent)
    missed, missed_sites = mail.tell(place.review, hearers.walkers), mail.tell(place.review, hearers.of_sites)
    reached = len(hearers.walkers) - len(missed)
    words = ngettext("%(n)d answer is sent.", "%(n)d answers are sent.", len(sent)) % {"n": len(sent)}
    told = ngettext("%(n)d person gets an e-mail.", "%(n)d people get an e-mail.", reached) % {"n": reached}
    messages.success(request, f"{words} {told}")
    if missed:
        names = ", ".join(str(each) for each in missed)
        messages.warning(request, _("The e-mail did not reach: %(names)s. Tell them yourself.") % {"names": names})
    if missed_sites:
        messages.warning(request, _("E-mails to sites could not be sent. They find the answer on their start page."))


def _you_said(request: HttpRequest, place: Place, form: ClearForm, *, status: int = 200) -> HttpResponse:
    told = told_in(place)
    context = {
        "place": place,
        "current": "findings",
        "told": told,
        "totals": told.totals,
        "form": form,
        "may_answer": place.may(Need.HEAR_BACK) and bool(told.cards),
        "said_clear": last_clarity(place),
    }
    return render(request, "findings/you_said.html", context, status=status)


def _form(row: Row, data: object) -> FeedbackForm:
    needed = row.decision is not None and row.decision.choice != "accept"
    return FeedbackForm(data, why_is_needed=needed, initial=_begin(row))


def _begin(row: Row) -> dict[str, object]:
    """Begin with the draft, with what was sent last about the same decision, or with the words of the decision."""
    decision, written = row.decision, row.draft or row.sent
    words: dict[str, object] = {"title": row.finding.title, "for_all": True, "revision": 0}
    if written:
        names = ("title", "looked_at", "did", "why", "next_step", "next_by", "for_all")
        words |= {name: getattr(written, name) for name in names}
    if decision and (written is None or written.decision_id != decision.pk):
        words |= {"did": decision.outcome, "why": decision.reason}
    return words | {"revision": row.draft.revision if row.draft else 0, "decision": decision.pk if decision else None}


def _write(
    request: HttpRequest,
    place: Place,
    row: Row,
    form: FeedbackForm,
    *,
    theirs: Feedback | None = None,
    is_stale: bool = False,
) -> HttpResponse:
    context = {
        "place": place,
        "current": "findings",
        "finding": row.finding,
        "decision": row.decision,
        "sent": row.sent,
        "form": form,
        "theirs": theirs,
        "is_stale": is_stale,
        "is_decided_anew": is_stale and str(form.data["decision"]) != request.POST["decision"],
    }
    return render(
        request, "findings/write_feedback.html", context, status=409 if is_stale else 422 if form.errors else 200
    )


def _clarity(place: Place) -> dict[str, object]:
    said = clarity_in(place.review)
    counts = Counter(each.clear for each in said)
    return {"counts": counts, "words": [each.words for each in said if each.words], "people": len(said)}
