"""Erasures of persons: rows of the People table, listed by their kind; whom they name is in them only until they are done."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib.codec import from_plain, to_plain
from chalicelib.storage import people
from chalicelib.storage.people import Listed
from chalicelib.values import dataclass

KIND = "ER"
PAGE = 100


@dataclass(frozen=True, slots=True)
class Erasure:
    """Who is erased and how far that has come: tickets at or above `below` are done in this round, 0 before the first.

    `contacts` are all ids of the person, `stands` the one that stands for them on their tickets from now on. `handles` (as kind
    and value), `names` and `pictures` (keys of files) go when it is done. `others` are tickets gone through so far, which the second
    round, not before `due` (UTC), sees again; `done` counts tickets.
    """

    id: int
    contacts: tuple[int, ...]
    stands: int
    by: str
    at: datetime
    handles: tuple[tuple[str, str], ...] = ()
    names: tuple[str, ...] = ()
    round: int = 1
    below: int = 0
    others: tuple[int, ...] = ()
    pictures: tuple[str, ...] = ()
    due: datetime | None = None
    done: int = 0
    finished: datetime | None = None


def begin(one: Erasure) -> Erasure:
    """As it stands, if the same was begun before."""
    if people.put_object(KIND, one.id, _data(one), one.at):
        return one
    found = find(one.id)
    if found is None:
        raise AssertionError("what was in the way is there")
    return found


def begin_again(one: Erasure, now: datetime) -> None:
    """Over whatever stands there."""
    if not people.put_object(KIND, one.id, _data(one), now) and (row := people.find_object(KIND, one.id)):
        people.change_object(KIND, one.id, _data(one), now, row.updated_at)


def find(number: int) -> Erasure | None:
    row = people.find_object(KIND, number)
    return _erasure(row) if row else None


def put(one: Erasure, before: Erasure, now: datetime) -> bool:
    """Move it on; False if somebody else did."""
    row = people.find_object(KIND, one.id)
    if row is None or _erasure(row) != before:
        return False
    return people.change_object(KIND, one.id, _data(one), now, row.updated_at) is not None


def everyone() -> Iterator[Erasure]:
    """Oldest first."""
    return map(_erasure, people.walk(KIND, None, PAGE))


def _data(one: Erasure) -> dict[str, Any]:
    plain: dict[str, Any] = to_plain(replace(one, finished=None, due=None))
    times = {"at": one.at, "finished": one.finished, "due": one.due}
    return {**plain, **{name: at.isoformat() for name, at in times.items() if at}}


def _erasure(row: Listed) -> Erasure:
    return from_plain(row.data, Erasure)
