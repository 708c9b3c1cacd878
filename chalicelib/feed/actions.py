"""Following the feed: the next events behind a place, as far as the caller may see them."""

from datetime import datetime, timedelta

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.feed.place import END, Place, before
from chalicelib.feed.told import Told, told
from chalicelib.people.keys import Principal, Scope, sees
from chalicelib.storage import feed, history
from chalicelib.storage.feed import Stretch
from chalicelib.tickets.events import Commit
from chalicelib.values import dataclass

# Commits that one page reads at most where only some kinds of events are asked for.
MOST_READ = 300
CHUNK, MOST_OF_DAY = 100, 10_000


@dataclass(frozen=True, slots=True)
class Following:
    """What somebody follows: all of the feed, or certain kinds of events, or one ticket; `limit` events at most."""

    limit: int
    types: frozenset[str] = frozenset()
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class Followed:
    """Events in their order, the place behind them, and whether there may be more at once."""

    events: tuple[Told, ...]
    place: Place
    more: bool


def follow(after: Place, what: Following, who: Principal, now: datetime) -> Followed:
    """Events that are five seconds old; those of tickets that the caller does not see are passed over."""
    until, most = feed.settled(now), MOST_READ if what.types else what.limit
    read = feed.read_ticket(what.ticket, after, until, most) if what.ticket else feed.read(after, until, most)
    visible = _visible(read, who)
    events = [
        one
        for one in told(read.commits)
        if one.commit.ticket in visible
        and one.position >= after.told(feed.key_of(one.commit))
        and (not what.types or one.type in what.types)
    ]
    if len(events) <= what.limit:
        return Followed(tuple(events), read.place, read.more)
    last = events[what.limit - 1]
    place = Place(feed.key_of(last.commit), END if last.is_last else last.position)
    return Followed(tuple(events[: what.limit]), place, more=True)


def of_day(day: datetime, now: datetime) -> list[Commit]:
    """Every commit of the UTC day that begins then, as far as it is settled. Raises InvalidInput for more than one answer holds."""
    until = min(day + timedelta(days=1), feed.settled(now))
    commits: list[Commit] = []
    place, more = before(day), True
    while more:
        read = feed.read(place, until, CHUNK)
        commits += read.commits
        place, more = read.place, read.more
        if len(commits) > MOST_OF_DAY:
            raise InvalidInput(FieldFault("created_at", f"That day has more than {MOST_OF_DAY} changes: follow /events instead"))
    return commits


def _visible(read: Stretch, who: Principal) -> set[int]:
    tickets = {commit.ticket for commit in read.commits}
    if who.scope is Scope.GLOBAL:
        return tickets
    return {number for number, state in history.load_many(tickets).items() if sees(who, state)}
