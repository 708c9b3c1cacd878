"""From a ticket's state to its promises and its one `look_at`: recomputed with every change, written only when they moved."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

from chalicelib.channels.message import Delivery
from chalicelib.desk.model import Desk
from chalicelib.sla.calendar import Calendar, Window
from chalicelib.sla.clocks import Clock, clocks
from chalicelib.sla.ladder import next_look
from chalicelib.sla.policy import Category, ClockKind, Policy, choose
from chalicelib.sla.timeline import situation
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, Event, LookSet, Promise, PromisesSet
from chalicelib.tickets.fold import advance
from chalicelib.tickets.state import State

RETRY_WAITING = timedelta(minutes=10)
NO_POLICY = Policy("", "", ())
ALL_HOURS = Calendar("", "UTC", ((Window(time(0), time(0)),),) * 7)


def with_timers(state: State | None, change: Change, desk: Desk, at: datetime) -> Change:
    """The change, completed by the promises and the `look_at` that follow from it at this instant."""
    if not change.events:
        return change
    after = _provisional(state, change.events, at)
    return replace(change, events=(*change.events, *rearm(after, desk, at)))


def rearm(state: State, desk: Desk, at: datetime, because: str = "") -> tuple[Event, ...]:
    """Events that bring promises and `look_at` up to date; none if both stand as they should. `because`: what moved them."""
    return tuple(_rearmed(state, desk, at, because))


def _rearmed(state: State, desk: Desk, at: datetime, because: str) -> Iterator[Event]:
    policy = policy_of(state, desk)
    promises = promises_of(state, desk)
    if (promises, policy.name if policy else "") != (state.promises, state.policy):
        yield PromisesSet(policy.name if policy else "", promises, because)
    look = look_at(replace(state, promises=promises), desk, at)
    if look != state.look_at:
        yield LookSet(look)


def policy_of(state: State, desk: Desk) -> Policy | None:
    return choose(desk.policies, company=state.company, group=state.group)


def terms_of(state: State, desk: Desk) -> tuple[Policy, Calendar] | None:
    """The policy and the calendar by which promises are measured; without either a date that a person set counts all hours."""
    policy = policy_of(state, desk)
    calendar = desk.calendar(policy.calendar) if policy else None
    if policy and calendar:
        return policy, calendar
    return (NO_POLICY, ALL_HOURS) if situation(state.timeline).promised else None


def promises_of(state: State, desk: Desk) -> tuple[Promise, ...]:
    """The newest clock of each kind as a promise."""
    terms = terms_of(state, desk)
    if terms is None:
        return ()
    newest = {clock.kind: clock for clock in clocks(state.timeline, *terms)}
    return tuple(_promise(newest[kind]) for kind in ClockKind if kind in newest)


def look_at(state: State, desk: Desk, at: datetime) -> datetime | None:
    """The earliest instant at which something about this ticket may be due."""
    return min(_wishes(state, desk, at), default=None)


def _wishes(state: State, desk: Desk, at: datetime) -> Iterator[datetime]:
    terms = terms_of(state, desk)
    if terms and state.is_open and (rung := next_look(state.timeline, *terms, done=state.rungs, now=at)):
        yield rung
    if state.survey.planned:
        yield state.survey.planned
    if state.category is Category.RESOLVED and state.stats.resolved:
        yield state.stats.resolved + timedelta(seconds=desk.close_after)
    yield from _deliveries(state, desk)
    if state.is_waiting and state.waiting_since:
        yield next_retry(state.waiting_since, at)
        if state.waiting_until and state.waiting_until > at:
            yield state.waiting_until
    if state.lease_until and state.agent:
        yield state.lease_until


def _deliveries(state: State, desk: Desk) -> Iterator[datetime]:
    grace = timedelta(seconds=desk.delivery_grace)
    for item in state.outgoing:
        if item.status is Delivery.CLAIMED and item.since:
            yield item.since + grace


def next_retry(since: datetime, at: datetime) -> datetime:
    """Ten minutes after the wait began, then each time twice as long: the safety net under the drain by events."""
    wait = RETRY_WAITING
    while since + wait <= at:
        wait *= 2
    return since + wait


def _promise(clock: Clock) -> Promise:
    return Promise(clock.kind.value, clock.number, clock.target, clock.state.value, clock.due_at, clock.by_hand)


def _provisional(state: State | None, events: Iterable[Event], at: datetime) -> State:
    number, version = (state.number, state.version) if state else (0, 0)
    return advance(state, Commit(number, version + 1, "", at, "", "", tuple(events)))
