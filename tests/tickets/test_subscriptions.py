"""Who hears of what, and when."""

from datetime import timedelta

import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.tickets import events as ev
from chalicelib.tickets.events import KINDS, Event
from chalicelib.tickets.subscriptions import REACTIONS, Check, delay, queues_for, soon
from tests.tickets.samples import AINO, NOON, commit, opened

SECOND = timedelta(seconds=1)


def received(channel: str, *files: ev.File) -> Event:
    return ev.MessageReceived(channel, AINO, "m", 5, "d", ev.Evidence("new", 100), files=files)


@pytest.mark.parametrize(
    ("events", "queues"),
    [
        ((opened(),), (("routing", 0), ("background", 2))),
        ((ev.StatusChanged(4, "resolved"), ev.SurveyPlanned(1, NOON)), (("routing", 0), ("background", 2))),
        ((ev.ReplyWritten(5, "email", AINO, "d"),), (("deliveries", 0), ("background", 2))),
        ((ev.StatusChanged(2, "open"), ev.ReplyWritten(5, "email", AINO, "d")), (("routing", 0), ("deliveries", 0), ("background", 2))),
        ((ev.DeliveryReleased(4, "busy", 30),), (("deliveries", 30),)),
        ((ev.DeliveryReleased(4, "busy", 30), ev.TicketReleased(5, "b")), (("routing", 0), ("deliveries", 30), ("background", 2))),
        ((ev.SurveyDue(1),), (("background", 0),)),
        ((ev.SurveyDue(1), ev.StatusChanged(4, "resolved")), (("routing", 0), ("background", 0))),
        ((ev.SurveyInvited(1, "email", Handle("email", "a@b"), "fi", 1, NOON),), (("deliveries", 0),)),
        ((ev.DeliveryClaimed(4), ev.LookSet(NOON)), ()),
        ((ev.DeliveryReported(4, Delivery.SENT),), ()),
        ((ev.DeliveryReported(4, Delivery.FAILED),), (("deliveries", 0), ("background", 2))),
        ((ev.DeliveryRedirected(4, "email", "h@x", AINO, "b"),), (("deliveries", 0), ("background", 2))),
        ((ev.FallbackOffered(4, "email", "h@x", AINO, "b"),), ()),
        ((received("whatsapp", ev.File("a", "b", 0, "", content_id="9001")),), (("deliveries", 0), ("background", 2))),
        ((received("whatsapp", ev.File("a", "b", 3, "", key="k", content_id="9001")),), (("background", 2),)),
        ((received("email", ev.File("a", "b", 0, "", content_id="logo@x")),), (("background", 2),)),
        ((ev.NoteWritten(5, "d"),), (("background", 2),)),
    ],
)
def test_each_queue_hears_of_a_commit_once(events: tuple[Event, ...], queues: tuple[tuple[str, int], ...]) -> None:
    assert sorted(queues_for(commit(1, *events))) == sorted(queues)


def test_reactions_name_events_that_exist() -> None:
    assert {kind.NAME for _, kind in REACTIONS} <= set(KINDS)
    assert len(set(REACTIONS)) == len(REACTIONS)


@pytest.mark.parametrize(
    ("look", "check"),
    [
        (ev.LookSet(NOON), Check(7, NOON)),
        (ev.LookSet(NOON - SECOND), Check(7, NOON - SECOND)),
        (ev.LookSet(NOON + 119 * SECOND), Check(7, NOON + 119 * SECOND)),
        (ev.LookSet(NOON + 120 * SECOND), None),
        (ev.LookSet(None), None),
        (ev.NoteWritten(5, "d"), None),
    ],
)
def test_a_near_look_is_sent_at_once(look: Event, check: Check | None) -> None:
    assert soon(commit(1, look), NOON) == check


def test_the_last_look_of_a_commit_counts() -> None:
    assert soon(commit(1, ev.LookSet(NOON), ev.LookSet(None)), NOON) is None


@pytest.mark.parametrize(("seconds", "wanted"), [(0, 0), (-5, 0), (0.000001, 1), (1, 1), (1.2, 2), (899.5, 900), (900, 900), (5000, 900)])
def test_a_check_comes_on_its_second_never_before(seconds: float, wanted: int) -> None:
    assert delay(NOON + timedelta(seconds=seconds), NOON) == wanted
