"""The administrator declares the ticket's own fields through the API."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from tests.handlers.client import Client

SHELF = {"label": "Ylä-hylly 2", "type": "custom_dropdown", "choices": [{"value": "Upper", "position": 1}, {"value": "Lower"}]}
NESTED = {
    "label": "Thing", "type": "nested_field", "dependent_fields": [{"label": "Fault", "level": 3}, {"label": "Part", "level": 2}],
    "choices": [{"value": "Hardware", "choices": [{"value": "Phone", "choices": [{"value": "Broken"}]}, {"value": "Laptop"}]}, "Software"],
}  # fmt: skip


def named(api: Client, name: str) -> Any:
    return next(field for field in api.get("/admin/ticket_fields").body if field["name"] == name)


def test_a_declared_field_is_in_forms_and_on_tickets_at_once(api: Client) -> None:
    told = api.post("/admin/ticket_fields", {**SHELF, "required_for_agents": True})
    made = told.body
    assert (told.status, told.headers["Location"].rpartition("/api/v2")[2]) == (201, f"/admin/ticket_fields/{made['id']}")
    assert (made["name"], made["label"], made["type"]) == ("cf_yla_hylly_2", "Ylä-hylly 2", "custom_dropdown")
    assert ([choice["value"] for choice in made["choices"]], made["required_for_agents"]) == (["Upper", "Lower"], True)
    assert api.get(f"/admin/ticket_fields/{made['id']}").body == made
    assert api.opened(custom_fields={"cf_yla_hylly_2": "Upper"})["custom_fields"] == {"cf_yla_hylly_2": "Upper"}
    wrong = api.post("/tickets", {"email": "a@b.example", "subject": "x", "custom_fields": {"cf_yla_hylly_2": "Middle"}})
    assert wrong.faults == [("cf_yla_hylly_2", "invalid_value")]
    assert desks.history(1)[0].through == "api"


def test_a_nested_field_has_its_steps(api: Client) -> None:
    made = api.post("/admin/ticket_fields", NESTED).body
    assert "errors" not in made, made
    assert [(field["name"], field["level"]) for field in made["dependent_fields"]] == [("cf_part", 2), ("cf_fault", 3)]
    told = next(field for field in api.get("/ticket_fields").body if field["name"] == "cf_thing")
    assert told["choices"] == {"Hardware": {"Phone": ["Broken"], "Laptop": []}, "Software": {}}


def test_a_field_is_changed_and_taken_back_and_tickets_keep_what_they_hold(api: Client) -> None:
    made = api.post("/admin/ticket_fields", SHELF).body
    api.opened(custom_fields={"cf_yla_hylly_2": "Lower"})
    path = f"/admin/ticket_fields/{made['id']}"
    changed = api.put(
        path, {"label": "Hylly", "choices": ["Middle", {"value": "Upper", "deleted": True}], "required_for_closure": True}
    ).body
    assert (changed["id"], changed["label"], [choice["value"] for choice in changed["choices"]]) == (made["id"], "Hylly", ["Middle"])
    assert api.delete(path).status == 204
    assert (api.get(path).status, api.get("/tickets/1").body["custom_fields"]) == (404, {"cf_yla_hylly_2": "Lower"})


def test_of_fields_that_every_ticket_has_only_demands_are_changed(api: Client) -> None:
    kind, subject = named(api, "ticket_type")["id"], named(api, "subject")["id"]
    told = api.put(f"/admin/ticket_fields/{kind}", {"choices": ["Claim"], "required_for_closure": True}).body
    assert ([choice["value"] for choice in told["choices"]], told["required_for_closure"]) == (["Claim"], True)
    assert api.put(f"/admin/ticket_fields/{kind}", {"label": "Sort"}).faults == [("label", "inaccessible_field")]
    assert (api.put(f"/admin/ticket_fields/{subject}", {"label": "x"}).status, api.delete(f"/admin/ticket_fields/{kind}").status) == (
        404,
        409,
    )


@pytest.mark.parametrize(
    ("body", "status", "faults"),
    [
        ({}, 400, [("label", "missing_field"), ("type", "missing_field")]),
        ({"label": "Shelf", "type": "custom_url"}, 400, [("type", "invalid_value")]),
        ({"label": "!!", "type": "custom_text"}, 400, [("label", "invalid_value")]),
        ({"label": "Shelf", "type": "custom_dropdown"}, 400, [("choices", "invalid_value")]),
        ({"label": "Shelf", "type": "custom_text", "choices": ["a"]}, 400, [("choices", "invalid_value")]),
        ({**SHELF, "choices": ["a", "a"]}, 400, [("choices", "invalid_value")]),
        ({**NESTED, "dependent_fields": [{"label": "Part"}]}, 400, [("choices", "invalid_value")]),
        ({"label": "Shelf", "type": "custom_text", "dependent_fields": [{"label": "x"}]}, 400, [("dependent_fields", "invalid_value")]),
        ({**SHELF, "choices": [5]}, 400, [("choices", "datatype_mismatch")]),
        ({"label": "Known", "type": "custom_text"}, 409, [("label", "duplicate_value")]),
    ],
)
def test_what_is_wrong_is_named_and_nothing_is_written(api: Client, body: Any, status: int, faults: list[tuple[str, str]]) -> None:
    api.post("/admin/ticket_fields", {"label": "Known", "type": "custom_text"})
    told = api.post("/admin/ticket_fields", body)
    assert (told.status, told.faults, len(desks.history())) == (status, faults, 2)
