"""Finds what the schema cannot see: numbers without a source, values out of range, keys that point at nothing."""

from collections.abc import Iterator, Mapping

from .entries import DIMENSIONS, PARTICIPANT_TIMES, ROLES, SETTINGS, Catalogue, Grade, Procedure, Rubric, Value

# The bounds of the scale are its definition (0 no trouble, 4 as hard as one can imagine), not a choice of ours.
LOWEST, HIGHEST = 0, 4


def faults_of(catalogue: Catalogue) -> Iterator[str]:
    """Yield one sentence for every fault of the catalogue; nothing when it is sound."""
    for procedure in catalogue.procedures.values():
        yield from _of_procedure(procedure, catalogue)
    for step in catalogue.shared.values():
        tables = {"dimensions": step.dimensions, "participant": step.participant_minutes, "staff": step.staff_minutes}
        yield from _of_tables(f"shared.{step.key}", tables, catalogue)
    for source in catalogue.sources.values():
        if not (source.citation and source.seen and source.says):
            yield f"source {source.id}: citation, seen and says must all be written"
    yield from _of_rubric(catalogue.rubric, catalogue)


def _of_procedure(procedure: Procedure, catalogue: Catalogue) -> Iterator[str]:
    where = procedure.key
    if procedure.category not in catalogue.categories:
        yield f"{where}: unknown category {procedure.category!r}"
    if procedure.setting not in SETTINGS:
        yield f"{where}: unknown setting {procedure.setting!r}"
    if procedure.shares and procedure.shares not in catalogue.shared:
        yield f"{where}: shares the unknown step {procedure.shares!r}"
    if procedure.needles < 0:
        yield f"{where}: fewer than no needles"
    blood = {"blood_ml": procedure.blood_ml} if procedure.blood_ml else {}
    tables = {
        "dimensions": procedure.dimensions,
        "participant": procedure.participant_minutes,
        "staff": procedure.staff_minutes,
        "staff once": procedure.fixed_staff_minutes,
        "blood": blood,
    }
    yield from _of_tables(where, tables, catalogue)
    for remark in procedure.remarks:
        if remark.source not in catalogue.sources:
            yield f"{where}: remark of an unknown source {remark.source!r}"


def _of_tables(where: str, tables: Mapping[str, Mapping[str, Value]], catalogue: Catalogue) -> Iterator[str]:
    allowed = {
        "dimensions": DIMENSIONS,
        "participant": PARTICIPANT_TIMES,
        "staff": ROLES,
        "staff once": ROLES,
        "blood": ("blood_ml",),
    }
    for name, table in tables.items():
        for key, value in table.items():
            if key not in allowed[name]:
                yield f"{where}: {name} cannot hold {key!r}"
            yield from _of_value(f"{where}.{key}", value, catalogue, is_dimension=name == "dimensions")


def _of_value(where: str, value: Value, catalogue: Catalogue, *, is_dimension: bool) -> Iterator[str]:
    if value.value < LOWEST or (is_dimension and value.value > HIGHEST):
        yield f"{where}: {value.value} is out of range"
    if is_dimension and value.grade is Grade.T:
        yield f"{where}: a tariff's norm gives minutes only"
    if value.source not in catalogue.sources:
        yield f"{where}: unknown source {value.source!r}"
    if (value.grade is Grade.J) != (value.source == "editors"):
        yield f"{where}: grade J and the source 'editors' go together"
    if not value.note.strip():
        yield f"{where}: no note"


def _of_rubric(rubric: Rubric, catalogue: Catalogue) -> Iterator[str]:
    for dimension in DIMENSIONS:
        if [level.value for level in rubric.levels.get(dimension, ())] != list(range(LOWEST, HIGHEST + 1)):
            yield f"rubric.{dimension}: needs the levels {LOWEST} to {HIGHEST} in this order"
    named = [key for levels in rubric.levels.values() for level in levels for key in level.anchors]
    named += [key for order in rubric.orders for key in (order.lighter, order.heavier)]
    for key in sorted(set(named) - catalogue.procedures.keys()):
        yield f"rubric: unknown procedure {key!r}"
    for order in rubric.orders:
        if order.source not in catalogue.sources:
            yield f"rubric: order of an unknown source {order.source!r}"
