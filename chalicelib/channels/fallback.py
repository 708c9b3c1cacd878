"""By which other channel a customer is reached when a message failed: the customer's own order, else any known handle, mail last."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.desk.model import Desk
from chalicelib.values import dataclass

WISH = "reply_channels"
"""The contact's custom field with the customer's own order, such as "sms, email"."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way to a customer: the channel, our address there, and theirs."""

    channel: str
    account: str
    to: Handle


def card_of(root: Mapping[str, Any], others: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The stored contact with the handles of those that were merged into it."""
    return {**root, "handles": [pair for card in (root, *others) for pair in card.get("handles", ())]}


def next_way(contact: Mapping[str, Any], desk: Desk, tried: Collection[str]) -> Way | None:
    """The next channel to try, None if no other reaches the customer; `contact` is the stored contact, `tried` are channels."""
    found: dict[str, Way] = {}
    for way in _ways(contact, desk):
        if way.channel not in tried:
            found.setdefault(way.channel, way)
    return next((found[name] for name in _order(contact, found)), None)


def _order(contact: Mapping[str, Any], found: Iterable[str]) -> list[str]:
    wished = [word.strip().lower() for word in str(contact.get("custom", {}).get(WISH, "")).split(",")]
    others = sorted(found, key=lambda name: name == "email")
    return [name for name in dict.fromkeys((*wished, *others)) if name in set(found)]


def _ways(contact: Mapping[str, Any], desk: Desk) -> Iterator[Way]:
    """Every way that takes a message nobody asked for, in the order in which the handles became known."""
    name = str(contact.get("name", ""))
    for kind, value in contact.get("handles", ()):
        for account in desk.accounts:
            if kind in _kinds(account.channel):
                yield Way(account.channel, account.address, Handle(kind, value, name))


def _kinds(name: str) -> tuple[str, ...]:
    """The kinds of handles that may be written to there of our own accord; a window that may be closed is none."""
    if name not in CHANNELS:
        return (name,) if name == "email" else ()
    way = channel(name)
    return way.kinds if way.manners.proactive and way.manners.window is None else ()
