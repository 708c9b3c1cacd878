"""What colleagues are told of a promise: in the desk's language, in its calendar's time, and nothing a customer wrote."""

from dataclasses import replace

import pytest

from chalicelib.desk.model import Desk
from chalicelib.notices.mail import notice
from chalicelib.tickets.events import NoticeRaised, Promise
from chalicelib.tickets.state import State
from tests.tickets.samples import NOON, desk, ticket

ENDS = {"warned": "is due 2026-12-01 15:00", "breached": "is late", "escalated": "is still late"}
LINK = "https://desk.kauppa.example/api/v2/tickets/7"
DESK = desk(language="en")
DUE = NOON.replace(hour=13)
STATE = ticket(
    subject="Card 4111 1111 does not work", group="Support", agent=DESK.agents[0].id, policy="standard",
    promises=(Promise("first_response", 1, 3600, "running", DUE), Promise("resolution", 1, 9000, "paused", None)),
)  # fmt: skip


def told(*rungs: str, state: State = STATE, of: Desk = DESK) -> tuple[str, str]:
    found = notice(state, NoticeRaised(rungs, ("liisa@talo.example",)), of, LINK)
    return found.subject, found.text


@pytest.mark.parametrize(
    ("rungs", "done", "kind"),
    [
        (("first_response#1:warn",), (), "warned"),
        (("first_response#1:warn", "first_response#1:breach"), ("first_response#1:breach",), "breached"),
        (("first_response#1:escalate",), ("first_response#1:breach",), "escalated"),
        (("first_response#1:warn",), ("resolution#1:breach",), "warned"),
    ],
)
def test_the_gravest_rung_names_the_notice(rungs: tuple[str, ...], done: tuple[str, ...], kind: str) -> None:
    subject, text = told(*rungs, state=replace(STATE, rungs=done))
    assert subject.endswith(ENDS[kind])
    assert LINK in text


def test_the_due_time_stands_in_the_time_zone_of_the_promise() -> None:
    assert "2026-12-01 15:00" in told("first_response#1:warn")[1]
    assert "–" in told("resolution#1:warn")[1]
    assert "2026-12-01 13:00" in told("first_response#1:warn", state=replace(STATE, policy="gone"))[1]


def test_it_names_group_and_owner_and_says_when_there_is_none() -> None:
    text = told("first_response#1:breach")[1]
    assert "Support" in text
    assert "Liisa" in text
    nobody = told("first_response#1:breach", state=replace(STATE, agent=0, group=""))[1]
    assert "Liisa" not in nobody
    assert "–" in nobody


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_every_language_fills_every_place(language: str) -> None:
    for rung in ("first_response#1:warn", "next_response#2:breach", "resolution#1:breach"):
        subject, text = told(rung, of=replace(DESK, language=language))
        assert "7" in subject
        assert "{" not in subject + text
        assert "4111" not in subject + text
