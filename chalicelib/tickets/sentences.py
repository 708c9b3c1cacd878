"""The history in sentences: who did what, in plain English, one sentence an event."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import singledispatch

from chalicelib.channels.message import Automatic
from chalicelib.desk.model import PRIORITIES, Desk
from chalicelib.tickets import events as ev
from chalicelib.values import dataclass

PRIORITY_NAMES = {number: name for name, number in PRIORITIES.items()}
CLOCKS = {"first_response": "first response", "next_response": "next response", "resolution": "resolution"}
# What nobody does by hand.
OWN = (ev.PromisesSet, ev.LookSet, ev.RungsReached, ev.NoticeRaised, ev.SurveyPlanned, ev.SurveyCancelled)
ACTORS = {"system": "The desk", "provider": "The provider", "administrator": "The administrator"}


@dataclass(frozen=True, slots=True)
class Sentence:
    """One event as it is told; `position` tells events of one commit apart."""

    seq: int
    position: int
    at: datetime
    actor: str
    who: str
    event: str
    text: str


def sentences(commits: Iterable[ev.Commit], desk: Desk) -> Iterator[Sentence]:
    """Every event, oldest first; the actor of a contact is called by the last name we saw."""
    names: dict[str, str] = {}
    for commit in commits:
        for event in commit.events:
            if isinstance(event, ev.MessageReceived):
                names[f"contact:{event.contact}"] = event.sender.name or event.sender.value or "Somebody"
        for position, event in enumerate(commit.events):
            actor = actor_of(event, commit)
            who = name_of(actor, desk, names)
            job = f" ({commit.cause})" if commit.cause.startswith("job ") and actor == commit.actor else ""
            yield Sentence(commit.seq, position, commit.at, actor, who, event.NAME, f"{who} {tell(event, desk)}{job}.")


def actor_of(event: ev.Event, commit: ev.Commit) -> str:
    """Who an event is told of: what follows from a customer's message, and every promise, is the desk's own doing."""
    if isinstance(event, OWN):
        return "system"
    by_contact = commit.actor.startswith("contact:")
    return "system" if by_contact and (event.NAME in ev.CONSEQUENCES or isinstance(event, ev.StatusChanged)) else commit.actor


def name_of(actor: str, desk: Desk, names: dict[str, str] | None = None) -> str:
    """How a commit's actor is called."""
    kind, _, number = actor.partition(":")
    if kind == "agent" and number.isdigit():
        return agent_name(int(number), desk)
    if kind == "contact":
        return (names or {}).get(actor, "The customer")
    return ACTORS.get(actor, actor or "The desk")


@singledispatch
def tell(event: ev.Event, desk: Desk) -> str:
    """What happened, as the rest of a sentence that begins with who did it; raises TypeError for an event without a sentence."""
    raise TypeError(f"{event.NAME} has no sentence")


@tell.register
def _(event: ev.TicketOpened, desk: Desk) -> str:
    follows = f", following ticket {event.follows}" if event.follows else ""
    return f"opened the ticket “{event.subject}” by {event.channel}{follows}"


@tell.register
def _(event: ev.MessageReceived, desk: Desk) -> str:
    files = f" with {_count(len(event.files), 'file')}" if event.files else ""
    automatic = f" ({event.automatic.value.replace('_', ' ')})" if event.automatic is not Automatic.NO else ""
    released = f"; {event.released}" if event.released else ""
    return f"wrote by {event.channel}{files}{automatic or (' (a thank-you)' if event.thanks else '')}{released}"


@tell.register
def _(event: ev.AcknowledgementWritten, desk: Desk) -> str:
    return f"told {event.to.value} that the message arrived"


@tell.register
def _(event: ev.MailSuspended, desk: Desk) -> str:
    return f"suspended a mail of {event.sender or 'nobody known'} ({event.because}); it waits under “{event.cause}” to be released"


@tell.register
def _(event: ev.AddressNoted, desk: Desk) -> str:
    return f"noted that the same message also came to {event.address}"


@tell.register
def _(event: ev.JoinSuggested, desk: Desk) -> str:
    return f"suggested to join this with ticket {event.other} ({_evidence(event.evidence)})"


@tell.register
def _(event: ev.TicketRouted, desk: Desk) -> str:
    if not event.group:
        return "took the ticket out of its group"
    return f"gave the ticket to the group {event.group} ({event.because})"


@tell.register
def _(event: ev.TicketAssigned, desk: Desk) -> str:
    lease = f", to be answered by {instant_told(event.lease_until)}" if event.lease_until else ""
    return f"gave the ticket to {agent_name(event.agent, desk)} ({event.because}){lease}"


@tell.register
def _(event: ev.TicketWaiting, desk: Desk) -> str:
    return f"let the ticket wait: {event.because}"


@tell.register
def _(event: ev.FallbackOffered, desk: Desk) -> str:
    return f"offered to send message {event.of} by {event.channel} instead ({event.because})"


@tell.register
def _(event: ev.DeliveryRedirected, desk: Desk) -> str:
    return f"sent message {event.of} on its way again, by {event.channel} to {event.to.value} ({event.because})"


@tell.register
def _(event: ev.FilesFetched, desk: Desk) -> str:
    taken = [file for file in event.files if file.key]
    refused = [f"; file {file.position + 1} was not taken: {file.because}" for file in event.files if not file.key]
    return f"fetched {_count(len(taken), 'file')} of message {event.of}" + "".join(refused)


@tell.register
def _(event: ev.TicketReleased, desk: Desk) -> str:
    return f"took the ticket from {agent_name(event.agent, desk)}: {event.because}"


@tell.register
def _(event: ev.ReplyWritten, desk: Desk) -> str:
    copies = f", with copies to {', '.join(event.cc)}" if event.cc else ""
    return f"replied to {event.to.name or event.to.value} by {event.channel}{copies}"


@tell.register
def _(event: ev.NoteWritten, desk: Desk) -> str:
    return f"wrote a {'private' if event.private else 'public'} note"


@tell.register
def _(event: ev.DeliveryClaimed, desk: Desk) -> str:
    again = f", attempt {event.attempt}" if event.attempt > 1 else ""
    return f"began to send message {event.of}{again}"


@tell.register
def _(event: ev.DeliveryReported, desk: Desk) -> str:
    reason = f": {event.reason}" if event.reason else ""
    return f"reported message {event.of} {event.status.value}{reason}"


@tell.register
def _(event: ev.DeliveryReleased, desk: Desk) -> str:
    return f"will send message {event.of} again: {event.because}"


@tell.register
def _(event: ev.StatusChanged, desk: Desk) -> str:
    status = desk.status(event.status)
    return f"set the status to {status.name if status else event.status}{because(event.because)}"


@tell.register
def _(event: ev.FieldsChanged, desk: Desk) -> str:
    changes = (f"{name} to {_product(value, desk) if name == 'product' else _value(name, value)}" for name, value in event.fields.items())
    return f"set {', '.join(changes)}{because(event.because)}"


@tell.register
def _(event: ev.PromisesSet, desk: Desk) -> str:
    if not event.promises:
        return "withdrew the promises: no policy applies"
    promises = (f"{CLOCKS.get(one.kind, one.kind)} {_promise(one)}{' as set by hand' if one.by_hand else ''}" for one in event.promises)
    policy = f" by the policy {event.policy}" if event.policy else ""
    return f"promised{policy}: {', '.join(promises)}{because(event.because)}"


@tell.register
def _(event: ev.LookSet, desk: Desk) -> str:
    return f"will look again at {instant_told(event.at)}" if event.at else "will not look again by itself"


@tell.register
def _(event: ev.RungsReached, desk: Desk) -> str:
    late = f", {timedelta(seconds=event.late_by)} late" if event.late_by else ""
    return f"noted that {' and '.join(_rung(key) for key in event.keys)}{late}"


@tell.register
def _(event: ev.NoticeRaised, desk: Desk) -> str:
    return f"told {', '.join(event.recipients)} that {' and '.join(_rung(key) for key in event.rungs)}"


def _rung(key: str) -> str:
    """A key such as resolution#1:warn80 in words."""
    run, _, step = key.partition(":")
    kind, _, number = run.partition("~")[0].partition("#")
    clock = CLOCKS.get(kind, kind) + (f" {number}" if number not in ("", "1") else "")
    return f"the {clock} was missed" if step == "breach" else f"the {clock} came to the step “{step}”"


@tell.register
def _(event: ev.SurveyPlanned, desk: Desk) -> str:
    return f"planned a survey for {instant_told(event.at)}"


@tell.register
def _(event: ev.SurveyCancelled, desk: Desk) -> str:
    return f"cancelled the survey: {event.because}"


@tell.register
def _(event: ev.SurveyDue, desk: Desk) -> str:
    return "found the survey due"


@tell.register
def _(event: ev.SurveySkipped, desk: Desk) -> str:
    return f"sent no survey: {event.because}"


@tell.register
def _(event: ev.SurveyInvited, desk: Desk) -> str:
    return f"asked {event.to.name or event.to.value} by {event.channel} how it went"


@tell.register
def _(event: ev.SurveyAnswered, desk: Desk) -> str:
    again = " and changed the answer" if event.edit else ""
    return f"answered the survey with {event.score} of 5{again}"


def agent_name(number: int, desk: Desk) -> str:
    if not number:
        return "The administrator"
    agent = desk.agent(number)
    return (agent.name or agent.email) if agent else f"agent {number}"


def _evidence(evidence: ev.Evidence) -> str:
    return f"{evidence.method}: {evidence.detail}" if evidence.detail else evidence.method


def because(reason: str) -> str:
    return f" ({reason})" if reason else ""


def _promise(promise: ev.Promise) -> str:
    """Running, it is due by then; else what became of it, and when it was due."""
    if promise.due is None:
        return promise.state
    return f"by {instant_told(promise.due)}" if promise.state == "running" else f"{promise.state} (due {instant_told(promise.due)})"


def instant_told(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M:%S} UTC" if at else "never"


def _value(name: str, value: object) -> str:
    if name == "priority" and isinstance(value, int):
        return PRIORITY_NAMES.get(value, str(value))
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value) or "nothing"
    if isinstance(value, dict):
        return "; ".join(f"{key} = {item}" for key, item in value.items())
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value) or "nothing"


def _product(number: int, desk: Desk) -> str:
    product = desk.product(number)
    return product.name if product else str(number or "nothing")


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# The features that have events of their own tell them in modules beside this one.
from chalicelib.tickets import sentences_joining, sentences_working  # noqa: E402, F401  # they need `tell` from above
