"""Copies of a desk kept by clients that poll while it works: whichever way they take, nothing is missed."""

import os
import random
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.handlers.client import Client

FIRST_DAY = "2026-12-01T00:00:00Z"
# moto looks through a whole index for each query, so 10,000 take hours: name the number to try more.
MANY = int(os.environ.get("VUORO_SYNC_CHANGES", "60"))
Row = dict[str, Any]


@dataclass
class Copy:
    """What a client knows: rows by id. `walk` reads one page at each step and ends a round with None."""

    api: Client
    rows: dict[int, Row] = field(default_factory=dict)
    bookmark: str = FIRST_DAY

    def keep(self, rows: list[Row]) -> None:
        self.rows |= {row["id"]: row for row in rows}
        self.bookmark = max([self.bookmark, *(row["updated_at"] for row in rows)])


def by_pages(copy: Copy, path: str = "/tickets", since: str = "updated_since", size: int = 10) -> Iterator[None]:
    """As most connectors do: page numbers upward by `updated_at` until a short page, then again from the last instant seen."""
    while True:
        asked, page = copy.bookmark, 1
        while True:
            rows = copy.api.get(f"{path}?{since}={asked}&order_by=updated_at&order_type=asc&per_page={size}&page={page}").body
            copy.keep(rows)
            yield
            if len(rows) < size:
                break
            page += 1


def by_links(copy: Copy, path: str = "/tickets", since: str = "updated_since", size: int = 10) -> Iterator[None]:
    """The same by cursors, along the Link header."""
    while True:
        onward = f"{path}?{since}={copy.bookmark}&order_by=updated_at&order_type=asc&per_page={size}&cursor="
        while onward:
            told = copy.api.get(onward)
            copy.keep(told.body)
            yield
            onward = linked(told.headers.get("Link", ""))


def by_pages_downward(copy: Copy, path: str = "/tickets", since: str = "updated_since", size: int = 10) -> Iterator[None]:
    """A client that names no order: the newest change first, until a page is empty."""
    while True:
        asked, page = copy.bookmark, 1
        while rows := copy.api.get(f"{path}?{since}={asked}&per_page={size}&page={page}").body:
            copy.keep(rows)
            yield
            page += 1
        yield


def by_links_downward(copy: Copy, path: str = "/tickets", since: str = "updated_since", size: int = 10) -> Iterator[None]:
    """The newest first by cursors."""
    while True:
        onward = f"{path}?{since}={copy.bookmark}&order_by=updated_at&per_page={size}&cursor="
        while onward:
            told = copy.api.get(onward)
            copy.keep(told.body)
            yield
            onward = linked(told.headers.get("Link", ""))


def linked(link: str) -> str:
    found = re.fullmatch(r'<https://desk\.kauppa\.example/api/v2(.*)>; rel="next"', link)
    return found[1] if found else ""


WAYS: dict[str, Callable[..., Iterator[None]]] = {
    "pages": by_pages,
    "cursors": by_links,
    "pages downward": by_pages_downward,
    "cursors downward": by_links_downward,
}


def changed_while_read(api: Client, copies: dict[str, Iterator[None]], changes: int, size: int) -> None:
    """Changes of every kind, with the clients' pages in between, and in the end two quiet rounds."""
    chance = random.Random(4711)
    numbers = [api.opened(email=f"a{one}@asiakas.example")["id"] for one in range(size)]
    for turn in range(changes):
        changed(api, chance.choice(numbers), turn, numbers)
        api.later(milliseconds=chance.choice([1, 40, 900, 6_000]))
        stepped([walk for walk in copies.values() if chance.random() < 30 / changes], 1)
    for _ in range(3):
        api.later(seconds=10)
        stepped(copies.values(), 3 + 2 * len(numbers) // size)


def changed(api: Client, number: int, turn: int, numbers: list[int]) -> None:
    """One change of one kind."""
    match turn % 5:
        case 0 | 1:
            api.post(f"/tickets/{number}/notes", {"body": f"Huom. {turn}"})
        case 2:
            api.post(f"/tickets/{number}/reply", {"body": f"Vastaus {turn}"})
        case 3:
            api.put(f"/tickets/{number}", {"priority": 1 + turn % 4, "tags": [f"t{turn}"]})
        case _:
            numbers.append(api.opened(email=f"b{turn}@asiakas.example")["id"])


def stepped(walks: Iterable[Iterator[None]], pages: int) -> None:
    for walk in walks:
        for _ in range(pages):
            next(walk)


def truth(api: Client) -> dict[int, tuple[str, int]]:
    """Every ticket with the instant of its last change."""
    rows: list[Row] = []
    page = 1
    while found := api.get(f"/tickets?per_page=100&page={page}").body:
        rows, page = rows + found, page + 1
    return {row["id"]: (row["updated_at"], row["version"]) for row in rows}


def events_of(api: Client) -> list[tuple[int, int]]:
    """(ticket, seq) of every commit, as the feed tells them from the beginning."""
    told = api.get("/events?limit=100")
    rows = list(told.body)
    while onward := linked(told.headers.get("Link", "")):
        told = api.get(onward)
        rows += told.body
    return list(dict.fromkeys((row["ticket_id"], row["seq"]) for row in rows))


def followed(api: Client, place: str) -> Iterator[list[tuple[int, int]]]:
    """The commits behind a cursor, page by page and for ever."""
    while True:
        told = api.get(f"/events?after={place}&limit=100")
        place = told.headers["X-Cursor"]
        yield [(row["ticket_id"], row["seq"]) for row in told.body]


@pytest.mark.parametrize(("changes", "size"), [(12, 4), pytest.param(MANY, 20, marks=pytest.mark.slow)])
def test_every_way_to_keep_a_copy_ends_with_the_whole_desk(api: Client, changes: int, size: int) -> None:
    copies = {name: Copy(api) for name in WAYS}
    heard: list[tuple[int, int]] = []

    def listening() -> Iterator[None]:
        for page in followed(api, api.get("/events?limit=1").headers["X-Cursor"]):
            heard.extend(page)
            yield

    walks = {name: WAYS[name](copy, size=size) for name, copy in copies.items()} | {"events": listening()}
    changed_while_read(api, walks, changes, size)
    known = {name: {number: (row["updated_at"], row["version"]) for number, row in copy.rows.items()} for name, copy in copies.items()}
    wanted = truth(api)
    assert known == dict.fromkeys(WAYS, wanted)
    assert list(dict.fromkeys(heard)) == events_of(api)
    assert len(events_of(api)) == sum(version for _, version in wanted.values())


@pytest.mark.slow
@pytest.mark.parametrize("way", [by_pages, by_links])
def test_a_copy_of_the_contacts_is_whole_too(api: Client, way: Callable[..., Iterator[None]]) -> None:
    chance, copy = random.Random(4711), Copy(api)
    walk = way(copy, "/contacts", "_updated_since", 3)
    numbers = [api.post("/contacts", {"name": f"A{one}", "email": f"a{one}@asiakas.example"}).body["id"] for one in range(8)]
    for turn in range(40):
        api.put(f"/contacts/{chance.choice(numbers)}", {"name": f"Nimi {turn}"})
        api.later(seconds=chance.choice([1, 5, 40]))
        next(walk)
    api.later(minutes=1)
    for _ in range(8):
        next(walk)
    assert {number: row["name"] for number, row in copy.rows.items()} == {
        row["id"]: row["name"] for row in api.get("/contacts?per_page=100").body
    }


def test_a_change_whose_view_was_never_written_is_seen(api: Client) -> None:
    """The writer died between the commit and VIEW, and the fan-out lags by more than the list waits."""
    from chalicelib.storage import tickets as rows

    for turn in range(12):
        api.opened(email=f"a{turn}@asiakas.example")
    stale = rows.find_view(1)
    assert stale is not None
    api.later(seconds=1)
    api.post("/tickets/1/notes", {"body": "Viimeinen."})
    stale.put()
    api.later(seconds=10)
    told = api.get(f"/tickets?updated_since={FIRST_DAY}&order_by=updated_at&order_type=asc&per_page=5&cursor=")
    seen = [(row["id"], row["version"]) for row in told.body]
    while onward := linked(told.headers.get("Link", "")):
        told = api.get(onward)
        seen += [(row["id"], row["version"]) for row in told.body]
    assert seen[-1] == (1, 2)


def test_a_walk_downward_leads_nobody_beyond_what_is_settled(api: Client) -> None:
    """What changes behind the first page is still listed, at the instant it had: the bookmark stays where nothing is missed."""
    for turn in range(3):
        api.opened(email=f"a{turn}@asiakas.example")
        api.later(seconds=1)
    before = api.get("/tickets/1").body["updated_at"]
    api.later(seconds=10)
    first = api.get(f"/tickets?updated_since={FIRST_DAY}&order_by=updated_at&per_page=2&cursor=")
    api.post("/tickets/3/notes", {"body": "Ensin."})
    api.post("/tickets/1/notes", {"body": "Sitten."})
    second = api.get(linked(first.headers["Link"]))
    assert [(row["id"], row["updated_at"]) for row in second.body] == [(1, before)]


def test_a_walk_downward_goes_on_at_a_machine_whose_clock_is_behind(api: Client) -> None:
    for turn in range(4):
        api.opened(email=f"a{turn}@asiakas.example")
    api.later(seconds=6)
    first = api.get(f"/tickets?updated_since={FIRST_DAY}&order_by=updated_at&per_page=2&cursor=")
    api.later(seconds=-2)
    second = api.get(linked(first.headers["Link"]))
    assert [row["id"] for row in first.body + second.body] == [4, 3, 2, 1]


@pytest.mark.parametrize("narrowed", ["", "&order_by=created_at", "&requester_id={requester_id}", "&agent_id={responder_id}"])
def test_no_list_of_changes_leads_beyond_what_is_settled(api: Client, narrowed: str) -> None:
    one = api.opened(responder_id=api.agent("Liisa"))
    asked = f"/tickets?updated_since={FIRST_DAY}{narrowed.format(**one)}"
    listed = []
    for seconds in (1, 5):
        api.later(seconds=seconds)
        listed.append([row["id"] for row in api.get(asked).body])
    assert listed == [[], [1]]


@pytest.mark.parametrize(("path", "since"), [("/tickets", "updated_since"), ("/contacts", "_updated_since")])
@pytest.mark.parametrize("faster", [1, 2])
def test_two_who_walk_the_same_pages_at_once_both_see_everything(api: Client, path: str, since: str, faster: int) -> None:
    """With one key and from the same instant, as two workers of one connector do; one of them is ahead."""
    for turn in range(8):
        api.opened(email=f"a{turn}@asiakas.example")
        api.later(seconds=1)
    api.later(seconds=40)
    asked = f"{path}?{since}={FIRST_DAY}&order_by=updated_at&order_type=asc&per_page=2&page="
    wanted = {row["id"] for row in api.get(f"{path}?per_page=100").body}
    slow = api.get(f"{asked}1").body
    for row in slow:
        api.put(f"{path}/{row['id']}", {"priority": 3} if path == "/tickets" else {"job_title": "Johtaja"})
    api.later(seconds=40)
    for page in range(1, 1 + faster):
        api.get(f"{asked}{page}")
    page = 2
    while found := api.get(f"{asked}{page}").body:
        slow, page = slow + found, page + 1
    assert {row["id"] for row in slow} == wanted


# -- what moves a ticket --


@pytest.mark.parametrize(
    ("act", "moves"),
    [
        (lambda api: api.post("/tickets/1/reply", {"body": "Vastaus."}), True),
        (lambda api: api.post("/tickets/1/notes", {"body": "Huom."}), True),
        (lambda api: api.put("/tickets/1", {"priority": 4}), True),
        (lambda api: api.put("/tickets/1", {"status": 4}), True),
        (lambda api: api.put("/tickets/1", {"tags": ["uusi"]}), True),
        (lambda api: api.put("/tickets/1", {"custom_fields": {"cf_size": "L"}}), True),
        (lambda api: api.delete("/tickets/1"), True),
        (lambda api: api.put("/tickets/1", {"priority": 1}), False),
        (lambda api: api.get("/tickets/1"), False),
    ],
    ids=["reply", "note", "priority", "status", "tags", "custom", "delete", "nothing new", "reading"],
)  # fmt: skip
def test_every_change_that_a_sync_must_see_moves_updated_at(api: Client, act: Callable[[Client], Any], moves: bool) -> None:
    before = api.opened(priority=1)["updated_at"]
    api.later(minutes=1)
    act(api)
    after = api.get("/tickets/1").body["updated_at"]
    assert (after > before) == moves


def test_a_customers_message_moves_updated_at_too(api: Client) -> None:
    api.world.mail("aino@asiakas.example", "Hei", "Apua")
    api.world.settle().after(minutes=5)
    before = api.get("/tickets/1").body["updated_at"]
    api.world.mail("aino@asiakas.example", "Re: Hei", "Vielä yksi asia.", headers=[("In-Reply-To", "<m1@customer.example>")])
    api.world.settle()
    assert api.get("/tickets/1").body["updated_at"] > before
