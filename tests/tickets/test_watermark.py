"""A watermark means what was on its way by then, and never lowers what is known."""

from datetime import timedelta

import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.tickets import events as ev
from chalicelib.tickets.watermark import reached
from tests.tickets.samples import NOON, commit

MINUTE = timedelta(minutes=1)


def commits(*events: ev.Event) -> list[ev.Commit]:
    return [commit(number, event, at=NOON + number * MINUTE) for number, event in enumerate(events, start=1)]


def said(of: int, status: Delivery) -> ev.Event:
    return ev.DeliveryReported(of, status)


NOTICE = ev.NoticeRaised(("warn",), ("lead@desk.example",))
SENT = (ev.DeliveryClaimed(7), said(7, Delivery.SENT))


@pytest.mark.parametrize(
    ("events", "status", "until", "expected"),
    [
        (SENT, Delivery.DELIVERED, 5, (7,)),
        (SENT, Delivery.READ, 5, (7,)),
        (SENT, Delivery.READ, 0, ()),
        ((*SENT, said(7, Delivery.DELIVERED)), Delivery.DELIVERED, 9, ()),
        ((*SENT, said(7, Delivery.DELIVERED)), Delivery.READ, 9, (7,)),
        ((*SENT, said(7, Delivery.READ)), Delivery.DELIVERED, 9, ()),
        ((*SENT, said(7, Delivery.FAILED)), Delivery.READ, 9, ()),
        ((ev.DeliveryClaimed(7),), Delivery.READ, 9, ()),
        ((*SENT, ev.DeliveryRedirected(7, "email", "h@x", Handle("email", "a@x"), "b")), Delivery.READ, 9, ()),
        ((*SENT, ev.DeliveryClaimed(9), said(9, Delivery.SENT)), Delivery.READ, 9, (7, 9)),
        ((*SENT, ev.DeliveryClaimed(9), said(9, Delivery.SENT)), Delivery.READ, 2, (7,)),
        ((NOTICE, ev.DeliveryClaimed(1), said(1, Delivery.SENT)), Delivery.READ, 9, ()),
    ],
)
def test_which_messages_a_watermark_means(events: tuple[ev.Event, ...], status: Delivery, until: int, expected: tuple[int, ...]) -> None:
    assert reached(reversed(commits(*events)), status, NOON + until * MINUTE) == expected
