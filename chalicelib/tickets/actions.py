"""What happens to tickets: agents act, timers fire, commits are announced; each is load, decide, commit, done."""

import functools
import secrets as randomness
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from chalicelib.channels.message import Inbound
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.errors import NotFound, Stale
from chalicelib.outside import queues
from chalicelib.storage import families, history, people, presence, seen
from chalicelib.storage import line as lines
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.storage.tickets import LINE_SHARDS, group_line
from chalicelib.tickets import collision, decide, linking
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed, seal
from chalicelib.tickets.events import Commit, DeliveryRedirected, FallbackOffered, File, MessageReceived
from chalicelib.tickets.similar import suggestions
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import Announcement, Check, delay, queues_for, soon
from chalicelib.tickets.suspension import HELD, burst, is_proven
from chalicelib.tickets.tick import tick as due
from chalicelib.tickets.timers import rearm

AHEAD = timedelta(seconds=90)
LATE = timedelta(minutes=15)
RECHECK_PAGE = 100
# Seconds until a configuration that was announced is looked for again.
AWAITED = 5
MOST_SUGGESTED = 10


# -- agents act --


def open_by_hand(
    message: Inbound, author: decide.Author, fields: dict[str, Any], order: Command, context: Context, *, contact: int, number: int = 0
) -> Outcome:
    """A ticket that an agent or a client opens through the API; `number` if it was taken before, for a repeated request."""
    words, account, company = _sealed(message.text, message.html), fields.get("account", ""), fields.get("company", "")
    arrival = decide.Arrival(message, contact, words, "", files=fields.get("files", ()), account=account, company=company)
    decision = functools.partial(decide.opened_by_hand, arrival, author, fields, context.desk)
    return history.open_ticket(number or seen.next_number(), order, context, decision)


def reply(
    number: int, author: decide.Author, words: tuple[str, str], order: Command, context: Context, *,
    cc: tuple[str, ...] = (), bcc: tuple[str, ...] = (), files: tuple[File, ...] = (), canned: int = 0,
    known: State | None = None, seen: int = 0,
) -> Outcome:  # fmt: skip
    """`known` is the state as the caller just read it, here and below.

    `seen` is the commit up to which the author has read, 0 for one who does not say. Raises Overtaken if others spoke since.
    """
    sealed = _sealed(*words)

    def decision(state: State, at: datetime) -> Change:
        if seen and state.version > seen:
            _refuse_overtaken(state, seen, order)
        return decide.reply(state, author, sealed, cc, files, bcc=bcc, canned=canned)

    return history.change(number, order, context, decision, known=known)


def _refuse_overtaken(state: State, seen: int, order: Command) -> None:
    """Whatever is committed after this read makes the answer's own commit lose, so that it is decided again."""
    if news := collision.news(rows.find_commits(state.number, after=seen), order.actor):
        raise collision.Overtaken(news, state.version)


def sign(number: int, agent: int, doing: collision.Doing, context: Context) -> tuple[collision.Present, ...]:
    """An agent is on the ticket's page, or leaves it; who is there now."""
    signs = presence.sign(number, agent, collision.written(doing, context.now), context.now)
    if silent := collision.silent(signs, context.now):
        presence.forget(number, silent)
    return collision.present(signs, context.now)


def present(number: int, context: Context) -> tuple[collision.Present, ...]:
    return collision.present(presence.signs(number), context.now)


def take_fallback(number: int, of: int, author: decide.Author, order: Command, context: Context, *, known: State | None = None) -> Outcome:
    """Send the message of commit `of` the way that was offered when its own refused it; raises Inconsistent without an offer."""
    offered: FallbackOffered | None = None
    commits = rows.find_commits(number, after=of)
    if any(commit.id == order.id for commit in commits):
        return history.change(number, order, context, lambda state, at: Change(), known=known)
    for event in (event for commit in commits for event in commit.events):
        match event:
            case FallbackOffered(of=about) if about == of:
                offered = event
            case DeliveryRedirected(of=about) if about == of:
                offered = None
    return history.change(number, order, context, lambda state, at: decide.take_fallback(offered, author), known=known)


def note(
    number: int, author: decide.Author, words: tuple[str, str], order: Command, context: Context, *,
    private: bool = True, notified: tuple[str, ...] = (), files: tuple[File, ...] = (), canned: int = 0, known: State | None = None,
) -> Outcome:  # fmt: skip
    """`notified` are colleagues' addresses, who are told by mail that there is a note."""
    said = decide.note(author, _sealed(*words), private=private, notified=notified, files=files, canned=canned)
    return history.change(number, order, context, lambda state, at: decide.notifying(said, notified, state), known=known)


def update(
    number: int, wanted: dict[str, Any], order: Command, context: Context, *, expected: int = 0, seen: State | None = None
) -> Outcome:
    """`seen` is the state as the caller read it, which may be some moments old. Raises Stale if `expected` no longer stands."""

    def decision(state: State, at: datetime) -> Change:
        if linking.ends(state, context.desk.status(wanted.get("status", 0))):
            linking.refuse_open_children(state, history.load_many(state.bonds.children), context.desk)
        return decide.update(_unchanged(state, expected), wanted, context.desk, at)

    if seen is None:
        return history.change(number, order, context, decision)
    return history.revise(number, order, context, decision, seen=seen)


def _unchanged(state: State, expected: int) -> State:
    if expected and state.version != expected:
        raise Stale(f"ticket {state.number} is at version {state.version}, not {expected}")
    return state


# -- timers --


def tick(check: Check, context: Context) -> bool:
    """Do what is due. A check that comes early sends the rest of its delay again, a stale one does nothing. Whether it acted."""
    state = history.load(check.ticket)
    if state.look_at != check.look_at:
        return False
    if context.now < check.look_at:
        send_check(check, context.now)
        return False
    if state.is_waiting:
        queues.send("routing", to_json(Announcement(check.ticket, state.version, ("ticket.waiting",))).decode())
    order = Command(f"tick:{int(check.look_at.timestamp() * 1e6):x}", "system")
    outcome = history.change(check.ticket, order, context, lambda now_state, at: _due_or_rearmed(now_state, context, at), known=state)
    return outcome.commit is not None


def _due_or_rearmed(state: State, context: Context, at: datetime) -> Change:
    wanted = due(state, context.desk, at)
    return wanted if wanted.events else Change(rearm(state, context.desk, at))


def send_check(check: Check, now: datetime) -> None:
    queues.send("checks", to_json(check).decode(), delay(check.look_at, now))


def sweep(now: datetime) -> tuple[int, int]:
    """Send the checks of the next 90 seconds; how many, and how many tickets were overdue by more than 15 minutes.

    A check long overdue is sent every 15 minutes only: something is wrong with it, and each minute would not mend that.
    """
    due_soon = list(lines.agenda(now + AHEAD))
    late = [row for row in due_soon if row.look_at < now - LATE]
    wanted = due_soon if now.minute % 15 == 0 else [row for row in due_soon if row.look_at >= now - LATE]
    queues.send_many("checks", [(to_json(Check(row.ticket, row.look_at)).decode(), delay(row.look_at, now)) for row in wanted])
    return len(wanted), len(late)


# -- the desk by itself --


def suggest(number: int, context: Context) -> None:
    """Say which other open tickets of the contact a new one may continue, and hold the sender back if there are too many."""
    state, first = history.load_opened(number)
    limits, family = context.desk.incoming, families.family(state.contact)
    theirs = (lines.contact_tickets(one, below=number) for one in (family.ids if family else (state.contact,)))
    others = list(islice(merge(*theirs, reverse=True), max(MOST_SUGGESTED, limits.tickets_per_sender)))
    if not others:
        return
    earlier = rows.find_views(others)
    newest = [earlier[one] for one in others[:MOST_SUGGESTED] if one in earlier]
    found = suggestions(state, first.content.text if first and first.content else "", newest)
    held = burst(state, earlier.values(), limits)
    if held:
        received = (event for event in first.events if isinstance(event, MessageReceived)) if first else ()
        proven = any(is_proven(event.verdicts) for event in received)
        people.hold(state.requester, context.now + HELD, held.because, proven=proven)
    change = Change((*found, *((held,) if held else ())))
    history.change(number, Command("suggest", "system", "routing"), context, lambda now, at: change, known=state)


# -- the stream --


def announce(commit: Commit, now: datetime) -> None:
    """Make sure VIEW has caught up, then tell the queues that react to this commit."""
    view = rows.find_view(commit.ticket, least=commit.seq)
    if view is None or int(view.version) < commit.seq:
        history.catch_up(commit.ticket, view.value() if view and view.is_current else None)
    body = to_json(Announcement(commit.ticket, commit.seq, commit.names)).decode()
    for queue, wait in queues_for(commit):
        queues.send(queue, body, wait)
    if check := soon(commit, now):
        send_check(check, now)


def recheck(number: int, context: Context, known: State | None = None) -> bool:
    """Recompute promises and timers under the configuration in force; whether anything moved. `known` as above."""
    order = Command(f"config:{context.desk.version[:16]}", "system", "configuration activated")
    because = f"version {context.desk.version} of the configuration was activated"
    try:
        outcome = history.change(number, order, context, lambda state, at: Change(rearm(state, context.desk, at, because)), known=known)
    except NotFound:
        return False
    return outcome.commit is not None


def recheck_all(context: Context, former: Desk | None = None) -> int:
    """Queue a recheck of every open ticket, from the line index; how many. Begin again after an interruption: it is idempotent.

    With the `former` desk also of those whose agent or group is no longer there.
    """
    desks = [context.desk, *([former] if former else [])]
    groups = dict.fromkeys(name for desk in desks for group in desk.groups for name in (group.name, *group.formerly))
    agents = dict.fromkeys(agent.id for desk in desks for agent in desk.agents)
    places = [
        *(group_line(name, shard) for name in ["", *groups] for shard in range(LINE_SHARDS)),
        *(f"A#{agent}" for agent in agents),
    ]
    return sum(_recheck_line(place, context.desk.version) for place in places)


def recheck_soon(before: str, version: str, tries: int = 0) -> None:
    """Let the background queue all rechecks that this change of version asks for; `tries` is how often it did not hold yet."""
    told = {"activated": version, "before": before} | ({"tries": tries} if tries else {})
    queues.send("background", to_json(told).decode(), AWAITED if tries else 0)


def _recheck_line(place: str, version: str) -> int:
    count, start = 0, None
    while True:
        page, start = lines.line_page(place, RECHECK_PAGE, start)
        queues.send_many("background", [(to_json({"recheck": row.number, "version": version}).decode(), 0) for row in page])
        count += len(page)
        if start is None:
            return count


def _sealed(text: str, html: str) -> Sealed:
    return seal(text, html, randomness.token_hex(16))
