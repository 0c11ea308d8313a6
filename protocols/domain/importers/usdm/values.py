"""What an attribute of a USDM file may hold beside what the model says: nulls, numbers, bare words, single objects."""

from typing import Annotated

from pydantic import BeforeValidator

# Words of the CDISC code lists for kinds of timing, ways of contact and settings; other codes need words of their own.
KNOWN_CODES = {
    "C201356": "After",
    "C201357": "Before",
    "C201358": "Fixed Reference",
    "C175574": "In Person",
    "C171537": "Telephone Call",
    "C51282": "Clinic",
    "C16696": "Hospital",
    "C18002": "Home",
}
OWN_IDS = {"encounterId", "studyEpochId", "activityId"}  # what version 2 called the id of such a part


def _text(value: object) -> object:
    if value is None:
        return ""
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _identifier(value: object) -> object:
    return _text(value) or None


def _truth(value: object) -> object:
    return False if value is None or value == "" else value


def objects(value: object) -> object:
    """A list may be missing, be its only object, or have nothing in a place."""
    if value is None or value == "":
        return []
    if isinstance(value, list) and None in value:
        return [item for item in value if item is not None]
    return [value] if isinstance(value, dict) else value


def _identifiers(value: object) -> object:
    """Nothing in a list of ids is nothing."""
    listed = objects(value)
    if isinstance(listed, list) and "" in listed:
        return [item for item in listed if item != ""]
    return listed


def code(value: object) -> object:
    """A code is read by its word, which may stand there alone; where it has none, by the number of the code list."""
    if value is None or value == "":
        return {}
    if isinstance(value, str):
        return {"decode": value}
    if isinstance(value, dict) and not value.get("decode") and isinstance(value.get("code"), str):
        return {**value, "decode": KNOWN_CODES.get(value["code"], "")}
    return value


def codes(value: object) -> object:
    """Several codes, or the only one."""
    return [value] if isinstance(value, str) and value else objects(value)


def named(value: object) -> object:
    """Parts that only other parts point to: one without an id cannot be meant by any, so it is left out."""
    listed = objects(value)
    if not isinstance(listed, list):
        return listed
    return [item for item in listed if not (isinstance(item, dict) and _lacks_identity(item))]


def _lacks_identity(item: dict[str, object]) -> bool:
    ids = [value for name, value in item.items() if name == "id" or name.endswith("Id") and name in OWN_IDS]
    return not any(ids)


Text = Annotated[str, BeforeValidator(_text)]
Identifier = Annotated[str | None, BeforeValidator(_identifier)]
Truth = Annotated[bool, BeforeValidator(_truth)]
Identifiers = Annotated[list[str], BeforeValidator(_identifiers)]
