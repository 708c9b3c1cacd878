"""Time entries of a ticket and of the whole desk."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from chalice import Blueprint

from chalicelib.contacts.companies import actions as companies
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.bodies_time import ENTRY
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import LAST_PAGE, page_of, paged, with_link
from chalicelib.handlers.repeats import commit_of, done_before
from chalicelib.handlers.shapes.time_entry import time_entry
from chalicelib.handlers.ticket_lists import instant_in, number_in
from chalicelib.ids import ticket_and_seq
from chalicelib.people.keys import Right, demand
from chalicelib.readings import actions as readings
from chalicelib.tickets.state import State
from chalicelib.tickets.timing import AHEAD, BACK, Entry, TimeLogged, check, toggled
from chalicelib.timeentries import actions as times
from chalicelib.timeentries.actions import Filter, Work

api = Blueprint(__name__)
BILLABLE = {"true": True, "false": False, "": None}


@endpoint(api, "GET", "/tickets/{number}/time_entries", needs=Right.READ)
def list_of_ticket(call: Call) -> Answer:
    state = readings.ticket(call.number, call.who)
    return paged(call, times.of_ticket(state.number), lambda one: time_entry(one, state))


@endpoint(api, "POST", "/tickets/{number}/time_entries", needs=Right.NOTE)
def enter_time(call: Call) -> Answer:
    """Without `time_spent` a timer starts, unless `timer_running` says that none does."""
    given = call.body(ENTRY)
    state = readings.ticket(call.number, call.who)
    wanted = _wanted(_blank(state, call), given, call)
    commit = done_before(call, state)
    if commit is None:
        event = TimeLogged(wanted.agent, wanted.seconds, wanted.executed, wanted.billable, wanted.started)
        commit = commit_of(times.log(event, given.get("note", ""), state, _work(call)), call)
    return created(time_entry(times.entry(state.number, commit.seq), state), call.url(f"/tickets/{state.number}/time_entries"))


@endpoint(api, "GET", "/time_entries", needs=Right.READ)
def list_entries(call: Call) -> Answer:
    """Those of every ticket that the caller sees, by when the time was spent, the newest first."""
    page, size = page_of(call)
    if page > LAST_PAGE:
        raise InvalidInput(FieldFault("page", f"It should be from 1 to {LAST_PAGE}; narrow the list with executed_before"))
    skip = (page - 1) * size
    taken = list(islice(times.listed(_filter(call), call.who), skip, skip + size + 1))
    return with_link(call, [time_entry(one, state) for one, state in taken[:size]], more=len(taken) > size)


@endpoint(api, "PUT", "/time_entries/{number}", needs=Right.NOTE)
def change_entry(call: Call) -> Answer:
    given = call.body(ENTRY)
    return _changed(call, lambda known, at: _wanted(known, given, call), given.get("note"))


@endpoint(api, "PUT", "/time_entries/{number}/toggle_timer", needs=Right.NOTE)
def toggle_timer(call: Call) -> Answer:
    """Stop the timer, which books its time, or start it."""
    return _changed(call, toggled, None)


@endpoint(api, "DELETE", "/time_entries/{number}", needs=Right.NOTE)
def delete_entry(call: Call) -> Answer:
    state, seq = _found(call)
    times.remove(seq, state, _work(call))
    return NOTHING


def _changed(call: Call, by: Callable[[Entry, datetime], Entry], note: str | None) -> Answer:
    state, seq = _found(call)
    return Answer(time_entry(times.change(seq, by, note, state, _work(call)), state))


def _found(call: Call) -> tuple[State, int]:
    """The ticket and the entry's place in it; only one's own, or with the right to it a colleague's."""
    number, seq = ticket_and_seq(call.number)
    state = readings.ticket(number, call.who)
    _demand(times.entry(number, seq).agent, call)
    return state, seq


def _demand(agent: int, call: Call) -> None:
    """Whoever books it, also one who has left. Raises AccessDenied for a colleague's time without the right to it."""
    if agent != call.who.number:
        demand(call.who, Right.STAFF)


def _blank(state: State, call: Call) -> Entry:
    now = call.context.now
    return Entry(state.number, 0, 0, call.who.number, 0, now, now, now)


def _wanted(known: Entry, given: dict[str, Any], call: Call) -> Entry:
    """The entry as a body wants it. Raises InvalidInput, and AccessDenied for a colleague's."""
    agent = given.get("agent_id") or known.agent
    if given.get("agent_id") and call.context.desk.agent(agent) is None:
        raise InvalidInput(FieldFault("agent_id", "There is no such agent"))
    _demand(agent, call)
    spent = given.get("time_spent")
    running = given.get("timer_running", known.started is not None if known.seq else spent is None)
    started = (given.get("start_time") or known.started or call.context.now) if running else None
    executed = given.get("executed_at") or known.executed
    check(executed, started, call.context.now)
    stopped = toggled(known, call.context.now) if known.started and not running else known
    seconds = stopped.seconds if spent is None else spent
    return replace(known, agent=agent, seconds=seconds, executed=executed, billable=given.get("billable", known.billable), started=started)


def _filter(call: Call) -> Filter:
    now, begun = call.context.now, desks.lifetime(call.context.now)[0]
    if (billable := call.query.get("billable", "").lower()) not in BILLABLE:
        raise InvalidInput(FieldFault("billable", "It should be true or false", "datatype_mismatch"))
    company = number_in(call, "company_id")
    return Filter(
        after=max(instant_in(call, "executed_after") or begun - BACK, begun - BACK),
        before=min(_whole_second(instant_in(call, "executed_before")) or now + AHEAD, now + AHEAD),
        agent=number_in(call, "agent_id"),
        company=companies.company_name(company, call.context, desks.lifetime(now)) if company else "",
        billable=BILLABLE[billable],
    )


def _whole_second(at: datetime | None) -> datetime | None:
    """Up to its end: what is shown without fractions is meant with them."""
    return at.replace(microsecond=0) + timedelta(seconds=1) - timedelta(microseconds=1) if at else None


def _work(call: Call) -> Work:
    return Work(call.order(), call.context)
