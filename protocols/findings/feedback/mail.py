"""The e-mail that says that there is an answer. It holds nothing of what was said or decided."""

from collections.abc import Iterable

from protocols.people.addresses import address_of
from protocols.people.mail import deliver
from protocols.people.models import User
from protocols.reviews.models import Review


def tell(review: Review, people: Iterable[User]) -> list[User]:
    """Write to these people, and return those whom it did not reach."""
    page = address_of("findings:you_said", code=review.code)
    return [each for each in people if not deliver("findings/mail/told", each.email, {"name": each.name, "page": page})]
