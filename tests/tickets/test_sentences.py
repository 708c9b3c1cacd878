"""Every event is told in one sentence: who did what."""

import dataclasses
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.desk.model import Agent, Desk
from chalicelib.desk.reading import STATUSES
from chalicelib.tickets import events as ev
from chalicelib.tickets.sentences import Sentence, name_of, sentences, tell
from tests.tickets.told_of_joining import TOLD as OF_JOINING
from tests.tickets.told_of_working import TOLD as OF_WORKING

AT = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
AINO = Handle("email", "aino@asiakas.example", "Aino")
DESK = Desk("Kauppa", statuses=STATUSES, agents=(Agent(7, "liisa@talo.example", "Liisa"),))
NEW = ev.Evidence("new", 100, "nothing names an earlier ticket")
PROMISE = ev.Promise("first_response", 1, 3600, "running", AT)

TOLD: list[tuple[ev.Event, str]] = [
    (ev.TicketOpened("Apua", "email", "", 5, AINO), "opened the ticket “Apua” by email"),
    (ev.TicketOpened("Apua", "email", "", 5, AINO, follows=3), "opened the ticket “Apua” by email, following ticket 3"),
    (ev.MessageReceived("email", AINO, "", 5, "", NEW), "wrote by email"),
    (ev.MessageReceived("email", AINO, "", 5, "", NEW, files=(ev.File("a", "b", 1, "c"),)), "wrote by email with 1 file"),
    (ev.MessageReceived("email", AINO, "", 5, "", NEW, automatic=Automatic.AUTO_REPLY), "wrote by email (auto reply)"),
    (ev.MessageReceived("email", AINO, "", 5, "", NEW, thanks=True), "wrote by email (a thank-you)"),
    (ev.AddressNoted("b@kauppa.example"), "noted that the same message also came to b@kauppa.example"),
    (
        ev.JoinSuggested(3, ev.Evidence("subject number", 0, "a stranger")),
        "suggested to join this with ticket 3 (subject number: a stranger)",
    ),
    (ev.TicketRouted("Billing", "money", "it says invoice"), "gave the ticket to the group Billing (it says invoice)"),
    (ev.TicketRouted("", "by hand", "set by hand"), "took the ticket out of its group"),
    (ev.TicketAssigned(7, "least loaded"), "gave the ticket to Liisa (least loaded)"),
    (ev.TicketAssigned(8, "asked", lease_until=AT), "gave the ticket to agent 8 (asked), to be answered by 2026-12-01 08:05:00 UTC"),
    (ev.TicketWaiting("capacity", "everybody is full"), "let the ticket wait: everybody is full"),
    (ev.TicketReleased(7, "the lease ran out"), "took the ticket from Liisa: the lease ran out"),
    (ev.ReplyWritten(7, "email", AINO, "", ("bo@b.example",)), "replied to Aino by email, with copies to bo@b.example"),
    (ev.NoteWritten(7, ""), "wrote a private note"),
    (ev.NoteWritten(7, "", private=False), "wrote a public note"),
    (ev.MessageReceived("email", AINO, "", 5, "", NEW, released="released by Liisa"), "wrote by email; released by Liisa"),
    (ev.AcknowledgementWritten(AINO, "fi"), "told aino@asiakas.example that the message arrived"),
    (
        ev.MailSuspended("stranger", "eve@muu.example", "no party"),
        "suspended a mail of eve@muu.example (no party); it waits under “stranger” to be released",
    ),
    (ev.DeliveryClaimed(2, attempt=2), "began to send message 2, attempt 2"),
    (ev.DeliveryReported(2, Delivery.FAILED, reason="mailbox full"), "reported message 2 failed: mailbox full"),
    (ev.DeliveryReleased(2, "nobody confirmed it"), "will send message 2 again: nobody confirmed it"),
    (
        ev.FallbackOffered(2, "email", "help@kauppa.example", AINO, "the window is closed"),
        "offered to send message 2 by email instead (the window is closed)",
    ),
    (
        ev.DeliveryRedirected(2, "email", "help@kauppa.example", AINO, "the window is closed"),
        "sent message 2 on its way again, by email to aino@asiakas.example (the window is closed)",
    ),
    (
        ev.FilesFetched(2, (ev.Fetched(0, "attachments/a", 7, "00"), ev.Fetched(1, because="more than 25 MB"))),
        "fetched 1 file of message 2; file 2 was not taken: more than 25 MB",
    ),
    (ev.StatusChanged(4, "resolved", "done"), "set the status to Resolved (done)"),
    (ev.StatusChanged(42, "open"), "set the status to 42"),
    (
        ev.FieldsChanged({"priority": 4, "tags": ["a", "b"], "spam": True}, "rule fire"),
        "set priority to urgent, tags to a, b, spam to yes (rule fire)",
    ),
    (ev.FieldsChanged({"type": "", "custom": {"cf_a": 1}}), "set type to nothing, custom to cf_a = 1"),
    (ev.PromisesSet("gold", (PROMISE,)), "promised by the policy gold: first response by 2026-12-01 08:05:00 UTC"),
    (
        ev.PromisesSet("gold", (replace(PROMISE, by_hand=True),)),
        "promised by the policy gold: first response by 2026-12-01 08:05:00 UTC as set by hand",
    ),
    (ev.PromisesSet("", (replace(PROMISE, by_hand=True),)), "promised: first response by 2026-12-01 08:05:00 UTC as set by hand"),
    (ev.PromisesSet("", ()), "withdrew the promises: no policy applies"),
    (ev.RungsReached(("resolution#1~2:breach",), ()), "noted that the resolution was missed"),
    (ev.LookSet(AT), "will look again at 2026-12-01 08:05:00 UTC"),
    (ev.LookSet(None), "will not look again by itself"),
    (ev.RungsReached(("resolution#1:warn",), ("agent",), 65), "noted that the resolution came to the step “warn”, 0:01:05 late"),
    (
        ev.NoticeRaised(("resolution#1:warn",), ("liisa@talo.example",)),
        "told liisa@talo.example that the resolution came to the step “warn”",
    ),
    (ev.SurveyPlanned(1, AT), "planned a survey for 2026-12-01 08:05:00 UTC"),
    (ev.SurveyCancelled(1, "the ticket was reopened"), "cancelled the survey: the ticket was reopened"),
    (ev.SurveyDue(1), "found the survey due"),
    (ev.SurveySkipped(1, "asked last week"), "sent no survey: asked last week"),
    (ev.SurveyInvited(1, "email", AINO, "fi", 1, AT), "asked Aino by email how it went"),
    (ev.SurveyAnswered(1, 5, ""), "answered the survey with 5 of 5"),
    (ev.SurveyAnswered(1, 2, "", edit=1), "answered the survey with 2 of 5 and changed the answer"),
    *OF_JOINING,
    *OF_WORKING,
]


@pytest.mark.parametrize(("event", "told"), TOLD)
def test_an_event_is_told(event: ev.Event, told: str) -> None:
    assert tell(event, DESK) == told


def test_every_kind_of_event_has_a_sentence() -> None:
    assert {type(event) for event, _ in TOLD} == set(ev.KINDS.values())
    assert all(tell.dispatch(kind) is not tell.dispatch(ev.Event) for kind in ev.KINDS.values())


def test_a_new_kind_without_a_sentence_is_an_error() -> None:
    with pytest.raises(TypeError, match="has no sentence"):
        tell(ev.Event(), DESK)


@pytest.mark.parametrize(
    ("actor", "name"),
    [
        ("agent:7", "Liisa"),
        ("agent:9", "agent 9"),
        ("system", "The desk"),
        ("provider", "The provider"),
        ("", "The desk"),
        ("administrator", "The administrator"),
        ("contact:5", "The customer"),
        ("operator", "operator"),
    ],
)
def test_an_actor_has_a_name(actor: str, name: str) -> None:
    assert name_of(actor, DESK) == name


def test_a_history_is_told_in_order_with_the_customers_name() -> None:
    def commit(seq: int, actor: str, *events: ev.Event) -> ev.Commit:
        return ev.Commit(1, seq, f"c{seq}", AT, actor, "v1", events)

    opened, received = TOLD[0][0], TOLD[2][0]
    told = list(sentences([commit(1, "contact:5", opened, received), commit(2, "contact:5", ev.SurveyAnswered(1, 4, ""))], DESK))
    assert told[2] == Sentence(2, 0, AT, "contact:5", "Aino", "survey.answered", "Aino answered the survey with 4 of 5.")
    assert [(one.seq, one.position, one.text) for one in told[:2]] == [
        (1, 0, "Aino opened the ticket “Apua” by email."),
        (1, 1, "Aino wrote by email."),
    ]


def test_no_sentence_breaks_on_empty_values() -> None:
    empty: dict[Any, Any] = {str: "", int: 0, tuple: (), dict: {}}
    for event, _ in TOLD:
        blank = dataclasses.replace(
            event,
            **{item.name: empty[kind] for item in dataclasses.fields(event) for kind in empty if type(getattr(event, item.name)) is kind},
        )
        assert tell(blank, DESK)
