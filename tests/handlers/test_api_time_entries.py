"""Time that agents enter: on the ticket at once, over the whole desk some moments later, corrected and removed with its history."""

import json
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.codec import to_json
from chalicelib.storage import times as stored
from chalicelib.tickets.subscriptions import Announcement
from chalicelib.tickets.timing import Entry
from chalicelib.timeentries import actions as times
from tests.handlers.client import Client


@pytest.fixture
def liisa(api: Client) -> Client:
    api.opened()
    return api.of("Liisa")


def _entered(caller: Client, ticket: int = 1, **fields: Any) -> Any:
    told = caller.post(f"/tickets/{ticket}/time_entries", {"time_spent": "00:20", **fields})
    assert told.status == 201, told.body
    return told.body


def _listed(caller: Client, query: str = "") -> list[tuple[int, str]]:
    caller.world.settle()
    told = caller.get(f"/time_entries{query}")
    assert told.status == 200, told.body
    return [(row["ticket_id"], row["time_spent"]) for row in told.body]


def test_an_entry_is_told_whole(liisa: Client) -> None:
    one = _entered(liisa, note="Soitin takaisin", billable=False, executed_at="2026-11-30T15:00:00+02:00")
    assert {**one, "id": one["id"] > 0} == {
        "id": True, "ticket_id": 1, "agent_id": liisa.agent("Liisa"), "company_id": None, "billable": False, "note": "Soitin takaisin",
        "time_spent": "00:20", "time_spent_in_seconds": 1200, "timer_running": False, "start_time": "2026-11-30T13:00:00Z",
        "executed_at": "2026-11-30T13:00:00Z", "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
    }  # fmt: skip
    assert liisa.get("/tickets/1/time_entries").body == [one]
    liisa.world.settle()
    assert liisa.get("/time_entries").body == [one]


def test_a_timer_runs_until_it_is_stopped_and_may_go_on(liisa: Client) -> None:
    one = liisa.post("/tickets/1/time_entries", {}).body
    assert (one["timer_running"], one["time_spent"], one["start_time"], one["billable"]) == (True, "00:00", "2026-12-01T08:00:00Z", True)
    toggle = f"/time_entries/{one['id']}/toggle_timer"
    told = []
    for minutes in (30, 5, 61):
        liisa.later(minutes=minutes)
        told.append(liisa.put(toggle).body)
    assert [(row["timer_running"], row["time_spent"]) for row in told] == [(False, "00:30"), (True, "00:30"), (False, "01:31")]
    assert told[-1]["time_spent_in_seconds"] == 91 * 60


def test_a_timer_that_a_change_stops_books_its_time_too(liisa: Client) -> None:
    one = liisa.post("/tickets/1/time_entries", {"start_time": "2026-12-01T07:50:00Z", "timer_running": True}).body
    assert liisa.put(f"/time_entries/{one['id']}", {"timer_running": False}).body["time_spent"] == "00:10"


def test_a_change_sets_only_what_it_names_and_the_history_tells(liisa: Client) -> None:
    one = _entered(liisa, note="Soitin")
    liisa.later(minutes=1)
    path = f"/time_entries/{one['id']}"
    told = liisa.put(path, {"time_spent": "01:05"}).body
    assert told == {**one, "time_spent": "01:05", "time_spent_in_seconds": 3900, "updated_at": "2026-12-01T08:01:00Z"}
    assert liisa.put(path, {"note": "Kirjoitin"}).body["note"] == "Kirjoitin"
    assert liisa.put(path, {"note": None}).body["note"] is None
    version = liisa.get("/tickets/1").body["version"]
    assert (liisa.put(path, {"time_spent": "01:05"}).status, liisa.get("/tickets/1").body["version"]) == (200, version)
    assert liisa.delete(path).status == 204
    assert (liisa.get("/tickets/1/time_entries").body, liisa.put(path, {}).status, liisa.delete(path).status) == ([], 404, 404)
    assert _listed(liisa) == []
    sentences = [row["text"] for row in liisa.get("/tickets/1/activities").body if row["event"].startswith("time.")]
    seq = one["id"] - 65536
    assert (sentences[0], sentences[1], sentences[-1]) == (
        "Liisa entered 00:20 of time for Liisa.", f"Liisa changed time entry {seq} to 01:05 for Liisa.", f"Liisa removed time entry {seq}.",
    )  # fmt: skip


def test_the_desks_list_is_filtered_and_newest_first(api: Client) -> None:
    api.opened(email="tuure@tukku.example")
    api.opened(email="aino@asiakas.example")
    liisa, aki = api.of("Liisa"), api.of("Aki")
    _entered(liisa, 1, time_spent="00:01", executed_at="2026-10-05T10:00:00Z")
    _entered(liisa, 2, time_spent="00:02", executed_at="2026-11-30T23:59:59Z", billable=False)
    _entered(aki, 1, time_spent="00:03", executed_at="2026-12-01T00:00:00Z")
    tukku = api.get("/tickets/1").body["company_id"]
    assert _listed(api) == [(1, "00:03"), (2, "00:02"), (1, "00:01")]
    assert _listed(api, f"?agent_id={api.agent('Aki')}") == [(1, "00:03")]
    assert _listed(api, f"?company_id={tukku}") == [(1, "00:03"), (1, "00:01")]
    assert _listed(api, "?billable=false") == [(2, "00:02")]
    assert _listed(api, "?executed_after=2026-11-30T23:59:59Z") == [(1, "00:03"), (2, "00:02")]
    assert _listed(api, "?executed_before=2026-11-30T23:59:59Z") == [(2, "00:02"), (1, "00:01")]
    assert _listed(api, "?executed_after=2026-11-01T00:00:00Z&executed_before=2026-11-30T23:59:59Z") == [(2, "00:02")]
    first = api.get("/time_entries?per_page=2")
    assert (len(first.body), 'page=2&per_page=2>; rel="next"' in first.headers["Link"]) == (2, True)
    assert [row["time_spent"] for row in api.get("/time_entries?per_page=2&page=2").body] == ["00:01"]
    assert api.get("/time_entries?billable=perhaps").faults == [("billable", "datatype_mismatch")]


def test_an_entry_that_is_dated_anew_is_listed_once_at_its_new_day(liisa: Client) -> None:
    one = _entered(liisa, executed_at="2026-11-05T10:00:00Z")
    liisa.world.settle()
    for day in ("2026-10-07T10:00:00Z", "2026-11-05T10:00:00Z"):
        liisa.put(f"/time_entries/{one['id']}", {"executed_at": day})
        assert _listed(liisa) == [(1, "00:20")]
    assert _listed(liisa, "?executed_before=2026-10-31T00:00:00Z") == []


def test_news_of_entries_may_come_twice_late_and_in_any_order(liisa: Client) -> None:
    one = _entered(liisa, executed_at="2026-11-05T10:00:00Z")
    liisa.put(f"/time_entries/{one['id']}", {"executed_at": "2026-10-07T10:00:00Z", "time_spent": "02:00"})
    liisa.world.settle()
    seq = one["id"] - 65536
    for place, name in ((seq, "time.logged"), (seq + 1, "time.changed"), (seq, "time.logged")):
        body = json.loads(to_json(Announcement(1, place, (name,))))
        liisa.world.call("on_background", {"Records": [_record(body)]})
    assert _listed(liisa) == [(1, "02:00")]


def _record(body: Any) -> dict[str, Any]:
    return {"messageId": "m", "receiptHandle": "r", "body": json.dumps(body), "attributes": {}, "messageAttributes": {}}


def test_time_is_entered_for_colleagues_by_supervisors_only(api: Client, liisa: Client) -> None:
    aki, number = api.of("Aki"), api.agent("Aki")
    one = _entered(liisa, agent_id=number)
    assert one["agent_id"] == number
    assert aki.put(f"/time_entries/{one['id']}", {"note": "Oma"}).status == 200
    other = _entered(liisa)
    path = f"/time_entries/{other['id']}"
    assert [aki.post("/tickets/1/time_entries", {"agent_id": api.agent("Liisa")}).status, aki.put(path, {}).status] == [403, 403]
    assert [aki.put(f"{path}/toggle_timer").status, aki.delete(path).status] == [403, 403]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"time_spent": "1.5"}, ("time_spent", "invalid_value")),
        ({"time_spent": "00:60"}, ("time_spent", "invalid_value")),
        ({"time_spent": 90}, ("time_spent", "datatype_mismatch")),
        ({"agent_id": 4711}, ("agent_id", "invalid_value")),
        ({"executed_at": "2025-11-01T08:00:00Z"}, ("executed_at", "invalid_value")),
        ({"executed_at": "2026-12-03T08:00:00Z"}, ("executed_at", "invalid_value")),
        ({"start_time": "2026-12-01T09:00:00Z", "timer_running": True}, ("start_time", "invalid_value")),
    ],
)
def test_time_that_cannot_be_is_refused(liisa: Client, body: Any, fault: Any) -> None:
    told = liisa.post("/tickets/1/time_entries", body)
    assert (told.status, told.faults) == (400, [fault])


def test_a_repeated_request_enters_time_once(liisa: Client) -> None:
    ids = {liisa.post("/tickets/1/time_entries", {"time_spent": "00:20"}, Idempotency_Key="k").body["id"] for _ in range(2)}
    assert (len(ids), len(liisa.get("/tickets/1/time_entries").body)) == (1, 1)


def test_what_is_no_entry_is_404(liisa: Client) -> None:
    one = _entered(liisa)
    assert [liisa.put(f"/time_entries/{number}", {}).status for number in (1, 65536, 65537, one["id"] + 1, 99 * 65536 + 1)] == [404] * 5


def test_the_time_of_who_has_left_is_changed_by_supervisors_only(api: Client, liisa: Client) -> None:
    path = f"/time_entries/{_entered(api.of('Aki'))['id']}"
    assert api.delete(f"/agents/{api.agent('Aki')}").status == 204
    api.world.settle()
    ville = api.of("Ville")
    assert [ville.put(path, {"time_spent": "09:00"}).status, ville.put(f"{path}/toggle_timer").status, ville.delete(path).status] == [
        403
    ] * 3
    assert liisa.put(path, {"time_spent": "00:30"}).body["time_spent"] == "00:30"


def test_a_list_looks_through_so_many_and_tells_how_to_go_on(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(times, "MOST_LOOKED_AT", 200)  # thousands of rows take half a minute to put here
    api.opened()
    liisa, aki, begun = api.agent("Liisa"), api.agent("Aki"), api.world.now.replace(microsecond=0)
    for turn in range(201):
        spent = begun - timedelta(minutes=turn)
        agent = liisa if turn in (0, 150, 200) else aki
        stored.put(Entry(1, turn + 2, turn + 2, agent, 60, spent, begun, begun), spent, is_here=True)
    first = api.get(f"/time_entries?agent_id={liisa}&per_page=1")
    assert [row["executed_at"] for row in first.body] == ["2026-12-01T08:00:00Z"]
    whole = api.get(f"/time_entries?agent_id={liisa}")
    assert (whole.status, whole.faults) == (400, [("executed_before", "invalid_value")])
    behind = api.get(f"/time_entries?agent_id={liisa}&executed_before=2026-12-01T07:59:59Z")
    assert [row["executed_at"] for row in behind.body] == ["2026-12-01T05:30:00Z", "2026-12-01T04:40:00Z"]


def test_a_walk_that_begins_with_a_cursor_comes_to_every_entry_and_ends(liisa: Client) -> None:
    ids = [_entered(liisa, executed_at=f"2026-11-{day}T10:00:00Z")["id"] for day in (12, 11, 10)]
    liisa.world.settle()
    path, found = "/time_entries?cursor=&per_page=1", list[int]()
    for _ in ids:
        told = liisa.get(path)
        found += [row["id"] for row in told.body]
        path = told.headers.get("Link", "").partition("/api/v2")[2].partition(">")[0]
    assert (found, path) == (ids, "")
