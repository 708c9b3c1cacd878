"""Tickets through the API, as its clients make, read and change them."""

from typing import Any

import pytest

from tests.handlers.client import Client

NOT_ASKED = {
    "product_id",
    "form_id",
    "association_type",
    "associated_tickets_count",
    "internal_agent_id",
    "internal_group_id",
}


def test_a_ticket_is_made_with_its_whole_shape(api: Client) -> None:
    made = api.post(
        "/tickets",
        {
            "email": "Aino@Asiakas.example",
            "name": "Aino Aalto",
            "subject": "Lasku\u0000 väärin",
            "description": "<p>Hei <b>te</b></p><script>x</script>",
            "priority": 3,
            "status": 3,
            "type": "Question",
            "tags": ["vip"],
            "custom_fields": {"cf_order": 7},
            "cc_emails": ["bo@asiakas.example"],
            "responder_id": api.agent("Aki"),
            "source": 3,
        },
    )
    assert made.body.pop("email_config_id") == api.get("/email_configs").body[0]["id"]
    number = made.body.pop("requester_id"), made.body.pop("responder_id")
    assert (made.status, made.headers["Location"], number[1]) == (201, "https://desk.kauppa.example/api/v2/tickets/1", api.agent("Aki"))
    assert {name for name in NOT_ASKED if made.body.pop(name) is not None} == set()
    assert {name: made.body.pop(name) for name in ("due_by", "fr_due_by", "nr_due_by")} == {
        "due_by": None,
        "fr_due_by": "2026-12-01T09:00:00Z",
        "nr_due_by": None,
    }
    assert made.body == {
        "id": 1,
        "subject": "Lasku väärin",
        "status": 3,
        "priority": 3,
        "source": 3,
        "type": "Question",
        "group_id": None,
        "company_id": None,
        "cc_emails": ["bo@asiakas.example"],
        "fwd_emails": [],
        "reply_cc_emails": ["bo@asiakas.example"],
        "ticket_cc_emails": ["bo@asiakas.example"],
        "ticket_bcc_emails": [],
        "to_emails": ["help@kauppa.example"],
        "support_email": "help@kauppa.example",
        "tags": ["vip"],
        "custom_fields": {"cf_order": 7},
        "is_escalated": False,
        "fr_escalated": False,
        "nr_escalated": False,
        "spam": False,
        "source_additional_info": None,
        "structured_description": None,
        "sentiment_score": None,
        "created_at": "2026-12-01T08:00:00Z",
        "updated_at": "2026-12-01T08:00:00Z",
        "status_name": "Pending",
        "priority_name": "high",
        "channel": "email",
        "language": "fi",
        "reason": None,
        "waiting": None,
        "follows_ticket_id": None,
        "merged_into_id": None,
        "merged_ticket_ids": [],
        "split_from_id": None,
        "parent_id": None,
        "tracker_id": None,
        "version": 1,
        "description": "<p>Hei <b>te</b></p>",
        "description_text": "Hei te",
        "attachments": [],
        "warnings": [],
    }


def test_a_ticket_is_viewed_as_it_was_made(api: Client) -> None:
    made = api.post("/tickets", {"email": "aino@asiakas.example", "subject": "Hei", "description": "Rivi 1\nRivi 2"})
    seen = api.get("/tickets/1")
    assert (seen.status, seen.body) == (200, made.body)
    assert (seen.body["description"], seen.headers["ETag"]) == ("<div>Rivi 1<br>Rivi 2</div>", '"1"')


def test_a_view_embeds_what_is_asked_for(api: Client) -> None:
    api.post("/contacts", {"name": "Tuure", "email": "tuure@tukku.example", "phone": "+358 40 123 4567"})
    ticket = api.opened(email="tuure@tukku.example")
    api.post(f"/tickets/{ticket['id']}/notes", {"body": "Katson."})
    seen = api.get(f"/tickets/{ticket['id']}?include=conversations,requester,company,stats").body
    assert seen["requester"] == {
        "id": ticket["requester_id"],
        "name": "Tuure",
        "email": "tuure@tukku.example",
        "mobile": None,
        "phone": "+358401234567",
    }
    assert seen["company"] == {"id": ticket["company_id"], "name": "Tukku Oy"}
    assert [said["body_text"] for said in seen["conversations"]] == ["Katson."]
    assert seen["stats"] == {
        "agent_responded_at": None,
        "requester_responded_at": "2026-12-01T08:00:00Z",
        "first_responded_at": None,
        "status_updated_at": "2026-12-01T08:00:00Z",
        "reopened_at": None,
        "resolved_at": None,
        "closed_at": None,
        "pending_since": None,
    }


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({}, [("email", "missing_field")]),
        ({"phone": "+358401234567"}, [("name", "missing_field")]),
        ({"email": "nobody"}, [("email", "invalid_value")]),
        ({"email": "a@b.example", "status": 99}, [("status", "invalid_value")]),
        ({"email": "a@b.example", "status": "2"}, [("status", "datatype_mismatch")]),
        ({"email": "a@b.example", "priority": 5, "colour": "red"}, [("colour", "invalid_field"), ("priority", "invalid_value")]),
        ({"email": "a@b.example", "group_id": 1, "responder_id": 2}, [("group_id", "invalid_value"), ("responder_id", "invalid_value")]),
        ({"email": "a@b.example", "tags": ["x" * 33]}, [("tags", "invalid_value")]),
        ({"email": "a@b.example", "subject": "x" * 256}, [("subject", "invalid_value")]),
        ({"email": "a@b.example", "custom_fields": {"order": 1}}, [("custom_fields", "invalid_value")]),
        ({"email": "a@b.example", "nr_due_by": "2026-12-01T09:00:00Z"}, [("nr_due_by", "inaccessible_field")]),
        ({"requester_id": 4711}, [("requester_id", "invalid_value")]),
    ],
)
def test_a_wrong_body_names_every_fault(api: Client, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    told = api.post("/tickets", body)
    assert (told.status, told.faults) == (400, faults)


def test_a_refused_ticket_leaves_nothing_behind(api: Client) -> None:
    api.post("/tickets", {"email": "aino@asiakas.example", "status": 99})
    assert (api.get("/tickets").body, api.get("/contacts").body) == ([], [])


def test_fields_that_clients_send_empty_are_no_fault(api: Client) -> None:
    told = api.post("/tickets", {"email": "a@b.example", "product_id": None, "attachments": [], "status": None})
    assert (told.status, told.body["status"], told.body["source"]) == (201, 2, 2)


def test_a_requester_is_made_once_and_found_again_by_any_name(api: Client) -> None:
    first = api.opened(name="Aino", phone="+358401234567", unique_external_id="crm-7")
    again = [
        api.opened(email=None, **ways)
        for ways in ({"phone": "0035840 1234567", "name": "A"}, {"unique_external_id": "crm-7"}, {"requester_id": first["requester_id"]})
    ]
    assert {ticket["requester_id"] for ticket in again} == {first["requester_id"]}
    assert len(api.get("/contacts").body) == 1


def test_a_change_sets_only_what_it_names(api: Client) -> None:
    ticket = api.opened(tags=["a"], custom_fields={"cf_a": 1})
    told = api.put(f"/tickets/{ticket['id']}", {"priority": 4, "tags": ["b"], "custom_fields": {"cf_b": 2}})
    kept = {name: told.body[name] for name in ("status", "subject", "description_text")}
    assert (told.status, kept) == (200, {"status": 2, "subject": "Hei", "description_text": "Apua"})
    assert (told.body["priority"], told.body["tags"], told.body["custom_fields"]) == (4, ["b"], {"cf_a": 1, "cf_b": 2})


def test_a_ticket_is_given_to_a_group_and_an_agent_and_taken_back(api: Client) -> None:
    ticket = api.opened()
    billing = next(group for group in api.get("/groups").body if group["name"] == "Billing")
    given = api.put(f"/tickets/{ticket['id']}", {"group_id": billing["id"], "responder_id": api.agent("Ville")}).body
    taken = api.put(f"/tickets/{ticket['id']}", {"responder_id": None}).body
    assert (given["group_id"], given["responder_id"], taken["responder_id"]) == (billing["id"], api.agent("Ville"), None)


def test_a_change_that_changes_nothing_writes_nothing(api: Client) -> None:
    ticket = api.opened(custom_fields={"cf_a": 1})
    before = api.get(f"/tickets/{ticket['id']}").body
    assert api.put(f"/tickets/{ticket['id']}", {"subject": "Hei", "custom_fields": {"cf_a": 1}}).body == before


def test_a_closed_ticket_is_opened_before_it_waits(api: Client) -> None:
    ticket = api.opened()
    api.put(f"/tickets/{ticket['id']}", {"status": 5})
    told = api.put(f"/tickets/{ticket['id']}", {"status": 3})
    assert (told.status, told.faults) == (409, [("status", "inconsistent_state")])


def test_a_change_of_an_old_version_is_refused(api: Client) -> None:
    ticket = api.opened()
    tag = api.get(f"/tickets/{ticket['id']}").headers["ETag"]
    assert api.put(f"/tickets/{ticket['id']}", {"priority": 2}, If_Match=tag).status == 200
    assert api.put(f"/tickets/{ticket['id']}", {"priority": 3}, If_Match=tag).status == 412


@pytest.mark.parametrize(
    ("tag", "status"), [('"0"', 412), ('"x"', 412), ("nonsense", 412), ('"99"', 412), ("*", 200), ("", 200), ('W/"1"', 412)]
)
def test_a_version_that_was_never_given_does_not_stand(api: Client, tag: str, status: int) -> None:
    ticket = api.opened()
    api.put(f"/tickets/{ticket['id']}", {"priority": 2})
    assert api.put(f"/tickets/{ticket['id']}", {"priority": 3}, If_Match=tag).status == status
    assert api.get(f"/tickets/{ticket['id']}").body["priority"] == (3 if status == 200 else 2)
    assert api.post(f"/tickets/{ticket['id']}/reply", {"body": "Hei"}, If_Match='"x"').status == 412


def test_a_deleted_ticket_leaves_the_list_and_comes_back(api: Client) -> None:
    ticket = api.opened()
    gone = api.delete(f"/tickets/{ticket['id']}")
    assert (gone.status, gone.body, api.get("/tickets").body) == (204, None, [])
    assert [row["deleted"] for row in api.get("/tickets?filter=deleted").body] == [True]
    assert api.get(f"/tickets/{ticket['id']}").body["deleted"] is True
    assert api.put(f"/tickets/{ticket['id']}/restore").status == 204
    assert ["deleted" in row for row in api.get("/tickets").body] == [False]


def test_a_late_promise_shows_as_escalated(api: Client) -> None:
    ticket = api.opened(priority=4)
    api.world.after(minutes=16)
    seen = api.get(f"/tickets/{ticket['id']}").body
    assert (seen["fr_escalated"], seen["is_escalated"], seen["fr_due_by"]) == (True, False, "2026-12-01T08:15:00Z")


def test_a_repeated_request_makes_one_ticket(api: Client) -> None:
    body = {"email": "aino@asiakas.example", "subject": "Hei"}
    told = [api.post("/tickets", body, Idempotency_Key="k1") for _ in range(3)]
    other = api.post("/tickets", body, Idempotency_Key="k2")
    assert [(one.status, one.body["id"]) for one in told] == [(201, 1)] * 3
    assert (other.body["id"], len(api.get("/tickets").body)) == (2, 2)


def test_the_key_of_another_caller_is_another_key(api: Client) -> None:
    body = {"email": "aino@asiakas.example", "subject": "Hei"}
    numbers = [caller.post("/tickets", body, Idempotency_Key="k1").body["id"] for caller in (api, api.of("Aki"))]
    assert numbers == [1, 2]
