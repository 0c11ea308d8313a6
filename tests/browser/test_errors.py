"""What a person sees after a mistake: what is wrong, where, with nothing lost, and readable by everybody."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Page, expect

from tests.access import places
from tests.browser import screens_table as at
from tests.browser.conftest import House, sign_in
from tests.browser.screens_table import NOBODY, Kwargs
from tests.browser.test_screens import heading_faults
from tests.screens import take


@dataclass(frozen=True)
class Slip:
    """One mistake on one page: what is typed, and the button that is pressed. The house answers 422."""

    name: str
    who: str
    press: str
    where: Kwargs = places.nowhere
    typed: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        """What the picture and the test are called."""
        return self.name.replace(":", "-").replace("_", "-")


SLIPS = [
    Slip("account_login", NOBODY, "Sign in with password", typed={"login": "nobody@example.org", "password": "wrong"}),
    Slip("people:name", "SE", "Save", typed={"name": ""}),
    Slip("people:invite", "SA", "Send invitation", places.sponsor, {"name": "A name to keep", "email": "no address"}),
    Slip("schedules:new", "SE", "Continue", typed={"title": "A title to keep"}),
    Slip("schedules:rename", "SE", "Save the names", places.protocol, {"study_code": "", "title": "A title to keep"}),
    Slip("schedules:upload", "SE", "Upload and read", places.protocol),
    Slip("reviews:invite", "SE", "Send invitation", places.review, {"name": "A name to keep", "email": "no address"}),
    Slip("reviews:settings", "SE", "Save", places.review, {"least_respondents": "-3"}),
    Slip("runthroughs:plan", "MO", "Begin the plan", places.review, {"title": ""}),
    Slip("runthroughs:step", "AD", "Continue", at.step("activity"), {"words": "w" * 2001}),
    Slip("runthroughs:site_visit", "SI", "Save and send", at.visit, {"note": "Words to keep"}),
    Slip("explainers:edit", "SE", "Save and ask for the two checks", at.activity, {"why_this_study": ""}),
    Slip("scores:weights", "SE", "Save as a new ruleset", places.review, {"physical": "-1"}),
]


# What the framework says where nobody thought of the person: it names neither the field nor the remedy.
NOT_OUR_WORDS = ("This field is required", "Ensure this value", "Enter a valid", "Enter a whole number.")


@pytest.mark.parametrize("house", ["empty"], indirect=True, scope="module")
@pytest.mark.parametrize("slip", SLIPS, ids=str)
def test_a_mistake(page: Page, axe: Callable[[Page], None], house: House, slip: Slip) -> None:
    if slip.who:
        sign_in(page.context, house.cast[slip.who], house.url)
    page.goto(house.address(slip.name, **slip.where(house.cast)))
    for name, text in slip.typed.items():
        page.locator(f"main [name={name}]").fill(text)
    with page.expect_navigation() as answer:
        page.get_by_role("button", name=slip.press, exact=True).first.click()
    assert answer.value.status == 422
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    expect(page.locator(".govuk-error-summary li").first).to_be_visible()
    for name, text in slip.typed.items():
        if name != "password":
            expect(page.locator(f"main [name={name}]")).to_have_value(text)
    assert page.title().startswith("Error: ")
    shown = page.locator("main").inner_text()
    assert [words for words in NOT_OUR_WORDS if words in shown] == []
    assert heading_faults(page) == []
    take(page, f"error-{slip}")
    axe(page)
