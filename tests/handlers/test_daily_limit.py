"""An agent, and a key, writes to so many recipients a day and no more, by whichever route."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from tests.handlers.client import Client
from tests.handlers.posts import POSTS
from tests.handlers.test_every_post import at_the_answer
from tests.handlers.test_once import Killed, watching
from tests.small_desk import DOCUMENT
from tests.world import START

ALLOWED = {**DOCUMENT, "outgoing": {"recipients_per_agent": 4, "recipients_per_key": 6}}
REPLY, FORWARD = {"body": "Hei"}, {"body": "Hei", "to_emails": ["huolto@toinen.example"]}
BEGIN = {"email": "bo@asiakas.example", "subject": "Hei", "description": "Hei"}


@pytest.fixture
def liisa(api: Client) -> Client:
    desks.activate(ALLOWED, START, "tests")
    desks.forget()
    api.opened()
    return api.of("Liisa")


def bulk(ids: list[int]) -> dict[str, Any]:
    return {"bulk_action": {"ids": ids, "reply": {"body": "Hei"}}}


@pytest.mark.parametrize(
    ("path", "body"),
    [("/tickets/1/reply", REPLY), ("/tickets/1/forward", FORWARD), ("/tickets/outbound_email", BEGIN), ("/tickets/bulk_update", bulk([1]))],
)
def test_beyond_the_day_s_limit_nothing_goes_out(liisa: Client, path: str, body: Any) -> None:
    liisa.later(hours=1)
    done = [liisa.post(path, body).status for _ in range(4)]
    refused = liisa.post(path, body)
    assert done in ([201] * 4, [202] * 4)
    assert (refused.status, refused.body["code"], refused.headers["Retry-After"]) == (429, "daily_limit", str(15 * 3600))
    assert refused.body["message"] == (
        "Liisa may send to 4 recipients a day (outgoing.recipients_per_agent in desk.yaml), and 1 more would be beyond that; "
        "the next day begins at 2026-12-02T00:00:00Z"
    )
    liisa.later(hours=15)
    assert liisa.post(path, body).status == done[0]


def test_every_recipient_counts(liisa: Client) -> None:
    many = {**REPLY, "cc_emails": ["a@x.example", "b@x.example"], "bcc_emails": ["c@x.example", "d@x.example"]}
    assert liisa.post("/tickets/1/reply", many).status == 429
    assert liisa.post("/tickets/1/reply", {**many, "bcc_emails": ["c@x.example"]}).status == 201


def test_a_repeated_request_is_counted_once(liisa: Client) -> None:
    again = [liisa.post("/tickets/1/reply", REPLY, Idempotency_Key="one").status for _ in range(6)]
    assert (again, liisa.post("/tickets/1/reply", {**REPLY, "cc_emails": ["a@x.example", "b@x.example"]}).status) == ([201] * 6, 201)


def test_a_key_that_writes_in_many_names_has_a_limit_of_its_own(liisa: Client, api: Client) -> None:
    names = [liisa.agent(name) for name in ("Aki", "Ville", "Mikko", "Liisa")]
    sent = [api.post("/tickets/1/reply", {**REPLY, "user_id": names[turn % 4]}).status for turn in range(7)]
    refused = api.post("/tickets/1/reply", REPLY)
    assert (sent, refused.body["message"][:40]) == ([201] * 6 + [429], "This key may send to 6 recipients a day ")


def test_notes_and_what_the_desk_itself_sends_are_free(liisa: Client) -> None:
    for _ in range(4):
        liisa.post("/tickets/1/reply", REPLY)
    assert liisa.post("/tickets/1/notes", REPLY).status == 201
    assert liisa.post("/tickets/bulk_update", {"dry_run": True, **bulk([1])}).status == 200


@pytest.mark.parametrize("route", ["/tickets/{number}/reply", "/tickets/{number}/forward", "/tickets/{number}/fallback", "", "bulk"])
def test_what_a_cut_off_request_did_is_told_to_whoever_repeats_it_on_a_day_that_is_used_up(liisa: Client, api: Client, route: str) -> None:
    path, body = {"": ("/tickets/outbound_email", BEGIN), "bulk": ("/tickets/bulk_update", bulk([1]))}.get(route) or POSTS[route](api, 1)
    with pytest.raises(Killed), watching(at_the_answer):
        liisa.post(path, body, Idempotency_Key="cut")
    while liisa.post("/tickets/1/reply", REPLY).status == 201:
        pass
    liisa.later(seconds=20)
    assert liisa.post(path, body, Idempotency_Key="cut").status in (200, 201, 202)
