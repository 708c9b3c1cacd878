"""The write protocol: read VIEW, decide, put the next commit if absent, put VIEW; losing a race is a normal answer."""

from collections.abc import Callable, Iterable
from dataclasses import field
from datetime import datetime, timedelta

from chalicelib import meter
from chalicelib.context import Context
from chalicelib.errors import Busy, NotFound, Unavailable, VuoroError
from chalicelib.storage import tickets as rows
from chalicelib.storage.priced import Priced, priced
from chalicelib.storage.rows import pause, read_many, spread
from chalicelib.tickets.alerting import alerted
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from chalicelib.tickets.timers import with_timers
from chalicelib.values import dataclass

TRIES = 5


@dataclass(frozen=True, slots=True)
class Command:
    """Who wants what: `id` is the same for every repetition of this command, `cause` what led to it."""

    id: str
    actor: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ticket after the command; `commit` is None if there was nothing to do, `repeated` if it had been done before."""

    state: State
    commit: Commit | None = None
    repeated: bool = False


Decision = Callable[[State, datetime], Change]


@dataclass(slots=True)
class _Race:
    """One command's way through the tries."""

    number: int
    command: Command
    context: Context
    state: State
    lost: int = 0
    passed: int = 0
    unheard: list[Priced] = field(default_factory=list)


def load(number: int) -> State:
    """The state as VIEW has it, folded anew if an older fold wrote it. Raises NotFound."""
    view = rows.find_view(number)
    return catch_up(number, None) if view is None else standing(number, view)


def load_opened(number: int) -> tuple[State, Commit | None]:
    """The state and the first commit in one read. Raises NotFound."""
    meter.charge_to(number)
    view, first = rows.find_opened(number)
    return catch_up(number, None) if view is None else standing(number, view), first


def standing(number: int, view: rows.ViewRow) -> State:
    """What a stored VIEW says, folded anew if an older fold wrote it."""
    return view.value() if view.is_current else rebuild(number)


def load_many(numbers: Iterable[int]) -> dict[int, State]:
    """States by number in one read; tickets without a VIEW are left out."""
    found = read_many((rows.ViewRow, rows.ticket_key(number), rows.VIEW) for number in numbers)
    return {int(pk[2:]): standing(int(pk[2:]), view) for (pk, _), view in found.items()}


def change(number: int, command: Command, context: Context, decide: Decision, *, known: State | None = None) -> Outcome:
    """Apply one command to a ticket, with the promises and timers that follow. Raises NotFound, or Busy after five lost races.

    `known` is the state as this very work read it a moment ago, which saves a read: if it is no longer the newest, the
    commit loses and the decision is made again.
    """
    race = _Race(number, command, context, known or load(number))
    while race.lost < TRIES:
        if command.id in race.state.commands:
            return Outcome(race.state, repeated=True)
        at = _after(race.state, context.stamp())
        wanted = with_timers(race.state, alerted(race.state, decide(race.state, at), command.actor), context.desk, at)
        if not wanted.events:
            return _left(race)
        commit = commit_of(command, context, at, ticket=number, seq=race.state.version + 1, wanted=wanted)
        if won := _put(race, commit):
            return won
    # A second for each that came before us, and not all who lost at one moment at one moment again.
    said = f"ticket {number} could not be changed in {TRIES} tries, {race.passed} changes by others came first"
    raise Busy(said, retry_after=spread(race.passed))


def _left(race: _Race) -> Outcome:
    """Nothing is to be done; whoever won before us may have died before VIEW was written."""
    if race.passed:
        rows.put_view(race.state)
    return Outcome(race.state)


def _after(state: State, at: datetime) -> datetime:
    """Clocks of two machines differ a little, and the feed has the commits of one ticket in their order."""
    return max(at, state.last_at + timedelta(microseconds=1))


class _Doubt(Exception):
    """What a state that may be old cannot answer."""


def revise(number: int, command: Command, context: Context, decide: Decision, *, seen: State) -> Outcome:
    """As `change`, on a state that may be some moments old. Raises as `change` and as `decide` do.

    If it was, the commit loses and the decision is made again. What would write nothing, or is refused, has no such judge:
    it is decided again on a read of its own.
    """

    def cautious(state: State, at: datetime) -> Change:
        if state is not seen:
            return decide(state, at)
        try:
            wanted = decide(state, at)
        except VuoroError as fault:
            raise _Doubt from fault
        if not wanted.events:
            raise _Doubt
        return wanted

    try:
        return change(number, command, context, cautious, known=seen)
    except _Doubt:
        return change(number, command, context, decide)


def open_ticket(number: int, command: Command, context: Context, decide: Callable[[datetime], Change]) -> Outcome:
    """Write the first commit of a ticket; a repetition finds its own. Raises Busy."""
    unheard: list[Priced] = []
    for attempt in range(TRIES):
        at = context.stamp()
        wanted = with_timers(None, decide(at), context.desk, at)
        first = priced(commit_of(command, context, at, ticket=number, seq=1, wanted=wanted), None)
        try:
            standing = first.put()
        except Unavailable:
            unheard.append(first)
            pause(attempt)
            continue
        if standing is None:
            first.put_view()
            return Outcome(first.state, first.commit)
        if standing.command != command.id:
            break
        return _opened_before(standing.commit(), unheard)
    raise Busy(f"ticket {number} could not be opened")


def _opened_before(first: Commit, unheard: Iterable[Priced]) -> Outcome:
    _own_up(first, unheard)
    state = fold(None, [first])
    rows.put_view(state)
    return Outcome(state, first, repeated=True)


def _own_up(standing: Commit, unheard: Iterable[Priced]) -> None:
    """A try whose answer was lost, and which stands after all, has put its cost there."""
    for tried in unheard:
        if (tried.commit.seq, tried.commit.at) == (standing.seq, standing.at):
            tried.stands()


def catch_up(number: int, state: State | None) -> State:
    """Fold what lies beyond `state` and repair VIEW. Raises NotFound if there is no history."""
    commits = rows.find_commits(number, after=state.version if state else 0)
    if not commits:
        if state is None:
            meter.charge_to(0)
            raise NotFound(f"there is no ticket {number}")
        return state
    newer = fold(state, commits)
    rows.put_view(newer)
    return newer


def rebuild(number: int) -> State:
    """Fold the whole history and write VIEW; gives the same bytes as the way it came about."""
    state = fold(None, _whole(number))
    rows.replace_view(state)
    return state


def _whole(number: int) -> list[Commit]:
    commits = rows.find_commits(number)
    if not commits:
        raise NotFound(f"there is no ticket {number}")
    return commits


def commit_of(command: Command, context: Context, at: datetime, *, ticket: int, seq: int, wanted: Change) -> Commit:
    return Commit(
        ticket=ticket, seq=seq, id=command.id, at=at, actor=command.actor, config=context.desk.version,
        events=wanted.events, content=wanted.content, cause=command.cause,
    )  # fmt: skip


def _put(race: _Race, commit: Commit) -> Outcome | None:
    """One try; None means decide again on what the winner left."""
    following = priced(commit, race.state)
    try:
        standing = following.put()
    except Unavailable:
        race.unheard.append(following)
        race.lost += 1
        pause(race.lost)
        return None
    if standing is None:
        following.put_view()
        return Outcome(following.state, commit)
    race.lost += 1
    if race.lost < TRIES:
        # Not between reading and writing: the next to come would be in the way.
        pause(race.lost)
    newer = rows.find_commits(race.number, after=race.state.version)
    race.state, race.passed = fold(race.state, newer), race.passed + len(newer)
    # Not only the commit that stood in the way may be ours: a slow repetition may have been overtaken by several.
    if ours := next((found for found in newer if found.id == race.command.id), None):
        rows.put_view(race.state)
        _own_up(ours, race.unheard)
        return Outcome(race.state, ours, repeated=True)
    return None
