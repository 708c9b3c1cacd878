"""What one configuration has that another has not, field by field, for people to read."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.desk.reading import document_of
from chalicelib.values import dataclass

# By what the rows of a list are told apart, the first of these that they have: what lasts before what may change.
KEYS = ("id", "number", "address", "name", "key")
NAMES = ("name", "email", "address")
LONGEST = 60


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that differs; `place` as in "agents aki@kauppa.example: cap", None stands for what is not there."""

    place: str
    before: Any = None
    after: Any = None

    def __str__(self) -> str:
        if self.before is None:
            return f"{self.place}: {_shown(self.after)} is new"
        if self.after is None:
            return f"{self.place}: {_shown(self.before)} is gone"
        return f"{self.place}: {_shown(self.before)} became {_shown(self.after)}"


def differences(before: Desk, after: Desk) -> tuple[Difference, ...]:
    """In the order of the desk's fields; rows of a list are matched by what names them, and their order counts among rules and policies."""
    old, new = document_of(before), document_of(after)
    return tuple(found for field in fields(Desk) for found in _between(field.name, old.get(field.name), new.get(field.name)))


def undone(base: Desk, since: Desk, planned: Desk) -> tuple[Difference, ...]:
    """Of what changed between `base` and `since`, that which `planned` does not keep."""
    lost = {difference.place for difference in differences(since, planned)}
    return tuple(difference for difference in differences(base, since) if _touches(difference.place, lost))


def _touches(place: str, lost: set[str]) -> bool:
    return any(other == place or other.startswith(f"{place}: ") or place.startswith(f"{other}: ") for other in lost)


def _between(place: str, before: Any, after: Any) -> Iterator[Difference]:
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for name in dict.fromkeys((*before, *after)):
            yield from _between(f"{place}: {name}", before.get(name), after.get(name))
    elif _is_table(before) and _is_table(after):
        yield from _between_rows(place, _rows(before), _rows(after))
        if place in ("rules", "policies") and _order(before, after) != _order(after, before):
            yield Difference(f"{place}: the order", ", ".join(_order(before, after)), ", ".join(_order(after, before)))
    else:
        yield Difference(place, before, after)


def _between_rows(place: str, before: Mapping[Any, Any], after: Mapping[Any, Any]) -> Iterator[Difference]:
    for key in dict.fromkeys((*before, *after)):
        old, new = before.get(key), after.get(key)
        here = f"{place} {_name(new or old or {})}"
        if old is None or new is None:
            yield Difference(here, None if old is None else "it", None if new is None else "it")
        else:
            yield from _between(here, old, new)


def _is_table(value: Any) -> bool:
    return value is None or (isinstance(value, list) and all(isinstance(row, dict) and _key(row) is not None for row in value))


def _rows(table: Any) -> dict[Any, Any]:
    return {_key(row): row for row in table or ()}


def _key(row: Mapping[str, Any]) -> Any:
    return next((row[name] for name in KEYS if name in row), None)


def _name(row: Mapping[str, Any]) -> Any:
    return next((row[name] for name in NAMES if row.get(name)), _key(row))


def _order(one: Any, other: Any) -> list[str]:
    """The names of those rows that both have, in the order of the first."""
    shared = _rows(other).keys()
    return [str(_name(row)) for row in one or () if _key(row) in shared]


def _shown(value: Any) -> str:
    text = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"
