"""The events of mail that the desk sends by itself or does not let in."""

from typing import ClassVar

from chalicelib.channels.message import Handle
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class AcknowledgementWritten(Event):
    """The customer is told that the message arrived; nothing they wrote is repeated."""

    NAME: ClassVar[str] = "acknowledgement.written"
    to: Handle
    language: str


@dataclass(frozen=True, slots=True)
class MailSuspended(Event):
    """A mail that concerns this ticket waits for a person's release; `cause` is the code under which it is listed."""

    NAME: ClassVar[str] = "mail.suspended"
    cause: str
    sender: str
    because: str
