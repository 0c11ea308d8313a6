"""Database triggers that refuse to change rows which must never change (SQLite and PostgreSQL)."""

from dataclasses import dataclass

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython


@dataclass(frozen=True)
class Guard:
    """The operations that a table refuses."""

    table: str
    operations: tuple[str, ...]


GUARDS: list[Guard] = []


def install(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    """Create the triggers of one table."""
    with connection.cursor() as cursor:
        for statement in _statements(connection.vendor, guard):
            cursor.execute(statement)


def remove(connection: BaseDatabaseWrapper, guard: Guard) -> None:
    """Drop the triggers of one table: for tests that empty the database, and to undo the migration."""
    with connection.cursor() as cursor:
        for operation in guard.operations:
            on_table = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {_name(guard, operation)}{on_table}")


def forbid(table: str, *operations: str) -> RunPython:
    """Return the migration step that makes `table` refuse `operations` (UPDATE, DELETE)."""
    guard = Guard(table, operations)
    if guard not in GUARDS:
        GUARDS.append(guard)

    def forwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        install(schema_editor.connection, guard)

    def backwards(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        remove(schema_editor.connection, guard)

    return RunPython(forwards, backwards)


def _name(guard: Guard, operation: str) -> str:
    return f"{guard.table}_no_{operation.lower()}"


def _statements(vendor: str, guard: Guard) -> list[str]:
    message = f"rows of {guard.table} never change"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {_name(guard, operation)} BEFORE {operation} ON {guard.table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for operation in guard.operations
        ]
    function = f"{guard.table}_refuse"
    body = f"BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END"
    return [f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$"] + [
        f"CREATE OR REPLACE TRIGGER {_name(guard, operation)} BEFORE {operation} ON {guard.table} "
        f"FOR EACH ROW EXECUTE FUNCTION {function}()"
        for operation in guard.operations
    ]
