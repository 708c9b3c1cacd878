"""The events of a message's way: out to the customer, by another channel if need be, and its files in from the provider."""

from typing import ClassVar

from chalicelib.channels.message import Delivery, Handle
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class DeliveryClaimed(Event):
    """We are about to send the message that commit `of` wrote; nobody else may."""

    NAME: ClassVar[str] = "delivery.claimed"
    of: int
    attempt: int = 1


@dataclass(frozen=True, slots=True)
class DeliveryReported(Event):
    """How far the message of commit `of` got, by the provider's word or our own send."""

    NAME: ClassVar[str] = "delivery.reported"
    of: int
    status: Delivery
    provider_id: str = ""
    reason: str = ""
    recipient: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReleased(Event):
    """Nobody confirmed a claimed message within the grace time, or a passing fault stopped it: it may be sent again."""

    NAME: ClassVar[str] = "delivery.released"
    of: int
    because: str
    delay: int = 0


@dataclass(frozen=True, slots=True)
class FallbackOffered(Event):
    """The message of commit `of` failed on its channel; this is the customer's next way, for a person to take."""

    NAME: ClassVar[str] = "fallback.offered"
    of: int
    channel: str
    account: str
    to: Handle
    because: str


@dataclass(frozen=True, slots=True)
class DeliveryRedirected(Event):
    """The message of commit `of` goes out by another channel; `agent` is 0 where the desk's configuration says so."""

    NAME: ClassVar[str] = "delivery.redirected"
    of: int
    channel: str
    account: str
    to: Handle
    because: str
    agent: int = 0


@dataclass(frozen=True, slots=True)
class Fetched:
    """The file at `position` of a message, as the provider gave it; without `key`, why it did not."""

    position: int
    key: str = ""
    size: int = 0
    sha256: str = ""
    type: str = ""
    because: str = ""


@dataclass(frozen=True, slots=True)
class FilesFetched(Event):
    """Files of the message of commit `of` that the provider had kept."""

    NAME: ClassVar[str] = "files.fetched"
    of: int
    files: tuple[Fetched, ...]
