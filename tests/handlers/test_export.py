"""The export of a day's activities, as connectors for the Freshdesk v2 API read it."""

from datetime import datetime

import pytest

from tests.handlers.client import Client
from tests.handlers.test_ticket_lists import scoped


def test_a_day_is_told_by_field_with_who_did_it_and_when(api: Client) -> None:
    aki = api.of("Aki")
    number = api.opened(priority=3, tags=["vip"])["id"]
    aki.post(f"/tickets/{number}/notes", {"body": "Huom."})
    aki.put(f"/tickets/{number}", {"status": 3, "priority": 4, "custom_fields": {"cf_size": "L"}})
    api.later(days=1)
    aki.post(f"/tickets/{number}/notes", {"body": "Seuraavana päivänä."})
    api.later(minutes=1)
    rows = api.get("/export/ticket_activities?created_at=2026-12-01").body["activities_data"]
    assert [(row["performer_type"], row["performer_id"], row["ticket_id"]) for row in rows] == [
        ("user", api.agent("Mikko"), 1), ("user", api.agent("Aki"), 1), ("user", api.agent("Aki"), 1),
    ]  # fmt: skip
    assert [row["performed_at"] for row in rows] == ["01-12-2026 08:00:00 +0000"] * 3
    opened, noted, changed = (row["activity"] for row in rows)
    assert opened.items() >= {"new_ticket": True, "status": "Open", "priority": 3, "tags": ["vip"]}.items()
    assert noted == {"note": {"id": 65_538, "type": 2}}
    assert changed == {"status": "Pending", "priority": 4, "cf_size": "L"}


def test_a_connector_reads_times_and_keys(api: Client) -> None:
    """Airbyte's source needs the list under this key, and exactly this form of instants."""
    api.opened()
    api.later(seconds=10)
    told = api.get("/export/ticket_activities?created_at=2026-12-01").body
    assert [datetime.strptime(row["performed_at"], "%d-%m-%Y %H:%M:%S %z").year for row in told["activities_data"]] == [2026]


@pytest.mark.parametrize("day", ["2026-11-30", "2026-12-02", "2030-01-01"])
def test_a_day_without_anything_is_empty(api: Client, day: str) -> None:
    api.opened()
    api.later(seconds=10)
    assert api.get(f"/export/ticket_activities?created_at={day}").body == {"activities_data": []}


@pytest.mark.parametrize(
    ("query", "code"), [("", "missing_field"), ("created_at=x", "invalid_value"), ("created_at=2026-02-30", "invalid_value")]
)
def test_what_is_no_day_is_refused(api: Client, query: str, code: str) -> None:
    told = api.get(f"/export/ticket_activities?{query}")
    assert (told.status, told.faults) == (400, [("created_at", code)])


def test_whoever_does_not_see_every_ticket_gets_no_export(api: Client) -> None:
    assert scoped(api, "own").get("/export/ticket_activities?created_at=2026-12-01").status == 403
