"""Codes that stand in URLs: short, random, and no study code or sequence in them."""

import secrets

ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1: codes are read aloud and typed
LENGTH = 10


def new_code() -> str:
    """Return a new code of ten characters (about 49 bits)."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
