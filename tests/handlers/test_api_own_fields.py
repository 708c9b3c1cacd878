"""Fields of the desk's own on contacts and companies: declared, judged by their type, merged, shown and found."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT

OF_CONTACTS = [
    {"name": "cf_size", "label": "Size", "kind": "dropdown", "choices": ["S", "M"]},
    {"name": "cf_since", "kind": "date"},
    {"name": "cf_member", "kind": "number"},
    {
        "name": "cf_place", "kind": "nested", "choices": ["North > Oulu", "South > Turku"],
        "levels": [{"name": "cf_town", "label": "Town"}],
    },
]  # fmt: skip
OF_COMPANIES = [{"name": "cf_contract", "label": "Contract", "kind": "number", "required_for_agents": True}]
AINO = {"name": "Aino", "email": "aino@asiakas.example"}


@pytest.fixture
def choosy(api: Client) -> Client:
    """The small desk with fields of its own."""
    desks.activate({**DOCUMENT, "contact_fields": OF_CONTACTS, "company_fields": OF_COMPANIES}, api.world.now, "tests")
    return api


def test_own_fields_are_listed_behind_the_usual_ones_with_their_choices(choosy: Client) -> None:
    told = [row for row in choosy.get("/contact_fields").body if not row["default"]]
    assert [(row["name"], row["label"], row["type"], row["choices"]) for row in told] == [
        ("cf_size", "Size", "custom_dropdown", ["S", "M"]),
        ("cf_since", "cf_since", "custom_date", []),
        ("cf_member", "cf_member", "custom_number", []),
        ("cf_place", "cf_place", "nested_field", {"North": {"Oulu": []}, "South": {"Turku": []}}),
    ]
    assert [level["name"] for level in told[3]["nested_ticket_fields"]] == ["cf_town"]
    places = [row["position"] for row in choosy.get("/contact_fields").body]
    assert places == list(range(1, len(places) + 1))
    assert [row["name"] for row in choosy.get("/company_fields?type=custom_number").body] == ["cf_contract"]


@pytest.mark.parametrize(
    ("given", "faults"),
    [
        ({"cf_size": "M", "cf_since": "2026-11-21", "cf_member": 7}, []),
        ({"cf_size": "XL"}, [("cf_size", "invalid_value")]),
        ({"cf_size": 3, "cf_member": "7"}, [("cf_member", "datatype_mismatch"), ("cf_size", "datatype_mismatch")]),
        ({"cf_since": "21.11.2026"}, [("cf_since", "invalid_value")]),
        ({"cf_other": "x"}, [("cf_other", "invalid_field")]),
        ({"cf_place": "North", "cf_town": "Turku"}, [("cf_town", "invalid_value")]),
        ({"cf_town": "Oulu"}, [("cf_town", "inconsistent_state")]),
        ({"cf_size": None}, []),
    ],
)
def test_a_value_is_judged_by_its_field(choosy: Client, given: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    made = choosy.post("/contacts", {**AINO, "custom_fields": given})
    number = choosy.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example"}).body["id"]
    told = choosy.put(f"/contacts/{number}", {"custom_fields": given})
    if not faults:
        assert (made.status, told.status) == (201, 200)
        return
    assert (made.status, sorted(made.faults)) == (told.status, sorted(told.faults)) == (400, faults)


def test_a_change_merges_keys_and_null_takes_one_away(choosy: Client) -> None:
    number = choosy.post("/contacts", {**AINO, "custom_fields": {"cf_size": "M", "cf_member": 7}}).body["id"]
    path = f"/contacts/{number}"
    assert choosy.put(path, {"custom_fields": {"cf_since": "2026-11-21"}}).body["custom_fields"] == {
        "cf_size": "M", "cf_member": 7, "cf_since": "2026-11-21",
    }  # fmt: skip
    assert choosy.put(path, {"custom_fields": {"cf_member": None}, "job_title": "Lead"}).body["custom_fields"] == {
        "cf_size": "M", "cf_since": "2026-11-21",
    }  # fmt: skip
    assert choosy.put(path, {"job_title": ""}).body["custom_fields"] == {"cf_size": "M", "cf_since": "2026-11-21"}


def test_contacts_are_found_by_own_fields(choosy: Client) -> None:
    number = choosy.post("/contacts", {**AINO, "custom_fields": {"cf_size": "M"}}).body["id"]
    asked = {"cf_size:'M'": [number], "cf_size:'S'": []}
    found = {query: [row["id"] for row in choosy.get(f'/search/contacts?query="{query}"').body["results"]] for query in asked}
    assert found == asked


def test_a_company_needs_what_is_required_of_it(choosy: Client) -> None:
    told = choosy.post("/companies", {"name": "Kaleva Oy"})
    assert (told.status, told.faults) == (400, [("cf_contract", "missing_field")])
    made = choosy.post("/companies", {"name": "Kaleva Oy", "custom_fields": {"cf_contract": 12}}).body
    path = f"/companies/{made['id']}"
    assert choosy.put(path, {"note": "Iso"}).body["custom_fields"] == {"cf_contract": 12}
    assert choosy.put(path, {"custom_fields": {"cf_contract": None}}).faults == [("cf_contract", "missing_field")]


def test_whoever_writes_becomes_a_contact_whatever_is_required(choosy: Client) -> None:
    demanding = [{"name": "cf_size", "kind": "text", "required_for_agents": True}]
    desks.activate({**DOCUMENT, "contact_fields": demanding}, choosy.world.now, "tests")
    choosy.world.mail("aino@asiakas.example", "Hei", "Apua")
    choosy.world.settle()
    assert [row["name"] for row in choosy.get("/contacts").body] == ["aino@asiakas.example"]
    assert choosy.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example"}).faults == [("cf_size", "missing_field")]


def test_a_desk_that_declares_none_takes_any(api: Client) -> None:
    made = api.post("/contacts", {**AINO, "custom_fields": {"cf_anything": 1.5}})
    assert (made.status, made.body["custom_fields"]) == (201, {"cf_anything": 1.5})
