"""Whose ticket it is, as clients change it: refused where nobody could be answered, undone by handing it back."""

from typing import Any

import pytest

from tests.handlers.client import Client

HELP = "help@kauppa.example"


@pytest.mark.parametrize("named", ["requester_id", "email", "phone", "unique_external_id", "twitter_id"])
def test_a_requester_is_named_by_any_of_their_ids(api: Client, named: str) -> None:
    ways = {"email": "bo@muu.example", "phone": "+358401234567", "unique_external_id": "crm-7", "twitter_id": "bo"}
    bo = api.post("/contacts", {"name": "Bo", **ways}).body["id"]
    ticket = api.opened()
    told = api.put(f"/tickets/{ticket['id']}", {named: {**ways, "requester_id": bo}[named]})
    assert (told.status, told.body["requester_id"], told.body["version"]) == (200, bo, 2)
    assert api.get(f"/tickets/{ticket['id']}?include=requester").body["requester"]["email"] == "bo@muu.example"


def test_a_new_address_makes_the_contact_and_its_company_follows(api: Client) -> None:
    ticket = api.opened()
    told = api.put(f"/tickets/{ticket['id']}", {"email": "Uusi@Tukku.example", "name": "Uusi", "priority": 3}).body
    made = api.get("/contacts?email=uusi@tukku.example").body[0]
    assert (made["id"], made["name"], made["company_id"]) == (told["requester_id"], "Uusi", told["company_id"])
    assert (told["priority"], told["version"], ticket["company_id"]) == (3, 2, None)


def test_a_company_that_is_named_is_not_the_new_requesters(api: Client) -> None:
    ticket = api.opened()
    assert api.put(f"/tickets/{ticket['id']}", {"email": "uusi@tukku.example", "company_id": None}).body["company_id"] is None


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"requester_id": 4711}, [("requester_id", "invalid_value")]),
        ({"phone": "+358409999999"}, [("phone", "invalid_value")]),
        ({"unique_external_id": "nobody"}, [("unique_external_id", "invalid_value")]),
        ({"unique_external_id": "crm-8"}, [("unique_external_id", "invalid_value")]),
        ({"email": HELP}, [("email", "invalid_value")]),
        ({"email": "uusi@muu.example", "type": 3}, [("type", "datatype_mismatch")]),
        ({"email": "uusi@muu.example", "status": 99}, [("status", "invalid_value")]),
        ({"name": "Bo"}, [("name", "missing_field")]),
        ({"requester_id": "x"}, [("requester_id", "datatype_mismatch")]),
        ({"source": 99}, [("source", "invalid_value")]),
    ],
)
def test_what_cannot_be_answered_is_refused_and_makes_nobody(api: Client, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    api.post("/contacts", {"name": "Mailless", "unique_external_id": "crm-8"})
    ticket = api.opened()
    told = api.put(f"/tickets/{ticket['id']}", body)
    assert (told.status, told.faults, len(api.get("/contacts").body)) == (400, faults, 2)
    assert api.get(f"/tickets/{ticket['id']}").body == ticket


def test_a_change_of_an_old_version_makes_nobody(api: Client) -> None:
    ticket = api.opened()
    assert api.put(f"/tickets/{ticket['id']}", {"email": "bo@muu.example"}, If_Match='"99"').status == 412
    assert len(api.get("/contacts").body) == 1


def test_a_merged_ticket_is_handed_to_nobody(api: Client) -> None:
    one, other = api.opened(), api.opened()
    assert api.put("/tickets/merge", {"primary_id": one["id"], "ticket_ids": [other["id"]]}).status == 204
    api.world.settle()
    told = api.put(f"/tickets/{other['id']}", {"email": "bo@muu.example"})
    assert (told.status, len(api.get("/contacts").body)) == (409, 1)


def test_who_has_it_already_changes_nothing(api: Client) -> None:
    ticket = api.opened()
    for body in ({"requester_id": ticket["requester_id"]}, {"email": "aino@asiakas.example", "name": "Toinen"}, {"source": 2}):
        assert api.put(f"/tickets/{ticket['id']}", body).body == ticket


def test_the_activities_say_who_handed_it_to_whom_and_it_is_handed_back(api: Client) -> None:
    ticket = api.opened()
    api.of("Liisa").put(f"/tickets/{ticket['id']}", {"email": "bo@muu.example", "name": "Bo"})
    told = [row["text"] for row in api.get(f"/tickets/{ticket['id']}/activities").body if row["event"] == "requester.changed"]
    assert told == ["Liisa made Bo (bo@muu.example) the requester, to be answered by email."]
    back = api.put(f"/tickets/{ticket['id']}", {"requester_id": ticket["requester_id"]}).body
    changing = ("version", "updated_at")
    assert {name: back[name] for name in back if name not in changing} == {name: ticket[name] for name in back if name not in changing}


def test_another_address_of_the_same_person_is_answered_there(api: Client) -> None:
    ticket = api.opened()
    api.put(f"/contacts/{ticket['requester_id']}", {"other_emails": ["aino@koti.example"]})
    told = api.put(f"/tickets/{ticket['id']}", {"email": "aino@koti.example"}).body
    assert (told["requester_id"], told["version"]) == (ticket["requester_id"], 2)
    assert api.post(f"/tickets/{ticket['id']}/reply", {"body": "Hei"}).status == 201
    api.world.settle()
    assert (len(api.world.mails("aino@koti.example")), api.world.mails("aino@asiakas.example")) == (1, [])


def test_a_source_is_corrected(api: Client) -> None:
    ticket = api.opened()
    told = api.put(f"/tickets/{ticket['id']}", {"source": 3})
    assert (told.status, told.body["source"], told.body["channel"]) == (200, 3, ticket["channel"])
    assert api.get(f"/tickets/{ticket['id']}").body["source"] == 3


@pytest.mark.parametrize(
    "empty",
    [{"source": None}, {"email": None, "requester_id": None}, {"email": "", "name": "", "phone": "", "requester_id": "", "due_by": ""}],
)
def test_an_empty_value_names_nobody_and_changes_nothing(api: Client, empty: dict[str, Any]) -> None:
    ticket = api.opened(source=3)
    told = api.put(f"/tickets/{ticket['id']}", empty)
    assert (told.status, told.body) == (200, ticket)


def test_the_sources_of_many_tickets_are_corrected_and_taken_back(api: Client) -> None:
    number = api.opened()["id"]
    job = api.post("/tickets/bulk_update", {"bulk_action": {"ids": [number], "properties": {"source": 3}}}).body["job_id"]
    api.world.settle()
    assert api.get(f"/tickets/{number}").body["source"] == 3
    assert api.post(f"/jobs/{job}/undo", {}).status == 202
    api.world.settle()
    assert api.get(f"/tickets/{number}").body["source"] == 2


def test_many_tickets_are_not_handed_over_at_once(api: Client) -> None:
    ticket = api.opened()
    told = api.post("/tickets/bulk_update", {"bulk_action": {"ids": [ticket["id"]], "properties": {"email": "bo@muu.example"}}})
    assert told.status == 400
