"""Reading of untrusted JSON: a value that has not the expected type reads as empty, so no payload breaks a parser."""

import json
from datetime import UTC, datetime
from typing import Any, NoReturn

from chalicelib.errors import Unreadable


def load(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; raises Unreadable for anything else."""
    try:
        payload = json.loads(body, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"body: not JSON ({error})") from error
    if not isinstance(payload, dict):
        raise Unreadable("body: expected a JSON object")
    return payload


def text(value: object) -> str:
    """A string as it can be stored; whole numbers by their digits, since some providers send ids bare."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, str):
        return ""
    # A lone surrogate is valid in JSON and in no encoding that we store.
    return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def elements(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def instant(seconds: object) -> datetime | None:
    """The UTC instant of Unix seconds in a string or number, or None if they name none."""
    try:
        return datetime.fromtimestamp(int(text(seconds)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
