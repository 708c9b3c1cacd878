"""Which dates a person may promise: decided from the ticket as it stands."""

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.sla.clocks import State as ClockState
from chalicelib.sla.policy import ClockKind
from chalicelib.tickets.promising import DueSet
from chalicelib.tickets.state import State

FIELDS = {ClockKind.RESOLUTION: "due_by", ClockKind.FIRST_RESPONSE: "fr_due_by"}
FARTHEST = timedelta(days=5 * 365)
STOPPED = frozenset({ClockState.MET, ClockState.MISSED})
Wanted = Mapping[ClockKind, datetime | None]


def dates_set(state: State | None, wanted: Wanted, at: datetime) -> Iterator[DueSet]:
    """What is wanted by kind, None for the policy's own date; `state` is None of a new ticket. Raises InvalidInput with every fault.

    A date that stands already is no change, whoever set it: clients send back what they were shown.
    """
    changes = {kind: _whole(due) for kind, due in wanted.items() if _is_news(state, kind, _whole(due))}
    faults = [FieldFault(FIELDS[kind], because) for kind, due in changes.items() if (because := _objection(state, kind, due, at))]
    first, last = changes.get(ClockKind.FIRST_RESPONSE), changes.get(ClockKind.RESOLUTION)
    if first and last and first > last:
        faults.append(FieldFault(FIELDS[ClockKind.FIRST_RESPONSE], "It should not be later than due_by"))
    if faults:
        raise InvalidInput(*faults)
    yield from (DueSet(kind.value, due) for kind, due in changes.items())


def _whole(due: datetime | None) -> datetime | None:
    return due.replace(microsecond=0) if due else None


def _is_news(state: State | None, kind: ClockKind, due: datetime | None) -> bool:
    if due is None:
        return state is not None and any(one.kind == kind for one in state.set_by)
    promise = state.promise(kind) if state else None
    return promise is None or promise.due != due


def _objection(state: State | None, kind: ClockKind, due: datetime | None, at: datetime) -> str:
    if state and _is_stopped(state, kind):
        return "The first response was given" if kind is ClockKind.FIRST_RESPONSE else "The ticket was resolved; open it first"
    if due and not at < due <= at + FARTHEST:
        return "It should lie in the next five years"
    return ""


def _is_stopped(state: State, kind: ClockKind) -> bool:
    promise = state.promise(kind)
    if promise and promise.state in STOPPED:
        return True
    return state.stats.first_responded is not None if kind is ClockKind.FIRST_RESPONSE else state.is_over
