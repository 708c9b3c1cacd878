"""The configuration through the API, read: products, mail addresses, business hours, promises, skills, scenarios, languages."""

import pytest

from chalicelib.desk import actions as desks
from chalicelib.ids import company_id, number_of
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT

SINCE = {"created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z"}
MORE = {
    "products": [{"name": "Lamp", "description": "It shines", "email": "laskutus@kauppa.example"}, {"id": 7, "name": "Chair"}],
    "scenarios": [
        {
            "name": "Money",
            "description": "To those who pay",
            "status": 6,
            "priority": 3,
            "group": "Billing",
            "type": "Refund",
            "tags": ["pay"],
        },
        {"name": "Hurry", "priority": 4},
    ],
}
LISTS = ("products", "email_configs", "email/mailboxes", "business_hours", "sla_policies", "skills", "admin/skills", "admin/groups")


@pytest.fixture
def full(api: Client) -> Client:
    skilled = [{**row, "skills": skills} for row, skills in zip(DOCUMENT["agents"], (["Refunds", "tax"], ["refunds"], [], []), strict=True)]
    rules = [{**DOCUMENT["rules"][0], "skills": ["refunds"]}, DOCUMENT["rules"][1]]
    desks.activate({**DOCUMENT, **MORE, "agents": skilled, "rules": rules}, api.world.now, "tests")
    return api


def test_a_product_has_the_whole_shape(full: Client) -> None:
    rows = full.get("/products").body
    assert [{**row, "updated_at": ""} for row in rows] == [
        {
            "id": number_of("product:lamp"), "name": "Lamp", "description": "It shines", "primary_email": "laskutus@kauppa.example",
            **SINCE, "updated_at": "",
        },
        {"id": 7, "name": "Chair", "description": None, "primary_email": None, **SINCE, "updated_at": ""},
    ]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
def test_each_row_of_a_list_can_be_viewed_by_its_id_and_nothing_else(full: Client, path: str) -> None:
    rows = full.get(f"/{path}").body
    assert rows
    assert [full.get(f"/{path}/{row['id']}").body for row in rows] == rows
    assert full.get(f"/{path}/4711").status == 404
    assert [full.get(f"/{path}?per_page=1&page={page}").body for page in range(1, len(rows) + 2)] == [*([row] for row in rows), []]


def test_mail_addresses_are_told_with_group_and_product(full: Client) -> None:
    billing = next(group["id"] for group in full.get("/groups").body if group["name"] == "Billing")
    asked = ("name", "to_email", "reply_email", "group_id", "product_id", "primary_role", "active")
    assert [tuple(row[name] for name in asked) for row in full.get("/email_configs").body] == [
        ("Kauppa Oy", "help@kauppa.example", "help@kauppa.example", None, None, True, True),
        ("Kauppa Oy", "laskutus@kauppa.example", "laskutus@kauppa.example", billing, number_of("product:lamp"), False, True),
    ]
    named = ("support_email", "mailbox_type", "default_reply_email", "group_id")
    assert [tuple(row[name] for name in named) for row in full.get("/email/mailboxes").body] == [
        ("help@kauppa.example", "custom_mailbox", True, None),
        ("laskutus@kauppa.example", "custom_mailbox", False, billing),
    ]


def test_business_hours_tell_the_span_of_a_day_and_each_opening(full: Client) -> None:
    office = full.get("/business_hours").body[0]
    openings = [{"start_time": "8:00 am", "end_time": "12:00 pm"}, {"start_time": "1:00 pm", "end_time": "4:00 pm"}]
    span = {"start_time": "8:00 am", "end_time": "4:00 pm"}
    assert office == {
        "id": number_of("calendar:office"),
        "name": "Office",
        "description": None,
        "is_default": True,
        "time_zone": "Europe/Helsinki",
        "business_hours": {day: {**span, "windows": openings} for day in ("monday", "tuesday", "wednesday", "thursday", "friday")},
        "list_of_holidays": [{"name": "Closed", "date": "2026-12-06"}, {"name": "Closed", "date": "2026-12-24"}],
        "created_at": "2026-12-01T08:00:00Z",
        "updated_at": office["updated_at"],
    }


def test_a_promise_is_told_in_seconds_with_who_hears_of_its_breach(full: Client) -> None:
    gold, standard = full.get("/sla_policies").body
    assert (gold["position"], gold["is_default"], gold["applicable_to"]["company_ids"]) == (1, False, [company_id("Tukku Oy")])
    assert (standard["position"], standard["is_default"], standard["applicable_to"]["company_ids"]) == (2, True, [])
    assert standard["sla_target"]["priority_4"] == {
        "respond_within": 900, "next_respond_within": 1800, "resolve_within": 7200, "business_hours": True, "escalation_enabled": True,
    }  # fmt: skip
    assert gold["sla_target"]["priority_1"]["business_hours"] is False
    liisa, ville = full.agent("Liisa"), full.agent("Ville")
    assert standard["escalation"]["resolution"] == {"level_1": {"escalation_time": 0, "agent_ids": [-1, liisa, ville]}}


def test_a_skill_is_told_once_with_who_has_it_and_which_tickets_want_it(full: Client) -> None:
    refunds, tax = full.get("/skills").body
    assert refunds == {
        "id": number_of("skill:refunds"),
        "name": "Refunds",
        "rank": 1,
        "match_type": "all",
        "conditions": [{"resource_type": "ticket", "field_name": "reason", "operator": "in", "value": ["invoice"]}],
        "agents": [{"id": full.agent("Liisa")}, {"id": full.agent("Aki")}],
        "created_at": "2026-12-01T08:00:00Z",
        "updated_at": refunds["updated_at"],
    }
    assert (tax["name"], tax["conditions"]) == ("tax", [])
    assert full.get(f"/agents/{full.agent('Liisa')}").body["skill_ids"] == [refunds["id"], tax["id"]]


def test_a_scenario_is_told_as_the_fields_it_sets(full: Client) -> None:
    billing = next(group["id"] for group in full.get("/groups").body if group["name"] == "Billing")
    money, hurry = full.get("/scenario_automations").body
    assert (money["name"], money["description"], money["private"]) == ("Money", "To those who pay", False)
    assert money["actions"] == [
        {"name": "status", "value": 6}, {"name": "priority", "value": 3}, {"name": "group_id", "value": billing},
        {"name": "type", "value": "Refund"}, {"name": "add_tags", "value": ["pay"]},
    ]  # fmt: skip
    assert hurry["actions"] == [{"name": "priority", "value": 4}]


def test_the_languages_of_the_desk_are_told(api: Client) -> None:
    assert api.get("/settings/helpdesk").body == {
        "primary_language": "fi", "supported_languages": ["sv", "en"], "portal_languages": ["sv", "en"],
    }  # fmt: skip


# -- products on tickets --


def test_a_ticket_keeps_its_product_and_lists_ask_for_it(full: Client) -> None:
    lamp, chair = (row["id"] for row in full.get("/products").body)
    full.opened(product_id=lamp)
    full.opened()
    assert [full.get(f"/tickets/{number}").body["product_id"] for number in (1, 2)] == [lamp, None]
    assert full.put("/tickets/2", {"product_id": chair}).body["product_id"] == chair
    full.later(seconds=10)
    by_time = "/tickets?updated_since=2026-12-01T00:00:00Z&product_id="
    assert [[row["id"] for row in full.get(f"{by_time}{product}").body] for product in (lamp, chair, 8)] == [[1], [2], []]
    assert any("product to Chair" in row["text"] for row in full.get("/tickets/2/activities").body)
    assert full.put("/tickets/2", {"product_id": None}).body["product_id"] is None


def test_a_product_that_is_not_sold_is_refused_and_so_is_a_list_that_no_index_serves(full: Client) -> None:
    assert full.post("/tickets", {"email": "a@b.example", "product_id": 4711}).faults == [("product_id", "invalid_value")]
    assert full.get("/tickets?product_id=7").faults == [("product_id", "invalid_value")]
