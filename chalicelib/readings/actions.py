"""Reading tickets for a caller: one at a time through the one gate, and lists page by page."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from heapq import merge
from itertools import islice
from operator import itemgetter

from chalicelib.context import Context
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.ids import digest
from chalicelib.outside import files as outside_files
from chalicelib.people.keys import Principal, Scope, sees
from chalicelib.readings.wish import CREATED, MINE, SORT_KEYS, Standing, Wish, belongs, check, microseconds
from chalicelib.storage import contents as contents_rows
from chalicelib.storage import history, newest, seen
from chalicelib.storage import joined as families
from chalicelib.storage import line as lines
from chalicelib.storage import tickets as rows
from chalicelib.storage.feed import settled
from chalicelib.storage.line import FeedEntry
from chalicelib.tickets.contents import Contents, extended, needed
from chalicelib.tickets.events import Commit, MessageReceived
from chalicelib.tickets.fold import fold, moves
from chalicelib.tickets.linking import is_linked, linked
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import is_elsewhere
from chalicelib.tickets.together import Told, together
from chalicelib.tickets.views import Conversation, files_fetched
from chalicelib.values import dataclass

MOST_AT_ONCE = 100
MOST_READ = 20_000
FIRST_NUMBERS = 25
LONG_AGO = timedelta(days=31)
LONGEST_FEED = timedelta(days=730)
# Rows of a ticket that are read to see whether there are more.
RECENT = 100

# -- one ticket --


def ticket(number: int, who: Principal) -> State:
    """The one gate: a ticket for this caller. Raises NotFound alike where there is none and where it is not theirs."""
    state = history.load(number)
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    return state


def some(numbers: Iterable[int], who: Principal, *, eventual: bool = False) -> dict[int, State]:
    """Those of these tickets that exist for this caller, in as few reads as there are hundreds of them."""
    return {number: state for number, state in rows.find_views(numbers, eventual=eventual).items() if sees(who, state)}


@dataclass(frozen=True, slots=True)
class Story:
    """A ticket with its whole history, oldest commit first."""

    state: State
    commits: tuple[Commit, ...]


def story(number: int, who: Principal, *, least: int = 1) -> Story:
    """Through the same gate, in one query; what lies beyond VIEW is folded, and VIEW repaired.

    Of what other processes wrote the last moments may be missing, unless the caller knows of version `least`.
    """
    return _story_of(number, who, rows.find_page(number, least=least))


def _story_of(number: int, who: Principal, page: rows.Page) -> Story:
    state = history.standing(number, page.view) if page.view else history.catch_up(number, None)
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    commits = page.commits[::-1]
    if commits and commits[-1].seq > state.version:
        state = history.catch_up(number, state)
    return Story(state, commits)


@dataclass(frozen=True, slots=True)
class Sayings:
    """What was said on a ticket, place by place; only what is asked for is read. `whole` is the history where it is short."""

    state: State
    places: tuple[tuple[int, int], ...]
    contents: Contents
    recent: tuple[Commit, ...] = ()
    whole: tuple[Told, ...] | None = None

    def told(self, places: Iterable[tuple[int, int]]) -> tuple[Told, ...]:
        """Those at these places, oldest first."""
        wanted = set(places)
        if self.whole is not None:
            return tuple(one for one in self.whole if (one.said.ticket, one.said.seq) in wanted)
        run, single = needed(self.contents, (seq for _, seq in wanted))
        commits = rows.find_parts(self.state.number, run, single)
        known = {commit.seq: commit for commit in (*commits, *self.recent)}
        found = together((self.state, [known[seq] for seq in sorted(known)]), ())
        return tuple(one for one in found if (one.said.ticket, one.said.seq) in wanted)


def sayings(number: int, who: Principal, context: Context) -> Sayings:
    """Through the same gate. A long history is found by its contents, so that a page of it costs what is on it."""
    page = rows.find_page(number, RECENT)
    if not page.more or page.view is None or (state := history.standing(number, page.view)).bonds.merged:
        return _whole_sayings(story(number, who) if page.more else _story_of(number, who, page))
    if not sees(who, state):
        raise NotFound(f"there is no ticket {number}")
    kept, recent = contents_rows.find(number), page.commits[::-1]
    if kept.version < recent[0].seq - 1:
        recent = tuple(rows.find_commits(number, after=kept.version))
    contents = extended(kept, recent)
    if contents.version > kept.version + RECENT // 2:
        contents_rows.keep(number, contents, context.now)
    return Sayings(state, tuple((number, seq) for seq in contents.shown), contents, page.commits[::-1])


def _whole_sayings(story: Story) -> Sayings:
    told = together((story.state, story.commits), [(one.state, one.commits) for one in joined(story)])
    return Sayings(story.state, tuple((one.said.ticket, one.said.seq) for one in told), Contents(), whole=told)


def joined(story: Story) -> tuple[Story, ...]:
    """The histories of the tickets that were merged into this one, a query each: whoever sees the one they are part of sees them."""
    members = families.family(story.state) if story.state.bonds.merged else {}
    return tuple(Story(state, rows.find_page(number).commits[::-1]) for number, state in members.items() if number != story.state.number)


def associated(state: State, who: Principal) -> tuple[State, ...]:
    """The tickets that this one is linked with and that are the caller's to see, by number."""
    found = rows.find_views(linked(state)).values()
    return tuple(sorted((one for one in found if is_linked(state, one) and sees(who, one)), key=lambda one: one.number))


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


def openings(states: Iterable[State], *, eventual: bool = False) -> dict[int, Commit]:
    return rows.find_openings((state.number for state in states), eventual=eventual)


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
    """One page of a list, whether there is another, and where in the list the page ends."""

    states: tuple[State, ...]
    more: bool
    end: Standing | None = None


def tickets(wish: Wish, who: Principal, context: Context) -> Found:
    """The page that is wished for. Raises InvalidInput where no index can serve it."""
    check(wish)
    behind = wish.behind if wish.by_cursor else _mark(wish, who, context)
    if wish.reads_lines or (wish.order_by != CREATED and not wish.reads_feed):
        standings = _sorted(wish, who, context, behind)
    elif wish.reads_feed:
        standings = ((place, state) for place, state in _by_time(wish, behind, context) if belongs(wish, who, state))
    else:
        states = _by_number(wish, behind[0] if behind else 0)
        standings = (((state.number, 0), state) for state in states if belongs(wish, who, state))
    if wish.since:
        # Whoever goes on from the last instant seen must not be led beyond what is settled, in any list.
        until = _horizon(wish, context)
        standings = ((place, state) for place, state in standings if state.updated_at < until)
    found = _page(standings, 0 if wish.by_cursor or behind else wish.skip, wish.per_page)
    if found.more and found.end and not wish.by_cursor:
        value, number = found.end if found.end[1] else found.end[::-1]
        seen.remember_mark(digest(wish.name(who, wish.page + 1)), number, value, context.now, upward=not wish.descending)
    return found


def _mark(wish: Wish, who: Principal, context: Context) -> Standing | None:
    """Where the page before this one ended, if it was asked for in the last minutes."""
    mark = seen.find_mark(digest(wish.name(who, wish.page)), context.now) if wish.page > 1 else None
    if mark is None:
        return None
    return (int(mark.ticket), 0) if wish.order_by == CREATED else (int(mark.base), int(mark.ticket))


def _page(standings: Iterator[tuple[Standing, State]], skip: int, size: int) -> Found:
    taken = list(islice(standings, skip, skip + size + 1))
    end = taken[:size][-1][0] if taken else None
    return Found(tuple(state for _, state in taken[:size]), len(taken) > size, end)


def _sorted(wish: Wish, who: Principal, context: Context, behind: Standing | None) -> Iterator[tuple[Standing, State]]:
    """Lists that are short by nature: read whole, then put in order."""
    numbers = _on_lines(wish, who, context) if wish.reads_lines else _numbers(wish, 0)
    key = SORT_KEYS[wish.order_by]
    found = [(key(state), state) for state in _states(numbers, MOST_AT_ONCE) if belongs(wish, who, state)]
    found.sort(key=itemgetter(0), reverse=wish.descending)
    return (one for one in found if behind is None or (one[0] < behind if wish.descending else one[0] > behind))


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


def _by_time(wish: Wish, behind: Standing | None, context: Context) -> Iterator[tuple[Standing, State]]:
    """Tickets by their last change, as the feed has it."""
    since = _since(wish, context.now)
    until = newest = _horizon(wish, context)
    if wish.descending:
        newest = min(until, _instant(behind[0]) + timedelta(microseconds=1)) if behind else until
    elif behind:
        since = max(since, _instant(behind[0]))
    if since >= newest:
        return
    for entry, state in _last_changes(lines.feed_in_order(since, newest, forward=not wish.descending), until, wish):
        if behind is None or _is_behind(entry, behind, wish):
            yield (microseconds(entry.at), entry.ticket), state


def _horizon(wish: Wish, context: Context) -> datetime:
    """Up to where a list of changes goes: a walk downward keeps to where it began, also at a machine whose clock is behind."""
    return wish.until if wish.until and wish.descending else settled(context.now)


def _last_changes(entries: Iterator[FeedEntry], until: datetime, wish: Wish) -> Iterator[tuple[FeedEntry, State]]:
    """Of each ticket the one commit that stands in its `updated_at`; what came later is not settled yet."""
    known: dict[int, State] = {}
    while chunk := list(islice(entries, min(wish.per_page + 1, MOST_AT_ONCE))):
        fresh = {entry.ticket for entry in chunk} - set(known)
        known |= rows.find_views(fresh)
        known |= {entry.ticket: _caught_up(known[entry.ticket], chunk) for entry in chunk if entry.ticket in known}
        standing = ((entry, _standing(entry, known[entry.ticket], until, wish)) for entry in chunk if entry.ticket in known)
        yield from ((entry, state) for entry, state in standing if state)


def _standing(entry: FeedEntry, state: State, until: datetime, wish: Wish) -> State | None:
    """The ticket if it stands at this commit in the list.

    Upward it will come once more when its newer change is settled. Downward a walk by cursor would never come to it, so it
    stands where it did when the walk began, and with that instant: whoever goes on from the last instant seen must not be led
    beyond what is settled.
    """
    if state.updated_at < until:
        return state if state.updated_at == entry.at else None
    if not (wish.by_cursor and wish.descending):
        return None
    moving = [commit for commit in rows.find_commits(entry.ticket, after=entry.seq - 1) if moves(commit)]
    stood = len(moving) > 1 and moving[0].seq == entry.seq and moving[1].at >= until
    return replace(state, updated_at=entry.at) if stood else None


def _caught_up(state: State, chunk: list[FeedEntry]) -> State:
    """A VIEW may lag behind its commits for a moment."""
    newest = max(entry.seq for entry in chunk if entry.ticket == state.number)
    if newest <= state.version:
        return state
    return fold(state, rows.find_commits(state.number, after=state.version))


def _is_behind(entry: FeedEntry, behind: Standing, wish: Wish) -> bool:
    """In the order of the feed, whose keys are text."""
    at, ticket = behind
    place, mark = (microseconds(entry.at), str(entry.ticket)), (at, str(ticket))
    return place < mark if wish.descending else place > mark


def _since(wish: Wish, now: datetime) -> datetime:
    """Where to begin reading; for a wish from long ago with the desk's first ticket, as nothing in the feed is older."""
    if wish.since and now - wish.since < LONG_AGO:
        return wish.since
    first = rows.find_views(range(1, FIRST_NUMBERS + 1)).values()
    begun = min((state.opened_at for state in first), default=now - LONGEST_FEED)
    return max(begun, wish.since) if wish.since else begun


def _instant(microseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=microseconds)
