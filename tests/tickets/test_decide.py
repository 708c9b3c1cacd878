"""Commands and what becomes true of them."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.message import Attachment, Automatic, Delivery, Handle, StatusReport, Verdicts
from chalicelib.errors import Inconsistent, InvalidInput
from chalicelib.ids import ticket_token
from chalicelib.sla.policy import Category
from chalicelib.tickets import decide
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.state import Outgoing, State, Survey
from chalicelib.tickets.threading import Open
from tests.tickets.samples import AINO, BENGT, KEYS, NOON, desk, message, ticket

DESK = desk()
SEALED = seal("sanat", "", "00" * 16)
NEW = ev.Evidence("new", 100)
CHAT = ev.Evidence("chat", 90)
AUTHOR = decide.Author(DESK.agents[0].id, "Liisa")
WROTE = "the customer wrote"
RESOLVED = ticket(category=Category.RESOLVED, status=4, resolution=1, survey=Survey(1, NOON, "planned"))


def arrival(text: str = "Keitin ei lämpene.", **fields: Any) -> decide.Arrival:
    return decide.Arrival(
        message(text, **fields), 77, SEALED, "f", account="help@kauppa.example", own=frozenset(["laskutus@kauppa.example"])
    )


def names(change: Change) -> list[str]:
    return [event.NAME for event in change.events]


# -- messages --


@pytest.mark.parametrize(
    ("subject", "text", "wanted"),
    [
        ("  Keitin ", "x", "Keitin"),
        ("", "\n  Hei, keitin\nei toimi", "Hei, keitin"),
        ("", "x" * 90, "x" * 80),
        (" ", " \n", "(no subject)"),
    ],
)
def test_a_ticket_is_named_after_its_subject_or_first_line(subject: str, text: str, wanted: str) -> None:
    opened = decide.opening(arrival(text, subject=subject), Open(NEW)).events[0]
    assert isinstance(opened, ev.TicketOpened)
    assert opened.subject == wanted


def test_an_opening_carries_message_content_follow_up_and_suggestions() -> None:
    change = decide.opening(arrival(), Open(NEW, follows=3, suggest=((9, CHAT),)))
    assert names(change) == ["ticket.opened", "message.received", "join.suggested"]
    assert change.events[0] == ev.TicketOpened("Keitin ei lämpene.", "email", "help@kauppa.example", 77, AINO, follows=3, arrived=NOON)
    assert change.content == SEALED.content


def test_only_people_become_participants() -> None:
    token = Handle("email", f"{ticket_token(7, KEYS)}@kauppa.example")
    own = [Handle("email", address) for address in ("help@kauppa.example", "laskutus@kauppa.example")]
    mail = arrival(to=(own[0], token, BENGT), cc=(own[1], Handle("email", "")), recipients=("help@kauppa.example",))
    received = decide.opening(mail, Open(NEW)).events[1]
    assert isinstance(received, ev.MessageReceived)
    assert received.participants == (BENGT,)


def test_an_unproven_sender_brings_nobody_along() -> None:
    received = decide.opening(arrival(cc=(BENGT,), verdicts=Verdicts(dmarc="FAIL")), Open(NEW)).events[1]
    assert isinstance(received, ev.MessageReceived)
    assert received.participants == ()


@pytest.mark.parametrize(
    ("state", "fields", "wanted"),
    [
        ("resolved", {}, ["message.received", "status.changed", "survey.cancelled"]),
        ("resolved", {"text": "Kiitos!"}, ["message.received"]),
        ("resolved", {"text": "Kiitos!", "attachments": (Attachment("a.png", "image/png", 1, "00"),)}, "woken"),
        ("resolved", {"automatic": Automatic.AUTO_REPLY}, ["message.received"]),
        ("resolved", {"automatic": Automatic.BOUNCE}, ["message.received"]),
        ("resolved", {"automatic": Automatic.LIST}, "woken"),
        ("open", {}, ["message.received"]),
        ("pending", {}, ["message.received", "status.changed"]),
        ("pending", {"text": "Kiitos!"}, ["message.received", "status.changed"]),
        ("hold", {"text": "Kiitos!"}, ["message.received"]),
    ],
)
def test_a_persons_words_wake_a_ticket_and_nothing_else_does(state: str, fields: dict[str, Any], wanted: list[str] | str) -> None:
    pending, hold = ticket(category=Category.PENDING, status=3), ticket(category=Category.HOLD, status=7)
    states = {"resolved": RESOLVED, "open": ticket(), "pending": pending, "hold": hold}
    woken = ["message.received", "status.changed", "survey.cancelled"]
    change = decide.appending(states[state], arrival(**{"text": "Ei toimi."} | fields), CHAT, DESK)
    assert names(change) == (woken if wanted == "woken" else wanted)


def test_the_same_message_at_another_address_is_noted_once() -> None:
    assert decide.note_address(ticket(), "laskutus@kauppa.example") == Change((ev.AddressNoted("laskutus@kauppa.example"),))
    assert decide.note_address(ticket(), "help@kauppa.example") == Change()


# -- statuses --


def statuses(state: State, number: int) -> list[ev.Event]:
    return list(decide.update(state, {"status": number}, DESK, NOON).events)


def test_resolving_plans_a_survey_and_reopening_cancels_it() -> None:
    later = NOON.replace(hour=13)
    assert statuses(ticket(), 4) == [ev.StatusChanged(4, "resolved"), ev.SurveyPlanned(1, later)]
    assert statuses(RESOLVED, 2) == [ev.StatusChanged(2, "open"), ev.SurveyCancelled(1, "the ticket was reopened")]
    assert statuses(RESOLVED, 5) == [ev.StatusChanged(5, "closed")]
    assert statuses(replace(RESOLVED, survey=Survey(1, None, "invited")), 3) == [ev.StatusChanged(3, "pending")]


def test_what_is_so_already_changes_nothing() -> None:
    state = ticket(agent=AUTHOR.agent, group="Support", tags=("a",), priority=2)
    wanted = {"status": 2, "agent": AUTHOR.agent, "group": "Support", "tags": ("a",), "priority": 2}
    assert decide.update(state, wanted, DESK, NOON) == Change()


@pytest.mark.parametrize("number", [3, 4, 6, 7])
def test_a_closed_ticket_is_opened_first(number: int) -> None:
    with pytest.raises(Inconsistent, match="open it first"):
        statuses(ticket(category=Category.CLOSED, status=5), number)


def test_without_surveys_none_is_planned() -> None:
    silent = replace(DESK, survey=replace(DESK.survey, active=False))
    assert names(decide.update(ticket(), {"status": 4}, silent, NOON)) == ["status.changed"]


@pytest.mark.parametrize(("wanted", "field"), [({"status": 99}, "status"), ({"agent": 99}, "responder_id")])
def test_what_the_desk_does_not_have_is_refused_by_name(wanted: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        decide.update(ticket(), wanted, DESK, NOON)
    assert [fault.field for fault in refusal.value.faults] == [field]


def test_an_update_is_one_commit_in_a_fixed_order() -> None:
    wanted = {"status": 4, "agent": AUTHOR.agent, "group": "Billing", "priority": 4, "spam": False}
    change = decide.update(ticket(agent=3), wanted, DESK, NOON)
    assert change.events == (
        ev.TicketRouted("Billing", "by hand", "set by hand"), ev.FieldsChanged({"priority": 4}),
        ev.TicketAssigned(AUTHOR.agent, "given by hand", previous=3), ev.StatusChanged(4, "resolved"),
        ev.SurveyPlanned(1, NOON.replace(hour=13)),
    )  # fmt: skip
    assert decide.update(ticket(agent=3), {"agent": 0}, DESK, NOON).events == (ev.TicketReleased(3, "taken off by hand"),)


def test_a_ticket_opened_by_hand_is_given_as_told() -> None:
    fields = {"priority": 3, "group": "Billing", "agent": AUTHOR.agent, "status": 3, "language": "sv", "tags": ("a",)}
    change = decide.opened_by_hand(arrival(subject="Lasku"), AUTHOR, fields, DESK, NOON)
    assert names(change) == ["ticket.opened", "message.received", "ticket.routed", "ticket.assigned", "status.changed"]
    assert change.events[0] == ev.TicketOpened(
        "Lasku", "email", "help@kauppa.example", 77, AINO, priority=3, language="sv", tags=("a",), by_agent=AUTHOR.agent
    )
    assert names(decide.opened_by_hand(arrival(), AUTHOR, {}, DESK, NOON)) == ["ticket.opened", "message.received"]


# -- answers and their way out --


@pytest.mark.parametrize("fields", [{"deleted": True}, {"spam": True}])
def test_nobody_answers_what_was_deleted_or_is_spam(fields: dict[str, Any]) -> None:
    with pytest.raises(Inconsistent):
        decide.reply(ticket(**fields), AUTHOR, SEALED)


def test_a_reply_goes_to_the_requester_on_the_tickets_channel() -> None:
    change = decide.reply(ticket(), AUTHOR, SEALED, ("bengt@kund.example",))
    assert change == Change((ev.ReplyWritten(AUTHOR.agent, "email", AINO, SEALED.digest, ("bengt@kund.example",)),), SEALED.content)


def test_a_note_tells_the_customer_nothing() -> None:
    assert decide.note(AUTHOR, SEALED, private=True, notified=("a@b",)).events == (
        ev.NoteWritten(AUTHOR.agent, SEALED.digest, True, False, ("a@b",)),
    )


@pytest.mark.parametrize(
    ("outgoing", "wanted"),
    [
        ((Outgoing(4, "reply"),), (ev.DeliveryClaimed(4, 1),)),
        ((Outgoing(4, "reply", attempt=2),), (ev.DeliveryClaimed(4, 3),)),
        ((Outgoing(4, "reply", Delivery.CLAIMED, NOON, 1),), ()),
        ((Outgoing(5, "reply"),), ()),
        ((), ()),
    ],
)
def test_a_message_is_claimed_by_one_only(outgoing: tuple[Outgoing, ...], wanted: tuple[ev.Event, ...]) -> None:
    assert decide.claim(ticket(outgoing=outgoing), 4).events == wanted


@pytest.mark.parametrize("known", [None, *Delivery])
@pytest.mark.parametrize("said", [Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED])
def test_a_report_never_lowers_what_is_known_and_a_failure_is_final(said: Delivery, known: Delivery | None) -> None:
    order = list(Delivery)
    counts = known is None or order.index(said) > order.index(known)
    change = decide.report(4, StatusReport("email", said, NOON, "p1", "7-4", "a@b", "why"), known)
    assert change == Change((ev.DeliveryReported(4, said, "p1", "why", "a@b"),) if counts else ())
