"""`./dev manage create_organisation`: founds an organisation, since there is no public sign-up."""

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from protocols.people.addresses import address_of
from protocols.people.models import INVITATION_DAYS, OrganisationKind
from protocols.people.services import create_organisation


class Command(BaseCommand):
    help = "Found an organisation and print the link that lets its first admin in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name, kind, and who looks after it."""
        parser.add_argument("name", help="The organisation's name, for example 'Alder Trials'.")
        parser.add_argument("--kind", choices=OrganisationKind.values, default=OrganisationKind.SPONSOR.value)
        parser.add_argument("--admin-email", required=True)
        parser.add_argument("--admin-name", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the link once; it is stored nowhere."""
        try:
            validate_email(options["admin_email"])
        except ValidationError as error:
            raise CommandError("Give the admin's e-mail address, like name@example.org.") from error
        sent = create_organisation(
            name=options["name"],
            kind=OrganisationKind(options["kind"]),
            admin_email=options["admin_email"],
            admin_name=options["admin_name"],
        )
        self.stdout.write(f"Made {options['name']} ({options['kind']}).")
        self.stdout.write(f"Invitation for {sent.invitation.email}, good for {INVITATION_DAYS} days and once:")
        self.stdout.write(address_of("reviews:accept", token=sent.token))
