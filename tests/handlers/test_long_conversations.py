"""A page of a long conversation costs what is on it, and says what it says when the whole history is read."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.measure import cost_of
from bench.recorder import Recorder
from chalicelib.channels.message import Delivery
from chalicelib.codec import pack
from chalicelib.handlers.shapes.plain import instant
from chalicelib.ids import conversation_id
from chalicelib.storage import tickets as rows
from chalicelib.storage.rows import write_many
from chalicelib.tickets import events as ev
from chalicelib.tickets.contents import Contents, Entry, extended, needed
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from chalicelib.tickets.views import conversations
from tests.handlers.client import Client
from tests.tickets.samples import AINO, commit, opened
from tests.world import START, client

LONG = 2_000


def event_at(seq: int) -> ev.Event:
    """A story of ten commits, again and again, with corrections of what was said long before."""
    turn, before = seq % 10, seq - seq % 10
    edited, removed = before // 2 // 10 * 10 + 1, before // 3 // 10 * 10 + 1
    story: tuple[ev.Event, ...] = (
        ev.MessageReceived("email", AINO, f"<m{seq}>", 77, "", ev.Evidence("token", 100)),
        ev.NoteWritten(7, ""),
        ev.ReplyWritten(7, "email", AINO, ""),
        ev.DeliveryClaimed(before + 2, 1),
        ev.DeliveryReported(before + 2, Delivery.SENT),
        ev.DeliveryReported(before + 2, Delivery.DELIVERED),
        ev.NoteEdited(edited, 7, ""),
        ev.NoteRemoved(removed, 7),
        ev.FieldsChanged({"tags": (f"tag{seq}",)}),
        ev.NoteRestored(removed, 7) if before % 20 else ev.FieldsChanged({"priority": 2}),
    )
    return story[turn]


def commits_of(number: int, count: int) -> list[ev.Commit]:
    def one(seq: int) -> ev.Commit:
        event = opened(number=number) if seq == 1 else event_at(seq)
        made = commit(seq, event, at=START - timedelta(days=9) + timedelta(minutes=seq), number=number)
        spoken = isinstance(event, ev.MessageReceived | ev.ReplyWritten | ev.NoteWritten | ev.NoteEdited)
        return ev.Commit(**{name: getattr(made, name) for name in ("ticket", "seq", "id", "at", "actor", "config", "events")},
                         content=ev.Content("salt", f"what was said as {seq}, " * 8) if spoken else None)  # fmt: skip

    return [one(seq) for seq in range(1, count + 1)]


def stored(number: int, count: int) -> tuple[State, list[ev.Commit]]:
    commits = commits_of(number, count)
    state = fold(None, commits)
    write_many(rows.CommitRow.of(one) for one in commits)
    rows.put_view(state)
    return state, commits


@pytest.fixture
def long(api: Client) -> tuple[Client, list[ev.Commit]]:
    return api, stored(1, LONG)[1]


def spent(api: Client, path: str) -> tuple[int, float, float, Any]:
    """Requests of DynamoDB, RRU and WRU of one call, and what it told."""
    with Recorder().attached() as recorder:
        told = api.get(path)
    costs = [cost_of(call, item_now) for call in recorder.calls if call.service == "dynamodb"]
    return len(costs), sum(cost.rru for cost in costs), sum(cost.wru for cost in costs), told


def item_now(table: str, key: dict[str, Any]) -> Any:
    return client("dynamodb").get_item(TableName=table, Key=key).get("Item")


def test_a_page_costs_what_is_on_it(long: tuple[Client, list[ev.Commit]]) -> None:
    """The first reader makes the contents; the pages behind cost no more than the first."""
    api, _ = long
    api.get("/agents/me")
    first = spent(api, "/tickets/1/conversations")
    pages = {page: spent(api, f"/tickets/1/conversations?per_page=25&page={page}")[:3] for page in (1, 10, 20)}
    assert (first[0], first[2]) == (6, 1)
    assert pages == {1: (4, 16, 0), 10: (4, 14.5, 0), 20: (3, 5.5, 0)}


@pytest.mark.parametrize("size", [30, 100])
def test_all_pages_together_are_the_whole_conversation(long: tuple[Client, list[ev.Commit]], size: int) -> None:
    api, commits = long
    known = conversations(commits)
    told = [
        row for page in range(1, len(known) // size + 2) for row in api.get(f"/tickets/1/conversations?page={page}&per_page={size}").body
    ]
    assert [row["id"] for row in told] == [conversation_id(1, said.seq) for said in known]
    shown = [(row["body_text"], row["delivery"], row["last_edited_at"]) for row in told]
    assert shown == [
        (said.content.text if said.content else "", said.sent and said.sent.status.value, said.edited and instant(said.edited.at))
        for said in known
    ]
    assert api.get(f"/tickets/1/conversations?page={len(known) // size + 2}&per_page={size}").body == []


def test_what_came_since_is_told_too(long: tuple[Client, list[ev.Commit]]) -> None:
    api, commits = long
    before = api.get("/tickets/1/conversations?per_page=100").body
    edited = api.put(f"/conversations/{before[0]['id']}", {"body": "Toisin"})
    assert edited.status in (200, 409)
    made = api.post("/tickets/1/notes", {"body": "Uusi"}).body
    last = len(conversations(commits)) // 100 + 1
    assert [row["body_text"] for row in api.get(f"/tickets/1/conversations?page={last}&per_page=100").body][-1] == "Uusi"
    assert api.delete(f"/conversations/{made['id']}").status == 204
    assert api.get(f"/tickets/1/conversations?page={last}&per_page=100").body[-1]["body_text"] != "Uusi"


def test_by_cursor_and_by_page_it_is_the_same(long: tuple[Client, list[ev.Commit]]) -> None:
    api, _ = long
    path, told = "/tickets/1/conversations?cursor=&per_page=100", []
    while path:
        answer = api.get(path)
        told += [row["id"] for row in answer.body]
        link = answer.headers.get("Link", "")
        path = link.partition("/api/v2")[2].partition(">")[0]
    pages = [api.get(f"/tickets/1/conversations?page={page}&per_page=100").body for page in range(1, 9)]
    assert told == [row["id"] for rows in pages for row in rows]


@pytest.mark.parametrize("count", [1, 2, 98, 99, 100, 101, 151])
def test_short_and_long_histories_tell_the_same(api: Client, count: int) -> None:
    _, commits = stored(1, count)
    told = api.get("/tickets/1/conversations?per_page=100").body
    assert [row["id"] for row in told] == [conversation_id(1, said.seq) for said in conversations(commits)]


@given(st.lists(st.integers(0, 60), max_size=6))
def test_contents_grow_in_any_steps(steps: list[int]) -> None:
    commits = commits_of(1, 150)
    grown, at = Contents(), 0
    for step in steps:
        grown = extended(grown, commits[max(0, at - 3) : at + step])
        at += step
    assert extended(grown, commits) == extended(Contents(), commits)
    assert extended(Contents(), commits).shown == tuple(said.seq for said in conversations(commits))


def test_what_a_page_needs() -> None:
    contents = Contents(90, (Entry(2, (3, 4)), Entry(5, (80,)), Entry(6), Entry(40, (41,))))
    assert needed(contents, [2, 5, 6]) == (range(2, 7), (80,))
    assert needed(contents, [40]) == (range(40, 42), ())
    assert needed(contents, []) == (range(0), ())


def test_contents_of_a_long_history_stay_small() -> None:
    assert len(pack(extended(Contents(), commits_of(1, LONG)))) < 20_000
