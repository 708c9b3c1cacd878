"""Which agent of a group gets a ticket: who may take it, in which order to try them, and why not the others."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from fractions import Fraction

from chalicelib.desk.model import Agent
from chalicelib.people.skills import missing, name_of, nobody_speaks, primary, speaks
from chalicelib.tickets.events import Rejected
from chalicelib.values import dataclass

CAPACITY, UNCOVERED = "capacity", "uncovered"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Need:
    """What a ticket asks of an agent; `language` "" asks for none."""

    group: str
    language: str = ""
    skills: tuple[str, ...] = ()
    points: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """An agent and how they stand now; `until` is the next shift's start or the absence's end, said in its own zone."""

    agent: Agent
    available: bool = True
    on_shift: bool = True
    until: datetime | None = None
    load: int = 0
    last_assigned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """Agents' ids in the order to try them, `loads` are their names and loads beside it; `rejected` may not take it."""

    order: tuple[int, ...]
    because: str
    rejected: tuple[Rejected, ...] = ()
    loads: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """Nobody can take it: `kind` capacity if room under a cap would help, else uncovered, which somebody must look at."""

    because: str
    kind: str
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class _Judged:
    candidate: Candidate
    faults: tuple[str, ...]
    full: bool

    @property
    def only_full(self) -> bool:
        return self.full and not self.faults

    @property
    def because(self) -> str:
        return ", ".join((*self.faults, *([share(self.candidate)] if self.full else [])))


def assign(need: Need, candidates: Iterable[Candidate], now: datetime) -> Choice | Waiting:
    """The choice among all members of the group (members left out count as not existing); the same for any order of them."""
    group = sorted(candidates, key=lambda candidate: candidate.agent.id)
    need, note = relaxed(need, [candidate.agent for candidate in group])
    judged = [_judge(need, candidate, now) for candidate in group]
    eligible = [one.candidate for one in judged if not one.because]
    rejected = tuple(Rejected(name_of(one.candidate.agent), one.because) for one in judged if one.because)
    if not eligible:
        return _waiting(need, judged, rejected, note)
    order = sorted(eligible, key=_turn)
    loads = tuple((name_of(one.agent), share(one)) for one in order)
    return Choice(tuple(one.agent.id for one in order), _why_first(order) + note, rejected, loads)


def relaxed(need: Need, agents: Sequence[Agent]) -> tuple[Need, str]:
    """The need without a language that nobody in the group speaks, and the sentence that says so."""
    if not nobody_speaks(need.language, need.group, agents):
        return need, ""
    note = f"; nobody in {need.group} speaks {primary(need.language)}, so the language is not asked for"
    return Need(need.group, "", need.skills, need.points), note


def against(need: Need, candidate: Candidate, now: datetime) -> str:
    """Why the candidate may not take it, "" if they may; "9/10" alone means only the load speaks against it."""
    return _judge(need, candidate, now).because


def passed_over(choice: Choice, taken: int, refusals: Mapping[int, str] | None = None) -> tuple[Rejected, ...]:
    """Every candidate but the one who got it: tried in vain (`refusals` by id), next in order, or not eligible."""
    refused = refusals or {}
    others = (
        Rejected(name, refused.get(number) or f"{load}, later in the order")
        for number, (name, load) in zip(choice.order, choice.loads, strict=True)
        if number != taken
    )
    return (*others, *choice.rejected)


def share(candidate: Candidate) -> str:
    return f"{candidate.load}/{candidate.agent.cap}"


def _judge(need: Need, candidate: Candidate, now: datetime) -> _Judged:
    faults = (*_unfit(need, candidate.agent), *_away(candidate, now))
    return _Judged(candidate, faults, full=0 < candidate.agent.cap < candidate.load + need.points)


def _unfit(need: Need, agent: Agent) -> Iterable[str]:
    if need.group not in agent.groups:
        yield f"not in {need.group}" if need.group else "the ticket has no group"
    if agent.cap <= 0:
        yield "takes no tickets (cap 0)"
    elif need.points > agent.cap:
        yield f"the ticket's {need.points} points are above the cap of {agent.cap}"
    if need.language and not speaks(agent, need.language):
        yield f"does not speak {primary(need.language)}"
    if lacking := missing(agent, need.skills):
        yield f"lacks {', '.join(lacking)}"


def _away(candidate: Candidate, now: datetime) -> Iterable[str]:
    until = _until(candidate.until, now)
    if not candidate.available:
        yield f"not available{until}"
    elif not candidate.on_shift:
        yield f"off{until}"


def _until(at: datetime | None, now: datetime) -> str:
    if at is None:
        return ""
    today = at.date() == now.astimezone(at.tzinfo).date()
    return f" until {at:%H:%M}" if today else f" until {at:%Y-%m-%d %H:%M}"


def _turn(candidate: Candidate) -> tuple[Fraction, datetime, int]:
    """Least load relative to the cap, then longest without a new ticket, then the lowest id."""
    return Fraction(candidate.load, candidate.agent.cap), candidate.last_assigned_at or NEVER, candidate.agent.id


def _why_first(order: Sequence[Candidate]) -> str:
    first = order[0]
    name = f"{name_of(first.agent)} {share(first)}"
    if len(order) == 1:
        return f"{name} is the only one who can take it"
    if _turn(first)[0] < _turn(order[1])[0]:
        return f"{name} has the least load"
    if _turn(first)[1] < _turn(order[1])[1]:
        return f"{name} shares the least load and has waited longest for a new ticket"
    return f"{name} comes first among equals"


def _waiting(need: Need, judged: Sequence[_Judged], rejected: tuple[Rejected, ...], note: str) -> Waiting:
    group = need.group or "any group"
    if not judged:
        return Waiting(f"there is nobody in {group}", UNCOVERED)
    kind = CAPACITY if any(one.only_full for one in judged) else UNCOVERED
    named = ", ".join(f"{one.name} {one.because}" for one in rejected)
    return Waiting(f"nobody in {group} can take it: {named}{note}", kind, rejected)
