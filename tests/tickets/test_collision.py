"""Who is on a ticket's page, and what an answer must not overlook."""

from datetime import UTC, datetime, timedelta

import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.errors import InvalidInput
from chalicelib.ids import conversation_id
from chalicelib.tickets import events as ev
from chalicelib.tickets.collision import GONE, MOST_SILENT, Doing, news, present, seen_of, silent, written

NOW = datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
AINO = Handle("email", "aino@asiakas.example")
NEW = ev.Evidence("token", 100)
LIISA, AKI, AINO_WROTE = "agent:7", "agent:8", "contact:5"


def _sign(doing: Doing, age: float) -> str:
    return written(doing, NOW - timedelta(seconds=age))


def test_whoever_was_heard_of_within_25_seconds_is_there_the_last_one_first() -> None:
    signs = {1: _sign(Doing.VIEWING, 24), 2: _sign(Doing.TYPING, 3), 3: _sign(Doing.TYPING, 25), 4: _sign(Doing.LEFT, 1)}
    assert [(one.agent, one.doing, one.expires - one.at) for one in present(signs, NOW)] == [
        (2, Doing.TYPING, GONE),
        (1, Doing.VIEWING, GONE),
    ]


def test_old_signs_go_once_there_are_many_and_the_fresh_ones_stay() -> None:
    old = {number: _sign(Doing.VIEWING, 60) for number in range(MOST_SILENT)}
    here = {100: _sign(Doing.VIEWING, 1)}
    assert silent({**old, **here}, NOW) == ()
    assert silent({**old, **here, 99: _sign(Doing.LEFT, 1)}, NOW) == (*range(MOST_SILENT), 99)


@pytest.mark.parametrize(
    ("version", "conversation", "seen"),
    [
        (0, 0, 0),
        (5, 0, 5),
        (0, conversation_id(7, 3), 3),
        (2, conversation_id(7, 3), 3),
        (4, conversation_id(7, 3), 4),
    ],
)
def test_what_was_read_is_named_by_a_version_or_a_conversation_and_the_later_counts(version: int, conversation: int, seen: int) -> None:
    assert seen_of(7, version, conversation) == seen


@pytest.mark.parametrize("conversation", [3, conversation_id(6, 3), conversation_id(8, 0), conversation_id(7, 0)])
def test_a_conversation_of_another_ticket_is_no_place_to_have_read_to(conversation: int) -> None:
    with pytest.raises(InvalidInput):
        seen_of(7, 0, conversation)


def _commit(seq: int, actor: str, *events: ev.Event) -> ev.Commit:
    return ev.Commit(7, seq, f"c{seq}", NOW, actor, "", events)


@pytest.mark.parametrize(
    ("event", "actor", "is_news"),
    [
        (ev.MessageReceived("email", AINO, "", 5, "", NEW), AINO_WROTE, True),
        (ev.MessageReceived("email", AINO, "", 5, "", NEW, thanks=True), AINO_WROTE, True),
        (ev.MessageReceived("email", AINO, "", 5, "", NEW, automatic=Automatic.AUTO_REPLY), AINO_WROTE, False),
        (ev.ReplyWritten(8, "email", AINO, ""), AKI, True),
        (ev.ReplyWritten(7, "email", AINO, ""), LIISA, False),
        (ev.NoteWritten(8, "", private=False), AKI, True),
        (ev.NoteWritten(8, "", private=True), AKI, False),
        (ev.StatusChanged(3, "pending"), AKI, False),
        (ev.FieldsChanged({"priority": 4}), AKI, False),
        (ev.DeliveryReported(2, Delivery.DELIVERED), "provider", False),
        (ev.LookSet(NOW), "system", False),
    ],
)
def test_only_the_customers_words_and_colleagues_public_ones_are_news(event: ev.Event, actor: str, is_news: bool) -> None:
    found = news([_commit(9, actor, event)], LIISA)
    assert [said.seq for said in found] == ([9] if is_news else [])
