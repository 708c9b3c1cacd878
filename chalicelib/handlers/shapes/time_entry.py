"""Time entries: hours and minutes that are booked, and whether a timer runs."""

from chalicelib.handlers.shapes.plain import Json, between, instant
from chalicelib.ids import company_id, conversation_id
from chalicelib.tickets.sentences_working import hours
from chalicelib.tickets.state import State
from chalicelib.tickets.timing import Entry


def time_entry(one: Entry, state: State) -> Json:
    """`state` is the ticket as it is now: the company is its, whoever it was when the time was spent."""
    return {
        "id": conversation_id(one.ticket, one.seq),
        "ticket_id": one.ticket,
        "agent_id": one.agent or None,
        "company_id": company_id(state.company) if state.company else None,
        "billable": one.billable,
        "note": one.note or None,
        "time_spent": hours(one.seconds),
        "time_spent_in_seconds": one.seconds,
        "timer_running": one.started is not None,
        "start_time": instant(one.started or one.executed),
        "executed_at": instant(one.executed),
        **between(one.created_at, one.updated_at),
    }
