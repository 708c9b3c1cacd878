"""Asking and keeping answers, with the tables: at most once, and never a word lost."""

import json
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import boto3
import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import NotFound, Unreadable
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.surveys import actions as surveys
from chalicelib.surveys import links
from chalicelib.surveys.actions import Posted
from chalicelib.tickets.change import Change
from chalicelib.tickets.decide import update
from chalicelib.tickets.events import (
    DeliveryReported,
    Event,
    FieldsChanged,
    StatusChanged,
    SurveyAnswered,
    SurveyDue,
    SurveyInvited,
    SurveyPlanned,
    SurveySkipped,
    TicketOpened,
)
from tests.storage.faults import LOST, failing
from tests.world import START, TOKEN_KEYS, World

AINO = Handle("email", "aino@asiakas.example", "Aino")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
EXPIRES = START + 14 * DAY


def work(now: datetime = START + HOUR) -> Context:
    return Context(desks.current(now), now, lambda: now)


def add(number: int, *events: Event, now: datetime = START) -> None:
    order = Command(f"add:{len(find_commits(number))}", "tests")
    history.change(number, order, work(now), lambda state, at: Change(events))


def due(number: int = 1, **fields: Any) -> None:
    """A ticket that was resolved an hour ago and whose survey is due."""
    usual: dict[str, Any] = {"requester": AINO, "language": "sv"}
    event = TicketOpened("Keitin", "email", "help@kauppa.example", 77, **usual | fields)
    events = (event, StatusChanged(4, "resolved"), SurveyPlanned(1, START + HOUR))
    history.open_ticket(number, Command("open", "tests"), work(START), lambda at: Change(events))
    add(number, SurveyDue(1), now=START + HOUR)


def said(number: int, *kinds: type[Event]) -> list[Any]:
    return [event for commit in find_commits(number) for event in commit.events if isinstance(event, kinds)]


# -- asking --


def test_a_due_survey_is_asked_once_in_the_tickets_language(world: World) -> None:
    due()
    assert surveys.invite(1, work()) == "survey.invited"
    assert surveys.invite(1, work()) == "nothing is due"
    assert said(1, SurveyInvited, SurveySkipped) == [SurveyInvited(1, "email", AINO, "sv", 1, START + HOUR + 14 * DAY)]


def test_a_contact_is_asked_about_one_of_two_tickets(world: World) -> None:
    due(1)
    due(2)
    assert [surveys.invite(number, work()) for number in (1, 2)] == ["survey.invited", "survey.skipped"]
    (skipped,) = said(2, SurveySkipped)
    assert skipped.because == "the contact was asked on 2026-12-01 already; at most once in 30 days"


@pytest.mark.parametrize(
    ("events", "because"),
    [
        ([FieldsChanged({"spam": True})], "the ticket is spam"),
        ([FieldsChanged({"deleted": True})], "the ticket is spam"),
        ([DeliveryReported(1, Delivery.FAILED, reason="smtp; 550 5.1.1")], "the contact has no address that a person reads"),
    ],
)
def test_who_should_not_be_asked_is_not_and_the_history_says_why(world: World, events: list[Event], because: str) -> None:
    due()
    add(1, *events, now=START + HOUR)
    assert surveys.invite(1, work()) == "survey.skipped"
    assert [skip.because for skip in said(1, SurveySkipped)] == [because]


def test_who_came_back_is_not_asked(world: World) -> None:
    due()
    order = Command("reopen", "tests")
    history.change(1, order, work(), lambda state, at: update(state, {"status": 2}, work().desk, at))
    assert surveys.invite(1, work()) == "nothing is due"
    assert said(1, SurveyInvited, SurveySkipped) == []


def test_a_no_reply_address_is_not_asked(world: World) -> None:
    due(requester=Handle("email", "no-reply@kone.example"))
    assert surveys.invite(1, work()) == "survey.skipped"


def test_an_invitation_cut_off_after_its_turn_was_taken_is_finished(world: World) -> None:
    due()
    with failing("PutItem", *[LOST] * 5, profile="commit"), pytest.raises(Exception, match="in 5 tries, 0 changes"):
        surveys.invite(1, work())
    assert surveys.invite(1, work()) == "survey.invited"


# -- keeping answers --


def invited(number: int = 1) -> None:
    due(number)
    surveys.invite(number, work())


def posted(score: int = 5, comment: str = "", *, at: datetime = START + 2 * HOUR, ticket: int = 1) -> Posted:
    token = links.token(links.Claims(ticket, 1, 1, "sv", EXPIRES), TOKEN_KEYS)
    return Posted(token, score, comment, at)


def answers() -> list[tuple[int, int]]:
    return [(event.score, event.edit) for event in said(1, SurveyAnswered)]


def test_a_posted_answer_waits_in_the_queue_as_it_is(world: World) -> None:
    surveys.post(posted(4, "Hyvä ☺"))
    (message,) = boto3.client("sqs").receive_message(QueueUrl=settings().queue_url("background"))["Messages"]
    assert json.loads(message["Body"])["posted"]["comment"] == "Hyvä ☺"


def test_an_answer_is_kept_once_with_its_words_beside_the_event(world: World) -> None:
    invited()
    first = surveys.record(posted(4, "Hyvä"), work())
    again = surveys.record(posted(4, "Hyvä"), work())
    assert (first.repeated, again.repeated, answers()) == (False, True, [(4, 0)])
    assert first.commit
    assert first.commit.content
    assert (first.commit.content.text, history.load(1).survey.scores) == ("Hyvä", ((1, 4),))


def test_an_answer_cut_off_before_its_commit_is_kept_when_it_comes_again(world: World) -> None:
    invited()
    with failing("PutItem", *[LOST] * 5, profile="commit"), pytest.raises(Exception, match="in 5 tries, 0 changes"):
        surveys.record(posted(4), work())
    assert not surveys.record(posted(4), work()).repeated
    assert answers() == [(4, 0)]


def test_a_repetition_long_after_is_found_behind_many_commits(world: World) -> None:
    invited()
    surveys.record(posted(4), work())
    for tag in "abcdefgh":
        add(1, FieldsChanged({"tags": [tag]}))
    assert surveys.record(posted(4), work()).repeated
    assert answers() == [(4, 0)]


def test_answers_read_in_the_wrong_order_leave_the_last_one_given(world: World) -> None:
    invited()
    surveys.record(posted(5, at=START + 3 * HOUR), work())
    surveys.record(posted(1, at=START + 2 * HOUR), work())
    assert sorted(score for score, _ in answers()) == [1, 5]
    assert history.load(1).survey.scores == ((1, 5),)


@pytest.mark.parametrize("token", ["", "nonsense", "a.b"])
def test_an_answer_without_a_token_of_ours_is_unreadable(world: World, token: str) -> None:
    with pytest.raises(Unreadable):
        surveys.record(replace(posted(), token=token), work())


def test_an_answer_posted_after_its_link_expired_is_unreadable(world: World) -> None:
    invited()
    with pytest.raises(Unreadable):
        surveys.record(posted(at=EXPIRES), work())
    assert answers() == []


def test_an_answer_about_no_ticket_is_not_found(world: World) -> None:
    with pytest.raises(NotFound):
        surveys.record(posted(ticket=9), work())
