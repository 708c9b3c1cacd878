"""Reading lines, the agenda and the feed: the sparse indexes of the Tickets table."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from heapq import merge
from operator import attrgetter
from typing import Any

from chalicelib.codec import unpack
from chalicelib.storage.rows import Part, query, query_all, read_on, stamp_of
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
    number_key,
)
from chalicelib.values import dataclass

FEED_PAGE = 40
NUMBERS_PAGE = 100


@dataclass(frozen=True, slots=True)
class Due:
    """A ticket of the agenda and the `look_at` it stands there with."""

    ticket: int
    look_at: datetime


def whole_line(agent: int = 0, group: str = "") -> Iterator[LineRow]:
    """Every row of an agent's line, or of what waits in a group."""
    keys = [f"A#{agent}"] if agent else [group_line(group, shard) for shard in range(LINE_SHARDS)]
    for key in keys:
        yield from (unpack(item["row"]["B"], LineRow) for item in query_all(ViewRow, Part(key, index="line")))


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

    @property
    def key(self) -> str:
        """Its sort key in the index, which orders the feed of all shards."""
        return f"{stamp_of(self.at)}#{self.ticket}#{self.seq}"


def feed(since: datetime, until: datetime) -> Iterator[FeedEntry]:
    """Commits with `since` <= at < `until`, shard by shard within each UTC day."""
    day = since
    while day.date() <= until.date():
        for shard in range(FEED_SHARDS):
            part = Part(feed_key(day, shard), low=stamp_of(since), high=stamp_of(until), index="feed")
            yield from (entry_of(item) for item in query_all(CommitRow, part))
        day += timedelta(days=1)


def feed_in_order(since: datetime, until: datetime, *, forward: bool = True) -> Iterator[FeedEntry]:
    """The same commits in order of time, oldest first or newest first, read no further than they are taken."""
    days = (until.date() - since.date()).days
    for offset in range(days + 1) if forward else range(days, -1, -1):
        day = since + timedelta(days=offset)
        shards = (_feed_shard(feed_key(day, shard), since, until, forward) for shard in range(FEED_SHARDS))
        yield from merge(*shards, key=attrgetter("key"), reverse=not forward)


def _feed_shard(key: str, since: datetime, until: datetime, forward: bool) -> Iterator[FeedEntry]:
    part = Part(key, low=stamp_of(since), high=stamp_of(until), index="feed", forward=forward, limit=FEED_PAGE)
    return (entry_of(item) for item in read_on(CommitRow, part))


def entry_of(item: dict[str, Any]) -> FeedEntry:
    at, number, seq = item["feed_sk"]["S"].split("#")
    return FeedEntry(datetime.fromisoformat(at), int(number), int(seq))


def contact_tickets(contact: int, *, below: int = 0, above: int = 0, forward: bool = False) -> Iterator[int]:
    """Numbers of a contact's tickets between the two, newest first unless `forward`, read no further than they are taken."""
    return _numbers("contact", f"CT#{contact}", below, above, forward)


def company_tickets(company: int, *, below: int = 0, above: int = 0, forward: bool = False) -> Iterator[int]:
    """The same for a company."""
    return _numbers("company", f"CO#{company}", below, above, forward)


def _numbers(index: str, key: str, below: int, above: int, forward: bool) -> Iterator[int]:
    if below and below <= above + 1:
        # DynamoDB refuses a BETWEEN whose bounds leave nothing.
        return iter(())
    low, high = number_key(above + 1), number_key(below - 1) if below else "~"
    part = Part(key, low=low, high=high, index=index, forward=forward, limit=NUMBERS_PAGE)
    return (int(item[f"{index}_sk"]["S"]) for item in read_on(ViewRow, part))
