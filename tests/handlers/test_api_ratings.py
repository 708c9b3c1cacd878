"""What customers answered, as reports and exports read it."""

from datetime import timedelta
from typing import Any

import pytest

from bench.recorder import Recorder
from chalicelib.desk import actions as desks
from tests.handlers.client import Client
from tests.world import START

HAPPY, FINE, NEUTRAL, SAD = 103, 102, 100, -103


def _rated(api: Client, number: int, rating: int, feedback: str = "") -> Any:
    told = api.post(f"/tickets/{number}/satisfaction_ratings", {"ratings": {"default_question": rating}, "feedback": feedback})
    assert told.status == 201, told.body
    return told.body


def _resolved(api: Client, subject: str, sender: str = "aino@asiakas.example") -> int:
    api.world.mail(sender, subject, f"{subject}, mitä teen?")
    api.world.settle()
    number = int(api.get("/tickets").body[0]["id"])
    api.put(f"/tickets/{number}", {"status": 4})
    api.world.settle()
    return number


def _answers(api: Client, score: int, comment: str) -> None:
    """On the survey's page."""
    link = [line for mail in api.world.mails("aino@asiakas.example") for line in mail.text.split() if "/survey/" in line][-1]
    path = link.removeprefix("https://desk.kauppa.example").split("?")[0]
    form = f"score={score}&comment={comment}".encode()
    api.world.http("POST", path, body=form, headers={"content-type": "application/x-www-form-urlencoded"})
    api.world.settle()


def _scores(told: Any) -> list[tuple[int, int]]:
    return [(row["ticket_id"], row["ratings"]["default_question"]) for row in told.body]


def test_an_answer_of_the_page_is_listed_whole(api: Client) -> None:
    number = _resolved(api, "Paketti")
    api.world.after(hours=2)
    _answers(api, 5, "Nopeaa")
    ticket = api.get(f"/tickets/{number}").body
    (one,) = api.get("/surveys/satisfaction_ratings").body
    (survey,) = api.get("/surveys").body
    assert {**one, "created_at": "", "updated_at": ""} == {
        "id": number * 65536 + 1, "survey_id": survey["id"], "user_id": ticket["requester_id"], "agent_id": ticket["responder_id"],
        "group_id": ticket["group_id"], "ticket_id": number, "feedback": "Nopeaa", "ratings": {"default_question": HAPPY},
        "created_at": "", "updated_at": "",
    }  # fmt: skip
    assert api.get(f"/tickets/{number}/satisfaction_ratings").body == [one]


def test_the_survey_says_which_ratings_there_are(api: Client) -> None:
    (survey,) = api.get("/surveys?state=active").body
    assert (survey["title"], survey["active"], api.get("/surveys?state=inactive").body) == ("Kauppa Oy", True, [])
    assert [(one["id"], one["accepted_ratings"], one["default"]) for one in survey["questions"]] == [
        ("default_question", [HAPPY, FINE, NEUTRAL, -102, SAD], True)
    ]


@pytest.mark.parametrize(("given", "kept"), [(103, 103), (102, 102), (101, 102), (100, 100), (-101, -102), (-102, -102), (-103, -103)])
def test_seven_steps_of_others_become_our_five_faces(api: Client, given: int, kept: int) -> None:
    number = api.opened()["id"]
    assert _rated(api, number, given)["ratings"] == {"default_question": kept}


def test_a_second_rating_is_an_edit_and_the_same_again_is_nothing(api: Client) -> None:
    number = _resolved(api, "Paketti")
    first = _rated(api, number, NEUTRAL, "Hidasta")
    api.later(minutes=1)
    assert _rated(api, number, NEUTRAL, "Hidasta") == first
    second = _rated(api, number, SAD, "Ei tullutkaan")
    assert (second["id"], second["created_at"], second["feedback"]) == (first["id"], first["created_at"], "Ei tullutkaan")
    assert second["updated_at"] > first["updated_at"]
    assert _scores(api.get("/surveys/satisfaction_ratings")) == [(number, SAD)]
    assert _scores(api.get(f"/tickets/{number}/satisfaction_ratings")) == [(number, SAD)]


def test_each_resolution_has_its_own_rating(api: Client) -> None:
    number = _resolved(api, "Paketti")
    _rated(api, number, HAPPY)
    api.put(f"/tickets/{number}", {"status": 2})
    api.put(f"/tickets/{number}", {"status": 4})
    api.later(minutes=1)
    _rated(api, number, SAD)
    assert _scores(api.get(f"/tickets/{number}/satisfaction_ratings")) == [(number, HAPPY), (number, SAD)]


def test_the_list_goes_on_where_it_ended(api: Client) -> None:
    first = _resolved(api, "Paketti")
    _rated(api, first, HAPPY)
    api.later(days=3)
    second = _resolved(api, "Lasku", "gun@kund.example")
    last = _rated(api, second, FINE)["updated_at"]
    assert _scores(api.get("/surveys/satisfaction_ratings")) == [(first, HAPPY), (second, FINE)]
    assert _scores(api.get(f"/surveys/satisfaction_ratings?created_since={last}")) == [(second, FINE)]
    pages = [api.get(f"/surveys/satisfaction_ratings?per_page=1&page={page}") for page in (1, 2)]
    assert ([_scores(page) for page in pages], ["Link" in page.headers for page in pages]) == (
        [[(first, HAPPY)], [(second, FINE)]],
        [True, False],
    )
    assert api.get("/surveys/satisfaction_ratings?created_since=2027-01-01T00:00:00Z").body == []


def test_a_contacts_ratings_are_found_by_the_contact(api: Client) -> None:
    first, second = _resolved(api, "Paketti"), _resolved(api, "Lasku", "gun@kund.example")
    for number in (first, second):
        _rated(api, number, HAPPY)
    person = api.get(f"/tickets/{second}").body["requester_id"]
    assert _scores(api.get(f"/surveys/satisfaction_ratings?user_id={person}")) == [(second, HAPPY)]
    assert api.get(f"/surveys/satisfaction_ratings?user_id={person}&created_since=2027-01-01T00:00:00Z").body == []


def test_ratings_of_tickets_that_are_not_the_callers_are_not_told(api: Client) -> None:
    from chalicelib.desk import actions as desks
    from tests.small_desk import DOCUMENT

    number = _resolved(api, "Paketti")
    _rated(api, number, HAPPY)
    agents = [{**one, "scope": "group"} if one["name"] == "Ville" else one for one in DOCUMENT["agents"]]
    desks.activate({**DOCUMENT, "agents": agents}, api.world.now, "tests")
    person = api.get(f"/tickets/{number}").body["requester_id"]
    ville = api.of("Ville")
    assert [ville.get(f"/surveys/satisfaction_ratings{query}").body for query in ("", f"?user_id={person}")] == [[], []]
    assert ville.get(f"/tickets/{number}/satisfaction_ratings").status == 404


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({}, ("ratings", "missing_field")),
        ({"ratings": {}}, ("ratings", "missing_field")),
        ({"ratings": {"default_question": 5}}, ("ratings", "invalid_value")),
        ({"ratings": {"default_question": "103"}}, ("ratings", "datatype_mismatch")),
        ({"ratings": {"default_question": True}}, ("ratings", "datatype_mismatch")),
        ({"ratings": {"default_question": 103, "question_7": 103}}, ("ratings", "invalid_value")),
        ({"ratings": 103}, ("ratings", "datatype_mismatch")),
    ],
)
def test_a_rating_that_is_none_is_refused(api: Client, body: Any, fault: Any) -> None:
    number = api.opened()["id"]
    assert api.post(f"/tickets/{number}/satisfaction_ratings", body).faults == [fault]


def test_a_repeated_request_rates_once(api: Client) -> None:
    number = api.opened()["id"]
    body = {"ratings": {"default_question": 103}}
    ids = {api.post(f"/tickets/{number}/satisfaction_ratings", body, Idempotency_Key="k").body["id"] for _ in range(2)}
    assert (len(ids), len(api.get(f"/tickets/{number}/satisfaction_ratings").body)) == (1, 1)


def test_a_list_from_the_beginning_asks_each_empty_day_once(api: Client) -> None:
    """A desk of half a year: the first reader asks day by day, later ones only the days on which somebody answered."""
    desks.lifetime(api.world.now)
    for day in (3, 90, 170):
        api.world.now = START + timedelta(days=day)
        number = api.opened()["id"]
        api.put(f"/tickets/{number}", {"status": 4})
        assert api.post(f"/tickets/{number}/satisfaction_ratings", {"ratings": {"default_question": 103}}).status == 201
    api.world.now = START + timedelta(days=180)
    asked, told = [], []
    for _ in range(2):
        with Recorder().attached() as recorder:
            told.append([row["ticket_id"] for row in api.get("/surveys/satisfaction_ratings").body])
        asked.append(sum(call.operation == "Query" and call.params.get("IndexName") == "day" for call in recorder.calls))
    assert told == [[1, 2, 3]] * 2
    assert asked[0] > 170
    assert asked[1] <= 6
    api.world.now += timedelta(days=1)
    number = api.opened()["id"]
    api.put(f"/tickets/{number}", {"status": 4})
    api.post(f"/tickets/{number}/satisfaction_ratings", {"ratings": {"default_question": -103}})
    assert [row["ticket_id"] for row in api.get("/surveys/satisfaction_ratings").body] == [1, 2, 3, 4]
