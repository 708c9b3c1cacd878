"""The reasons that a history gives."""

from datetime import UTC, datetime

import pytest

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.desk.model import Agent, Desk
from chalicelib.tickets import events as ev
from chalicelib.tickets.why import TOPICS, Decision, Reason, explain, reasons

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
AINO = Handle("email", "aino@asiakas.example", "Aino")
FULL = (ev.Rejected("Aki", "8/8"),)


def received(**more: object) -> ev.MessageReceived:
    return ev.MessageReceived("email", AINO, "", 5, "", ev.Evidence("reply address", 100, "the token of ticket 1"), **more)  # type: ignore[arg-type]  # named fields


@pytest.mark.parametrize(
    ("event", "decision"),
    [
        (received(), Decision("threading", "reply address, 100 %", "the token of ticket 1")),
        (
            received(automatic=Automatic.AUTO_REPLY, automatic_because="Auto-Submitted"),
            Decision("threading", "reply address, 100 %", "the token of ticket 1; it is no person's message (Auto-Submitted)"),
        ),
        (
            ev.JoinSuggested(3, ev.Evidence("subject number", 0, "a stranger")),
            Decision("suggestions", "ticket 3", "subject number: a stranger"),
        ),
        (
            ev.TicketRouted("Billing", "money", "it says invoice", FULL),
            Decision("routing", "group Billing by the rule money", "it says invoice", FULL),
        ),
        (ev.TicketAssigned(7, "least loaded", FULL), Decision("assignment", "agent 7", "least loaded", FULL)),
        (ev.TicketWaiting("capacity", "all full", FULL), Decision("assignment", "waiting: capacity", "all full", FULL)),
        (ev.TicketReleased(7, "the lease ran out"), Decision("assignment", "released by agent 7", "the lease ran out")),
        (
            ev.PromisesSet("gold", (ev.Promise("resolution", 1, 60, "running", AT),)),
            Decision("promises", "resolution 1 running due 2026-12-01T08:00:00Z", "the policy gold is the first that applies"),
        ),
        (ev.PromisesSet("", ()), Decision("promises", "none", "no policy applies")),
        (
            ev.RungsReached(("resolution#1:warn",), ("agent",)),
            Decision("escalation", "resolution#1:warn", "the clock got there; told: agent"),
        ),
        (ev.StatusChanged(2, "open", "the customer wrote"), Decision("status", "status 2 (open)", "the customer wrote")),
        (ev.StatusChanged(4, "resolved"), Decision("status", "status 4 (resolved)", "set by hand")),
        (ev.DeliveryReported(2, Delivery.FAILED, reason="full"), Decision("deliveries", "message 2 failed", "full")),
        (ev.DeliveryReported(2, Delivery.SENT), None),
        (ev.DeliveryReleased(2, "nobody confirmed it"), Decision("deliveries", "message 2 again", "nobody confirmed it")),
        (ev.SurveyCancelled(1, "reopened"), Decision("survey", "cancelled", "reopened")),
        (ev.SurveySkipped(1, "asked last week"), Decision("survey", "not sent", "asked last week")),
        (ev.SurveyInvited(1, "email", AINO, "fi", 1, AT), Decision("survey", "sent", "in fi by email, after resolution 1")),
        (ev.LookSet(AT), None),
    ],
)
def test_a_decision_is_explained(event: ev.Event, decision: Decision | None) -> None:
    assert explain(event) == decision


def test_reasons_stand_under_their_topic_with_their_place_in_the_history() -> None:
    commit = ev.Commit(1, 4, "c", AT, "system", "v1", (ev.SurveyDue(1), ev.SurveySkipped(1, "asked last week")))
    found = reasons([commit], Desk("Kauppa"))
    assert found.pop("survey") == (Reason(4, AT, "system", "v1", Decision("survey", "not sent", "asked last week")),)
    assert found == {topic: () for topic in TOPICS if topic != "survey"}


def test_agents_are_called_by_their_names() -> None:
    commit = ev.Commit(1, 4, "c", AT, "system", "v1", (ev.TicketAssigned(7, "least loaded"), ev.TicketReleased(8, "the lease ran out")))
    told = reasons([commit], Desk("Kauppa", agents=(Agent(7, "liisa@talo.example", "Liisa"),)))["assignment"]
    assert [row.decision.what for row in told] == ["agent Liisa", "released by agent 8"]


def test_every_topic_is_one_that_is_told() -> None:
    assert {explain(ev.TicketAssigned(7, "x")).topic, explain(received()).topic} <= set(TOPICS)  # type: ignore[union-attr]  # both explain
