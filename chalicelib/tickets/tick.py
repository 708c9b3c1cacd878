"""What is due on a ticket at an instant: rungs of the ladder, unconfirmed deliveries, the survey, the closing, a lease."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.channels.message import Delivery
from chalicelib.desk.model import Agent, Desk
from chalicelib.sla.ladder import Rung, due_steps
from chalicelib.sla.policy import Audience, Category
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.decide import close
from chalicelib.tickets.state import State
from chalicelib.tickets.timers import terms_of

MOST_UNCONFIRMED = 4


def tick(state: State, desk: Desk, at: datetime) -> Change:
    """Everything that is due at `at`; repeated at once it finds nothing."""
    return Change(tuple(_due(state, desk, at)))


def _due(state: State, desk: Desk, at: datetime) -> Iterator[ev.Event]:
    yield from _rungs(state, desk, at)
    yield from _unconfirmed(state, desk, at)
    if state.survey.planned and state.survey.planned <= at:
        yield ev.SurveyDue(state.survey.resolution)
    if _closes(state, desk, at):
        yield from close(state, desk)
    if state.lease_until and state.lease_until <= at and state.agent:
        yield ev.TicketReleased(state.agent, "the lease ran out without an answer")


def _rungs(state: State, desk: Desk, at: datetime) -> Iterator[ev.Event]:
    terms = terms_of(state, desk)
    if terms is None or not state.is_open:
        return
    due = due_steps(state.timeline, *terms, done=state.rungs, now=at)
    if not due:
        return
    keys = tuple(rung.key for rung in due)
    late = int((at - due[0].at).total_seconds())
    audience = tuple(dict.fromkeys(who.value for rung in due for who in rung.audience))
    yield ev.RungsReached(keys, audience, late)
    if recipients := _addresses(due, state, desk):
        yield ev.NoticeRaised(keys, recipients)


def _addresses(due: tuple[Rung, ...], state: State, desk: Desk) -> tuple[str, ...]:
    group = desk.group(state.group)
    owner: Agent | None = desk.agent(state.agent) if state.agent else None
    by_role = {
        # A ticket that nobody has is the lead's to know of: a rung is reached once only.
        Audience.AGENT: owner.email if owner else group.lead if group else "",
        Audience.LEAD: group.lead if group else "",
        Audience.MANAGER: group.manager if group else "",
    }
    wanted = (by_role[who] for rung in due for who in rung.audience)
    return tuple(dict.fromkeys(address for address in wanted if address))


def _unconfirmed(state: State, desk: Desk, at: datetime) -> Iterator[ev.Event]:
    grace = timedelta(seconds=desk.delivery_grace)
    for item in state.outgoing:
        if item.status is not Delivery.CLAIMED or not item.since or item.since + grace > at:
            continue
        if item.attempt < MOST_UNCONFIRMED:
            yield ev.DeliveryReleased(item.seq, f"nobody confirmed it within {desk.delivery_grace} s")
        else:
            # It may have gone out each time: a person has to look before the customer hears it once more.
            yield ev.DeliveryReported(item.seq, Delivery.FAILED, reason=f"nobody confirmed any of {item.attempt} attempts")


def _closes(state: State, desk: Desk, at: datetime) -> bool:
    resolved = state.stats.resolved
    return bool(state.category is Category.RESOLVED and resolved and resolved + timedelta(seconds=desk.close_after) <= at)
