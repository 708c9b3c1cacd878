"""The events of tickets that belong together: merged and apart again, split, linked."""

from typing import ClassVar

from chalicelib.channels.message import Handle
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class TicketMerged(Event):
    """This ticket points to another one from now on; `before` is its status until then, `copies`: its people get copies there."""

    NAME: ClassVar[str] = "ticket.merged"
    into: int
    before: int
    copies: bool = False
    because: str = ""


@dataclass(frozen=True, slots=True)
class TicketAbsorbed(Event):
    """Another ticket was merged into this one; `participants` are its people who get copies from now on."""

    NAME: ClassVar[str] = "ticket.absorbed"
    other: int
    participants: tuple[Handle, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketUnmerged(Event):
    """The merge into `out_of` was undone: this ticket stands for itself again."""

    NAME: ClassVar[str] = "ticket.unmerged"
    out_of: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class TicketParted(Event):
    """A ticket that had been merged into this one stands for itself again.

    `stayed` are the messages (seqs of their commits here) that were meant for it and came here meanwhile.
    """

    NAME: ClassVar[str] = "ticket.parted"
    other: int
    because: str = ""
    stayed: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class MessagesMoved(Event):
    """Messages of this ticket (seqs of their commits) belong to another one, which quotes them; here they stay, marked."""

    NAME: ClassVar[str] = "messages.moved"
    to: int
    seqs: tuple[int, ...]
    subject: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class TicketSplit(Event):
    """This ticket was split off another one, from these of its messages."""

    NAME: ClassVar[str] = "ticket.split"
    source: int
    seqs: tuple[int, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class TicketLinked(Event):
    """This ticket is the `role` (child, parent, related, tracker) of another one."""

    NAME: ClassVar[str] = "ticket.linked"
    role: str
    other: int


@dataclass(frozen=True, slots=True)
class TicketUnlinked(Event):
    """This ticket is no longer the `role` of another one."""

    NAME: ClassVar[str] = "ticket.unlinked"
    role: str
    other: int
    because: str = ""


@dataclass(frozen=True, slots=True)
class ChildSettled(Event):
    """Nothing is open here any more, which matters to the parent."""

    NAME: ClassVar[str] = "child.settled"
    parent: int
