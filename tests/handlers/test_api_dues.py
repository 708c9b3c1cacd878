"""Promises that a person sets: on making and changing a ticket, with who set them, and back to the policy's by null."""

from typing import Any

import pytest

from tests.handlers.client import Client
from tests.journeys.walks import state

NEXT_DAY, LATER = "2026-12-02T20:00:00Z", "2026-12-05T10:00:00Z"


def dates(ticket: dict[str, Any]) -> tuple[str | None, str | None]:
    return ticket["fr_due_by"], ticket["due_by"]


@pytest.fixture
def open_one(api: Client) -> dict[str, Any]:
    ticket: dict[str, Any] = api.opened(priority=4)
    assert ticket["fr_due_by"] == "2026-12-01T08:15:00Z"
    return ticket


def test_a_date_is_set_and_withdrawn(api: Client, open_one: dict[str, Any]) -> None:
    put = api.put("/tickets/1", {"due_by": "2026-12-05T12:00:00.5+02:00", "fr_due_by": NEXT_DAY})
    assert (put.status, dates(put.body), dates(api.get("/tickets/1").body)) == (200, (NEXT_DAY, LATER), (NEXT_DAY, LATER))
    assert dates(api.put("/tickets/1", {"due_by": None, "fr_due_by": None}).body) == dates(open_one)


def test_a_ticket_is_made_with_its_dates(api: Client) -> None:
    assert dates(api.opened(due_by=LATER, fr_due_by=NEXT_DAY)) == (NEXT_DAY, LATER)


def test_waiting_and_another_priority_move_no_date_that_a_person_set(api: Client, open_one: dict[str, Any]) -> None:
    api.put("/tickets/1", {"due_by": LATER, "fr_due_by": NEXT_DAY})
    for body in ({"status": 3}, {"priority": 1}, {"status": 2}):
        assert dates(api.put("/tickets/1", body).body) == (NEXT_DAY, LATER)


@pytest.mark.parametrize("body", [{"fr_due_by": "2026-12-01T08:15:00Z"}, {"due_by": None}, {"fr_due_by": None, "due_by": None}])
def test_what_a_client_was_shown_and_sends_back_is_no_promise_of_its_own(
    api: Client, open_one: dict[str, Any], body: dict[str, Any]
) -> None:
    assert api.put("/tickets/1", body).body["version"] == open_one["version"]


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"due_by": "2026-12-01T07:59:00Z"}, ["due_by"]),
        ({"due_by": "2036-12-01T08:00:00Z"}, ["due_by"]),
        ({"due_by": NEXT_DAY, "fr_due_by": LATER}, ["fr_due_by"]),
        ({"due_by": "soon"}, ["due_by"]),
        ({"nr_due_by": LATER}, ["nr_due_by"]),
        ({"email": "uusi@muu.example", "due_by": "2026-12-01T07:59:00Z"}, ["due_by"]),
    ],
)
def test_a_date_that_cannot_be_promised_is_refused(api: Client, open_one: dict[str, Any], body: dict[str, Any], faults: list[str]) -> None:
    told = api.put("/tickets/1", body)
    assert (told.status, [field for field, _ in told.faults], len(api.get("/contacts").body)) == (400, faults, 1)
    made = api.post("/tickets", {"email": "aino@asiakas.example", **body})
    assert (made.status, [field for field, _ in made.faults], len(api.get("/tickets").body)) == (400, faults, 1)


def test_what_was_answered_or_resolved_has_nothing_left_to_promise(api: Client, open_one: dict[str, Any]) -> None:
    api.post("/tickets/1/reply", {"body": "Hei"})
    assert api.put("/tickets/1", {"fr_due_by": NEXT_DAY}).faults == [("fr_due_by", "invalid_value")]
    api.put("/tickets/1", {"status": 4})
    assert api.put("/tickets/1", {"due_by": LATER}).faults == [("due_by", "invalid_value")]


def test_the_receipt_says_who_set_it_and_so_does_the_history(api: Client, open_one: dict[str, Any]) -> None:
    liisa = api.of("Liisa")
    assert liisa.put("/tickets/1", {"fr_due_by": NEXT_DAY}).status == 200
    clock = next(one for one in api.get("/tickets/1/receipt").body["clocks"] if one["kind"] == "first_response")
    told = {name: clock[name] for name in ("due_at", "set_by", "set_at", "left", "state")}
    assert told == {"due_at": NEXT_DAY, "set_by": "Liisa", "set_at": "2026-12-01T08:00:00Z", "left": 36 * 3600, "state": "running"}
    assert clock["used"] == sum(line["seconds"] for line in clock["lines"])
    liisa.put("/tickets/1", {"fr_due_by": None})
    assert [row["text"] for row in api.get("/tickets/1/activities").body if row["event"] == "due.set"] == [
        "Liisa promised the first response by 2026-12-02 20:00:00 UTC.",
        "Liisa withdrew the date that was set for the first response.",
    ]
    clock = next(one for one in api.get("/tickets/1/receipt").body["clocks"] if one["kind"] == "first_response")
    assert (clock["set_by"], clock["set_at"], clock["due_at"]) == (None, None, "2026-12-01T08:15:00Z")


def test_it_is_late_at_that_date_and_not_before_and_a_new_date_can_be_late_again(api: Client, open_one: dict[str, Any]) -> None:
    api.put("/tickets/1", {"fr_due_by": NEXT_DAY})
    for hour, until, late in ((1, NEXT_DAY, False), (36, "2026-12-03T20:00:00Z", True)):
        api.world.after(hours=hour)
        assert api.get("/tickets/1").body["fr_escalated"] is late
        api.put("/tickets/1", {"fr_due_by": until})
    api.world.after(hours=24)
    missed = [key for key in state(1).rungs if key.endswith(":breach") and key.startswith("first_response")]
    assert missed == ["first_response#1~1:breach", "first_response#1~2:breach"]
