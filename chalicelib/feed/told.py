"""Events as others are told of them: facts for everybody who may follow, words and names only for whoever may read the ticket."""

import dataclasses
from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import Enum
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.ids import conversation_id
from chalicelib.instants import instant
from chalicelib.tickets.events import Commit, Event, MessageReceived, NoteWritten, ReplyWritten, SurveyAnswered
from chalicelib.values import dataclass

# Where the desk keeps things, and what proves them: nobody else's business.
INSIDE = frozenset({"digest", "fingerprint", "raw", "full", "key", "content_id"})
# Words out of the desk's own configuration; any other text may name a person and is withheld until this table names it.
WORDS = frozenset(
    {
        "category", "cause", "channel", "group", "keys", "kind", "language", "method", "policy", "rule", "rungs", "skills",
        "state", "tags", "type",
    }
)  # fmt: skip
# A contact's id can be worked out from an address.
NUMBERS_OF_PERSONS = frozenset({"contact"})
FIELDS = frozenset({"agent", "deleted", "group", "language", "priority", "reason", "source", "spam", "status", "tags", "type"})
Shown = frozenset[str] | None
SPOKEN = MessageReceived | ReplyWritten | NoteWritten | SurveyAnswered


@dataclass(frozen=True, slots=True)
class Told:
    """One event of a commit; `position` counts from 0 to `count` - 1."""

    commit: Commit
    position: int
    count: int

    @property
    def event(self) -> Event:
        return self.commit.events[self.position]

    @property
    def type(self) -> str:
        return self.event.NAME

    @property
    def id(self) -> int:
        """The same as in the ticket's activities."""
        return conversation_id(self.commit.ticket, self.commit.seq) * 64 + self.position

    @property
    def conversation(self) -> int:
        """The conversation that somebody's words became, 0 for any other event."""
        return conversation_id(self.commit.ticket, self.commit.seq) if isinstance(self.event, SPOKEN) else 0

    @property
    def is_last(self) -> bool:
        return self.position == self.count - 1


def told(commits: Iterable[Commit]) -> Iterator[Told]:
    """Every event in its order."""
    for commit in commits:
        yield from (Told(commit, position, len(commit.events)) for position in range(len(commit.events)))


def data(event: Event, *, personal: bool) -> dict[str, Any]:
    """The fields of an event in plain JSON, every key present; without `personal` what may name a person is null."""
    shown = None if personal else WORDS
    return {name: _field(name, value, shown) for name, value in _fields(event)}


def _fields(value: Any) -> Iterator[tuple[str, Any]]:
    return ((field.name, getattr(value, field.name)) for field in dataclasses.fields(value) if field.name not in INSIDE)


def _field(name: str, value: Any, shown: Shown) -> Any:
    """Of what somebody set the names are told, of some of them also the values."""
    if shown is None or not isinstance(value, dict):
        return _plain(name, value, shown)
    return {key: _plain(key, item, FIELDS) if key in FIELDS else None for key, item in value.items()}


def _plain(name: str, value: Any, shown: Shown) -> Any:
    match value:
        case None | bool():
            return value
        case datetime():
            return instant(value)
        case int() | float():
            return None if shown is not None and name in NUMBERS_OF_PERSONS else value
        case str():
            return value if shown is None or name in shown or isinstance(value, Enum) else None
        case list() | tuple():
            return [item for item in (_plain(name, item, shown) for item in value) if item is not None]
    return _several(value, shown)


def _several(value: Any, shown: Shown) -> Any:
    """A handle is a person, and nobody knows what a nest of fields holds."""
    if shown is not None and isinstance(value, Handle | dict):
        return None
    if isinstance(value, dict):
        return {key: _plain(key, item, shown) for key, item in value.items()}
    return {key: _field(key, item, shown) for key, item in _fields(value)}
