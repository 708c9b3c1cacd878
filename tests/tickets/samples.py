"""A ticket and a message as most tests want them; each test names only what matters to it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from chalicelib.channels.message import Handle, Inbound
from chalicelib.desk.model import Desk
from chalicelib.desk.reading import desk_of
from chalicelib.tickets.events import Commit, Event, TicketOpened
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from tests.small_desk import DOCUMENT

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
AINO = Handle("email", "aino@asiakas.example", "Aino Aalto")
BENGT = Handle("email", "bengt@kund.example")
STRANGER = Handle("email", "mallory@muu.example")
KEYS = {"current": "the present key", "previous": "the key before it"}


def desk(**changes: Any) -> Desk:
    return replace(desk_of(DOCUMENT, "v1"), **changes)


def commit(seq: int, *events: Event, at: datetime = NOON, number: int = 7) -> Commit:
    return Commit(number, seq, f"c{seq}", at, "tests", "v1", events)


def opened(*, number: int = 7, **fields: Any) -> TicketOpened:
    usual: dict[str, Any] = {"subject": "Keitin", "channel": "email", "account": "help@kauppa.example", "contact": 77, "requester": AINO}
    return TicketOpened(**usual | fields)


def ticket(*events: Event, number: int = 7, at: datetime = NOON, **fields: Any) -> State:
    """The state after its opening and `events`, a minute apart, one commit each; `fields` are set on the state itself."""
    commits = [commit(seq, event, at=at + timedelta(minutes=seq), number=number) for seq, event in enumerate(events, 2)]
    return replace(fold(None, [commit(1, opened(), at=at, number=number), *commits]), **fields)


def message(text: str = "Keitin ei lämpene.", **fields: Any) -> Inbound:
    usual: dict[str, Any] = {"channel": "email", "external_id": "<m1@asiakas.example>", "sender": AINO, "received_at": NOON, "text": text}
    return Inbound(**usual | fields)
