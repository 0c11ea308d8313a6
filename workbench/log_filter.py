"""Keeps secrets out of the log: links that let people in stand in addresses, and addresses are logged."""

import logging
import re

SECRETS = re.compile(r"(/invitations/|/password/reset/key/|/confirm-email/|[?&]token=)[^/\s&'\"]+")


class WithoutSecrets(logging.Filter):
    """Write three dots where an invitation, a password link or a sign-in link had its secret."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's words, and let it pass."""
        record.msg, record.args = SECRETS.sub(r"\1...", record.getMessage()), ()
        return True
