"""Reading of untrusted JSON: a value that has not the expected type reads as empty, so no payload breaks a parser."""

import hashlib
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


def leniently(body: bytes) -> dict[str, Any]:
    """The JSON object in a provider's answer, empty if it is none."""
    try:
        return load(body)
    except Unreadable:
        return {}


def stand_in(*parts: str) -> str:
    """The id of a message that came without one: the same for each delivery of it."""
    return "sha256:" + hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


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


def moment(milliseconds: object) -> datetime | None:
    """The UTC instant of Unix milliseconds, to the millisecond, or None if they name none."""
    whole = text(milliseconds)
    if not (whole.isascii() and whole.isdigit()):
        return None
    found = instant(whole[:-3] or "0")
    return found and found.replace(microsecond=int(whole[-3:]) * 1000)


def iso_instant(stamp: str) -> datetime | None:
    """The UTC instant that ISO 8601 names, in UTC if it names no zone, or None."""
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC) if 1970 <= found.year < 9999 else None


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")
