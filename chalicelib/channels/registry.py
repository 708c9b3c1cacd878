"""The webhook channels by name; a queue handler loads only the one that its message names."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from typing import Protocol, cast

from chalicelib.channels.message import HttpCall, Inbound, Outbound, StatusReport
from chalicelib.errors import NotFound, VuoroError

# One line a channel. Mail is none: it arrives by SES and leaves as MIME, see channels/email.
CHANNELS: dict[str, str] = {
    "whatsapp": "chalicelib.channels.whatsapp",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything one webhook body held: `ignored` names what we leave out on purpose, `faults` what we could not read."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    ignored: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Channel(Protocol):
    """What a webhook channel's module offers; all of it is pure."""

    NAME: str

    def challenge(self, query: Mapping[str, str], verify_token: str) -> str | None:
        """What to answer to the provider's GET that proves our address, None if it is not the provider's."""

    def is_genuine(self, body: bytes, headers: Mapping[str, str], secret: str) -> bool:
        """Whether the provider signed exactly these bytes; never raises, an empty secret proves nothing."""

    def parse(self, body: bytes, received_at: datetime) -> Parsed:
        """All of a batch; one bad part does not take its neighbours along. Raises Unreadable if nothing can be read."""

    def window_open(self, last_customer_message: datetime | None, now: datetime) -> bool:
        """Whether the provider takes a free text to this customer now."""

    def compose(self, outbound: Outbound, api_url: str, access_token: str) -> HttpCall:
        """The request that sends `outbound`; raises ProviderRefused if the channel cannot carry it."""

    def provider_id(self, answer: bytes) -> str:
        """The provider's id of the message it took, empty if the answer does not tell."""

    def refusal(self, status: int, answer: bytes) -> VuoroError | None:
        """None if the provider took the message, else the error, which says whether a retry can help."""


def channel(name: str) -> Channel:
    """The channel's module; raises NotFound for a name that is not in the registry."""
    if name not in CHANNELS:
        raise NotFound(f"There is no channel {name!r}")
    return cast(Channel, import_module(CHANNELS[name]))
