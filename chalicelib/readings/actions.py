"""Reading tickets for a caller: one at a time through the one gate, and lists page by page."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice

from chalicelib.context import Context
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.ids import digest
from chalicelib.outside import files as outside_files
from chalicelib.people.keys import Principal, Scope, sees
from chalicelib.readings.wish import CREATED, MINE, SORT_KEYS, Wish, belongs, check
from chalicelib.storage import history, newest, seen
from chalicelib.storage import line as lines
from chalicelib.storage import tickets as rows
from chalicelib.storage.line import FeedEntry
from chalicelib.tickets.events import Commit, MessageReceived
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import is_elsewhere
from chalicelib.tickets.views import Conversation, files_fetched
from chalicelib.values import dataclass

# Younger commits may still be overtaken by one with an earlier stamp, and a bookmark must never skip one.
SETTLED = timedelta(seconds=5)
MOST_AT_ONCE = 100
MOST_READ = 20_000
FIRST_NUMBERS = 25
LONG_AGO = timedelta(days=31)
LONGEST_FEED = timedelta(days=730)

# -- one ticket --


def ticket(number: int, who: Principal) -> State:
    """The one gate: a ticket for this caller. Raises NotFound alike where there is none and where it is not theirs."""
    state = history.load(number)
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    return state


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket with its whole history, oldest commit first."""

    state: State
    commits: tuple[Commit, ...]


def story(number: int, who: Principal, *, least: int = 1) -> Story:
    """Through the same gate, in one query; what lies beyond VIEW is folded, and VIEW repaired.

    Of what other processes wrote the last moments may be missing, unless the caller knows of version `least`.
    """
    page = rows.find_page(number, least=least)
    state = history.standing(number, page.view) if page.view else history.catch_up(number, None)
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    commits = page.commits[::-1]
    if commits and commits[-1].seq > state.version:
        state = history.catch_up(number, state)
    return Story(state, commits)


def opened(number: int, who: Principal) -> tuple[State, Commit | None]:
    """A ticket and its first commit, which holds the description."""
    view, first = rows.find_opened(number)
    state = view.value() if view and view.is_current else history.load(number)
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    return state, first


def changing(number: int, who: Principal, *, least: int = 0) -> tuple[State, Commit | None]:
    """As `opened`, at half the price; the state may be some moments old, so it only serves a change that may be decided again."""
    view, first = rows.find_opened(number, eventual=True)
    if view and first and view.is_current and int(view.version) >= max(least, newest.least(number)):
        state = view.value()
        if sees(who, state):
            return state, first
    return opened(number, who)


def openings(states: Iterable[State]) -> dict[int, Commit]:
    return rows.find_openings(state.number for state in states)


def commit_after(number: int, base: int, command_id: str) -> Commit | None:
    """The commit of a command that was first tried when the ticket stood at version `base`."""
    return next((commit for commit in rows.find_commits(number, after=base) if commit.id == command_id), None)


def with_files(said: Conversation | None) -> Conversation | None:
    """The first message with the files that its provider had kept, which later commits tell of."""
    if said is None or not isinstance(said.event, MessageReceived):
        return said
    channel = said.event.channel
    if not any(is_elsewhere(file, channel) for file in said.files):
        return said
    fetched = files_fetched(rows.find_commits(said.ticket, after=said.seq))
    return replace(said, fetched=fetched.get(said.seq, ()))


def file_link(key: str, name: str) -> str:
    """Where an attachment can be fetched for five minutes; whoever asks has been let to its ticket."""
    return outside_files.link("files", key, name)


# -- lists --


@dataclass(frozen=True, slots=True)
class Found:
    """One page of a list, and whether there is another."""

    states: tuple[State, ...]
    more: bool


def tickets(wish: Wish, who: Principal, context: Context) -> Found:
    """The page that is wished for. Raises InvalidInput where no index can serve it."""
    check(wish)
    if wish.reads_lines or (wish.order_by != CREATED and not wish.reads_feed):
        return _sorted_page(wish, who, context)
    mark = seen.find_mark(digest(wish.name(who, wish.page)), context.now) if wish.page > 1 else None
    states = _by_time(wish, mark, context) if wish.reads_feed else _by_number(wish, int(mark.ticket) if mark else 0)
    theirs = (state for state in states if belongs(wish, who, state))
    found = _page(theirs, 0 if mark else wish.skip, wish.per_page)
    if found.more:
        last = found.states[-1]
        seen.remember_mark(digest(wish.name(who, wish.page + 1)), last.number, _microseconds(last.updated_at), context.now)
    return found


def _page(states: Iterator[State], skip: int, size: int) -> Found:
    taken = tuple(islice(states, skip, skip + size + 1))
    return Found(taken[:size], len(taken) > size)


def _sorted_page(wish: Wish, who: Principal, context: Context) -> Found:
    """Lists that are short by nature: read whole, then put in order."""
    numbers = _on_lines(wish, who, context) if wish.reads_lines else _numbers(wish, 0)
    found = [state for state in _states(numbers, MOST_AT_ONCE) if belongs(wish, who, state)]
    found.sort(key=SORT_KEYS[wish.order_by], reverse=wish.descending)
    return _page(iter(found), wish.skip, wish.per_page)


def _on_lines(wish: Wish, who: Principal, context: Context) -> Iterator[int]:
    desk = context.desk
    if wish.filter == MINE:
        groups = who.agent.groups if who.agent else ()
        if who.scope is Scope.GLOBAL:
            groups = ("", *(group.name for group in desk.groups))
        if who.number:
            yield from (row.number for row in lines.whole_line(agent=who.number))
        yield from (row.number for group in groups for row in lines.whole_line(group=group))
    elif wish.agent:
        yield from (row.number for row in lines.whole_line(agent=wish.agent))
    else:
        yield from (row.number for row in lines.whole_line(group=wish.group))
        yield from (row.number for agent in desk.agents for row in lines.whole_line(agent=agent.id) if row.group == wish.group)


def _by_number(wish: Wish, mark: int) -> Iterator[State]:
    return _states(_numbers(wish, mark), min(wish.per_page + 1, MOST_AT_ONCE))


def _numbers(wish: Wish, mark: int) -> Iterator[int]:
    """Ticket numbers behind the mark in the order of creation; all of them are tried, gaps fall out when they are read."""
    below, above = (mark, 0) if wish.descending else (0, mark)
    if wish.requesters:
        found = (lines.contact_tickets(one, below=below, above=above, forward=not wish.descending) for one in wish.requesters)
        return merge(*found, reverse=wish.descending)
    if wish.company:
        return lines.company_tickets(wish.company, below=below, above=above, forward=not wish.descending)
    newest = seen.newest_number()
    return iter(range((below or newest + 1) - 1, 0, -1) if wish.descending else range(above + 1, newest + 1))


def _states(numbers: Iterator[int], at_once: int) -> Iterator[State]:
    """The tickets of these numbers in their order, some at once. Raises InvalidInput after reading too many for one request."""
    for _ in range(0, MOST_READ, at_once):
        wanted = list(islice(numbers, at_once))
        if not wanted:
            return
        found = rows.find_views(wanted)
        yield from (found[number] for number in dict.fromkeys(wanted) if number in found)
    raise InvalidInput(FieldFault("page", f"This is behind the first {MOST_READ} tickets: walk the pages in turn, or use updated_since"))


def _by_time(wish: Wish, mark: seen.SeenRow | None, context: Context) -> Iterator[State]:
    """Tickets by their last change, as the feed has it; each stands where its `updated_at` is."""
    since = _since(wish, context.now)
    until = context.now - SETTLED
    if mark and wish.descending:
        until = min(until, _instant(int(mark.base)) + timedelta(microseconds=1))
    elif mark:
        since = max(since, _instant(int(mark.base)))
    if since >= until:
        return
    behind = (int(mark.base), int(mark.ticket)) if mark else None
    for state in _last_changes(lines.feed_in_order(since, until, forward=not wish.descending), until, wish):
        if behind is None or _is_behind(state, behind, wish):
            yield state


def _last_changes(entries: Iterator[FeedEntry], until: datetime, wish: Wish) -> Iterator[State]:
    """Of each ticket the one commit that stands in its `updated_at`; what came later is not settled yet."""
    known: dict[int, State] = {}
    while chunk := list(islice(entries, min(wish.per_page + 1, MOST_AT_ONCE))):
        fresh = {entry.ticket for entry in chunk} - set(known)
        known |= {number: _caught_up(state, chunk) for number, state in rows.find_views(fresh).items()}
        for entry in chunk:
            state = known.get(entry.ticket)
            if state and state.updated_at == entry.at and state.updated_at < until:
                yield state


def _caught_up(state: State, chunk: list[FeedEntry]) -> State:
    """A VIEW may lag behind its commits for a moment."""
    newest = max(entry.seq for entry in chunk if entry.ticket == state.number)
    if newest <= state.version:
        return state
    return fold(state, rows.find_commits(state.number, after=state.version))


def _is_behind(state: State, mark: tuple[int, int], wish: Wish) -> bool:
    place = (_microseconds(state.updated_at), state.number)
    return place < mark if wish.descending else place > mark


def _since(wish: Wish, now: datetime) -> datetime:
    """Where to begin reading; for a wish from long ago with the desk's first ticket, as nothing in the feed is older."""
    if wish.since and now - wish.since < LONG_AGO:
        return wish.since
    first = rows.find_views(range(1, FIRST_NUMBERS + 1)).values()
    begun = min((state.opened_at for state in first), default=now - LONGEST_FEED)
    return max(begun, wish.since) if wish.since else begun


def _microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
