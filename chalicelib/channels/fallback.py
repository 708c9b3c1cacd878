"""By which other channel a customer is reached when a message failed: the customer's own order, else any known handle, mail last."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
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


def next_way(contact: Mapping[str, Any], desk: Desk, tried: Collection[str], is_open: Callable[[Way], bool]) -> Way | None:
    """The next channel to try, None if no other reaches the customer; `contact` is the stored contact, `tried` are channels.

    `is_open` is asked only of channels with a window, and only if none before them will do.
    """
    found: defaultdict[str, list[Way]] = defaultdict(list)
    for way in _ways(contact, desk):
        if way.channel not in tried:
            found[way.channel].append(way)
    ways = (way for name in _order(contact, found) for way in found[name])
    return next((way for way in ways if not _has_window(way.channel) or is_open(way)), None)


def _order(contact: Mapping[str, Any], found: Collection[str]) -> list[str]:
    wished = [word.strip().lower() for word in str(contact.get("custom", {}).get(WISH, "")).split(",")]
    others = sorted(found, key=lambda name: name == "email")
    return [name for name in dict.fromkeys((*wished, *others)) if name in found]


def _ways(contact: Mapping[str, Any], desk: Desk) -> Iterator[Way]:
    """Every way that takes a message nobody asked for, in the order in which the handles became known."""
    name = str(contact.get("name", ""))
    for kind, value in contact.get("handles", ()):
        for account in desk.accounts:
            if kind in _kinds(account.channel):
                yield Way(account.channel, account.address, Handle(kind, value, name))


def _kinds(name: str) -> tuple[str, ...]:
    """The kinds of handles that may be written to there of our own accord."""
    if name not in CHANNELS:
        return (name,) if name == "email" else ()
    way = channel(name)
    return way.kinds if way.manners.proactive else ()


def _has_window(name: str) -> bool:
    return name in CHANNELS and channel(name).manners.window is not None
