"""What every page may say about the product itself."""

from django.conf import settings
from django.http import HttpRequest


def product(request: HttpRequest) -> dict[str, object]:
    """Return the product's name, the human contact, and whether this is the demo."""
    return {
        "product_name": "Burden Review",
        "help_email": settings.HELP_EMAIL,
        "help_phone": settings.HELP_PHONE,
        "is_demo": settings.IS_DEMO,
    }
