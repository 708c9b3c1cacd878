"""Whatever a POST makes: killed at any request and asked for again with its Idempotency-Key, it is there once and is answered."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import pytest

from tests.handlers.client import Client
from tests.handlers.test_once import killed

Body = Callable[[int], Mapping[str, Any]]
MADE: dict[str, tuple[str, str, Body]] = {
    "agent": ("/agents", "/agents", lambda turn: {"email": f"a{turn}@talo.example", "name": "Ahti", "ticket_scope": 1}),
    "article": ("/solutions/folders/{folder}/articles", "/solutions/folders/{folder}/articles", lambda turn: {
        "title": f"Ohje {turn}", "description": "Näin", "status": 2, "type": 1,
    }),
    "canned folder": ("/canned_response_folders", "/canned_response_folders", lambda turn: {"name": f"Hylly {turn}"}),
    "category": ("/solutions/categories", "/solutions/categories", lambda turn: {"name": f"Aihe {turn}"}),
    "field": ("/admin/ticket_fields", "/admin/ticket_fields", lambda turn: {
        "label": f"Numero {turn}", "label_for_customers": "Numero", "type": "custom_text",
    }),
    "folder": ("/solutions/categories/{category}/folders", "/solutions/categories/{category}/folders", lambda turn: {
        "name": f"Kansio {turn}", "visibility": 1,
    }),
    "forward": ("/tickets/1/forward", "/tickets/1/conversations", lambda turn: {"body": "Hei", "to_emails": ["bo@asiakas.example"]}),
    "group": ("/groups", "/groups", lambda turn: {"name": f"Piha {turn}"}),
    "outbound mail": ("/tickets/outbound_email", "/tickets", lambda turn: {
        "subject": "Hei", "description": "Hei", "email": "bo@asiakas.example",
    }),
    "time": ("/tickets/1/time_entries", "/tickets/1/time_entries", lambda turn: {"time_spent": "00:10"}),
    "view": ("/views", "/views", lambda turn: {"name": f"Omat {turn}", "query": "status:2"}),
}  # fmt: skip
QUICK = ("article",)


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
@pytest.mark.parametrize("what", [pytest.param(what, marks=() if what in QUICK else pytest.mark.slow) for what in sorted(MADE)])
def test_a_crash_at_any_request_leads_to_one_of_it(api: Client, what: str, moment: str) -> None:
    api.opened()
    category = api.post("/solutions/categories", {"name": "Laitteet"}).body["id"]
    folder = api.post(f"/solutions/categories/{category}/folders", {"name": "Keittimet", "visibility": 1}).body["id"]
    path, listed, body = MADE[what]
    path, listed = path.format(category=category, folder=folder), f"{listed.format(category=category, folder=folder)}?per_page=100"
    for turn in range(40):
        before, ask = len(api.get(listed).body), partial(api.post, path, body(turn), Idempotency_Key=f"k{turn}")
        died = killed(ask, turn, moment)
        api.later(seconds=20)
        told = ask()
        assert (turn, told.status, len(api.get(listed).body)) == (turn, 201, before + 1), told.body
        if not died:
            assert turn > 2
            return
    raise AssertionError("it never came to an end")
