"""The events of those beside agent and customer: colleagues who watch a ticket, and third parties whom a message was forwarded to."""

from typing import ClassVar

from chalicelib.tickets.event import Event, File
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class WatcherAdded(Event):
    """This agent hears of changes from now on."""

    NAME: ClassVar[str] = "watcher.added"
    agent: int


@dataclass(frozen=True, slots=True)
class WatcherRemoved(Event):
    """This agent hears of changes no longer."""

    NAME: ClassVar[str] = "watcher.removed"
    agent: int


@dataclass(frozen=True, slots=True)
class WatchersAlerted(Event):
    """Something happened that these agents watch for: `about` is `message` or `status`."""

    NAME: ClassVar[str] = "watchers.alerted"
    agents: tuple[int, ...]
    about: str


@dataclass(frozen=True, slots=True)
class WatchersTold(Event):
    """Those who watch are told by mail what commit `of` changed, and those whom the author of a `note` names that there is one.

    `status` is the new one's name where it is about that.
    """

    NAME: ClassVar[str] = "watchers.told"
    of: int
    about: str
    recipients: tuple[str, ...]
    status: str = ""


@dataclass(frozen=True, slots=True)
class ForwardWritten(Event):
    """An agent passed something on by mail to people outside who are not the customer; what they answer comes back here."""

    NAME: ClassVar[str] = "forward.written"
    agent: int
    to: tuple[str, ...]
    digest: str
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
