"""The library of procedures: what each asks of a participant and of a site, with the source of every number.

entries.py     the words: Procedure, Value, Grade, Source, Rubric, Catalogue
procedures/    the procedures, one TOML file per kind
sources.toml   where the numbers come from; rubric.toml: how the editors judge where no source speaks
reading.py     TOML -> entries; faults.py: what is wrong with them
matching.py    an activity's label -> the procedures it asks for
"""

from functools import cache

from .entries import (
    DIMENSIONS,
    PARTICIPANT_TIMES,
    ROLES,
    SETTINGS,
    Catalogue,
    Grade,
    Level,
    Order,
    Procedure,
    Remark,
    Rubric,
    SharedStep,
    Source,
    Value,
)
from .reading import CatalogueError, read

__all__ = [
    "DIMENSIONS",
    "PARTICIPANT_TIMES",
    "ROLES",
    "SETTINGS",
    "Catalogue",
    "CatalogueError",
    "Grade",
    "Level",
    "Order",
    "Procedure",
    "Remark",
    "Rubric",
    "SharedStep",
    "Source",
    "Value",
    "load",
]


@cache
def load() -> Catalogue:
    """Return the catalogue that comes with the program, read once per process.

    Raises CatalogueError when its own files break the schema.
    """
    return read()
