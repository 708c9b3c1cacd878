"""Two agents on one ticket: they see each other, and no answer crosses the customer's words unread."""

from typing import Any

import pytest

from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.rows import shared_connection
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.collision import Overtaken
from chalicelib.tickets.decide import Author
from tests.handlers.client import Client, Told
from tests.kept import as_built
from tests.world import World

AINO = "Aino Aalto <aino@asiakas.example>"


@pytest.fixture
def ticket(api: Client) -> Any:
    as_built(api.world, _aino_wrote, api.world)
    return api.get("/tickets/1").body


def _aino_wrote(world: World) -> None:
    world.mail(AINO, "Paketti", "Missä paketti on?", message_id="<first@asiakas.example>")
    world.settle()


def _writes_again(api: Client, text: str = "Älkää lähettäkö, perun tilauksen.") -> None:
    known = [(name, "<first@asiakas.example>") for name in ("In-Reply-To", "References")]
    api.world.mail(AINO, "Re: Paketti", text, headers=known)
    api.world.settle()


# -- presence --


def _who(told: Told) -> list[tuple[str, str, bool]]:
    assert told.status == 200, told.body
    return [(row["name"], row["state"], row["you"]) for row in told.body]


def test_agents_see_who_looks_and_who_types(api: Client, ticket: Any) -> None:
    liisa, aki = api.of("Liisa"), api.of("Aki")
    assert _who(liisa.put("/tickets/1/presence", {"state": "viewing"})) == [("Liisa", "viewing", True)]
    api.later(seconds=5)
    assert _who(aki.put("/tickets/1/presence", {"state": "typing"})) == [("Aki", "typing", True), ("Liisa", "viewing", False)]
    assert _who(liisa.get("/tickets/1/presence")) == [("Aki", "typing", False), ("Liisa", "viewing", True)]
    assert aki.get("/tickets/1/presence").body[1] == {
        "ticket_id": 1, "agent_id": api.agent("Liisa"), "name": "Liisa", "state": "viewing", "you": False,
        "expires_at": "2026-12-01T08:00:25Z", "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
    }  # fmt: skip


def test_whoever_leaves_or_falls_silent_is_gone_without_a_sweep(api: Client, ticket: Any) -> None:
    liisa, aki = api.of("Liisa"), api.of("Aki")
    for one in (liisa, aki):
        one.put("/tickets/1/presence", {"state": "viewing"})
    assert _who(liisa.put("/tickets/1/presence", {"state": "left"})) == [("Aki", "viewing", False)]
    api.later(seconds=24)
    assert _who(liisa.get("/tickets/1/presence")) == [("Aki", "viewing", False)]
    api.later(seconds=1)
    assert _who(liisa.get("/tickets/1/presence")) == []


def test_presence_is_no_part_of_the_history(api: Client, ticket: Any) -> None:
    api.of("Liisa").put("/tickets/1/presence", {"state": "typing"})
    assert api.get("/tickets/1").body == ticket


def test_a_ticket_that_is_not_the_callers_shows_nobody(api: Client, ticket: Any) -> None:
    api.of("Liisa").put("/tickets/1/presence", {"state": "typing"})
    assert api.get("/tickets/99/presence").status == 404
    assert api.put("/tickets/99/presence", {"state": "typing"}).status == 404


@pytest.mark.parametrize(
    ("body", "fault"),
    [({}, ("state", "missing_field")), ({"state": "asleep"}, ("state", "invalid_value")), ({"state": 1}, ("state", "datatype_mismatch"))],
)
def test_a_sign_says_what_one_does(api: Client, ticket: Any, body: Any, fault: Any) -> None:
    assert api.put("/tickets/1/presence", body).faults == [fault]


def test_a_sign_costs_one_read_of_the_ticket_and_one_write(api: Client, ticket: Any) -> None:
    liisa, calls = api.of("Liisa"), []
    liisa.put("/tickets/1/presence", {"state": "viewing"})
    ours = shared_connection().client.meta.events
    ours.register("before-call.dynamodb", lambda model, **_: calls.append(model.name), unique_id="count")
    liisa.put("/tickets/1/presence", {"state": "typing"})
    ours.unregister("before-call.dynamodb", unique_id="count")
    assert calls == ["GetItem", "UpdateItem"]


# -- the send guard --


def test_an_answer_that_crosses_the_customers_words_is_refused_and_shows_them(api: Client, ticket: Any) -> None:
    _writes_again(api)
    told = api.post("/tickets/1/reply", {"body": "Se lähtee huomenna.", "seen_version": ticket["version"]})
    assert (told.status, told.body["code"]) == (412, "inconsistent_state")
    assert [(said["body_text"], said["incoming"]) for said in told.body["conversations"]] == [("Älkää lähettäkö, perun tilauksen.", True)]
    assert api.world.mails("aino@asiakas.example") == []
    again = api.post("/tickets/1/reply", {"body": "Tilaus on peruttu.", "seen_version": told.body["version"]})
    assert again.status == 201


@pytest.mark.parametrize("way", ["seen_version", "last_seen_conversation_id", "If-Match"])
def test_what_was_read_may_be_said_in_three_ways(api: Client, ticket: Any, way: str) -> None:
    _writes_again(api, "Ensimmäinen lisäys, se oli sininen.")
    (last,) = api.get("/tickets/1/conversations").body
    seen = api.get("/tickets/1").body["version"]
    _writes_again(api, "Toinen lisäys, osoite muuttui.")
    body = {"seen_version": {"seen_version": seen}, "last_seen_conversation_id": {"last_seen_conversation_id": last["id"]}}.get(way, {})
    told = api.post("/tickets/1/reply", {"body": "Hei", **body}, **({"if_match": f'"{seen}"'} if way == "If-Match" else {}))
    assert (told.status, [said["body_text"] for said in told.body["conversations"]]) == (412, ["Toinen lisäys, osoite muuttui."])


def test_a_colleagues_answer_is_news_and_notes_and_the_own_words_are_not(api: Client, ticket: Any) -> None:
    liisa, aki, seen = api.of("Liisa"), api.of("Aki"), {"seen_version": ticket["version"]}
    aki.post("/tickets/1/notes", {"body": "Kysyin varastolta."})
    api.put("/tickets/1", {"priority": 3})
    assert liisa.post("/tickets/1/reply", {"body": "Katson.", **seen}).status == 201
    assert liisa.post("/tickets/1/reply", {"body": "Se on matkalla.", **seen}).status == 201
    told = aki.post("/tickets/1/reply", {"body": "Se on hukassa.", **seen})
    assert [said["body_text"] for said in told.body["conversations"]] == ["Katson.", "Se on matkalla."]


def test_without_the_field_nothing_changes(api: Client, ticket: Any) -> None:
    _writes_again(api)
    assert api.post("/tickets/1/reply", {"body": "Se lähtee huomenna."}).status == 201


def test_a_request_that_is_repeated_is_not_stopped_by_what_came_after_it(api: Client, ticket: Any) -> None:
    body = {"body": "Se lähtee huomenna.", "seen_version": ticket["version"]}
    first = api.post("/tickets/1/reply", body, Idempotency_Key="k")
    _writes_again(api)
    assert api.post("/tickets/1/reply", body, Idempotency_Key="k").body["id"] == first.body["id"]


def test_words_that_arrive_while_the_answer_is_being_committed_refuse_it(api: Client, ticket: Any) -> None:
    """The answer is decided on a state that is already old: its commit loses, and the new words are found."""
    known = history.load(1)
    _writes_again(api)
    context = Context(desks.current(api.world.now), api.world.now, lambda: api.world.now)
    order = Command("late", f"agent:{api.agent('Liisa')}")
    with pytest.raises(Overtaken) as refused:
        tickets.reply(1, Author(api.agent("Liisa"), "Liisa"), ("Hei", ""), order, context, known=known, seen=known.version)
    assert [said.content and said.content.text for said in refused.value.news] == ["Älkää lähettäkö, perun tilauksen."]


def test_a_conversation_of_another_ticket_is_refused_by_name(api: Client, ticket: Any) -> None:
    assert api.post("/tickets/1/reply", {"body": "Hei", "last_seen_conversation_id": 9}).faults == [
        ("last_seen_conversation_id", "invalid_value")
    ]
