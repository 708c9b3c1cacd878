"""Why a ticket is where it is: every reason its history gives, by topic."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from functools import singledispatch

from chalicelib.desk.model import Desk
from chalicelib.instants import instant
from chalicelib.tickets import events as ev
from chalicelib.tickets.sentences import actor_of
from chalicelib.values import dataclass

TOPICS = ("threading", "suspended", "suggestions", "routing", "assignment", "promises", "escalation", "status", "deliveries", "survey")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided and why, with what was considered and not taken."""

    topic: str
    what: str
    because: str
    rejected: tuple[ev.Rejected, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A decision at its place in the history, with the configuration that it obeyed."""

    seq: int
    at: datetime
    actor: str
    config: str
    decision: Decision


def reasons(commits: Iterable[ev.Commit], desk: Desk) -> dict[str, tuple[Reason, ...]]:
    """Every topic with its reasons, oldest first; a topic nobody decided about is empty."""
    found: dict[str, list[Reason]] = {topic: [] for topic in TOPICS}
    for commit in commits:
        for event in commit.events:
            if decision := _named(explain(event), event, desk):
                found[decision.topic].append(Reason(commit.seq, commit.at, actor_of(event, commit), commit.config, decision))
    return {topic: tuple(rows) for topic, rows in found.items()}


def _named(decision: Decision | None, event: ev.Event, desk: Desk) -> Decision | None:
    """Agents by name; the history knows their numbers."""
    if decision is None or not isinstance(event, ev.TicketAssigned | ev.TicketReleased):
        return decision
    owner = desk.agent(event.agent)
    return replace(decision, what=decision.what.replace(str(event.agent), owner.name)) if owner else decision


@singledispatch
def explain(event: ev.Event) -> Decision | None:
    """The decision in an event; None where there is nothing to explain."""
    return None


@explain.register
def _(event: ev.MessageReceived) -> Decision:
    found = event.evidence
    automatic = f"; it is no person's message ({event.automatic_because or event.automatic})" if event.automatic else ""
    return Decision("threading", f"{found.method}, {found.confidence} %", f"{found.detail or found.method}{automatic}")


@explain.register
def _(event: ev.MailSuspended) -> Decision:
    return Decision("suspended", f"{event.cause}, from {event.sender}", event.because)


@explain.register
def _(event: ev.JoinSuggested) -> Decision:
    return Decision("suggestions", f"ticket {event.other}", f"{event.evidence.method}: {event.evidence.detail}")


@explain.register
def _(event: ev.TicketRouted) -> Decision:
    rule = f" by the rule {event.rule}" if event.rule else ""
    return Decision("routing", f"group {event.group or 'none'}{rule}", event.because, event.rejected)


@explain.register
def _(event: ev.TicketAssigned) -> Decision:
    return Decision("assignment", f"agent {event.agent}", event.because, event.rejected)


@explain.register
def _(event: ev.TicketWaiting) -> Decision:
    return Decision("assignment", f"waiting: {event.kind}", event.because, event.rejected)


@explain.register
def _(event: ev.TicketReleased) -> Decision:
    return Decision("assignment", f"released by agent {event.agent}", event.because)


@explain.register
def _(event: ev.PromisesSet) -> Decision:
    because = event.because or (f"the policy {event.policy} is the first that applies" if event.policy else "no policy applies")
    because += "; a person set a date" if any(promise.by_hand for promise in event.promises) else ""
    return Decision("promises", "; ".join(_promise(promise) for promise in event.promises) or "none", because)


@explain.register
def _(event: ev.RungsReached) -> Decision:
    return Decision("escalation", ", ".join(event.keys), f"the clock got there; told: {', '.join(event.audience) or 'nobody'}")


@explain.register
def _(event: ev.StatusChanged) -> Decision:
    return Decision("status", f"status {event.status} ({event.category})", event.because or "set by hand")


@explain.register
def _(event: ev.DeliveryReported) -> Decision | None:
    return Decision("deliveries", f"message {event.of} {event.status}", event.reason) if event.reason else None


@explain.register
def _(event: ev.DeliveryReleased) -> Decision:
    return Decision("deliveries", f"message {event.of} again", event.because)


@explain.register
def _(event: ev.FallbackOffered) -> Decision:
    return Decision("deliveries", f"message {event.of} may go by {event.channel}", event.because)


@explain.register
def _(event: ev.DeliveryRedirected) -> Decision:
    return Decision("deliveries", f"message {event.of} goes by {event.channel}", event.because)


@explain.register
def _(event: ev.FilesFetched) -> Decision | None:
    refused = "; ".join(f"file {file.position + 1}: {file.because}" for file in event.files if not file.key)
    return Decision("files", f"files of message {event.of} refused", refused) if refused else None


@explain.register
def _(event: ev.SurveyCancelled) -> Decision:
    return Decision("survey", "cancelled", event.because)


@explain.register
def _(event: ev.SurveySkipped) -> Decision:
    return Decision("survey", "not sent", event.because)


@explain.register
def _(event: ev.SurveyInvited) -> Decision:
    return Decision("survey", "sent", f"in {event.language} by {event.channel}, after resolution {event.resolution}")


def _promise(promise: ev.Promise) -> str:
    due = f" due {instant(promise.due)}" if promise.due else ""
    return f"{promise.kind} {promise.number} {promise.state}{due}{' (set by hand)' if promise.by_hand else ''}"
