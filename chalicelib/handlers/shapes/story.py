"""A ticket's history as the API tells it: activities, reasons, receipts."""

from datetime import datetime

from chalicelib.desk.model import Desk
from chalicelib.handlers.shapes.plain import Json, instant, instant_or_null
from chalicelib.ids import conversation_id
from chalicelib.sla.calendar import epoch
from chalicelib.sla.clocks import Clock, clocks, solution_times
from chalicelib.sla.receipt import receipt
from chalicelib.tickets.sentences import Sentence, name_of
from chalicelib.tickets.state import State
from chalicelib.tickets.timers import policy_of, terms_of
from chalicelib.tickets.why import Reason


def activity(ticket: int, told: Sentence) -> Json:
    kind, _, number = told.actor.partition(":")
    return {
        "id": conversation_id(ticket, told.seq) * 64 + told.position,
        "ticket_id": ticket,
        "seq": told.seq,
        "event": told.event,
        "actor": {"type": kind, "id": int(number) if number.isdigit() else None, "name": told.who},
        "text": told.text,
        "created_at": instant(told.at),
        "updated_at": instant(told.at),
    }


def why(ticket: int, found: dict[str, tuple[Reason, ...]], desk: Desk) -> Json:
    return {"ticket_id": ticket, **{topic: [_reason(row, desk) for row in rows] for topic, rows in found.items()}}


def _reason(row: Reason, desk: Desk) -> Json:
    return {
        "seq": row.seq,
        "at": instant(row.at),
        "by": name_of(row.actor, desk),
        "what": row.decision.what,
        "because": row.decision.because,
        "rejected": [{"name": one.name, "because": one.because} for one in row.decision.rejected],
        "config": row.config,
    }


def receipts(state: State, desk: Desk, now: datetime) -> Json:
    """The bill of every clock that ran on the ticket, as of now."""
    terms = terms_of(state, desk)
    if terms is None:
        policy = policy_of(state, desk)
        return {"ticket_id": state.number, "policy": policy.name if policy else None, "calendar": None, "clocks": []}
    policy, calendar = terms
    told: Json = {"ticket_id": state.number, "policy": policy.name or None, "calendar": calendar.name or None}
    found = clocks(state.timeline, policy, calendar)
    bills = [(clock, receipt(state.timeline, policy, calendar, clock.kind, now=now, number=clock.number)) for clock in found]
    lines = [
        [{"start": instant(one.start), "end": instant(one.end), "why": one.why, "seconds": one.seconds} for one in bill.lines]
        for _, bill in bills
    ]
    both = solution_times(state.timeline, policy, calendar)
    told["resolution_times"] = {"first": both.first, "total": both.total} if both else None
    return {
        **told,
        "clocks": [
            {**_clock(clock, bill.used, now), **_set_by(clock, state, desk), "lines": rows}
            for (clock, bill), rows in zip(bills, lines, strict=True)
        ],
    }


def _set_by(clock: Clock, state: State, desk: Desk) -> Json:
    """Who promised the date by hand, and when; null where it is the policy's."""
    told = next((one for one in state.set_by if one.kind == clock.kind), None) if clock.by_hand else None
    return {"set_by": name_of(told.by, desk) if told else None, "set_at": instant_or_null(told.at if told else None)}


def _left(clock: Clock, used: int, now: datetime) -> int:
    """Business seconds, of a date that was set by hand all seconds."""
    if clock.by_hand and clock.due_at:
        return epoch(clock.due_at) - epoch(clock.stopped_at or now)
    return clock.target - used


def _clock(clock: Clock, used: int, now: datetime) -> Json:
    return {
        "kind": clock.kind.value,
        "number": clock.number,
        "priority": clock.priority,
        "target": clock.target,
        "used": used,
        "left": _left(clock, used, now),
        "state": clock.state.value,
        "started_at": instant(clock.started_at),
        "due_at": instant_or_null(clock.due_at),
        "stopped_at": instant_or_null(clock.stopped_at),
    }
