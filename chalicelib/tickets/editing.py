"""What agents correct after it was said: notes, and the summary of a ticket. The history keeps every earlier wording."""

from typing import ClassVar

from chalicelib.tickets.event import Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class NoteEdited(Event):
    """The note of commit `of` reads as stands beside this event."""

    NAME: ClassVar[str] = "note.edited"
    of: int
    agent: int
    digest: str


@dataclass(frozen=True, slots=True)
class NoteRemoved(Event):
    """The note of commit `of` is no longer shown."""

    NAME: ClassVar[str] = "note.removed"
    of: int
    agent: int


@dataclass(frozen=True, slots=True)
class NoteRestored(Event):
    """The note of commit `of` is shown again."""

    NAME: ClassVar[str] = "note.restored"
    of: int
    agent: int


@dataclass(frozen=True, slots=True)
class SummaryWritten(Event):
    """What the ticket is about in short, for colleagues; it replaces an earlier one."""

    NAME: ClassVar[str] = "summary.written"
    agent: int
    digest: str


@dataclass(frozen=True, slots=True)
class SummaryRemoved(Event):
    """The ticket has no summary."""

    NAME: ClassVar[str] = "summary.removed"
    agent: int
