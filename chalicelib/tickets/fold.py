"""The fold: a ticket's state is what its commits add up to, and nothing reads anything else.

A feature with events of its own says what they change in a module beside it and registers that with `apply`.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatch
from typing import Any

from chalicelib.channels.message import Automatic, Delivery, Handle
from chalicelib.sla import timeline as tl
from chalicelib.sla.policy import Category
from chalicelib.tickets import events as ev
from chalicelib.tickets.flood import Flood, counted, told
from chalicelib.tickets.state import OVER, Outgoing, State, Stats

FOLD_VERSION = 2


def fold(state: State | None, commits: Iterable[ev.Commit]) -> State:
    """State after `commits`, which must continue where `state` stands. Raises ValueError if they leave a gap or are none."""
    for commit in commits:
        if commit.seq != (state.version if state else 0) + 1:
            raise ValueError(f"ticket {commit.ticket}: commit {commit.seq} does not follow version {state.version if state else 0}")
        state = advance(state, commit)
    if state is None:
        raise ValueError("a ticket has at least one commit")
    return state


def advance(state: State | None, commit: ev.Commit) -> State:
    events = commit.events
    if state is None:
        opened = events[0]
        if not isinstance(opened, ev.TicketOpened):
            raise ValueError(f"ticket {commit.ticket}: the history begins with {opened.NAME}")
        state, events = _opened(opened, commit), events[1:]
    for event in events:
        state = apply(event, state, commit)
    updated, quiet = (commit.at, None) if moves(commit) else (state.updated_at, commit.at)
    return replace(state, version=commit.seq, updated_at=updated, quiet_at=quiet, commands=(*state.commands, commit.id)[-4:])


QUIET = frozenset({ev.LookSet.NAME, ev.DeliveryClaimed.NAME, ev.DeliveryReleased.NAME, ev.SurveyDue.NAME})


def moves(commit: ev.Commit) -> bool:
    """Whether a commit is one that a sync must see: it sets `updated_at`."""
    return any(event.NAME not in QUIET for event in commit.events)


def _opened(event: ev.TicketOpened, commit: ev.Commit) -> State:
    at = event.arrived or commit.at
    return State(
        number=commit.ticket, version=0, opened_at=at, updated_at=commit.at, subject=event.subject, channel=event.channel,
        account=event.account, accounts=(event.account,) if event.account else (), contact=event.contact, requester=event.requester,
        status=event.status, priority=event.priority, type=event.type, reason=event.reason, tags=event.tags, custom=event.custom,
        product=event.product,
        language=event.language, company=event.company, follows=event.follows, source=event.source, automatic=event.automatic,
        stats=Stats(status_updated=at),
        timeline=tl.begin(seconds(at), priority=event.priority, category=Category.OPEN),
    )  # fmt: skip


@singledispatch
def apply(event: ev.Event, state: State, commit: ev.Commit) -> State:
    """The state after one event; events that only tell a story change nothing."""
    return state


@apply.register
def _(event: ev.MessageReceived, state: State, commit: ev.Commit) -> State:
    known = {(handle.kind, handle.value) for handle in (state.requester, *state.participants)}
    joined = tuple(handle for handle in event.participants if (handle.kind, handle.value) not in known)
    state = replace(
        state,
        participants=(*state.participants, *joined)[:20],
        accounts=tuple(dict.fromkeys((*state.accounts, *event.recipients)))[:8],
        language=state.language or event.language,
        flood=_flood(state, event, commit),
    )
    if event.automatic is not Automatic.NO or event.third:
        return state
    at = event.arrived or commit.at
    state = replace(state, last_message=event.external_id, last_customer_at=at, reply_to=event.reply_to or state.reply_to)
    if event.thanks:
        return state
    timeline = tl.remember(state.timeline, tl.customer_wrote(seconds(at)))
    return replace(state, timeline=timeline, stats=replace(state.stats, requester_responded=at))


def _flood(state: State, event: ev.MessageReceived, commit: ev.Commit) -> Flood:
    """A released message begins the count anew: somebody has looked."""
    is_counted = event.channel == "email" and commit.seq > 1 and not event.released
    return counted(state.flood, seconds(commit.at)) if is_counted else ()


@apply.register
def _(event: ev.AddressNoted, state: State, commit: ev.Commit) -> State:
    return replace(state, accounts=tuple(dict.fromkeys((*state.accounts, event.address)))[:8])


@apply.register
def _(event: ev.JoinSuggested, state: State, commit: ev.Commit) -> State:
    return replace(state, suggested=tuple(dict.fromkeys((*state.suggested, event.other))))


@apply.register
def _(event: ev.TicketRouted, state: State, commit: ev.Commit) -> State:
    return replace(state, group=event.group, skills=event.skills)


@apply.register
def _(event: ev.TicketAssigned, state: State, commit: ev.Commit) -> State:
    return replace(
        state, agent=event.agent, assigned_seq=commit.seq, points=event.points, lease_until=event.lease_until,
        waiting="", waiting_since=None, waiting_until=None,
    )  # fmt: skip


@apply.register
def _(event: ev.TicketWaiting, state: State, commit: ev.Commit) -> State:
    return replace(state, waiting=event.kind, waiting_since=state.waiting_since or commit.at, waiting_until=event.until)


@apply.register
def _(event: ev.TicketReleased, state: State, commit: ev.Commit) -> State:
    return replace(state, agent=0, lease_until=None)


@apply.register
def _(event: ev.ReplyWritten, state: State, commit: ev.Commit) -> State:
    stats = replace(state.stats, agent_responded=commit.at, first_responded=state.stats.first_responded or commit.at)
    timeline = tl.remember(state.timeline, tl.answered(seconds(commit.at)))
    return _outgoing(replace(state, stats=stats, timeline=timeline, lease_until=None), commit, "reply")


@apply.register
def _(event: ev.NoticeRaised, state: State, commit: ev.Commit) -> State:
    return _outgoing(state, commit, "notice")


@apply.register
def _(event: ev.AcknowledgementWritten, state: State, commit: ev.Commit) -> State:
    return _outgoing(state, commit, "acknowledgement")


@apply.register
def _(event: ev.MailSuspended, state: State, commit: ev.Commit) -> State:
    if event.cause == "flood":
        return replace(state, flood=told(state.flood))
    return replace(state, held_told={**state.held_told, event.cause: seconds(commit.at)})


@apply.register
def _(event: ev.SurveyInvited, state: State, commit: ev.Commit) -> State:
    survey = replace(state.survey, planned=None, status="invited", edits=0)
    return _outgoing(replace(state, survey=survey), commit, "survey")


@apply.register
def _(event: ev.DeliveryClaimed, state: State, commit: ev.Commit) -> State:
    return _deliver(state, event.of, status=Delivery.CLAIMED, since=commit.at, attempt=event.attempt)


@apply.register
def _(event: ev.DeliveryReleased, state: State, commit: ev.Commit) -> State:
    return _deliver(state, event.of, status=Delivery.WRITTEN, since=None)


@apply.register
def _(event: ev.DeliveryReported, state: State, commit: ev.Commit) -> State:
    state = replace(state, outgoing=tuple(item for item in state.outgoing if item.seq != event.of))
    if event.status is Delivery.FAILED and event.of not in state.undelivered:
        return replace(state, undelivered=(*state.undelivered, event.of))
    if event.status in (Delivery.DELIVERED, Delivery.READ) and state.undelivered:
        # What arrived later shows that the way is open again.
        return replace(state, undelivered=tuple(seq for seq in state.undelivered if seq > event.of))
    return state


@apply.register
def _(event: ev.DeliveryRedirected, state: State, commit: ev.Commit) -> State:
    known = {(handle.kind, handle.value) for handle in (state.requester, *state.participants)}
    joined = () if (event.to.kind, event.to.value) in known else (event.to,)
    again = Outgoing(event.of, "reply", channel=event.channel, account=event.account, to=event.to)
    return replace(
        state,
        outgoing=(*(item for item in state.outgoing if item.seq != event.of), again),
        undelivered=tuple(seq for seq in state.undelivered if seq != event.of),
        participants=(*state.participants, *joined)[:20],
    )


@apply.register
def _(event: ev.StatusChanged, state: State, commit: ev.Commit) -> State:
    category = Category(event.category)
    was_over = state.is_over
    stats = replace(state.stats, status_updated=commit.at, pending_since=commit.at if category is Category.PENDING else None)
    if category is Category.RESOLVED:
        stats = replace(stats, resolved=commit.at)
    if category is Category.CLOSED:
        stats = replace(stats, closed=commit.at, resolved=stats.resolved or commit.at)
    if was_over and category not in OVER:
        stats = replace(stats, reopened=commit.at, resolved=None, closed=None)
    first_over = category in OVER and not was_over
    timeline = tl.remember(state.timeline, tl.became(seconds(commit.at), category))
    return replace(
        state, status=event.status, category=category, stats=stats, timeline=timeline, resolution=state.resolution + first_over,
        lease_until=None, waiting="" if category in OVER else state.waiting,
    )  # fmt: skip


FIELDS = frozenset({"subject", "priority", "type", "reason", "tags", "custom", "language", "company", "group", "contact", "product"})
FIELDS |= {"spam", "deleted", "source"}


@apply.register
def _(event: ev.FieldsChanged, state: State, commit: ev.Commit) -> State:
    fields: dict[str, Any] = {name: tuple(value) if name == "tags" else value for name, value in event.fields.items() if name in FIELDS}
    if "custom" in fields:
        fields["custom"] = {**state.custom, **fields["custom"]}
    if fields.get("priority", state.priority) != state.priority:
        fields["timeline"] = tl.remember(state.timeline, tl.prioritised(seconds(commit.at), fields["priority"]))
    if "requester" in event.fields:
        fields["requester"] = Handle(**event.fields["requester"])
    return replace(state, **fields)


@apply.register
def _(event: ev.PromisesSet, state: State, commit: ev.Commit) -> State:
    return replace(state, policy=event.policy, promises=event.promises)


@apply.register
def _(event: ev.LookSet, state: State, commit: ev.Commit) -> State:
    return replace(state, look_at=event.at)


@apply.register
def _(event: ev.RungsReached, state: State, commit: ev.Commit) -> State:
    return replace(state, rungs=(*state.rungs, *event.keys))


@apply.register
def _(event: ev.SurveyPlanned, state: State, commit: ev.Commit) -> State:
    return replace(state, survey=replace(state.survey, resolution=event.resolution, planned=event.at, status="planned"))


@apply.register
def _(event: ev.SurveyCancelled, state: State, commit: ev.Commit) -> State:
    return replace(state, survey=replace(state.survey, planned=None, status="cancelled"))


@apply.register
def _(event: ev.SurveyDue, state: State, commit: ev.Commit) -> State:
    return replace(state, survey=replace(state.survey, planned=None, status="due"))


@apply.register
def _(event: ev.SurveySkipped, state: State, commit: ev.Commit) -> State:
    return replace(state, survey=replace(state.survey, planned=None, status="skipped"))


@apply.register
def _(event: ev.SurveyAnswered, state: State, commit: ev.Commit) -> State:
    others = tuple(pair for pair in state.survey.scores if pair[0] != event.resolution)
    scores = state.survey.scores if event.late else (*others, (event.resolution, event.score))
    # An answer about an earlier resolution leaves the present survey where it stands.
    is_present = event.resolution == state.survey.resolution
    status, edits = ("answered", event.edit) if is_present else (state.survey.status, state.survey.edits)
    return replace(state, survey=replace(state.survey, status=status, scores=scores, edits=edits))


def _outgoing(state: State, commit: ev.Commit, kind: str) -> State:
    return replace(state, outgoing=(*state.outgoing, Outgoing(commit.seq, kind)))


def _deliver(state: State, seq: int, **changes: Any) -> State:
    return replace(state, outgoing=tuple(replace(item, **changes) if item.seq == seq else item for item in state.outgoing))


def seconds(at: datetime) -> int:
    """Whole UTC epoch seconds, the grain of every promise."""
    return int(at.timestamp())


# The features that have events of their own register what those change.
from chalicelib.tickets import fold_joining, fold_onlookers, fold_promising, fold_requesters  # noqa: E402, F401  # they need `apply` from above
