"""A message whose answer was lost is not sent again until nobody can have confirmed it; a refused one goes later, once."""

from datetime import timedelta

import pytest

from chalicelib.channels.message import Delivery
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import DeliveryReported
from tests.bad_days.conftest import Provider
from tests.bad_days.faults import LOST, Fault, cut, strike
from tests.bad_days.watched import Watched
from tests.bad_days.way import AINO, BO, FIRST, chat, mail, reply

pytestmark = pytest.mark.slow

MINUTES = timedelta(minutes=5)
FAULT = b'{"error": {"code": 131016, "message": "Service unavailable"}}'


@pytest.fixture
def asked(watched: Watched) -> Watched:
    """A customer's mail waits for its answer."""
    mail(AINO, "Apua", "Keitin ei lämpene, mitä teen?")(watched)
    watched.settle()
    return watched


def answered(world: Watched, fault: Fault) -> None:
    """The agent answers, and this happens when the mail is sent."""
    reply(1, "Irrota johto.")(world)
    world.pump_stream()
    strike(world.wire, "ses.SendRawEmail", fault)
    world.pump_queues()


def last_word(ticket: int) -> Delivery:
    events = [event for commit in find_commits(FIRST + ticket) for event in commit.events]
    return [event.status for event in events if isinstance(event, DeliveryReported)][-1]


def test_a_lost_answer_is_settled_by_what_ses_says_of_the_mail(asked: Watched) -> None:
    answered(asked, LOST)
    asked.rest().after(minutes=30)
    assert (len(asked.mails(AINO)), last_word(1)) == (1, Delivery.DELIVERED)


def test_without_a_word_of_ses_the_mail_goes_again_after_the_grace_time(asked: Watched) -> None:
    asked.ses_events = False
    answered(asked, LOST)
    asked.after(minutes=9)
    assert len(asked.mails(AINO)) == 1
    asked.after(minutes=3).after(hours=2)
    assert (len(asked.mails(AINO)), last_word(1)) == (2, Delivery.SENT)


def test_a_mail_that_never_left_goes_a_little_later(asked: Watched) -> None:
    answered(asked, Fault(cut))
    assert asked.mails(AINO) == []
    asked.after(seconds=30)
    assert (len(asked.mails(AINO)), last_word(1)) == (1, Delivery.DELIVERED)


@pytest.mark.parametrize(("trouble", "times", "within"), [((503, FAULT, False), 3, MINUTES), ((502, b"<html>", True), 1, timedelta(0))])
def test_a_chat_message_is_sent_once(
    watched: Watched, chats: Provider, trouble: tuple[int, bytes, bool], times: int, within: timedelta
) -> None:
    chat("Moi, missä pakettini viipyy?")(watched)
    watched.settle()
    chats.troubles += [trouble] * times
    reply(1, "Se on postissa.")(watched)
    watched.settle().at(watched.now + within)
    assert [(message["to"], message["text"]["body"]) for message in chats.taken] == [(BO, "Se on postissa.")]
    assert last_word(1) is Delivery.DELIVERED
    watched.after(hours=1)
    assert len(chats.taken) == 1
