"""Finds a PostgreSQL server that the data tests may use: prints its address, or says that there is none."""

import os
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit

import psycopg

LOCAL = "postgresql://postgres@127.0.0.1:5432/postgres"
SCHEMES = {"postgres", "postgresql"}


def candidates() -> Iterator[str]:
    """What the environment names, then a local server that trusts its own machine."""
    for name in ("TEST_DATABASE_URL", "DATABASE_URL"):
        url = os.environ.get(name, "")
        if urlsplit(url).scheme in SCHEMES:
            yield url
    yield LOCAL


def why_not(url: str) -> str:
    """Empty if tests can make their database there, else the reason."""
    try:
        with psycopg.connect(url, connect_timeout=3) as connection:
            row = connection.execute(
                "select rolsuper or rolcreatedb from pg_roles where rolname = current_user"
            ).fetchone()
    except psycopg.Error as error:
        return str(error).strip().splitlines()[0]
    return "" if row and row[0] else "its user may not create databases"


def without_password(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.username or ''}@{parts.hostname}:{parts.port or 5432}"


def main() -> int:
    for url in candidates():
        reason = why_not(url)
        if not reason:
            sys.stderr.write(f"dev: the data tests run on PostgreSQL too, at {without_password(url)}.\n")
            sys.stdout.write(url + "\n")
            return 0
        sys.stderr.write(f"dev: no PostgreSQL at {without_password(url)}: {reason}\n")
    sys.stderr.write("dev: the data tests run on SQLite only. TEST_DATABASE_URL names a PostgreSQL server.\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
