"""The survey page: looking records nothing, sending records once, a change of mind is kept beside what came before."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import boto3
import pytest

from chalicelib.channels.message import Handle
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.surveys import links
from chalicelib.surveys.links import Claims
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from tests.outside.faults import provoked
from tests.world import START, TOKEN_KEYS, World

AINO = Handle("email", "aino@asiakas.example", "Aino")
EXPIRES = START + timedelta(days=14)
CLAIMS = Claims(1, 1, 1, "fi", EXPIRES)
FORM = {"content-type": "application/x-www-form-urlencoded"}
SAFE = {
    "Cache-Control": "no-store", "Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow", "Content-Type": "text/html; charset=utf-8",
}  # fmt: skip


@pytest.fixture
def invited(world: World) -> World:
    """A resolved ticket whose customer was asked."""
    context = Context(desks.current(START), START, lambda: START)
    asked = ev.SurveyInvited(1, "email", AINO, "fi", 1, EXPIRES)
    events = (
        ev.TicketOpened("Keitin", "email", "help@kauppa.example", 77, AINO),
        ev.StatusChanged(4, "resolved"),
        ev.SurveyPlanned(1, START),
    )
    history.open_ticket(1, Command("open", "tests"), context, lambda at: Change((*events, asked)))
    return world


def path(claims: Claims = CLAIMS, keys: dict[str, str] = TOKEN_KEYS) -> str:
    return f"/survey/{links.token(claims, keys)}"


def get(world: World, where: str = "", **headers: str) -> dict[str, Any]:
    return world.http("GET", where or path(), headers={name.replace("_", "-"): value for name, value in headers.items()})


def send(world: World, score: object = 5, comment: str = "", where: str = "") -> dict[str, Any]:
    return world.http("POST", where or path(), body=urlencode({"score": score, "comment": comment}).encode(), headers=FORM)


def answers() -> list[tuple[int, int, str]]:
    """Score, edit and words of every answer in the history."""
    found = [(event, commit.content) for commit in find_commits(1) for event in commit.events if isinstance(event, ev.SurveyAnswered)]
    return [(event.score, event.edit, content.text if content else "") for event, content in found]


def waiting() -> int:
    url = settings().queue_url("background")
    return int(boto3.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]["ApproximateNumberOfMessages"])


# -- looking --


@pytest.mark.parametrize("query", ["", "?score=1", "?score=9", "?score=x", "?other=1"])
def test_looking_records_nothing(invited: World, query: str) -> None:
    before = find_commits(1)
    answer = get(invited, path() + query)
    assert (answer["statusCode"], 'method="post"' in answer["body"], "Miten onnistuimme?" in answer["body"]) == (200, True, True)
    assert (" checked>" in answer["body"]) is (query == "?score=1")
    assert (find_commits(1), waiting()) == (before, 0)


@pytest.mark.parametrize("gone", [False, True])
def test_every_page_is_closed_to_others(invited: World, gone: bool) -> None:
    answer = get(invited, "/survey/nonsense" if gone else path())
    assert {name: answer["headers"].get(name) for name in SAFE} == SAFE
    policy = answer["headers"]["Content-Security-Policy"]
    assert all(part in policy for part in ("default-src 'none'", "frame-ancestors 'none'", "form-action 'self'"))
    assert "<script" not in answer["body"]


@pytest.mark.parametrize(
    "where",
    [
        "/survey/nonsense",
        "/survey/a.b",
        path(replace(CLAIMS, expires=START)),
        path(keys={"current": "another key"}),
        path() + "x",
    ],
)  # fmt: skip
def test_a_link_that_is_not_ours_or_is_over_does_not_work(invited: World, where: str) -> None:
    shown, sent = get(invited, where), send(invited, where=where)
    assert (shown["statusCode"], sent["statusCode"], waiting()) == (404, 404, 0)
    assert "Keitin" not in shown["body"] + sent["body"]


@pytest.mark.parametrize(
    ("wanted", "title"),
    [("sv-FI,sv;q=0.9", "Länken fungerar inte"), ("en", "This link does not work"), ("", "Linkki ei toimi"), ("de", "Linkki ei toimi")],
)
def test_without_a_readable_token_the_browsers_language_is_spoken(invited: World, wanted: str, title: str) -> None:
    assert title in get(invited, "/survey/nonsense", accept_language=wanted)["body"]


# -- sending --


def test_sending_records_once_and_thanks(invited: World) -> None:
    answer = send(invited, 4, "Nopea vastaus & hyvä palvelu")
    assert answer["statusCode"] == 200
    assert "Kiitos!" in answer["body"]
    assert "Nopea vastaus &amp; hyvä palvelu" in answer["body"]
    assert {name: answer["headers"].get(name) for name in SAFE} == SAFE
    assert answers() == []
    invited.settle()
    assert answers() == [(4, 0, "Nopea vastaus & hyvä palvelu")]
    assert history.load(1).survey.scores == ((1, 4),)


def test_a_delivery_that_comes_twice_is_one_answer(invited: World) -> None:
    invited.deliver_twice = True
    send(invited, 4)
    invited.settle()
    assert (answers(), invited.failures) == ([(4, 0, "")], [])


def test_a_change_of_mind_is_kept_beside_the_first_answer(invited: World) -> None:
    for score, comment in ((2, "Hidas"), (5, "Sittenkin hyvä")):
        send(invited, score, comment)
        invited.settle()
    assert answers() == [(2, 0, "Hidas"), (5, 1, "Sittenkin hyvä")]
    assert history.load(1).survey.scores == ((1, 5),)


@pytest.mark.parametrize("body", [b"", b"score=", b"score=0", b"score=6", b"score=x", b"comment=hei", b"\xff\xfe=\xff"])
def test_an_answer_without_one_face_asks_again_and_records_nothing(invited: World, body: bytes) -> None:
    answer = invited.http("POST", path(), body=body or b" ", headers=FORM)
    assert (answer["statusCode"], 'role="alert"' in answer["body"], waiting()) == (400, True, 0)
    assert answer["headers"]["Content-Security-Policy"]


def test_what_the_customer_wrote_is_text_wherever_it_is_shown(invited: World) -> None:
    answer = send(invited, 1, "<script>alert(1)</script>")
    assert "&lt;script&gt;" in answer["body"]
    assert "<script" not in answer["body"]


def test_an_answer_given_in_time_counts_even_if_it_is_read_late(invited: World) -> None:
    invited.now = EXPIRES - timedelta(seconds=1)
    assert send(invited, 3)["statusCode"] == 200
    invited.now = EXPIRES + timedelta(hours=1)
    invited.settle()
    assert [score for score, _, _ in answers()] == [3]


def test_another_type_of_body_is_refused(invited: World) -> None:
    assert invited.http("POST", path(), body=b'{"score": 5}', headers={"content-type": "application/json"})["statusCode"] == 415


def test_an_answer_that_could_not_be_kept_is_asked_for_again(invited: World) -> None:
    down: tuple[Any, ...] = ((503, "<r/>"),) * 8
    with provoked("sqs", "SendMessage", *down):
        answer = send(invited)
    assert (answer["statusCode"], answer["headers"]["Retry-After"]) == (503, "1")
