"""Whether the customer of a resolved ticket is asked how it went: one answer, always with its reason."""

from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib import ids
from chalicelib.channels.message import Handle
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.desk.model import SurveyPlan
from chalicelib.sla.policy import Category
from chalicelib.values import dataclass

LATEST = timedelta(hours=24)
"""How late a survey may still go out after it fell due; later the question would only puzzle."""


WINDOW_MARGIN = timedelta(minutes=5)
UNITS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))
NOBODY_READS = frozenset({"noreply", "donotreply", "mailerdaemon", "postmaster"})


class Reason(StrEnum):
    """Why a resolution is not followed by a survey."""

    REOPENED = "reopened"
    NOT_SAMPLED = "not_sampled"
    AUTO_CLOSED = "auto_closed"
    AUTOMATIC = "automatic"
    THANK_YOU = "thank_you"
    SPAM = "spam"
    MERGED = "merged"
    TAGGED = "tagged"
    NO_CONTACT = "no_contact"
    UNREACHABLE = "unreachable"
    THROTTLED = "throttled"
    WINDOW_CLOSED = "window_closed"
    TOO_LATE = "too_late"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. `resolution` counts the resolutions of the ticket from 1 (0: never resolved).

    `decided`: an invitation or a skip of this resolution is already in the history. `auto_closed`: a timer resolved it,
    no person did. `automatic`: a machine opened the ticket. `last_asked`: when the contact last got any survey.
    """

    ticket: int
    resolution: int
    resolved_at: datetime | None
    category: Category
    channel: str = "email"
    contact: int | None = None
    reachable: bool = True
    reopened: bool = False
    decided: bool = False
    last_asked: datetime | None = None
    last_inbound: datetime | None = None
    tags: tuple[str, ...] = ()
    spam: bool = False
    merged: bool = False
    auto_closed: bool = False
    automatic: bool = False
    thank_you: bool = False


@dataclass(frozen=True, slots=True)
class Send:
    """Ask now. The winner of a race is who sets the contact's last survey while it is absent or <= `not_asked_since`."""

    contact: int
    not_asked_since: datetime
    expires: datetime


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again at `until`; nothing is recorded."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Skip:
    """Do not ask about this resolution, ever; recorded once, with a sentence for the ticket's history."""

    reason: Reason
    because: str


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing to decide and nothing to record."""

    because: str


Answer = Send | Wait | Skip | Nothing
Rule = Callable[[Facts, SurveyPlan, datetime], str]


def decide(facts: Facts, plan: SurveyPlan, now: datetime) -> Answer:
    """What follows from the facts at `now`; safe to ask early, late and again."""
    if facts.resolved_at is None or not facts.resolution:
        return Nothing("the ticket was never resolved")
    if idle := _idle(facts, plan):
        return Nothing(idle)
    if settled := _first(SETTLED, facts, plan, now):
        return settled
    due = facts.resolved_at + timedelta(seconds=plan.delay)
    if now < due:
        return Wait(due)
    return _first(WHEN_DUE, facts, plan, now) or _send(facts, plan, now)


def is_sampled(ticket: int, resolution: int, percent: int) -> bool:
    """Whether this resolution belongs to the sample: a fixed draw, the same at every look."""
    return ids.number_of(f"survey:{ticket}:{resolution}") % 100 < percent


def is_reachable(handle: Handle | None) -> bool:
    """Whether a person reads what we send there; a no-reply address is nobody."""
    if handle is None or not handle.value:
        return False
    local = handle.value.partition("@")[0].lower()
    return handle.kind != "email" or "".join(filter(str.isalnum, local)) not in NOBODY_READS


def _idle(facts: Facts, plan: SurveyPlan) -> str:
    if not plan.active:
        return "surveys are switched off"
    return f"resolution {facts.resolution} was already decided" if facts.decided else ""


def _first(rules: tuple[tuple[Reason, Rule], ...], facts: Facts, plan: SurveyPlan, now: datetime) -> Skip | None:
    found = ((reason, rule(facts, plan, now)) for reason, rule in rules)
    return next((Skip(reason, because) for reason, because in found if because), None)


def _send(facts: Facts, plan: SurveyPlan, now: datetime) -> Send:
    return Send(
        contact=facts.contact or 0,
        not_asked_since=now - timedelta(seconds=plan.throttle),
        expires=now + timedelta(seconds=plan.expiry),
    )


def _reopened(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    again = facts.reopened or facts.category not in (Category.RESOLVED, Category.CLOSED)
    return "the ticket was reopened before the survey went out" if again else ""


def _not_sampled(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    sampled = is_sampled(facts.ticket, facts.resolution, plan.sample)
    return "" if sampled else f"not drawn into the sample of {plan.sample} %"


def _tagged(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    skipped = [tag for tag in facts.tags if tag in plan.skip_tags]
    return f'tickets tagged "{skipped[0]}" get no survey' if skipped else ""


def _throttled(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    if facts.last_asked is None or facts.last_asked <= now - timedelta(seconds=plan.throttle):
        return ""
    return f"the contact was asked on {facts.last_asked:%Y-%m-%d} already; at most once in {_span(plan.throttle)}"


def _window_closed(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    manners = channel(facts.channel).manners if facts.channel in CHANNELS else None
    if manners and not manners.proactive:
        return f"{facts.channel} carries answers only"
    window = manners.window if manners else None
    if window is None or (facts.last_inbound is not None and now < facts.last_inbound + window - WINDOW_MARGIN):
        return ""
    return f"{facts.channel} takes no free text later than {_span(int(window.total_seconds()))} after the customer's last message"


def _too_late(facts: Facts, plan: SurveyPlan, now: datetime) -> str:
    late = facts.resolved_at is not None and now - facts.resolved_at > timedelta(seconds=plan.delay) + LATEST
    return f"the survey fell due more than {_span(int(LATEST.total_seconds()))} ago" if late else ""


def _flag(holds: Callable[[Facts], bool], because: str) -> Rule:
    return lambda facts, plan, now: because if holds(facts) else ""


def _span(seconds: int) -> str:
    """The time in the largest unit that divides it: "30 days", "1 hour", "90 seconds"."""
    size, unit = next((size, unit) for size, unit in UNITS if seconds % size == 0)
    count = seconds // size
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


# What no later event of the same resolution can change is answered at once and saves the second look.
SETTLED: tuple[tuple[Reason, Rule], ...] = (
    (Reason.REOPENED, _reopened),
    (Reason.AUTO_CLOSED, _flag(lambda facts: facts.auto_closed, "a timer closed the ticket, nobody resolved it")),
    (Reason.AUTOMATIC, _flag(lambda facts: facts.automatic, "a machine opened the ticket, and machines get no automatic mail")),
    (Reason.THANK_YOU, _flag(lambda facts: facts.thank_you, "the ticket is nothing but a thank-you")),
    (Reason.NOT_SAMPLED, _not_sampled),
)
WHEN_DUE: tuple[tuple[Reason, Rule], ...] = (
    (Reason.SPAM, _flag(lambda facts: facts.spam, "the ticket is spam")),
    (Reason.MERGED, _flag(lambda facts: facts.merged, "the ticket was merged into another")),
    (Reason.TAGGED, _tagged),
    (Reason.NO_CONTACT, _flag(lambda facts: facts.contact is None, "the ticket has no contact")),
    (Reason.UNREACHABLE, _flag(lambda facts: not facts.reachable, "the contact has no address that a person reads")),
    (Reason.THROTTLED, _throttled),
    (Reason.WINDOW_CLOSED, _window_closed),
    (Reason.TOO_LATE, _too_late),
)
