"""The Seen table: what came before, and the ticket numbers.

D# a message; M# the ticket of a message id; L# a chat's present ticket; I# an Idempotency-Key; P# where a page of a list began;
O# a part of a long message that went out; A# the ticket of the day that was acknowledged to an address;
H# who is on a ticket's page (presence.py); R# the answer to a POST (replays.py); Q# to how many an agent wrote on one day (sent.py);
S# the contents of a long history (contents.py); Y# the days on which customers answered (answer_days.py)
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.channels.registry import CHATS_OF
from chalicelib.settings import settings
from chalicelib.storage.rows import Row, bound

RETENTION = timedelta(days=3 * 365)
NUMBERS = "N#tickets"
KEY_KEPT = timedelta(hours=24)
ACKNOWLEDGED = timedelta(hours=24)
MARK_KEPT = timedelta(minutes=15)
PARTS_KEPT = timedelta(days=7)


class SeenRow(Row):
    """One remembered thing; expired rows are treated as absent by whoever reads them."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    ticket = NumberAttribute(null=True)
    base = NumberAttribute(null=True)
    seq = NumberAttribute(null=True)
    name = UnicodeAttribute(null=True)
    expires = NumberAttribute(null=True)


def digest_key(channel: str, digest: str) -> str:
    return f"D#{channel}#{digest}"


def message_key(external_id: str) -> str:
    return bound(f"M#{external_id}")


def chat_key(channel: str, account: str, sender: str) -> str:
    return bound(f"L#{CHATS_OF.get(channel, channel)}#{account}#{sender}")


def next_number() -> int:
    """The next ticket number; a crash leaves a gap."""
    row = SeenRow.change(NUMBERS, None, [SeenRow.ticket.add(1)])
    if row is None:
        raise AssertionError("an update without a condition cannot fail it")
    return int(row.ticket)


def newest_number() -> int:
    """The ticket number given last, 0 before the first."""
    row = SeenRow.find(NUMBERS)
    return int(row.ticket) if row else 0


def remember_digest(key: str, ticket: int, base: int, now: datetime) -> SeenRow | None:
    """First writer wins. None: ours stands; else what stood there."""
    return SeenRow(key, ticket=ticket, base=base, expires=_expires(now)).put(SeenRow.pk.does_not_exist())


def remember_message(external_id: str, ticket: int, now: datetime, *, ours: int = 0) -> None:
    """Bind a message id to a ticket, first writer wins; `ours` is the seq of the commit if the message is ours."""
    row = SeenRow(message_key(external_id), ticket=ticket, seq=ours or None, expires=_expires(now))
    row.put(SeenRow.pk.does_not_exist())


def move_digest(key: str, ticket: int, other: int, base: int) -> None:
    """A message that was to join one ticket joins another, whose version is `base`; nothing if it went elsewhere meanwhile."""
    SeenRow.change(key, None, [SeenRow.ticket.set(other), SeenRow.base.set(base)], SeenRow.ticket == ticket)


def move_message(external_id: str, ticket: int, other: int) -> None:
    """What refers to this message means another ticket from now on; nothing if it does already, or never meant the first."""
    SeenRow.change(message_key(external_id), None, [SeenRow.ticket.set(other)], SeenRow.ticket == ticket)


def claim_key(digest: str, number: int, base: int, now: datetime) -> SeenRow | None:
    """Bind an Idempotency-Key to an object for a day. None: ours stands; else what an earlier request bound."""
    free = SeenRow.pk.does_not_exist() | (SeenRow.expires <= int(now.timestamp()))
    return SeenRow(f"I#{digest}", ticket=number, base=base, expires=_expires(now, KEY_KEPT)).put(free)


def bind_key(digest: str, number: int, base: int, now: datetime) -> None:
    """Bind an Idempotency-Key to another object than an earlier attempt did."""
    SeenRow(f"I#{digest}", ticket=number, base=base, expires=_expires(now, KEY_KEPT)).put()


def find_key(digest: str, now: datetime) -> SeenRow | None:
    return _fresh(SeenRow.find(f"I#{digest}"), now)


def remember_mark(digest: str, number: int, at: int, now: datetime, *, upward: bool) -> None:
    """Where the next page of a list begins: behind object `number`, in lists by time at epoch microsecond `at`.

    Two who walk through the same list share a mark. The one nearer to the list's beginning stays: whoever is behind must pass
    nothing over, and whoever is ahead is told some rows again.
    """
    nearer = SeenRow.base > at if upward else SeenRow.base < at
    beside = SeenRow.ticket > number if upward else SeenRow.ticket < number
    free = SeenRow.pk.does_not_exist() | (SeenRow.expires <= int(now.timestamp())) | nearer | ((SeenRow.base == at) & beside)
    SeenRow(f"P#{digest}", ticket=number, base=at, expires=_expires(now, MARK_KEPT)).put(free)


def find_mark(digest: str, now: datetime) -> SeenRow | None:
    return _fresh(SeenRow.find(f"P#{digest}"), now)


def _fresh(row: SeenRow | None, now: datetime) -> SeenRow | None:
    return row if row and row.expires > int(now.timestamp()) else None


def find(key: str) -> SeenRow | None:
    return SeenRow.find(key)


def take_chat(key: str, ticket: int, instead_of: int | None, now: datetime) -> SeenRow | None:
    """Make `ticket` the chat's present one if it still is `instead_of`. None: done; else who was faster."""
    free = SeenRow.pk.does_not_exist() if instead_of is None else SeenRow.ticket == instead_of
    return SeenRow(key, ticket=ticket, expires=_expires(now)).put(free | (SeenRow.ticket == ticket))


def remember_part(tag: str, position: int, provider_id: str, now: datetime) -> None:
    """This part of a long message of ours went out, and the provider named it so."""
    SeenRow(f"O#{tag}#{position}", name=provider_id or None, expires=_expires(now, PARTS_KEPT)).put()


def sent_part(tag: str, position: int) -> str | None:
    """The provider's id of a part that went out, empty if it named none; None for one that did not."""
    row = SeenRow.find(f"O#{tag}#{position}")
    return None if row is None else row.name or ""


def take_acknowledgement(address: str, ticket: int, now: datetime) -> bool:
    """Whether this ticket is the one of the day whose arrival is acknowledged to the address."""
    free = SeenRow.pk.does_not_exist() | (SeenRow.expires <= int(now.timestamp())) | (SeenRow.ticket == ticket)
    return SeenRow(bound(f"A#{address}"), ticket=ticket, expires=_expires(now, ACKNOWLEDGED)).put(free) is None


def wanted(keys: Iterable[str]) -> list[tuple[type[Row], str, None]]:
    return [(SeenRow, key, None) for key in keys]


def _expires(now: datetime, kept: timedelta = RETENTION) -> int:
    return int((now + kept).timestamp())
