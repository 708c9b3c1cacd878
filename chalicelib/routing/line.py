"""The line: in which order waiting tickets come up, and which of them an agent takes next."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from chalicelib.desk.model import PRIORITIES, Agent
from chalicelib.people.skills import name_of
from chalicelib.routing.assign import Candidate, Need, against, relaxed
from chalicelib.sla.policy import Category
from chalicelib.tickets.events import Rejected
from chalicelib.values import dataclass

TO_DO = frozenset({Category.NEW, Category.OPEN})
PRIORITY_NAMES = {number: name for name, number in PRIORITIES.items()}


@dataclass(frozen=True, slots=True)
class WaitingTicket:
    """One row of a line; `agent` 0 means nobody has it, `weight` is the customer's, `contact` a name to show."""

    number: int
    priority: int
    created_at: datetime
    due_at: datetime | None = None
    weight: int = 1
    group: str = ""
    status: Category = Category.OPEN
    subject: str = ""
    contact: str = ""
    agent: int = 0
    language: str = ""
    skills: tuple[str, ...] = ()
    points: int = 1

    @property
    def need(self) -> Need:
        return Need(self.group, self.language, self.skills, self.points)


@dataclass(frozen=True, slots=True)
class Take:
    """The agent takes this ticket; `rejected` are the more urgent ones that were passed over."""

    ticket: int
    because: str
    rejected: tuple[Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Nothing:
    """No ticket of the line is for this agent now."""

    because: str
    rejected: tuple[Rejected, ...] = ()


UrgencyKey = tuple[int, datetime, int, int]


def urgency_key(row: WaitingTicket) -> UrgencyKey:
    """Highest priority, then earliest due (or created, without a promise), then the heavier customer, then the number."""
    return -row.priority, row.due_at or row.created_at, -row.weight, row.number


def line_sort_key(priority: int, created_at: datetime, number: int) -> str:
    """A key whose order as text is priority downward, then creation, then number; priorities 0 to 9, numbers to 15 digits."""
    return f"{9 - priority}#{created_at.astimezone(UTC):%Y%m%dT%H%M%S.%f}#{number:015d}"


def take_top(
    rows: Iterable[WaitingTicket], candidate: Candidate, now: datetime, *, colleagues: Sequence[Agent], asked: bool = False
) -> Take | Nothing:
    """The most urgent ticket that the agent may take.

    `colleagues` are all agents of the desk: a language that none of the group speaks is not asked for. With `asked` the
    agent came for work of their own accord, so shift and availability do not matter; the cap always does.
    """
    if asked:
        candidate = replace(candidate, available=True, on_shift=True)
    agents = (candidate.agent, *(agent for agent in colleagues if agent.id != candidate.agent.id))
    rejected: list[Rejected] = []
    for row in sorted(rows, key=urgency_key):
        need, note = relaxed(row.need, agents)
        why_not = _not_waiting(row) or against(need, candidate, now)
        if not why_not:
            because = f"{_urgency(row, now)}; the most urgent that {name_of(candidate.agent)} can take{note}"
            return Take(row.number, because, tuple(rejected))
        rejected.append(Rejected(f"ticket {row.number}", why_not))
        if _must_wait(row, need, candidate, now):
            return Nothing(f"ticket {row.number} is next, and its load of {need.points} does not fit: {why_not}", tuple(rejected))
    return Nothing("no waiting ticket is one this agent can take" if rejected else "nobody is waiting", tuple(rejected))


def _not_waiting(row: WaitingTicket) -> str:
    if row.agent:
        return f"agent {row.agent} has it"
    return "" if row.status in TO_DO else f"it is {row.status}"


def _must_wait(row: WaitingTicket, need: Need, candidate: Candidate, now: datetime) -> bool:
    """Whether only the load speaks against it: then lighter tickets may not overtake, or a heavy one would never get its turn."""
    return not _not_waiting(row) and not against(need, replace(candidate, load=0), now)


def _urgency(row: WaitingTicket, now: datetime) -> str:
    name = PRIORITY_NAMES.get(row.priority, "no")
    if row.due_at is None:
        return f"{name} priority, waiting for {_span(now - row.created_at)}"
    if row.due_at <= now:
        return f"{name} priority, overdue by {_span(now - row.due_at)}"
    return f"{name} priority, due in {_span(row.due_at - now)}"


def _span(length: timedelta) -> str:
    minutes, seconds = divmod(max(int(length.total_seconds()), 0), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return f"{hours} h {minutes} min"
    return f"{minutes} min" if minutes else f"{seconds} s"
