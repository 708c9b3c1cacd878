"""A customer as a whole: what agents see before they answer, and a contact's way out of the desk and back."""

from typing import Any

import pytest

from chalicelib.handlers.shapes.customer import trend
from tests.handlers.client import Client
from tests.world import World


def contact_of(api: Client, ticket: int) -> int:
    number: int = api.get(f"/tickets/{ticket}").body["requester_id"]
    return number


def test_the_card_tells_what_is_open_and_promised(api: Client, world: World) -> None:
    first, second = api.opened(subject="Keitin", priority=3)["id"], api.opened(subject="Lasku")["id"]
    api.put(f"/tickets/{second}", {"status": 4})
    world.settle()
    card = api.get(f"/contacts/{contact_of(api, first)}/card").body
    assert [row["id"] for row in card["open_tickets"]] == [first]
    assert (card["open_count"], card["over_count"], card["more_tickets"], card["channels"]) == (1, 1, False, ["email"])
    assert [row["ticket_id"] for row in card["promises"]] == [first] * len(card["promises"])
    assert card["promises"] == sorted(card["promises"], key=lambda row: row["due_by"])
    assert card["contact"]["email"] == "aino@asiakas.example"


def test_the_timeline_joins_all_tickets_and_channels_newest_first(api: Client, world: World) -> None:
    mail = api.opened(subject="Keitin", description="Keitin ei lämpene")["id"]
    api.later(minutes=1)
    api.post(f"/tickets/{mail}/reply", {"body": "Kokeile johtoa"})
    api.later(minutes=1)
    phone = api.opened(subject="Soitto", description="Soitti johdosta")["id"]
    told = api.get(f"/contacts/{contact_of(api, mail)}/timeline").body
    said = [(row["ticket_id"], row["kind"], row["incoming"], row["text"]) for row in told if row["conversation_id"]]
    assert said == [
        (phone, "message", True, "Soitti johdosta"),
        (mail, "reply", False, "Kokeile johtoa"),
        (mail, "message", True, "Keitin ei lämpene"),
    ]
    assert [row["at"] for row in told] == sorted((row["at"] for row in told), reverse=True)


def test_the_timeline_shows_notes_as_they_read_now_and_none_that_was_removed(api: Client) -> None:
    ticket = api.opened(description="Apua")["id"]
    kept, gone = (api.post(f"/tickets/{ticket}/notes", {"body": text}).body["id"] for text in ("Kortti 4111", "PIN 1234"))
    api.put(f"/conversations/{kept}", {"body": "Kortti poistettu"})
    api.delete(f"/conversations/{gone}")
    path = f"/contacts/{contact_of(api, ticket)}/timeline"
    assert {row["text"] for row in api.get(path).body if row["conversation_id"]} == {"Apua", "Kortti poistettu"}
    api.put(f"/conversations/{gone}/restore")
    assert {row["text"] for row in api.get(path).body if row["conversation_id"]} == {"Apua", "Kortti poistettu", "PIN 1234"}


def test_a_card_shows_only_tickets_that_the_caller_sees(api: Client) -> None:
    ticket = api.opened()["id"]
    number = contact_of(api, ticket)
    mine = api.of("Aki", role="agent")
    assert [row["id"] for row in mine.get(f"/contacts/{number}/card").body["open_tickets"]] == (
        [ticket] if mine.get(f"/tickets/{ticket}").status == 200 else []
    )


@pytest.mark.parametrize(
    ("scores", "said"),
    [([], None), ([5], None), ([1, 5], "rising"), ([5, 1], "falling"), ([3, 3], "level"), ([5, 1, 1, 1, 1, 5, 5], "rising")],
)
def test_the_trend_of_ratings(scores: list[int], said: Any) -> None:
    assert trend(scores) == said


def test_a_deleted_contact_leaves_the_lists_and_comes_back(api: Client) -> None:
    ticket = api.opened()["id"]
    number = contact_of(api, ticket)
    assert api.delete(f"/contacts/{number}").status == 204
    assert (api.get("/contacts").body, [row["id"] for row in api.get("/contacts?state=deleted").body]) == ([], [number])
    assert api.get(f"/contacts/{number}").body["deleted"] is True
    assert api.put(f"/contacts/{number}/restore").status == 204
    assert [row["id"] for row in api.get("/contacts").body] == [number]


def test_a_contact_goes_for_good_only_when_that_is_said(api: Client) -> None:
    ticket = api.opened()["id"]
    number = contact_of(api, ticket)
    assert api.delete(f"/contacts/{number}/hard_delete").status == 409
    assert api.delete(f"/contacts/{number}/hard_delete?force=True").status == 204
    assert (api.get(f"/contacts/{number}").status, api.get("/contacts?email=aino@asiakas.example").body) == (404, [])
    assert api.get(f"/tickets/{ticket}?include=requester").body["requester"]["email"] is None
    again = api.post("/contacts", {"name": "Aino", "email": "aino@asiakas.example"})
    assert again.status == 201


def test_whoever_sees_some_tickets_only_erases_nobody_from_all_of_them(api: Client) -> None:
    number = contact_of(api, api.opened()["id"])
    supervisor = next(one["id"] for one in api.get("/roles").body if one["name"] == "Supervisor")
    assert api.put(f"/agents/{api.agent('Aki')}", {"ticket_scope": 2, "role_ids": [supervisor]}).status == 200
    refused = api.of("Aki").delete(f"/contacts/{number}/hard_delete?force=true")
    assert (refused.status, api.get(f"/contacts/{number}").status) == (403, 200)
