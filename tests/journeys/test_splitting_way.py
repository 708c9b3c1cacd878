"""A ticket split in two and made one again, through the real doors."""

from datetime import timedelta

import pytest

from chalicelib.joining import actions as joining
from chalicelib.sla.policy import Category
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.seen import newest_number
from chalicelib.tickets import events as ev
from chalicelib.tickets import splitting
from chalicelib.tickets.joining import MessagesMoved
from tests.handlers.client import Client, Told
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.journeys.walks import context, found, names, state

pytestmark = pytest.mark.slow

AINO = "aino@asiakas.example"


@pytest.fixture
def mixed(api: Client) -> Client:
    """Ticket 1: Aino wrote about a coffee maker, then twice about something else in the same thread."""
    first = api.world.mail(f"Aino <{AINO}>", "Keitin", "Keitin ei lämpene.")
    api.world.settle()
    for number, text in enumerate(("Muuten, pakettini puuttuu.", "Ja paketin numero on 77."), 1):
        api.later(minutes=5)
        api.world.mail(AINO, "Re: Keitin", text, message_id=f"<p{number}@asiakas.example>", headers=[("In-Reply-To", first)])
        api.world.settle()
    return api


def said(api: Client, number: int = 1) -> list[tuple[str, int | None]]:
    return [(row["body_text"], row["moved_to_ticket_id"]) for row in api.get(f"/tickets/{number}/conversations").body]


def split(api: Client, *places: int, **more: object) -> Told:
    rows = api.get("/tickets/1/conversations").body
    told = api.post("/tickets/1/split", {"conversation_ids": [rows[place]["id"] for place in places], **more})
    api.world.settle()
    return told


def test_named_messages_become_a_ticket_of_their_own_and_stay_where_they_came(mixed: Client) -> None:
    told = split(mixed, 0, 1, subject="Paketti", reason="another matter")
    assert (told.status, told.body["id"], told.body["subject"], told.body["split_from_id"]) == (201, 2, "Paketti", 1)
    assert (told.body["description_text"], said(mixed, 2)) == ("Muuten, pakettini puuttuu.", [("Ja paketin numero on 77.", None)])
    assert said(mixed) == [("Muuten, pakettini puuttuu.", 2), ("Ja paketin numero on 77.", 2)]
    quoted = found(2, ev.MessageReceived)
    assert [(one.evidence.method, one.sender.value) for one in quoted] == [("split", AINO)] * 2
    came = found(1, ev.MessageReceived)[1].arrived
    assert (state(2).opened_at, state(2).requester.value, state(1).category) == (came, AINO, Category.OPEN)
    assert came - state(1).opened_at >= timedelta(minutes=5)
    assert (state(2).group, names(2).count("ticket.assigned"), mixed.world.failures) == ("Support", 1, [])


def test_a_repetition_that_comes_after_much_else_finds_the_split(mixed: Client) -> None:
    order, moved = Command("key:once", "administrator", "api"), MessagesMoved(2, (seq_of("Muuten"),), "Paketti")
    first = joining.split(state(1), moved, order, context(mixed.world))
    for turn in range(6):
        mixed.post("/tickets/1/notes", {"body": f"Huom. {turn}"})
    again = joining.split(state(1), moved, order, context(mixed.world))
    assert (again.number, again.version, names(1).count("messages.moved")) == (first.number, first.version, 1)


def seq_of(words: str) -> int:
    return next(one.seq for one in rows.find_commits(1) if one.content and one.content.text.startswith(words))


def test_what_refers_to_a_moved_message_lands_on_the_new_ticket(mixed: Client) -> None:
    split(mixed, 0)
    mixed.world.mail(AINO, "Re: Paketti", "Onko pakettia löytynyt?", headers=[("In-Reply-To", "<p1@asiakas.example>")])
    mixed.world.mail(AINO, "Re: Keitin", "Keitin savuaa.", headers=[("In-Reply-To", "<p2@asiakas.example>")])
    mixed.world.settle()
    assert (names(1).count("message.received"), names(2).count("message.received"), newest_number()) == (4, 2, 2)


def test_an_undone_split_is_one_conversation_again_with_all_that_was_said_since(mixed: Client) -> None:
    split(mixed, 0)
    mixed.of("Liisa").post("/tickets/2/reply", {"body": "Etsimme pakettia."})
    mixed.world.settle()
    told = mixed.post("/tickets/2/unsplit", {"reason": "the same order"})
    mixed.world.settle()
    assert (told.status, told.body["id"], told.body["merged_ticket_ids"]) == (200, 1, [2])
    words = ["Muuten, pakettini puuttuu.", "Ja paketin numero on 77.", "Etsimme pakettia."]
    assert said(mixed) == [(text, None) for text in words]
    mixed.world.mail(AINO, "Re: Paketti", "Löytyikö se?", headers=[("In-Reply-To", "<p1@asiakas.example>")])
    mixed.world.settle()
    assert (names(1).count("message.received"), newest_number()) == (4, 2)
    assert split(mixed, 0).status == 201


def test_a_split_that_was_cut_off_is_finished_by_the_reaction(mixed: Client) -> None:
    seqs = tuple(commit_seq(1))
    with mixed.world.time():
        moved = MessagesMoved(2, seqs)
        history.change(1, Command("cut", "administrator"), context(mixed.world), lambda now, at: splitting.move(now, moved))
    mixed.world.settle()
    assert (len(found(2, ev.MessageReceived)), state(2).bonds.split_from, mixed.world.failures) == (2, 1, [])


def test_a_split_repeated_and_delivered_twice_is_one_split(mixed: Client) -> None:
    mixed.world.deliver_twice = True
    ids = [row["id"] for row in mixed.get("/tickets/1/conversations").body]
    told = [mixed.post("/tickets/1/split", {"conversation_ids": ids}, idempotency_key="k1") for _ in range(2)]
    mixed.world.settle()
    assert [(one.status, one.body["id"]) for one in told] == [(201, 2)] * 2
    assert (len(found(2, ev.MessageReceived)), names(1).count("messages.moved"), newest_number()) == (2, 1, 2)


def test_what_is_no_message_of_this_ticket_cannot_be_moved(mixed: Client) -> None:
    note = mixed.post("/tickets/1/notes", {"body": "Hm"}).body["id"]
    first = 65_536 + 1
    split(mixed, 0)
    moved = mixed.get("/tickets/1/conversations").body[0]["id"]
    told = [mixed.post("/tickets/1/split", {"conversation_ids": ids}) for ids in ([note], [first], [], [moved], [5 * 65_536 + 2])]
    assert [(one.status, one.faults) for one in told] == [(400, [("conversation_ids", "invalid_value")])] * 5
    assert mixed.post("/tickets/1/unsplit", {}).status == 409


def commit_seq(number: int) -> list[int]:
    """The commits of the messages after the opening."""
    from chalicelib.storage.tickets import find_commits

    return [commit.seq for commit in find_commits(number) if commit.seq > 1 and splitting.received(commit)]
