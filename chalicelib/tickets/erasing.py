"""That a person was erased from a ticket: what the history says of it, and whom a ticket is from afterwards."""

from typing import ClassVar

from chalicelib.channels.message import Handle
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass

NOBODY = Handle("erased", "")
"""Stands wherever a handle of an erased person stood; nothing can be sent there."""


@dataclass(frozen=True, slots=True)
class PersonErased(Event):
    """A person was erased for good; `contact` stands for them from now on and leads to nobody.

    `whole`: the ticket was theirs, and all that was written on it is gone; else what they wrote is, and every trace of them.
    """

    NAME: ClassVar[str] = "person.erased"
    contact: int
    whole: bool = False
