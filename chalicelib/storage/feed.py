"""Reading the feed on from a place: a bounded part of it, with the commits themselves."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from operator import attrgetter

from chalicelib import meter
from chalicelib.feed.place import END, Place, before
from chalicelib.storage.line import FEED_PAGE, FeedEntry, entry_of
from chalicelib.storage.rows import Part, query, query_all, read_many, read_on, stamp_of
from chalicelib.storage.tickets import FEED_SHARDS, CommitRow, commit_key, feed_key, find_commits, ticket_key
from chalicelib.tickets.events import Commit
from chalicelib.values import dataclass

# Younger commits may still be overtaken by one with an earlier stamp, and a place must never skip one.
SETTLED = timedelta(seconds=5)
# Days without a commit that one page passes over; each takes a query of every shard.
MOST_DAYS = 7
LAST_SEQ = 999_999
# So many neighbours may stand in another order than their instants: clocks of two machines differ a little.
DOUBTFUL = 8


@dataclass(frozen=True, slots=True)
class Stretch:
    """Commits in the order of the feed, behind which place they end, and whether there may be more at once."""

    commits: tuple[Commit, ...]
    place: Place
    more: bool


def settled(now: datetime) -> datetime:
    """Up to when the feed can no longer change."""
    return now - SETTLED


def read(after: Place, until: datetime, most: int) -> Stretch:
    """At most `most` commits behind `after` and before `until`, over at most a week of days; the commit at `after` if it was cut."""
    last = min(until, _midnight(min(after.at, until)) + timedelta(days=MOST_DAYS))
    entries = list(islice(_entries(after, last), most + 1))
    taken, more = entries[:most], len(entries) > most
    place = Place(taken[-1].key) if more else _further(after, before(last))
    return Stretch(tuple(_commits(taken)), place, more or last < until)


def read_ticket(number: int, after: Place, until: datetime, most: int) -> Stretch:
    """The same of one ticket in the order of seq, out of its own history, also behind a place of another ticket."""
    meter.charge_to(number)
    own = after.ticket == number
    low = after.seq + (after.position >= END) if own else _first_behind(number, after)
    part = Part(ticket_key(number), low=commit_key(low), high=commit_key(LAST_SEQ), limit=most + 1 + DOUBTFUL)
    found = (CommitRow.from_raw_data(item).commit() for item in query_all(CommitRow, part))
    fresh = [commit for commit in found if commit.at < until and (own or after.told(key_of(commit)) < END)]
    taken = tuple(fresh[:most])
    return Stretch(taken, Place(key_of(taken[-1])) if taken else after, len(fresh) > most)


def _first_behind(number: int, after: Place) -> int:
    """Where a ticket's commits behind a place begin, or a little before: found by halving, however long the history is."""
    newest = query(CommitRow, Part(ticket_key(number), low=commit_key(1), high=commit_key(LAST_SEQ), forward=False, limit=1))
    low, high = 1, CommitRow.from_raw_data(newest.rows[0]).commit().seq + 1 if newest.rows else 1
    if high > 1 and after.told(key_of(CommitRow.from_raw_data(newest.rows[0]).commit())) >= END:
        low = high
    while low < high:
        middle = (low + high) // 2
        if any(after.told(key_of(commit)) < END for commit in find_commits(number, after=middle - 1, limit=1)):
            high = middle
        else:
            low = middle + 1
    return max(1, low - DOUBTFUL)


def commits_of(number: int, seq: int, most: int) -> list[Commit]:
    """Commits of a ticket from `seq` on, read consistently."""
    return find_commits(number, after=seq - 1, limit=most)


def key_of(commit: Commit) -> str:
    """The commit's sort key in the feed."""
    return FeedEntry(commit.at, commit.ticket, commit.seq).key


def _further(first: Place, second: Place) -> Place:
    return max(first, second, key=attrgetter("key", "position"))


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _entries(after: Place, until: datetime) -> Iterator[FeedEntry]:
    # DynamoDB refuses a BETWEEN whose bounds leave nothing.
    day = _midnight(after.at) if after.at < until else until
    while day < until:
        shards = (_shard(feed_key(day, shard), after, until) for shard in range(FEED_SHARDS))
        yield from (entry for entry in merge(*shards, key=attrgetter("key")) if after.told(entry.key) < END)
        day += timedelta(days=1)


def _shard(key: str, after: Place, until: datetime) -> Iterator[FeedEntry]:
    part = Part(key, low=after.key, high=stamp_of(until), index="feed", limit=FEED_PAGE)
    return (entry_of(item) for item in read_on(CommitRow, part))


def _commits(entries: Iterable[FeedEntry]) -> Iterator[Commit]:
    """Read at half the price; what a lagging copy does not show yet is read again in full."""
    wanted = [(CommitRow, ticket_key(entry.ticket), commit_key(entry.seq)) for entry in entries]
    found = read_many(wanted, eventual=(CommitRow,))
    if late := [row for row in wanted if (row[1], row[2]) not in found]:
        found |= read_many(late)
    return (found[pk, sk].commit() for _, pk, sk in wanted if (pk, sk) in found)
