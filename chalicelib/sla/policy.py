"""What is promised to whom: targets per priority, pauses, and the ladder of who hears when."""

from collections.abc import Iterable
from enum import StrEnum

from chalicelib.values import dataclass


class Category(StrEnum):
    """The six fixed status categories that every named status maps to."""

    NEW = "new"
    OPEN = "open"
    PENDING = "pending"
    HOLD = "hold"
    RESOLVED = "resolved"
    CLOSED = "closed"


class ClockKind(StrEnum):
    """The promises: first answer, each later answer, solution."""

    FIRST_RESPONSE = "first_response"
    NEXT_RESPONSE = "next_response"
    RESOLUTION = "resolution"


class Audience(StrEnum):
    """Who hears of a warning, a breach or an escalation."""

    AGENT = "agent"
    LEAD = "lead"
    MANAGER = "manager"


@dataclass(frozen=True, slots=True)
class Target:
    """One promise in business seconds, and the status categories in which its clock stands still."""

    clock: ClockKind
    seconds: int
    pauses: frozenset[Category] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """One rung of the ladder: when the clock has used `percent` of its target plus `offset` business seconds."""

    name: str
    clock: ClockKind
    percent: int
    audience: tuple[Audience, ...]
    offset: int = 0


@dataclass(frozen=True, slots=True)
class Policy:
    """A promise: for which companies and groups (empty: all), in which calendar, with which targets a priority.

    `resolution` tells which of two promised figures counts after a reopening: "first" (time to the first
    resolution) or "total" (all working time until the last one).
    """

    name: str
    calendar: str
    targets: tuple[tuple[int, tuple[Target, ...]], ...]
    companies: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    resolution: str = "total"
    ladder: tuple[Step, ...] = ()


def choose(policies: Iterable[Policy], *, company: str | None, group: str | None) -> Policy | None:
    """The first policy that applies; None when nothing is promised."""
    return next((policy for policy in policies if _applies(policy.companies, company) and _applies(policy.groups, group)), None)


def targets(policy: Policy, priority: int) -> tuple[Target, ...]:
    """What is promised at a priority; nothing when the policy does not name it."""
    return next((promised for named, promised in policy.targets if named == priority), ())


def _applies(named: tuple[str, ...], actual: str | None) -> bool:
    return not named or actual in named
