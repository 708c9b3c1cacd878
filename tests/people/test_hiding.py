"""Who may not read sees numbers, times and places, and nobody in them."""

from typing import Any

import pytest

from chalicelib.errors import AccessDenied
from chalicelib.people.hiding import SIGHTS, demand_sight, kind_of, seen_by
from chalicelib.people.keys import RIGHTS, Right, Role

FINANCE, REPORTING, LIGHT = RIGHTS[Role.FINANCE], RIGHTS[Role.REPORTING], RIGHTS[Role.LIGHT]
ALONE = frozenset({Right.HEADS})
TICKET: dict[str, Any] = {
    "id": 7, "subject": "Apua", "status": 2, "requester_id": 5, "cc_emails": ["bo@b.example"], "attachments": [{"name": "passi.pdf"}],
    "custom_fields": {"cf_size": 44, "cf_vip": True, "cf_dog": "Musti"}, "stats": {"closed_at": None}, "responder_id": 9,
    "requester": {"name": "Aino"}, "company": {"id": 3, "name": "Tukku Oy"}, "a_field_of_tomorrow": "Aino again",
}  # fmt: skip
HEAD: dict[str, Any] = {
    "id": 7, "subject": None, "status": 2, "requester_id": None, "cc_emails": [], "attachments": [], "custom_fields": {},
    "stats": {}, "responder_id": 9, "requester": {}, "company": {"id": 3, "name": "Tukku Oy"}, "a_field_of_tomorrow": None,
}  # fmt: skip
COUNTED = {**HEAD, "stats": {"closed_at": None}, "custom_fields": {"cf_size": 44, "cf_vip": True, "cf_dog": None}}
AGENT = {"id": 9, "available": True, "signature": "Terveisin Liisa", "contact": {"name": "Liisa", "email": "l@t.example"}, "group_ids": [1]}
COMPANY = {"id": 3, "name": "Tukku Oy", "note": "Ask for Kaisa", "domains": ["tukku.example"], "custom_fields": {"cf_contact": "Kaisa"}}


@pytest.mark.parametrize(
    ("rights", "kind", "body", "seen"),
    [
        (LIGHT, "tickets", TICKET, TICKET),
        (FINANCE, "tickets", TICKET, HEAD),
        (REPORTING, "tickets", TICKET, COUNTED),
        (ALONE, "tickets", TICKET, HEAD),
        (FINANCE, "tickets", [TICKET, TICKET], [HEAD, HEAD]),
        (FINANCE, "tickets", [], []),
        (FINANCE, "agents", AGENT, {"id": 9, "available": True, "signature": None, "contact": {}, "group_ids": [1]}),
        (REPORTING, "companies", COMPANY, {"id": 3, "name": "Tukku Oy", "note": None, "domains": [], "custom_fields": {}}),
        (FINANCE, "groups", {"id": 1, "name": "Support"}, {"id": 1, "name": "Support"}),
        (FINANCE, "tickets/cost", {"total": "0.1"}, {"total": "0.1"}),
    ],
)
def test_each_kind_of_object_is_seen_by_the_callers_rights(rights: frozenset[Right], kind: str, body: Any, seen: Any) -> None:
    assert seen_by(rights, kind, body) == seen


@pytest.mark.parametrize("asked", ["email", "requester_id", "unique_external_id", "phone", "query", "term"])
def test_nobody_finds_out_by_a_filter_what_they_may_not_read(asked: str) -> None:
    with pytest.raises(AccessDenied, match=asked):
        demand_sight(REPORTING, "tickets", {asked, "page"})
    demand_sight(LIGHT, "tickets", {asked, "page"})


@pytest.mark.parametrize("kind", sorted(SIGHTS))
def test_every_list_may_be_walked_page_by_page(kind: str) -> None:
    demand_sight(FINANCE, kind, {"page", "per_page", "updated_since", "order_by", "order_type", "include"})


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/tickets", "tickets"), ("/tickets/{number}", "tickets"), ("/tickets/{number}/cost", "tickets/cost"), ("/agents/me", "agents/me")],
)
def test_a_route_is_about_its_path_without_the_ids(path: str, kind: str) -> None:
    assert kind_of(path) == kind
