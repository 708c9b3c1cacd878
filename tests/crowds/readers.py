"""Clients that keep a copy of the desk by polling, each in its own way, while others write; a round is a walk to the end."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from tests.crowds.client import Caller

FIRST_DAY = "2026-01-01T00:00:00Z"
LINK = re.compile(r'<https://desk\.kauppa\.example/api/v2(.*)>; rel="next"')
Row = dict[str, Any]


def linked(headers: dict[str, str]) -> str:
    found = LINK.fullmatch(headers.get("Link", ""))
    return found[1] if found else ""


@dataclass
class Copy:
    """A list as one client knows it: rows by id, and the last instant seen, whole seconds as the API tells them."""

    api: Caller
    path: str = "/tickets"
    since: str = "updated_since"
    size: int = 100
    rows: dict[int, Row] = field(default_factory=dict)
    bookmark: str = FIRST_DAY
    pages: int = 0

    def keep(self, rows: list[Row]) -> None:
        self.rows |= {row["id"]: row for row in rows}
        self.bookmark = max([self.bookmark, *(row["updated_at"] for row in rows)])
        self.pages += 1


def by_pages(copy: Copy) -> None:
    """Page numbers upward until a short page, as most connectors do."""
    asked, page = copy.bookmark, 1
    while True:
        onward = f"{copy.path}?{copy.since}={asked}&order_by=updated_at&order_type=asc&per_page={copy.size}&page={page}"
        rows = copy.api.get(onward).body
        copy.keep(rows)
        if len(rows) < copy.size:
            return
        page += 1


def by_links(copy: Copy, order: str = "asc") -> None:
    onward = f"{copy.path}?{copy.since}={copy.bookmark}&order_by=updated_at&order_type={order}&per_page={copy.size}&cursor="
    while onward:
        told = copy.api.get(onward)
        copy.keep(told.body)
        onward = linked(told.headers)


by_links_downward = partial(by_links, order="desc")


def by_pages_downward(copy: Copy) -> None:
    """A client that names no order: the newest change first, until a page is empty."""
    asked, page = copy.bookmark, 1
    while rows := copy.api.get(f"{copy.path}?{copy.since}={asked}&per_page={copy.size}&page={page}").body:
        copy.keep(rows)
        page += 1


@dataclass
class Listener:
    """The feed behind a cursor; every event in the order it was told."""

    api: Caller
    more: str = ""
    place: str = ""
    heard: list[tuple[int, int, int]] = field(default_factory=list)
    pages: int = 0

    def round(self) -> None:
        while True:
            told = self.api.get(f"/events?limit=100{self.more}&after={self.place}")
            self.place = told.headers["X-Cursor"]
            self.heard += [(row["ticket_id"], row["seq"], row["position"]) for row in told.body]
            self.pages += 1
            if not linked(told.headers):
                return


# How each copy of the tickets is kept, and rows on a page.
WAYS: dict[str, tuple[Callable[[Copy], None], int]] = {
    "pages": (by_pages, 30),
    "pages of another with that key": (by_pages, 30),
    "cursors": (by_links, 17),
    "cursors downward": (by_links_downward, 40),
    "pages downward": (by_pages_downward, 100),
}
WAYS_OF_CONTACTS: dict[str, tuple[Callable[[Copy], None], int]] = {
    "contacts by pages": (by_pages, 20),
    "contacts by cursors": (by_links, 7),
}
