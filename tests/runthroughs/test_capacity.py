"""A site's own profile and what a month would take: for its own people, and for nobody else anywhere."""

import io
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest
from django.apps import apps
from django.urls import reverse
from openpyxl import load_workbook

from protocols.audit.models import Action, Event
from protocols.people.models import Membership
from protocols.reviews.access import place_in
from protocols.reviews.models import Review
from protocols.runthroughs.sites.capacity_access import profile_of, works_there
from protocols.runthroughs.sites.plans import plans_of
from protocols.runthroughs.sites.records import SitePace, SiteProfile
from reports.gather import gather
from reports.xlsx import workbook_of
from tests.cast import Cast, make_cast, match
from tests.runthroughs.sites import fill_profile, say

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = make_cast()
    match(cast.protocol, "a1", "informed_consent")
    match(cast.protocol, "a2", "mri_brain")
    match(cast.protocol, "a3", "twelve_lead_ecg")
    return cast


def at(cast: Cast, name: str) -> str:
    return reverse(f"runthroughs:{name}", args=[cast.review.code])


def visit(cast: Cast, key: str = "v1") -> str:
    return reverse("runthroughs:site_visit", args=[cast.review.code, key])


def test_a_profile_is_kept_and_shown_again(client, cast):
    client.force_login(cast["SI"])
    said = {"version": 0, "hours_nurse": "30", "has_mri": "no", "opens": "8.30", "closes": "16:00", "rooms": "3",
            "out_of_hours": "sometimes", "to_pharmacy": "5", "to_laboratory": "12", "chairs": "2"}  # fmt: skip
    assert client.post(at(cast, "site_profile"), said).url == at(cast, "site_load")
    kept = SiteProfile.objects.get()
    assert kept.organisation == cast.seats["SI"].organisation
    assert kept.content() == {
        "hours": {"nurse": 30}, "rooms": 3, "chairs": 2, "equipment": {"mri": "no"}, "opens": time(8, 30),
        "closes": time(16), "out_of_hours": "sometimes", "to_pharmacy": 5, "to_laboratory": 12,
    }  # fmt: skip
    form = client.get(at(cast, "site_profile")).context["form"]
    assert (form["hours_nurse"].value(), form["has_mri"].value(), form["opens"].value()) == (30, "no", "8:30")


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"hours_nurse": "abc"}, "Nurse: type a whole number from 0 to 9999"),
        ({"hours_nurse": "-1"}, "Nurse: type a whole number from 0 to 9999"),
        ({"opens": "25:00"}, "Type a time of day such as 8:30."),
        ({"opens": "16", "closes": "8"}, "You close at: this must be later than you open."),
        ({"out_of_hours": "perhaps"}, "Choose one from the list."),
        ({"to_laboratory": "1441"}, "from 0 to 1440"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(client, cast, fields, words):
    client.force_login(cast["SI"])
    page = client.post(at(cast, "site_profile"), {"version": 0, "rooms": "77", **fields})
    assert page.status_code == 422
    assert words in page.content.decode() and 'value="77"' in page.content.decode()
    assert not SiteProfile.objects.exists()


def test_a_colleague_in_between_shows_both_and_writes_nothing(client, cast):
    fill_profile(cast, rooms=3)
    client.force_login(cast["SI"])
    client.post(at(cast, "site_profile"), {"version": 1, "rooms": "4"})
    page = client.post(at(cast, "site_profile"), {"version": 1, "rooms": "5"})
    assert page.status_code == 409
    assert "Rooms for visits: 4" in page.content.decode() and 'value="5"' in page.content.decode()
    assert SiteProfile.objects.get().rooms == 4
    again = {"version": page.context["form"]["version"].value(), "rooms": "5"}
    assert client.post(at(cast, "site_profile"), again).status_code == 302


def test_one_profile_serves_every_study_plan(client, cast):
    fill_profile(cast)
    other = Review.objects.create(
        protocol=cast.protocol, version=cast.version, number=2, state="open", created_by=cast["SE"]
    )
    cast.seats["SI"].pk, cast.seats["SI"].code, cast.seats["SI"].review = None, "anothersit", other
    cast.seats["SI"].save()
    client.force_login(cast["SI"])
    page = client.get(reverse("runthroughs:site_profile", args=[other.code]))
    assert page.context["form"]["hours_nurse"].value() == 60
    # but how many participants a month is another question at each study plan
    assert client.get(reverse("runthroughs:site_load", args=[other.code])).context["month"] is None


def test_a_visit_says_what_share_of_the_hours_it_takes_and_what_is_missing(client, cast):
    fill_profile(cast, participants=4)
    client.force_login(cast["SI"])
    say(cast.seats["SI"], minutes={"nurse": 95})
    page = client.get(visit(cast))
    nurse = next(line for line in page.context["capacity"].lines if line.role == "nurse")
    # 95 minutes x 4 = 380; 60 hours a week are 60 x 60 x 30.4375 / 7 = 15654 minutes a month
    assert (nurse.minutes, nurse.share) == (95, Decimal("2.4"))
    body = page.content.decode()
    assert "With 4 participants a month that is 2.4 % of 60 hours a week" in body
    assert "It asks for what you do not have:</strong> MRI scanner." in body
    assert "ECG machine" in body  # the profile does not say


def test_a_visit_longer_than_the_day_is_said(client, cast):
    fill_profile(cast, opens=time(9), closes=time(9, 10))
    client.force_login(cast["SI"])
    body = client.get(visit(cast)).content.decode()
    assert "It lasts longer than you are open." in body and "You said that you cannot work outside your hours." in body


def test_without_a_profile_the_way_to_it_is_shown(client, cast):
    client.force_login(cast["SI"])
    assert at(cast, "site_profile") in client.get(visit(cast)).content.decode()


def test_the_month_adds_up_the_visits(client, cast):
    fill_profile(cast, participants=2)
    client.force_login(cast["SI"])
    page = client.get(at(cast, "site_load"))
    month = page.context["month"]
    total = sum(sum(plan.work.minutes.values()) * plan.work.repeats for plan in plans_of(cast.review))
    assert month.standard == month.own == 2 * total > 0
    assert month.people == round(month.standard / 60 / 130, 2)
    body = page.content.decode()
    assert "One full-time person works 130 hours a month." in body and "OPAL" in body


def test_own_minutes_stand_beside_the_standard(client, cast):
    say(cast.seats["SI"], minutes={"nurse": 500})
    fill_profile(cast, participants=1)
    client.force_login(cast["SI"])
    month = client.get(at(cast, "site_load")).context["month"]
    nurse = next(line for line in month.lines if line.role == "nurse")
    standard = plans_of(cast.review)[0].work.minutes["nurse"]
    assert nurse.own - nurse.standard == 500 - standard
    assert month.own - month.standard == 500 - standard


@pytest.mark.parametrize("typed", ["", "abc", "-1", "1000", "1e2"])
def test_a_wrong_number_of_participants_is_refused(client, cast, typed):
    client.force_login(cast["SI"])
    page = client.post(at(cast, "site_load"), {"participants": typed})
    assert page.status_code == 422 and "from 0 to 999" in page.content.decode()
    assert not SitePace.objects.exists()


def test_the_number_of_participants_is_kept(client, cast):
    client.force_login(cast["SI"])
    client.post(at(cast, "site_load"), {"participants": "7"})
    client.post(at(cast, "site_load"), {"participants": "8"})
    assert client.get(at(cast, "site_load")).context["month"].participants == 8
    assert SitePace.objects.count() == 1


@pytest.mark.parametrize("who", ["SA", "SE", "SV", "MO", "RV", "AD", "AC"])
def test_nobody_else_opens_the_profile(client, cast, who):
    fill_profile(cast)
    client.force_login(cast[who])
    assert client.get(at(cast, "site_profile")).status_code == 403
    assert client.get(at(cast, "site_load")).status_code == 403
    assert profile_of(place_in(cast.review, cast[who])) is None


def test_a_colleague_planted_at_the_site_by_a_sponsor_reads_nothing(client, cast):
    """A seat alone is not enough: a sponsor can give one, only the site itself can take somebody in."""
    fill_profile(cast, hours={"nurse": 4321})
    Membership.objects.filter(user=cast["SI"]).delete()
    client.force_login(cast["SI"])
    assert not works_there(place_in(cast.review, cast["SI"]))
    assert client.get(at(cast, "site_profile")).status_code == 403
    assert client.post(at(cast, "site_profile"), {"version": 1}).status_code == 403
    assert client.get(at(cast, "site_load")).status_code == 403
    page = client.get(visit(cast))
    assert page.status_code == 200 and page.context["capacity"] is None
    assert at(cast, "site_load") not in client.get(at(cast, "site")).content.decode()


def test_no_export_and_no_log_holds_it(client, cast):
    before, log = gather(cast.review), Event.objects.exclude(action=Action.SIGNED_IN)
    fill_profile(cast, participants=437, hours={"nurse": 4321})
    client.force_login(cast["SI"])
    client.post(at(cast, "site_load"), {"participants": "438"})
    client.post(at(cast, "site_profile"), {"version": 1, "hours_nurse": "4322"})
    after = gather(cast.review)
    assert after.to_dict() == before.to_dict()
    assert not log.exists()
    book = load_workbook(io.BytesIO(workbook_of(after, after.sha256)))
    cells = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    assert not {"437", "438", "4321", "4322"} & cells


def test_only_the_sites_own_modules_read_what_a_site_has():
    """No other part of the workbench so much as names the two tables, so none can show, count or rank by them."""
    home = {"records.py", "capacity.py", "capacity_access.py", "capacity_services.py", "capacity_forms.py"}
    folder = apps.get_app_config("runthroughs").path
    root = Path(folder).parents[1]
    files = [path for part in ("protocols", "reports", "workbench") for path in (root / part).rglob("*.py")]
    naming = {
        path.name
        for path in files
        if "migrations" not in path.parts
        for text in [path.read_text(encoding="utf-8")]
        if any(name in text for name in ("SiteProfile", "SitePace", "site_profile", "site_paces"))
    }
    assert naming - home == {"capacity_views.py", "urls.py"}


def test_strangers_and_methods(client, cast):
    client.force_login(cast["stranger"])
    assert client.get(at(cast, "site_profile")).status_code == 404
    assert client.get(at(cast, "site_load")).status_code == 404
    client.force_login(cast["SI"])
    assert client.delete(at(cast, "site_profile")).status_code == 405
    assert client.delete(at(cast, "site_load")).status_code == 405
