"""The event feed: everything once, in order, from any place on."""

import re
from collections import Counter, defaultdict
from typing import Any

import pytest

from bench.recorder import Recorder
from tests.handlers.client import Client, Told
from tests.handlers.test_ticket_lists import scoped
from tests.kept import as_built


def told(api: Client, query: str = "") -> Told:
    answer = api.get(f"/events{query}")
    assert answer.status == 200, answer.body
    return answer


def next_of(answer: Told) -> str:
    """The path of the next page, from the Link header; empty on the last one."""
    link = re.fullmatch(r'<https://desk\.kauppa\.example/api/v2(.*)>; rel="next"', answer.headers.get("Link", ""))
    return link[1] if link else ""


def everything(api: Client, query: str = "?limit=7") -> list[dict[str, Any]]:
    """Every event behind the place that the query names, page by page."""
    answer = told(api, query)
    rows = list(answer.body)
    while path := next_of(answer):
        answer = api.get(path)
        rows += answer.body
    return rows


@pytest.fixture
def busy(api: Client) -> Client:
    """Three tickets that take turns."""
    as_built(api.world, _in_turns, api)
    return api


def _in_turns(api: Client) -> None:
    for turn in range(3):
        api.opened(email=f"a{turn}@asiakas.example", subject=f"Asia {turn}")
        api.post("/tickets/1/notes", {"body": f"Kierros {turn}"})
        api.put("/tickets/1", {"priority": turn + 1})
        api.later(seconds=1)
    api.later(seconds=10)


def test_every_event_of_every_commit_is_told_once_in_the_order_of_its_ticket(busy: Client) -> None:
    rows = everything(busy)
    by_ticket: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in rows:
        by_ticket[row["ticket_id"]].append((row["seq"], row["position"]))
    activities = {number: busy.get(f"/tickets/{number}/activities?per_page=100").body for number in (1, 2, 3)}
    assert {number: [row["id"] for row in rows if row["ticket_id"] == number] for number in activities} == {
        number: [row["id"] for row in one] for number, one in activities.items()
    }
    assert all(places == sorted(set(places)) for places in by_ticket.values())


def test_a_gap_would_show(busy: Client) -> None:
    """After (seq, position) comes the next position, and after the last of `count` the next seq."""
    last: dict[int, tuple[int, int, int]] = {}
    for row in everything(busy):
        seq, position, count = last.get(row["ticket_id"], (0, 0, 1))
        following = (seq, position + 1) if position + 1 < count else (seq + 1, 0)
        assert (row["seq"], row["position"]) == following
        last[row["ticket_id"]] = (row["seq"], row["position"], row["count"])
    assert set(last) == {1, 2, 3}


@pytest.mark.parametrize("limit", [1, 2, 3, 100])
def test_pages_of_any_size_hold_the_same_events(busy: Client, limit: int) -> None:
    whole = [row["id"] for row in everything(busy, "?limit=100")]
    assert [row["id"] for row in everything(busy, f"?limit={limit}")] == whole


def test_an_event_says_what_happened_and_nothing_that_was_written(api: Client) -> None:
    api.of("Aki").post(f"/tickets/{api.opened()['id']}/notes", {"body": "Salaisuus."})
    api.later(seconds=10)
    note = next(row for row in everything(api) if row["type"] == "note.written")
    data = note.pop("data")
    assert note == {
        "id": (65_536 + 2) * 64,
        "ticket_id": 1,
        "seq": 2,
        "position": 0,
        "count": note["count"],
        "type": "note.written",
        "at": "2026-12-01T08:00:00Z",
        "actor": {"type": "agent", "id": api.agent("Aki"), "name": "Aki"},
        "conversation_id": 65_536 + 2,
        "created_at": "2026-12-01T08:00:00Z",
        "updated_at": "2026-12-01T08:00:00Z",
    }
    assert (data["private"], data["agent"], "digest" in data) == (True, api.agent("Aki"), False)
    assert "Salaisuus" not in str(everything(api))


# -- places --


def test_a_bookmark_goes_on_where_it_stood(busy: Client) -> None:
    first = told(busy, "?limit=100")
    assert "Link" not in first.headers
    busy.post("/tickets/2/notes", {"body": "Uutta."})
    busy.later(seconds=10)
    later = told(busy, f"?after={first.headers['X-Cursor']}")
    assert {(row["ticket_id"], row["seq"]) for row in later.body} == {(2, 2)}
    again = told(busy, f"?after={later.headers['X-Cursor']}")
    assert again.body == []
    assert told(busy, f"?after={again.headers['X-Cursor']}").body == []


def test_what_is_younger_than_five_seconds_is_not_told_yet(api: Client) -> None:
    start = told(api, "?after=now").headers["X-Cursor"]
    api.opened()
    fresh = told(api, f"?after={start}")
    api.later(seconds=6)
    assert fresh.body == []
    assert {row["ticket_id"] for row in told(api, f"?after={fresh.headers['X-Cursor']}").body} == {1}


def test_from_now_on_nothing_old_is_told(busy: Client) -> None:
    place = told(busy, "?after=now")
    busy.opened()
    busy.later(seconds=6)
    assert (place.body, {row["ticket_id"] for row in told(busy, f"?after={place.headers['X-Cursor']}").body}) == ([], {4})


def test_an_instant_is_a_place_too(busy: Client) -> None:
    whole = everything(busy)
    later = everything(busy, "?after=2026-12-01T08:00:01Z")
    assert later == [row for row in whole if row["at"] >= "2026-12-01T08:00:01Z"]
    assert 0 < len(later) < len(whole)


def test_a_long_quiet_time_is_crossed_a_week_a_page(api: Client) -> None:
    api.opened()
    api.later(days=30)
    api.post("/tickets/1/notes", {"body": "Vielä."})
    api.later(seconds=10)
    answer, pages = told(api), 1
    seqs = [row["seq"] for row in answer.body]
    while path := next_of(answer):
        answer, pages = api.get(path), pages + 1
        seqs += [row["seq"] for row in answer.body]
    assert (sorted(set(seqs)), pages) == ([1, 2], 5)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("after=yesterday", "after"), ("after=2026-99-01", "after"), ("after=abc.def", "after"), ("after=ä.ö", "after"),
        ("after=" + "a" * 2_000, "after"), ("limit=0", "limit"), ("limit=101", "limit"), ("limit=x", "limit"),
        ("types=ticket.eaten", "types"),
    ],
)  # fmt: skip
def test_what_is_no_place_is_refused(api: Client, query: str, field: str) -> None:
    answer = api.get(f"/events?{query}")
    assert (answer.status, [name for name, _ in answer.faults]) == (400, [field])


def test_nobody_makes_up_a_cursor(busy: Client) -> None:
    cursor = told(busy, "?limit=1").headers["X-Cursor"]
    body, _, proof = cursor.partition(".")
    forged = [f"{body[:-1]}{'A' if body[-1] != 'A' else 'B'}.{proof}", f"{body}.{proof[:-1]}x", body, f".{proof}"]
    assert [busy.get(f"/events?after={one}").status for one in forged] == [400] * 4


# -- what is followed --


def test_only_some_kinds_of_events(busy: Client) -> None:
    rows = everything(busy, "?types=note.written,ticket.opened&limit=2")
    assert rows == [row for row in everything(busy) if row["type"] in ("note.written", "ticket.opened")]
    assert len(rows) == 6


def test_only_one_ticket(busy: Client) -> None:
    rows = everything(busy, "?ticket_id=1&limit=3")
    assert rows == [row for row in everything(busy) if row["ticket_id"] == 1]
    middle = told(busy, "?limit=9").headers["X-Cursor"]
    ids = {row["id"] for row in everything(busy, f"?after={middle}")}
    assert [row["id"] for row in everything(busy, f"?after={middle}&ticket_id=1")] == [row["id"] for row in rows if row["id"] in ids]
    assert busy.get("/events?ticket_id=4711").status == 404


def test_whoever_sees_some_tickets_follows_those(busy: Client) -> None:
    busy.put("/tickets/2", {"responder_id": busy.agent("Aki")})
    busy.later(seconds=10)
    aki = scoped(busy, "own")
    assert {row["ticket_id"] for row in everything(aki)} == {2}
    assert (aki.get("/events?ticket_id=1").status, aki.get("/events?ticket_id=2").status) == (404, 200)


# -- what it costs --


def requests(api: Client, path: str) -> Counter[str]:
    """How many requests of AWS an answer takes, by kind."""
    with Recorder().attached() as recorder:
        assert api.get(path).status == 200
    return Counter(call.operation for call in recorder.calls)


def test_a_page_costs_what_it_shows_however_many_tickets_there_are(busy: Client) -> None:
    everything(busy)
    before = requests(busy, "/events?limit=3")
    for turn in range(9):
        busy.opened(email=f"c{turn}@asiakas.example")
    busy.later(seconds=10)
    assert requests(busy, "/events?limit=3") == before == {"Query": 8, "BatchGetItem": 1}


def test_of_quiet_days_a_page_asks_for_a_week(api: Client) -> None:
    start = told(api, "?after=now").headers["X-Cursor"]
    api.later(days=100)
    told(api, "?after=now")
    assert requests(api, f"/events?after={start}") == {"Query": 7 * 8}


def test_waiting_for_one_ticket_reads_no_more_of_a_long_history(busy: Client) -> None:
    def asked() -> tuple[int, int]:
        place = told(busy, "?after=now&ticket_id=1").headers["X-Cursor"]
        with Recorder().attached() as recorder:
            assert told(busy, f"?after={place}&ticket_id=1").body == []
        return len(recorder.calls), sum(len(call.answer.get("Items", ())) for call in recorder.calls)

    before = asked()
    for turn in range(30):
        busy.post("/tickets/1/notes", {"body": f"Huom. {turn}"})
        busy.later(milliseconds=10)
    busy.later(seconds=10)
    middle = told(busy, "?limit=20").headers["X-Cursor"]
    whole = [row["id"] for row in everything(busy, f"?after={middle}") if row["ticket_id"] == 1]
    assert [row["id"] for row in everything(busy, f"?after={middle}&ticket_id=1&limit=5")] == whole
    assert asked() == (before[0], max(before[1], 1 + 8))


def test_whoever_may_not_read_is_told_facts_without_a_person(busy: Client) -> None:
    facts, whole = everything(busy.of("Mikko", role="reporting")), everything(busy)
    assert [row["id"] for row in facts] == [row["id"] for row in whole]
    assert "asiakas.example" in str(whole)
    assert not [word for word in ("asiakas.example", "Asia ", "Mikko", "Liisa") if word in str(facts)]
    assert facts[0]["actor"] == {"type": "agent", "id": busy.agent("Mikko"), "name": None}
