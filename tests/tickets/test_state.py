"""What each event makes of a ticket."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.sla.policy import Category
from chalicelib.sla.timeline import Mark
from chalicelib.tickets import events as ev
from chalicelib.tickets.events import Event, event_from_plain
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import Outgoing, State, Stats, Survey
from tests.tickets.samples import AINO, BENGT, NOON, commit, opened, ticket

EVIDENCE = ev.Evidence("new", 100)
RECEIVED = ev.MessageReceived("email", AINO, "<m1@x>", 77, "d", EVIDENCE)
MINUTE = timedelta(minutes=1)
SECOND, THIRD = NOON + 2 * MINUTE, NOON + 3 * MINUTE
RESOLVED, OPENED, CLOSED = (ev.StatusChanged(number, name) for number, name in ((4, "resolved"), (2, "open"), (5, "closed")))


def changed(*events: Event, base: State | None = None) -> dict[str, Any]:
    """The fields in which the ticket differs after `events` from how it was opened."""
    before, after = base or ticket(), ticket(*events)
    ignored = ("version", "updated_at", "quiet_at", "commands")
    return {name: getattr(after, name) for name in State.__slots__ if name not in ignored and getattr(after, name) != getattr(before, name)}


def test_a_ticket_is_opened_when_its_message_arrived() -> None:
    early = NOON - timedelta(minutes=5)
    state = fold(None, [commit(1, opened(arrived=early, priority=3, language="fi", follows=4, tags=("a",), custom={"order": 12}))])
    seconds = int(early.timestamp())
    assert state == State(
        number=7, version=1, opened_at=early, updated_at=NOON, subject="Keitin", channel="email", account="help@kauppa.example", contact=77,
        requester=AINO, priority=3, language="fi", follows=4, tags=("a",), custom={"order": 12}, accounts=("help@kauppa.example",),
        timeline=(Mark(seconds, "o"), Mark(seconds, "open"), Mark(seconds, "p3")), stats=Stats(status_updated=early), commands=("c1",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("events", "wanted"),
    [
        ([ev.AddressNoted("laskutus@kauppa.example")], {"accounts": ("help@kauppa.example", "laskutus@kauppa.example")}),
        ([ev.AddressNoted("help@kauppa.example")], {}),
        ([ev.JoinSuggested(3, EVIDENCE), ev.JoinSuggested(3, EVIDENCE)], {"suggested": (3,)}),
        ([ev.TicketRouted("Support", "r", "b", skills=("coffee",))], {"group": "Support", "skills": ("coffee",)}),
        ([ev.TicketAssigned(5, "b", points=2, lease_until=NOON)], {"agent": 5, "assigned_seq": 2, "points": 2, "lease_until": NOON}),
        ([ev.TicketAssigned(5, "b"), ev.TicketReleased(5, "b")], {"assigned_seq": 2}),
        ([ev.TicketWaiting("capacity", "b", until=NOON)], {"waiting": "capacity", "waiting_since": SECOND, "waiting_until": NOON}),
        ([ev.TicketWaiting("capacity", "b"), ev.TicketWaiting("uncovered", "b")], {"waiting": "uncovered", "waiting_since": SECOND}),
        ([ev.TicketWaiting("capacity", "b"), ev.TicketAssigned(5, "b")], {"agent": 5, "assigned_seq": 3}),
        ([ev.NoteWritten(5, "d")], {}),
        ([ev.LookSet(NOON)], {"look_at": NOON}),
        ([ev.LookSet(NOON), ev.LookSet(None)], {}),
        ([ev.RungsReached(("a", "b"), ("agent",)), ev.RungsReached(("c",), ())], {"rungs": ("a", "b", "c")}),
        ([ev.NoticeRaised(("a",), ("x@y",))], {"outgoing": (Outgoing(2, "notice"),)}),
        ([ev.FieldsChanged({"tags": ["a"], "spam": True, "unheard of": 1})], {"tags": ("a",), "spam": True}),
        ([ev.FieldsChanged({"custom": {"a": 1}}), ev.FieldsChanged({"custom": {"b": 2}})], {"custom": {"a": 1, "b": 2}}),
        ([ev.FieldsChanged({"requester": {"kind": "email", "value": "b@c"}})], {"requester": Handle("email", "b@c")}),
        ([ev.SurveyPlanned(1, NOON)], {"survey": Survey(1, NOON, "planned")}),
        ([ev.SurveyPlanned(1, NOON), ev.SurveyCancelled(1, "b")], {"survey": Survey(1, None, "cancelled")}),
        ([ev.SurveyPlanned(1, NOON), ev.SurveyDue(1)], {"survey": Survey(1, None, "due")}),
        ([ev.SurveyPlanned(1, NOON), ev.SurveySkipped(1, "b")], {"survey": Survey(1, None, "skipped")}),
    ],
)
def test_what_an_event_changes(events: list[Event], wanted: dict[str, Any]) -> None:
    assert changed(*events) == wanted


def test_a_customers_message_is_what_the_next_answer_refers_to() -> None:
    event = replace(RECEIVED, reply_to="b@c", participants=(BENGT, AINO), language="sv", arrived=SECOND)
    assert changed(event) == {
        "last_message": "<m1@x>", "last_customer_at": SECOND, "reply_to": "b@c", "participants": (BENGT,), "language": "sv",
        "stats": Stats(requester_responded=SECOND, status_updated=NOON), "flood": (int(SECOND.timestamp()), 1),
    }  # fmt: skip


@pytest.mark.parametrize("kind", [kind for kind in Automatic if kind])
def test_an_automatic_message_starts_no_clock_and_is_not_answered(kind: Automatic) -> None:
    assert changed(replace(RECEIVED, automatic=kind)) == {"flood": (int(SECOND.timestamp()), 1)}


def test_a_thank_you_is_the_last_message_and_starts_no_clock() -> None:
    answered = ev.ReplyWritten(5, "email", AINO, "d")
    thanked = changed(answered, replace(RECEIVED, thanks=True), base=ticket(answered))
    assert thanked == {"last_message": "<m1@x>", "last_customer_at": THIRD, "flood": (int(THIRD.timestamp()), 1)}


def test_what_arrives_later_shows_that_the_way_is_open_again() -> None:
    written = [ev.ReplyWritten(5, "email", AINO, "d"), ev.ReplyWritten(5, "email", AINO, "d"), ev.ReplyWritten(5, "email", AINO, "d")]
    failed = [ev.DeliveryReported(2, Delivery.FAILED), ev.DeliveryReported(4, Delivery.FAILED)]
    assert ticket(*written, *failed).undelivered == (2, 4)
    assert ticket(*written, *failed, ev.DeliveryReported(3, Delivery.DELIVERED)).undelivered == (4,)


def test_a_flood_is_counted_by_the_hour_and_told_of_once() -> None:
    many = [RECEIVED] * 4
    begun = int(SECOND.timestamp())
    assert ticket(*many).flood == (begun, 4)
    assert ticket(*many, ev.MailSuspended("flood", "a@b", "too many"), RECEIVED).flood == (begun, 5, 1)
    assert ticket(*many, ev.MailSuspended("spam", "a@b", "spam")).flood == (begun, 4)
    assert ticket(*many, replace(RECEIVED, released="by Liisa")).flood == ()
    assert ticket(*many, replace(RECEIVED, channel="whatsapp")).flood == ()


def test_a_reply_stops_the_first_clock_once() -> None:
    answered = ev.ReplyWritten(5, "email", AINO, "d")
    state = ticket(answered, answered)
    assert (state.stats.first_responded, state.stats.agent_responded) == (SECOND, THIRD)
    assert state.outgoing == (Outgoing(2, "reply"), Outgoing(3, "reply"))
    assert state.timeline[-1] == Mark(int(SECOND.timestamp()), "a")


@pytest.mark.parametrize(
    ("events", "outgoing", "undelivered"),
    [
        ([], (Outgoing(2, "reply"),), ()),
        ([ev.DeliveryClaimed(2)], (Outgoing(2, "reply", Delivery.CLAIMED, THIRD, 1),), ()),
        ([ev.DeliveryClaimed(2), ev.DeliveryReleased(2, "b")], (Outgoing(2, "reply", attempt=1),), ()),
        ([ev.DeliveryClaimed(2), ev.DeliveryReported(2, Delivery.SENT)], (), ()),
        ([ev.DeliveryReported(2, Delivery.FAILED), ev.DeliveryReported(2, Delivery.FAILED)], (), (2,)),
        ([ev.DeliveryReported(9, Delivery.DELIVERED)], (Outgoing(2, "reply"),), ()),
    ],
)
def test_the_way_of_a_message_out(events: list[Event], outgoing: tuple[Outgoing, ...], undelivered: tuple[int, ...]) -> None:
    state = ticket(ev.ReplyWritten(5, "email", AINO, "d"), *events)
    assert (state.outgoing, state.undelivered) == (outgoing, undelivered)


@pytest.mark.parametrize(
    ("events", "category", "resolution", "stats"),
    [
        ([RESOLVED], "resolved", 1, {"resolved": SECOND}),
        ([CLOSED], "closed", 1, {"resolved": SECOND, "closed": SECOND}),
        ([RESOLVED, CLOSED], "closed", 1, {"resolved": SECOND, "closed": THIRD}),
        ([RESOLVED, OPENED], "open", 1, {"reopened": THIRD}),
        ([RESOLVED, OPENED, RESOLVED], "resolved", 2, {"reopened": THIRD, "resolved": NOON + 4 * MINUTE}),
        ([ev.StatusChanged(3, "pending")], "pending", 0, {"pending_since": SECOND}),
        ([ev.StatusChanged(3, "pending"), OPENED], "open", 0, {}),
    ],
)
def test_each_resolution_counts_and_the_times_stand(events: list[Event], category: str, resolution: int, stats: dict[str, Any]) -> None:
    state = ticket(*events)
    assert (state.category, state.resolution) == (Category(category), resolution)
    assert state.stats == Stats(status_updated=NOON + (len(events) + 1) * MINUTE, **stats)


def test_an_answer_about_an_earlier_resolution_leaves_the_present_survey_alone() -> None:
    first = [ev.SurveyPlanned(1, NOON), ev.SurveyInvited(1, "email", AINO, "fi", 1, NOON), ev.SurveyAnswered(1, 5, "d")]
    assert ticket(*first).survey == Survey(1, None, "answered", ((1, 5),))
    second = [*first, ev.SurveyPlanned(2, NOON), ev.SurveyAnswered(1, 2, "d", edit=1)]
    assert ticket(*second).survey == Survey(2, NOON, "planned", ((1, 2),))


@pytest.mark.parametrize(
    ("fields", "is_open", "is_waiting"),
    [
        ({}, True, False),
        ({"waiting": "capacity"}, True, True),
        ({"waiting": "capacity", "agent": 5}, True, False),
        ({"waiting": "capacity", "spam": True}, False, False),
        ({"waiting": "capacity", "deleted": True}, False, False),
        ({"category": Category.PENDING}, True, False),
        ({"category": Category.RESOLVED}, False, False),
        ({"category": Category.CLOSED}, False, False),
    ],
)
def test_what_a_line_shows(fields: dict[str, Any], is_open: bool, is_waiting: bool) -> None:
    state = ticket(**fields)
    assert (state.is_open, state.is_waiting) == (is_open, is_waiting)


def test_work_of_our_own_does_not_count_as_news() -> None:
    quiet = ticket(ev.ReplyWritten(5, "email", AINO, "d"), ev.DeliveryClaimed(2), ev.LookSet(NOON))
    assert (quiet.updated_at, quiet.last_at > SECOND) == (SECOND, True)
    assert ticket(ev.NoteWritten(5, "d"), ev.LookSet(NOON), ev.NoteWritten(5, "d")).updated_at == NOON + 4 * MINUTE


def test_the_last_four_commands_are_remembered() -> None:
    assert ticket(*[ev.NoteWritten(5, "d")] * 5).commands == ("c3", "c4", "c5", "c6")


@pytest.mark.parametrize(
    ("seqs", "because"),
    [([1, 3], "commit 3 does not follow version 1"), ([2], "commit 2 does not follow"), ([1, 1], "commit 1"), ([], "at least")],
)
def test_a_gap_is_never_folded_over(seqs: list[int], because: str) -> None:
    with pytest.raises(ValueError, match=because):
        fold(None, [commit(seq, opened() if seq == 1 else ev.NoteWritten(5, "d")) for seq in seqs])


def test_a_history_begins_with_an_opening() -> None:
    with pytest.raises(ValueError, match=r"the history begins with note\.written"):
        fold(None, [commit(1, ev.NoteWritten(5, "d"))])


def test_an_unknown_event_is_refused_and_an_unknown_field_is_not() -> None:
    with pytest.raises(KeyError, match=r"ticket\.frozen"):
        event_from_plain({"n": "ticket.frozen", "into": 3})
    assert event_from_plain({"n": "survey.due", "resolution": 1, "mood": "good"}) == ev.SurveyDue(1)
