"""Questions to the database that are asked all the time: their SQL is worked out once, not at each asking.

Working out the SQL of a question costs Django several times as much as the answer costs the database. That does not
matter for a page; it does for what is asked at every save of every person who types.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=models.Model)

# Stand-ins for the values, while the SQL is worked out: nothing that a question itself would ask for.
STAND_INS: dict[type, Callable[[int], str | int]] = {str: "value of place {}\x00".format, int: (-(2**31)).__add__}


class Prepared(Generic[M]):
    """A question for at most one row. It is written as a QuerySet, with a parameter for each value that differs.

    A value is a text or a number, as `kinds` says, and is compared as it is: there is no None among them.
    """

    def __init__(self, ask: Callable[..., models.QuerySet[M]], *kinds: type) -> None:
        self._ask, self._kinds = ask, kinds
        self._plans: dict[str, _Plan] = {}  # by kind of database, whose words for a question differ

    def first(self, *values: str | int) -> M | None:
        """Return the row that the QuerySet's `first()` returns for these values."""
        plan = self._plans.get(connection.vendor) or self._prepare()
        with connection.cursor() as cursor:
            cursor.execute(plan.sql, [values[part.place] if isinstance(part, _Place) else part for part in plan.parts])
            row = cursor.fetchone()
        return plan.built(row) if row else None

    def _prepare(self) -> "_Plan":
        stand_ins = [STAND_INS[kind](place) for place, kind in enumerate(self._kinds)]
        question = self._ask(*stand_ins)
        ordered = question if question.ordered else question.order_by("pk")
        compiler = ordered[:1].query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parts = compiler.as_sql()
        if not set(stand_ins) <= set(parts):
            raise ValueError("A value of this question is not in its SQL as it was given, so it would never be asked.")
        plan = _Plan(compiler, sql, [_Place(stand_ins.index(part)) if part in stand_ins else part for part in parts])
        self._plans[connection.vendor] = plan
        return plan


@dataclass(frozen=True)
class _Place:
    """Where in a question the value of this number goes."""

    place: int


class _Plan:
    """The SQL of a question, and how a row of its answer becomes a record with its relations."""

    def __init__(self, compiler: SQLCompiler, sql: str, parts: Sequence[Any]) -> None:
        select, about = compiler.select, compiler.klass_info
        assert select is not None and about is not None  # noqa: S101 - as_sql() has set them
        self.sql, self.parts = sql, parts
        self._converters = compiler.get_converters([column for column, *_ in select])
        self._model: type[Any] = about["model"]
        self._own = slice(about["select_fields"][0], about["select_fields"][-1] + 1)
        self._names = [column.target.attname for column, *_ in select[self._own]]
        self._relations = get_related_populators(about, select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg] # of Django 6
        self._annotations = compiler.annotation_col_map

    def built(self, answer: Sequence[Any]) -> Any:
        """Return the record of a row."""
        row = list(answer)
        for place, (converters, column) in self._converters.items():
            for convert in converters:
                row[place] = convert(row[place], column, connection)
        record = self._model.from_db(DEFAULT_DB_ALIAS, self._names, row[self._own])
        for relation in self._relations:
            relation.populate(row, record)
        for name, place in self._annotations.items():
            setattr(record, name, row[place])
        return record
