"""Giving tickets to groups and agents: route, reserve, commit, release, and drain a line when capacity frees."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.email.language import detect
from chalicelib.context import Context
from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import NotFound
from chalicelib.ids import command_id
from chalicelib.people import load as loads
from chalicelib.people.shifts import standing
from chalicelib.routing.assign import Candidate, Choice, Need, Waiting, assign, passed_over
from chalicelib.routing.decide import Route, decide
from chalicelib.routing.displaced import displaced
from chalicelib.routing.facts import facts_of
from chalicelib.routing.line import Take, WaitingTicket, take_top, urgency_key
from chalicelib.sla.policy import Category
from chalicelib.storage import history
from chalicelib.storage import line as lines
from chalicelib.storage import loads as load_rows
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.storage.tickets import LineRow
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Event, FieldsChanged, TicketAssigned, TicketOpened, TicketReleased, TicketRouted, TicketWaiting
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import Announcement
from chalicelib.values import dataclass

PAGE = 25
DRAIN_AT_MOST = 50
HANDOVERS = frozenset({TicketAssigned.NAME, TicketReleased.NAME})


@dataclass(frozen=True, slots=True)
class Wish:
    """A request for work that may come again: `bind` is told ticket and version before they are given, `begun` is what it was told last."""

    bind: Callable[[int, int], None]
    begun: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """A ticket that an agent asked for, not one that was pushed."""

    order: Command
    lease: datetime
    bind: Callable[[int, int], None] | None = None


def work(news: Announcement, context: Context) -> None:
    """Bring one ticket to where it belongs, whatever happened to it; safe to run at any time and again."""
    state = history.load(news.ticket)
    freed = _settle_loads(news, state, context)
    if state.is_open and not state.agent:
        if not state.group:
            state = _route(state, context)
        _assign(state, context)
    for group in freed:
        drain(group, context)


def next_for(agent: Agent, context: Context, order: Command, wish: Wish | None = None) -> Outcome | None:
    """The top ticket of the lines of an agent who asks for work, with a lease; None if there is none."""
    asked = Asked(order, context.now + timedelta(seconds=context.desk.lease), wish.bind if wish else None)
    if wish and wish.begun and (outcome := _give(wish.begun, agent, "the agent asked for work", (), context, asked=asked)):
        return outcome
    refused: set[int] = set()
    while True:
        waiting = [row for group in agent.groups for row in _waiting_rows(group, context.desk) if row.number not in refused]
        candidate = _candidates([agent], context)[0]
        match take_top(waiting, candidate, context.now, colleagues=context.desk.agents, asked=True):
            case Take(ticket, because):
                if outcome := _give(ticket, agent, because, (), context, asked=asked):
                    return outcome
                refused.add(ticket)
            case _:
                return None


def drain(group: str, context: Context, before: WaitingTicket | None = None) -> int:
    """Give waiting tickets of a group's line away, most urgent first, until capacity ends; how many were given.

    With `before` only those whose turn comes before that ticket's. One that nobody can take stops only those that need the same.
    """
    waiting = sorted(_waiting_rows(group, context.desk), key=urgency_key)[:DRAIN_AT_MOST]
    given, refused = 0, set[Need]()
    for row in waiting:
        if before and (row.number == before.number or urgency_key(row) > urgency_key(before)):
            break
        state = history.load(row.number)
        need = _need(state)
        if not state.is_open or state.agent or state.group != group or need in refused:
            continue
        if _assign(state, context, in_turn=True):
            given += 1
        else:
            refused.add(need)
    return given


def set_presence(agent: Agent, *, available: bool, context: Context) -> None:
    """The agent's own switch; coming back drains the lines of the agent's groups."""
    now = load_rows.find_standings([agent.id])[agent.id].presence
    load_rows.put_presence(agent.id, type(now)(available, now.absences))
    if available:
        for group in agent.groups:
            drain(group, context)


def hand_over(agent: Agent, order: Command, context: Context) -> int:
    """Give back every open ticket of an agent who is leaving, so that each finds another owner; how many. Safe to begin again."""
    return sum(_given_back(row.number, agent, order, context) for row in list(lines.whole_line(agent.id)))


def settle(number: int, context: Context) -> State | None:
    """Free a ticket of an agent or group that the configuration no longer has; the ticket as it then is, None if there is none."""
    order = Command(f"settle:{context.desk.version[:16]}", "system", "configuration activated")
    try:
        return history.change(number, order, context, lambda now, at: Change(tuple(displaced(now, context.desk)))).state
    except NotFound:
        return None


def _given_back(number: int, agent: Agent, order: Command, context: Context) -> bool:
    released = TicketReleased(agent.id, f"{agent.name or agent.email} is going off")
    outcome = history.change(number, order, context, lambda now, at: Change((released,) if now.agent == agent.id and now.is_open else ()))
    return outcome.commit is not None


def standings(desk: Desk) -> dict[int, load_rows.Standing]:
    return load_rows.find_standings(agent.id for agent in desk.agents)


# -- routing --


def _route(state: State, context: Context) -> State:
    order = _order("route", state)
    route = _route_of(state, context)
    outcome = history.change(state.number, order, context, lambda now, at: Change(() if now.group else _routed(now, route)), known=state)
    return outcome.state


def _route_of(state: State, context: Context) -> Route:
    opened = rows.find_commits(state.number, limit=1)[0]
    text = opened.content.text if opened.content else ""
    found = detect(f"{state.subject}\n{text}", context.desk.languages)
    facts = facts_of(
        context.desk, ticket=state.number, channel=state.channel, account=state.account, subject=state.subject, text=text,
        detected=found.language, confidence=found.confidence, profile=state.language, reason=state.reason, company=state.company,
        tags=state.tags, priority=0 if _is_default_priority(opened.events) else state.priority, skills=state.skills,
    )  # fmt: skip
    return decide(facts, context.desk)


def _is_default_priority(events: Sequence[Event]) -> bool:
    return isinstance(events[0], TicketOpened) and not events[0].by_agent


def _routed(state: State, route: Route) -> tuple[Event, ...]:
    wanted: dict[str, Any] = {"priority": route.priority, "reason": route.reason, "tags": route.tags}
    fields = {name: value for name, value in wanted.items() if value and value != getattr(state, name)}
    routed = TicketRouted(route.group, route.rule, route.because, route.rejected, route.skills)
    return (routed, FieldsChanged(fields, f"the rule {route.rule}" if route.rule else "read from the message")) if fields else (routed,)


# -- assigning --


def _assign(state: State, context: Context, *, in_turn: bool = False) -> bool:
    """Whether somebody got the ticket; else it waits, and its history says why.

    Nobody overtakes a waiting ticket: `in_turn` says that this one comes first.
    """
    need = _need(state)
    members = [agent for agent in context.desk.agents if state.group in agent.groups]
    found = load_rows.find_standings(agent.id for agent in members) if members else {}
    begun = _begun(state, found)
    candidates = [_candidate(agent, _without(found[agent.id], state), context) for agent in members]
    match assign(need, candidates, context.now):
        case Waiting() as wait:
            _wait(state, wait, candidates, context)
            return False
        case Choice() as choice:
            if not (in_turn or begun) and _is_nearly_full(choice, need, candidates):
                drain(state.group, context, before=_waiting_ticket(LineRow.of(state), context.desk))
                return _assign(history.load(state.number), context, in_turn=True)
            return _try_in_order(state, choice, candidates, context, first=begun)


def _begun(state: State, found: Mapping[int, load_rows.Standing]) -> int:
    """Who has a place for the very next commit of this ticket already, since an attempt that was cut off; older places are given back."""
    begun = 0
    for agent, row in found.items():
        entry = row.load.entries.get(state.number)
        if entry and entry.seq <= state.version:
            load_rows.release(agent, state.number, entry.seq, entry.points)
        elif entry and entry.seq == state.version + 1:
            begun = agent
    return begun


def _without(row: load_rows.Standing, state: State) -> load_rows.Standing:
    """The load without what this ticket itself put there."""
    entry = row.load.entries.get(state.number)
    return replace(row, load=loads.release(row.load, state.number, entry.seq)) if entry else row


def _is_nearly_full(choice: Choice, need: Need, candidates: Sequence[Candidate]) -> bool:
    """Whether the group's free places are so few that somebody may be waiting for them already."""
    free = sum(one.agent.cap - one.load for one in candidates if one.agent.id in choice.order)
    return free < 2 * need.points


def _try_in_order(state: State, choice: Choice, candidates: Sequence[Candidate], context: Context, *, first: int) -> bool:
    refusals: dict[int, str] = {}
    for number in sorted(choice.order, key=lambda agent: agent != first):
        agent = next(one.agent for one in candidates if one.agent.id == number)
        outcome = _give(state.number, agent, choice.because, passed_over(choice, number, refusals), context)
        if outcome:
            return True
        refusals[number] = "just took another ticket"
    _wait(state, Waiting("everybody's last free place was just taken", "capacity"), candidates, context)
    return False


def _give(
    number: int, agent: Agent, because: str, rejected: tuple[Any, ...], context: Context, *, asked: Asked | None = None
) -> Outcome | None:
    """Reserve a place, then commit; the place is given back unless the commit stands. None if either failed."""
    state = history.load(number)
    if not state.is_open or state.agent:
        return None
    if asked and asked.bind:
        asked.bind(number, state.version)
    entry = loads.Entry(state.points, state.version + 1, int(context.now.timestamp()))
    if not _reserve(agent, number, entry, context):
        return None
    assigned = TicketAssigned(agent.id, because, rejected, state.points, asked.lease if asked else None)
    order = asked.order if asked else Command(command_id(), "system", "routing")
    outcome = history.change(number, order, context, lambda now, at: _if_free(now, assigned, entry.seq), known=state)
    if outcome.state.agent == agent.id:
        return outcome
    load_rows.release(agent.id, number, entry.seq, entry.points)
    return None


def _if_free(state: State, assigned: TicketAssigned, seq: int) -> Change:
    return Change((assigned,) if state.is_open and not state.agent and state.version + 1 == seq else ())


def _reserve(agent: Agent, ticket: int, entry: loads.Entry, context: Context) -> bool:
    ceiling = agent.cap - entry.points
    if load_rows.reserve(agent.id, ticket, entry, ceiling, context.now):
        return True
    found = load_rows.find_standings([agent.id])[agent.id].load
    if ticket in found.entries:
        _verify(agent.id, found, (ticket,))
    elif not found.entries:
        load_rows.prepare(agent.id)
    return load_rows.reserve(agent.id, ticket, entry, ceiling, context.now)


def _wait(state: State, wait: Waiting, candidates: Sequence[Candidate], context: Context) -> None:
    if state.waiting == wait.kind and state.look_at and state.look_at > context.now:
        return
    until = min((one.until for one in candidates if one.until and one.until > context.now), default=None)
    event = TicketWaiting(wait.kind, wait.because, wait.rejected, until)
    order = _order(f"wait:{wait.kind}", state)
    history.change(state.number, order, context, lambda now, at: Change((event,) if now.is_open and not now.agent else ()), known=state)


def _need(state: State) -> Need:
    return Need(state.group, state.language, state.skills, state.points)


def _candidates(agents: Sequence[Agent], context: Context) -> list[Candidate]:
    """Everybody with the load and presence of this moment; entries that should be confirmed by now are verified first."""
    found = load_rows.find_standings(agent.id for agent in agents) if agents else {}
    return [_candidate(agent, found[agent.id], context) for agent in agents]


def _candidate(agent: Agent, row: load_rows.Standing, context: Context) -> Candidate:
    load = row.load
    if load.total + 1 > agent.cap and (old := loads.stale(load, context.now)):
        load = _verify(agent.id, load, old)
    stands = standing(row.presence, context.desk.calendar(agent.shift) if agent.shift else None, context.now)
    return Candidate(agent, stands.available, stands.on_shift, stands.until, load.total, row.last_assigned_at)


# -- loads --


def _verify(agent: int, load: loads.Load, tickets: Sequence[int]) -> loads.Load:
    """Drop entries whose ticket's history says that the agent does not have it."""
    for ticket in tickets:
        entry = load.entries[ticket]
        last_seq, holder = _holder(ticket)
        match loads.verify(agent, entry, last_seq=last_seq, holder=holder):
            case loads.Release(seq):
                load_rows.release(agent, ticket, seq, entry.points)
                load = loads.release(load, ticket, seq)
    return load


def _holder(ticket: int) -> tuple[int, int]:
    try:
        state = history.load(ticket)
    except NotFound:
        return 1_000_000, 0
    return state.version, state.agent if state.is_open else 0


def _settle_loads(news: Announcement, state: State, context: Context) -> tuple[str, ...]:
    """Make the loads say what the ticket says; the groups in which a place became free."""
    before = _owner_before(news) if HANDOVERS & set(news.names) else 0
    holder = state.agent if state.is_open else 0
    gone = {agent for agent in (before, state.agent) if agent and agent != holder}
    freed = [agent for agent in gone if _free(agent, state)]
    if holder:
        _hold(holder, state, context)
    agents = (context.desk.agent(number) for number in freed)
    return tuple(dict.fromkeys(group for agent in agents if agent for group in agent.groups))


def _owner_before(news: Announcement) -> int:
    for commit in rows.find_commits(news.ticket, after=news.seq - 1, limit=1):
        for event in commit.events:
            if isinstance(event, TicketAssigned):
                return event.previous
            if isinstance(event, TicketReleased):
                return event.agent
    return 0


def _free(agent: int, state: State) -> bool:
    """Whether the agent's place for this ticket is free now; by an attempt that was cut off before it drained the line is as good."""
    entry = load_rows.find_standings([agent])[agent].load.entries.get(state.number)
    if entry and entry.seq > state.version:
        return False
    if entry:
        load_rows.release(agent, state.number, entry.seq, entry.points)
    return True


def _hold(agent: int, state: State, context: Context) -> None:
    """A ticket given by hand or reopened counts too, even beyond the cap: a person decided so."""
    entry = loads.Entry(state.points, state.assigned_seq, int(context.now.timestamp()))
    if load_rows.find_standings([agent])[agent].load.entries.get(state.number) is None:
        load_rows.prepare(agent)
        load_rows.reserve(agent, state.number, entry, 1_000_000, context.now)


# -- lines --


def _waiting_rows(group: str, desk: Desk) -> list[WaitingTicket]:
    return [_waiting_ticket(row, desk) for row in lines.group_rows(group, PAGE)]


def _waiting_ticket(row: LineRow, desk: Desk) -> WaitingTicket:
    status = desk.status(row.status)
    company = next((one for one in desk.companies if one.name == row.company), None)
    return WaitingTicket(
        row.number, row.priority, row.opened_at, row.due, company.weight if company else 1, row.group,
        status=status.category if status else Category.OPEN, subject=row.subject, contact=row.requester, agent=row.agent,
        language=row.language, skills=row.skills,
    )  # fmt: skip


def _order(verb: str, state: State) -> Command:
    return Command(f"{verb}:{state.version}", "system", "routing")
