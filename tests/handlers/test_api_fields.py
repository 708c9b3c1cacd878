"""The desk's own fields: what forms are built from, and what a ticket's body may say."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT

FIELDS = [
    {"name": "ticket_type", "choices": ["Question", "Incident"]},
    {"name": "reason", "required_for_closure": True},
    {"name": "cf_order", "label": "Order number", "required_for_closure": True},
    {"name": "cf_colour", "kind": "dropdown", "choices": ["red", "blue"], "required_for_agents": True},
    {
        "name": "cf_thing", "label": "Thing", "kind": "nested", "choices": ["Hardware > Phone > Broken", "Hardware > Laptop", "Software"],
        "levels": [{"name": "cf_part", "label": "Part"}, {"name": "cf_fault"}],
    },
]  # fmt: skip


@pytest.fixture
def choosy(api: Client) -> Client:
    """The small desk with fields of its own."""
    desks.activate({**DOCUMENT, "fields": FIELDS}, api.world.now, "tests")
    return api


def _by_name(found: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {field["name"]: field for field in found}


# -- forms --


def test_a_desk_without_own_fields_lists_those_of_every_ticket(api: Client) -> None:
    told = api.get("/ticket_fields").body
    assert [(field["name"], field["type"], field["position"]) for field in told] == [
        (name, f"default_{name}", position)
        for position, name in enumerate(
            ("requester", "subject", "ticket_type", "source", "status", "priority", "group", "agent", "description", "company", "reason"), 1
        )
    ]
    assert len({field["id"] for field in told}) == len(told)


def test_choices_come_in_the_forms_that_clients_read(choosy: Client) -> None:
    fields = _by_name(choosy.get("/ticket_fields").body)
    groups = {group["name"]: group["id"] for group in choosy.get("/groups").body}
    told = {name: fields[name]["choices"] for name in ("ticket_type", "priority", "group", "reason", "cf_colour", "cf_thing", "cf_order")}
    assert told == {
        "ticket_type": ["Question", "Incident"],
        "priority": {"Low": 1, "Medium": 2, "High": 3, "Urgent": 4},
        "group": groups,
        "reason": ["invoice", "return"],
        "cf_colour": ["red", "blue"],
        "cf_thing": {"Hardware": {"Phone": ["Broken"], "Laptop": []}, "Software": {}},
        "cf_order": [],
    }
    assert fields["status"]["choices"]["2"] == ["Open", "Open"]
    assert fields["agent"]["choices"]["Liisa"] == choosy.agent("Liisa")


def test_an_own_field_is_told_whole(choosy: Client) -> None:
    field = dict(_by_name(choosy.get("/ticket_fields").body)["cf_order"])
    assert (field.pop("id") > 0, field) == (
        True,
        {
            "name": "cf_order", "label": "Order number", "label_for_customers": "Order number", "position": 12, "type": "custom_text",
            "default": False, "archived": False, "required_for_closure": True, "required_for_agents": False,
            "required_for_customers": False, "customers_can_edit": False, "displayed_to_customers": False, "portal_cc": False,
            "portal_cc_to": "company", "choices": [], "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
        },
    )  # fmt: skip


def test_the_list_is_narrowed_by_type(choosy: Client) -> None:
    assert [field["name"] for field in choosy.get("/ticket_fields?type=default_status").body] == ["status"]
    assert [field["name"] for field in choosy.get("/ticket_fields?type=nested_field").body] == ["cf_thing"]
    assert choosy.get("/ticket_fields?type=none").body == []


def test_administrators_see_choices_as_objects(choosy: Client) -> None:
    fields = _by_name(choosy.get("/admin/ticket_fields").body)
    assert [(one["label"], one["value"]) for one in fields["status"]["choices"][:2]] == [("Open", 2), ("Pending", 3)]
    hardware, software = fields["cf_thing"]["choices"]
    assert ([one["label"] for one in hardware["choices"]], software["choices"]) == (["Phone", "Laptop"], [])
    assert choosy.get(f"/admin/ticket_fields/{fields['cf_thing']['id']}").body == fields["cf_thing"]


def test_contacts_and_companies_have_fields_too(api: Client) -> None:
    contact, company = api.get("/contact_fields").body, api.get("/company_fields").body
    assert [field["name"] for field in contact][:3] == ["name", "job_title", "email"]
    assert [field["name"] for field in company][:2] == ["name", "description"]


# -- values --


def test_a_ticket_takes_what_its_fields_allow(choosy: Client) -> None:
    given = {"cf_order": "A-17", "cf_colour": "red", "cf_thing": "Hardware", "cf_part": "Phone"}
    ticket = choosy.opened(custom_fields=given, type="Incident", reason="return")
    assert (ticket["custom_fields"], ticket["type"], ticket["reason"]) == (given, "Incident", "return")
    told = choosy.put(f"/tickets/{ticket['id']}", {"custom_fields": {"cf_part": "Laptop"}})
    assert told.body["custom_fields"] == {**given, "cf_part": "Laptop"}


def test_a_ticket_that_breaks_the_rules_is_refused_and_leaves_nobody_behind(choosy: Client) -> None:
    body = {"email": "new@asiakas.example", "type": "Joke", "custom_fields": {"cf_order": 17, "cf_size": "XL"}}
    told = choosy.post("/tickets", body)
    assert (told.status, told.faults) == (
        400,
        [
            ("cf_order", "datatype_mismatch"), ("cf_size", "invalid_field"), ("type", "invalid_value"), ("cf_colour", "missing_field"),
        ],
    )  # fmt: skip
    assert choosy.get("/contacts").body == []


def test_a_ticket_is_resolved_once_its_fields_are_filled_in(choosy: Client) -> None:
    path = f"/tickets/{choosy.opened(custom_fields={'cf_colour': 'red'})['id']}"
    refused = choosy.put(path, {"status": 4})
    assert (refused.status, refused.faults) == (400, [("reason", "missing_field"), ("cf_order", "missing_field")])
    assert choosy.get(path).body["status"] == 2
    told = choosy.put(path, {"status": 4, "reason": "return", "custom_fields": {"cf_order": "A-17"}})
    assert (told.status, told.body["status"], told.body["reason"]) == (200, 4, "return")


def test_a_mail_opens_a_ticket_whatever_fields_are_demanded(choosy: Client) -> None:
    choosy.world.mail("aino@asiakas.example", "Paketti", "Missä paketti on?")
    choosy.world.settle()
    assert choosy.get("/tickets/1").status == 200


# -- tags and spam --


def test_tags_are_put_on_and_taken_off_one_by_one(api: Client) -> None:
    path = f"/tickets/{api.opened(tags=['a', 'b'])['id']}"
    assert api.put(path, {"tags_add": ["c", "a"], "tags_remove": ["b", "z"]}).body["tags"] == ["a", "c"]
    assert api.put(path, {"tags": ["x"], "tags_add": ["y"]}).body["tags"] == ["x", "y"]
    before = api.get(path).body["version"]
    assert api.put(path, {"tags_add": ["x"], "tags_remove": ["a"]}).body["version"] == before


def test_two_who_tag_a_ticket_at_once_do_not_undo_each_other(api: Client) -> None:
    """Both decide on the ticket as it was; whoever comes second decides again."""
    from chalicelib.context import Context
    from chalicelib.storage import history
    from chalicelib.storage.history import Command
    from chalicelib.tickets import actions as tickets

    number = api.opened(tags=["a"])["id"]
    known, context = history.load(number), Context(desks.current(api.world.now), api.world.now, lambda: api.world.now)
    for tag in ("b", "c"):
        tickets.update(number, {"tags_add": (tag,)}, Command(f"tag {tag}", "system"), context, seen=known)
    assert api.get(f"/tickets/{number}").body["tags"] == ["a", "b", "c"]


def test_spam_is_marked_and_taken_back(api: Client) -> None:
    path = f"/tickets/{api.opened()['id']}"
    assert api.put(path, {"spam": True}).body["spam"] is True
    assert (api.get("/tickets").body, [row["spam"] for row in api.get("/tickets?filter=spam").body]) == ([], [True])
    assert api.post(f"{path}/reply", {"body": "Hei"}).status == 409
    assert api.put(path, {"spam": False}).body["spam"] is False
    assert len(api.get("/tickets").body) == 1
