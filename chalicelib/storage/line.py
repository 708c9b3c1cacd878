"""Reading lines, the agenda and the feed: the sparse indexes of the Tickets table."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from chalicelib.codec import unpack
from chalicelib.storage.rows import Items, Part, query, query_all, stamp_of
from chalicelib.storage.tickets import (
    AGENDA_SHARDS,
    FEED_SHARDS,
    LINE_SHARDS,
    CommitRow,
    LineRow,
    ViewRow,
    agenda_key,
    feed_key,
    group_line,
)


@dataclass(frozen=True, slots=True)
class Due:
    """A ticket of the agenda and the `look_at` it stands there with."""

    ticket: int
    look_at: datetime


def group_rows(group: str, limit: int) -> list[LineRow]:
    """The first rows of a group's line, `limit` of each shard; not merged into one order."""
    return [row for shard in range(LINE_SHARDS) for row in _rows(group_line(group, shard), limit)]


def agent_rows(agent: int, limit: int) -> list[LineRow]:
    return list(_rows(f"A#{agent}", limit))


def line_page(key: str, limit: int, start: dict[str, Any] | None = None) -> tuple[list[LineRow], dict[str, Any] | None]:
    page = query(ViewRow, Part(key, index="line", limit=limit, start=start))
    return [unpack(item["row"]["B"], LineRow) for item in page.rows], page.next


def _rows(key: str, limit: int) -> Iterator[LineRow]:
    page = query(ViewRow, Part(key, index="line", limit=limit))
    return (unpack(item["row"]["B"], LineRow) for item in page.rows)


def agenda(until: datetime, limit: int = 1_000) -> Iterator[Due]:
    """Tickets whose `look_at` is at or before `until`, one query a shard when nothing is due."""
    for shard in range(AGENDA_SHARDS):
        part = Part(agenda_key(shard), high=f"{stamp_of(until)}~", index="agenda", limit=limit)
        for item in query_all(ViewRow, part):
            look_at, _, number = item["agenda_sk"]["S"].partition("#")
            yield Due(int(number), datetime.fromisoformat(look_at))


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One commit's place in the feed."""

    at: datetime
    ticket: int
    seq: int


def feed(since: datetime, until: datetime) -> Iterator[FeedEntry]:
    """Commits with `since` <= at < `until`, shard by shard within each UTC day."""
    day = since
    while day.date() <= until.date():
        for shard in range(FEED_SHARDS):
            part = Part(feed_key(day, shard), low=stamp_of(since), high=stamp_of(until), index="feed")
            yield from (_entry(item) for item in query_all(CommitRow, part))
        day += timedelta(days=1)


def _entry(item: dict[str, Any]) -> FeedEntry:
    at, number, seq = item["feed_sk"]["S"].split("#")
    return FeedEntry(datetime.fromisoformat(at), int(number), int(seq))


def contact_tickets(contact: int, limit: int, start: dict[str, Any] | None = None) -> tuple[list[int], dict[str, Any] | None]:
    """Numbers of a contact's tickets, newest first."""
    page: Items = query(ViewRow, Part(f"CT#{contact}", index="contact", forward=False, limit=limit, start=start))
    return [int(item["contact_sk"]["S"]) for item in islice(page.rows, limit)], page.next
