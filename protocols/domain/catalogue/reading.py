"""Reads the catalogue's TOML files into entries, and refuses them with every fault named when they break the schema."""

import hashlib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ConfigDict, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as checked_dataclass

from .entries import Catalogue, Procedure, Rubric, SharedStep, Source
from .faults import faults_of

FOLDER = Path(__file__).parent
T = TypeVar("T")


class CatalogueError(ValueError):
    """The catalogue's own files break its schema; the message has one line per fault."""


@checked_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Frame:
    """What `catalogue.toml` holds: the version, the vocabularies, and the shared steps."""

    version: str
    grades: dict[str, str]
    categories: dict[str, str]
    shared: dict[str, dict[str, object]]


def read(folder: Path = FOLDER) -> Catalogue:
    """Read `catalogue.toml`, `sources.toml`, `rubric.toml` and `procedures/*.toml` of a folder.

    Raises CatalogueError with one line per fault when an entry breaks the schema or points at nothing.
    """
    parts = sorted((folder / "procedures").glob("*.toml"))
    paths = [folder / name for name in ("catalogue.toml", "sources.toml", "rubric.toml")]
    frame = _checked(Frame, _table(paths[0]), "catalogue.toml")
    catalogue = Catalogue(
        procedures=_keyed(Procedure, _merged(parts), "key"),
        sources=_keyed(Source, _table(paths[1]), "id"),
        shared=_keyed(SharedStep, frame.shared, "key"),
        rubric=_checked(Rubric, _table(paths[2]), "rubric.toml"),
        categories=frame.categories,
        grades=frame.grades,
        version=frame.version,
        sha256=_fingerprint([*paths, *parts]),
    )
    if faults := sorted(faults_of(catalogue)):
        raise CatalogueError("\n".join(faults))
    return catalogue


def _table(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise CatalogueError(f"{path.name}: {error}") from error


def _merged(paths: list[Path]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for path in paths:
        table = _table(path)
        if twice := merged.keys() & table.keys():
            raise CatalogueError(f"{path.name}: already in another file: {', '.join(sorted(twice))}")
        merged |= table
    return merged


def _keyed(kind: type[T], tables: Mapping[str, object], field: str) -> Mapping[str, T]:
    entries = {key: {field: key} | _checked(dict[str, object], table, key) for key, table in tables.items()}
    adapter = TypeAdapter(kind)
    return MappingProxyType({key: _adapted(adapter, entry, key) for key, entry in entries.items()})


def _checked(kind: type[T], value: object, where: str) -> T:
    return _adapted(TypeAdapter(kind), value, where)


def _adapted(adapter: TypeAdapter[T], value: object, where: str) -> T:
    try:
        return adapter.validate_python(value)
    except ValidationError as error:
        lines = (f"{where}: {'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in error.errors())
        raise CatalogueError("\n".join(lines)) from error


def _fingerprint(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
