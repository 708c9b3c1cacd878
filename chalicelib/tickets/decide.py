"""Commands to events: what becomes true of a ticket, decided from values alone; the caller adds promises and timers."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.message import Automatic, Delivery, Handle, Inbound, StatusReport
from chalicelib.channels.sources import source_of
from chalicelib.desk.model import Desk, Status
from chalicelib.errors import FieldFault, Inconsistent, InvalidInput
from chalicelib.ids import TICKET_TOKEN
from chalicelib.sla.policy import Category
from chalicelib.tickets import dues, fields, requesters
from chalicelib.tickets import events as ev
from chalicelib.tickets.bonds import CHILD
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed
from chalicelib.tickets.erasing import NOBODY
from chalicelib.tickets.flood import WINDOW, is_told
from chalicelib.tickets.joining import ChildSettled, TicketLinked
from chalicelib.tickets.onlookers import WatchersTold
from chalicelib.tickets.state import CLOSED, OPEN, OVER, RESOLVED, State
from chalicelib.tickets.thanks import only_thanks
from chalicelib.tickets.threading import Open, is_third
from chalicelib.values import dataclass

NEXT = {Category.CLOSED: frozenset({Category.OPEN, Category.NEW})}
FLOOD, FLAPPING = "flood", "flapping"
# How often an alert comes back before its ticket is tagged.
FLAPS = 3
RANK = {status: rank for rank, status in enumerate(Delivery)}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message with all that was found out about it before it becomes history.

    `own` are the desk's addresses; `about` is the message of ours (the seq of its commit) that a bounce or complaint speaks of.
    """

    message: Inbound
    contact: int
    sealed: Sealed
    fingerprint: str
    files: tuple[ev.File, ...] = ()
    full: str = ""
    company: str = ""
    language: str = ""
    account: str = ""
    own: frozenset[str] = frozenset()
    about: int = 0
    acknowledge: bool = False


@dataclass(frozen=True, slots=True)
class Author:
    """Who acts through the API: an agent of the desk."""

    agent: int
    name: str


def opening(arrival: Arrival, where: Open) -> Change:
    """A new ticket with its first message."""
    message = arrival.message
    opened = ev.TicketOpened(
        subject=_subject(message), channel=message.channel, account=arrival.account, contact=arrival.contact,
        requester=message.sender, language=arrival.language, company=arrival.company, follows=where.follows, arrived=message.received_at,
        automatic=message.automatic is not Automatic.NO,
    )  # fmt: skip
    suggested = (ev.JoinSuggested(number, evidence) for number, evidence in where.suggest)
    told = (ev.AcknowledgementWritten(replace(message.sender, name=""), arrival.language),) if arrival.acknowledge else ()
    return Change((opened, _received(arrival, where.evidence, thanks=False), *suggested, *told), arrival.sealed.content)


def appending(state: State, arrival: Arrival, evidence: ev.Evidence, desk: Desk) -> Change:
    """A message on an existing ticket; a person's words bring it back to the agent, a thank-you does not.

    Nothing on a ticket that was merged into another: the message belongs there. Word on a mail of ours stays with that mail.
    """
    message = arrival.message
    if state.bonds.merged_into and message.automatic not in (Automatic.BOUNCE, Automatic.COMPLAINT):
        return Change()
    # While we wait for the customer, "ok, thanks" may be the answer.
    thanks = only_thanks(message) and state.category is not Category.PENDING
    received = _received(arrival, evidence, thanks=thanks)
    if is_third(message.sender, state):
        # Neither are their readers the customer's, nor is their address the one to answer to.
        received = replace(received, third=True, participants=(), reply_to="")
    wakes = message.automatic in (Automatic.NO, Automatic.LIST) and not thanks
    woken = tuple(_woken(state, message, desk)) if wakes else ()
    settled = tuple(_settled(state, message, desk)) if message.settles else ()
    return Change((received, *woken, *settled, *_undelivered(state, arrival)), arrival.sealed.content)


def _woken(state: State, message: Inbound, desk: Desk) -> Iterator[ev.Event]:
    """Back to the agent; an alert that comes back is counted, and too often is flapping."""
    returns = state.resolution if message.conversation and state.is_over else 0
    wrote = "somebody wrote to whom it was forwarded" if is_third(message.sender, state) else "the customer wrote"
    because = f"the alert came back (return {returns})" if returns else wrote
    yield from set_status(state, open_status(desk), desk, message.received_at, because)
    if returns >= FLAPS and FLAPPING not in state.tags:
        yield ev.FieldsChanged({"tags": (*state.tags, FLAPPING)}, f"its alert came back {returns} times")


def _settled(state: State, message: Inbound, desk: Desk) -> Iterator[ev.Event]:
    """A message that says that the matter is over resolves the ticket, and nobody is asked how that went."""
    if state.is_over or state.deleted:
        return
    status = desk.status(RESOLVED) or Status(RESOLVED, "Resolved", Category.RESOLVED)
    changes = set_status(state, status, desk, message.received_at, message.settles)
    yield from (event for event in changes if not isinstance(event, ev.SurveyPlanned))


def _undelivered(state: State, arrival: Arrival) -> Iterator[ev.Event]:
    """What a bounce or complaint means for the message of ours that it speaks of."""
    message = arrival.message
    if not arrival.about or arrival.about in state.undelivered:
        return
    if message.automatic is Automatic.COMPLAINT or message.gave_up:
        recipients = ", ".join(message.failed_recipients[:3])
        yield ev.DeliveryReported(arrival.about, Delivery.FAILED, "", message.automatic_because, recipients)


def tell_of_suspended(state: State, event: ev.MailSuspended, at: datetime) -> Change:
    """Of each cause once an hour only: the ticket must not fill with what is kept from it."""
    now = int(at.timestamp())
    is_known = is_told(state.flood, now) if event.cause == FLOOD else now - state.held_told.get(event.cause, 0) < WINDOW
    return Change(() if is_known else (event,))


def _received(arrival: Arrival, evidence: ev.Evidence, *, thanks: bool) -> ev.MessageReceived:
    message = arrival.message
    return ev.MessageReceived(
        channel=message.channel, sender=message.sender, external_id=message.external_id, contact=arrival.contact,
        digest=arrival.sealed.digest, evidence=evidence, fingerprint=arrival.fingerprint,
        recipients=(arrival.account,) if arrival.account else (), participants=tuple(_participants(arrival)), files=arrival.files,
        automatic=message.automatic, automatic_because=message.automatic_because, thanks=thanks, reply_to=message.reply_to,
        verdicts=message.verdicts, language=arrival.language, sent_at=message.sent_at, arrived=message.received_at, raw=message.raw,
        full=arrival.full, faults=message.faults, released=message.released,
    )  # fmt: skip


def _participants(arrival: Arrival) -> Iterator[Handle]:
    """Who else was written to, and who writes in a thread: people only, and nobody whom an unproven sender names."""
    message = arrival.message
    if message.thread:
        yield message.sender
    if message.verdicts.dmarc == "FAIL":
        return
    ours = {*arrival.own, *message.recipients}
    for handle in (*message.to, *message.cc):
        if handle.value and handle.value not in ours and not TICKET_TOKEN.match(handle.value):
            yield handle


def opened_by_hand(arrival: Arrival, author: Author, wanted: dict[str, Any], desk: Desk, at: datetime) -> Change:
    """A ticket from the API: `wanted` are its plain fields, group, owner and status; raises InvalidInput."""
    fields.check(None, wanted, desk)
    message = arrival.message
    given = {name: wanted[name] for name in ("priority", "type", "reason", "tags", "custom", "source", "product") if name in wanted}
    opened = ev.TicketOpened(
        subject=_subject(message), channel=message.channel, account=arrival.account, contact=arrival.contact, requester=message.sender,
        language=wanted.get("language", "") or desk.language, company=arrival.company, by_agent=author.agent, **given,
    )  # fmt: skip
    received = ev.MessageReceived(
        channel=message.channel, sender=message.sender, external_id=message.external_id, contact=arrival.contact,
        digest=arrival.sealed.digest, evidence=ev.Evidence("by hand", 100, f"opened by {author.name}"),
        participants=(*message.to, *message.cc), files=arrival.files,
    )  # fmt: skip
    return Change((opened, received, *set_by_hand(wanted, desk, at)), arrival.sealed.content)


def set_by_hand(wanted: dict[str, Any], desk: Desk, at: datetime) -> Iterator[ev.Event]:
    """What a new ticket is given beside its plain fields: promised dates, group, owner, parent, status. Raises InvalidInput."""
    yield from dues.dates_set(None, wanted.get("due", {}), at)
    if wanted.get("group"):
        yield ev.TicketRouted(wanted["group"], "by hand", "set by hand")
    if wanted.get("agent"):
        if desk.agent(wanted["agent"]) is None:
            raise InvalidInput(FieldFault("responder_id", f"there is no agent {wanted['agent']}"))
        yield ev.TicketAssigned(wanted["agent"], "given by hand")
    if wanted.get("parent"):
        yield TicketLinked(CHILD, wanted["parent"])
    status = _status(wanted.get("status", OPEN), desk)
    if status.number != OPEN:
        yield ev.StatusChanged(status.number, status.category.value, "opened so")


def note_address(state: State, address: str) -> Change:
    """The same message came to one more address of ours."""
    return Change(() if address in state.accounts else (ev.AddressNoted(address),))


def set_status(state: State, status: Status, desk: Desk, at: datetime, because: str = "") -> Iterator[ev.Event]:
    """Events of a status change with what follows for the survey; none if nothing changes. Raises Inconsistent."""
    if status.number == state.status:
        return
    _refuse_merged(state)
    allowed = NEXT.get(state.category)
    if allowed is not None and status.category not in allowed:
        raise Inconsistent(f"a {state.category} ticket cannot become {status.name}; open it first")
    yield ev.StatusChanged(status.number, status.category.value, because)
    if state.bonds.parent and status.category in OVER and not state.is_over:
        yield ChildSettled(state.bonds.parent)
    if status.category is Category.RESOLVED and desk.survey.active and not state.is_over:
        yield ev.SurveyPlanned(state.resolution + 1, at + timedelta(seconds=desk.survey.delay))
    reopened = state.is_over and status.category not in (Category.RESOLVED, Category.CLOSED)
    if reopened and state.survey.status in ("planned", "due"):
        yield ev.SurveyCancelled(state.survey.resolution, "the ticket was reopened")


def reply(
    state: State, author: Author, sealed: Sealed, cc: tuple[str, ...] = (), files: tuple[ev.File, ...] = (), *,
    bcc: tuple[str, ...] = (), canned: int = 0,
) -> Change:  # fmt: skip
    """An agent's public answer through the customer's channel."""
    _refuse_merged(state)
    if state.deleted:
        raise Inconsistent("a deleted ticket cannot be answered")
    if state.spam:
        raise Inconsistent("a ticket marked as spam cannot be answered; take the mark off first")
    to = state.requester
    if to == NOBODY:
        raise Inconsistent("the customer was erased, so nobody is left to answer")
    return Change(
        (ev.ReplyWritten(author.agent, state.channel, to, sealed.digest, cc, files=files, bcc=bcc, canned=canned),), sealed.content
    )


def _refuse_merged(state: State) -> None:
    if into := state.bonds.merged_into:
        raise Inconsistent(f"ticket {state.number} was merged into ticket {into}: go on there, or undo the merge first")


def take_fallback(offered: ev.FallbackOffered | None, author: Author) -> Change:
    """An agent sends a refused message the way that was offered for it; raises Inconsistent where none stands."""
    if offered is None:
        raise Inconsistent("no other way is offered for this message")
    because = f"{author.name} took it"
    return Change((ev.DeliveryRedirected(offered.of, offered.channel, offered.account, offered.to, because, author.agent),))


def note(
    author: Author, sealed: Sealed, *, private: bool, notified: tuple[str, ...] = (), files: tuple[ev.File, ...] = (), canned: int = 0,
) -> Change:  # fmt: skip
    return Change((ev.NoteWritten(author.agent, sealed.digest, private, False, notified, files, canned),), sealed.content)


def notifying(said: Change, notified: tuple[str, ...], state: State) -> Change:
    """A note, and the mail by which colleagues are told of it."""
    return replace(said, events=(*said.events, WatchersTold(state.version + 1, "note", notified))) if notified else said


def update(state: State, wanted: dict[str, Any], desk: Desk, at: datetime) -> Change:
    """Set fields, owner, group and status in one commit; only what differs becomes an event. Raises InvalidInput."""
    fields.check(state, wanted, desk)
    return Change(tuple(_updates(state, _with_tags(state, wanted), desk, at)))


def _with_tags(state: State, wanted: dict[str, Any]) -> dict[str, Any]:
    """Tags put on and taken off, as what the tags are then; both name some of the tags that the ticket has by now."""
    if not (wanted.get("tags_add") or wanted.get("tags_remove")):
        return wanted
    tags = dict.fromkeys((*wanted.get("tags", state.tags), *wanted.get("tags_add", ())))
    return {**wanted, "tags": tuple(tag for tag in tags if tag not in wanted.get("tags_remove", ()))}


def _updates(state: State, wanted: dict[str, Any], desk: Desk, at: datetime) -> Iterator[ev.Event]:
    plain = {name: wanted[name] for name in PLAIN if name in wanted and wanted[name] != _shown(state, name)}
    if "requester" in wanted:
        yield from requesters.handed(state.standing, wanted["requester"], desk)
    if "group" in wanted and wanted["group"] != state.group:
        yield ev.TicketRouted(wanted["group"], "by hand", "set by hand")
    if plain:
        yield ev.FieldsChanged(plain)
    yield from dues.dates_set(state, wanted.get("due", {}), at)
    if "agent" in wanted and wanted["agent"] != state.agent:
        yield from _handed(state, wanted["agent"], desk)
    if "status" in wanted:
        yield from set_status(state, _status(wanted["status"], desk), desk, at)


PLAIN = ("subject", "priority", "type", "reason", "tags", "custom", "company", "contact", "product", "spam", "deleted", "source")


def _shown(state: State, name: str) -> Any:
    """A field as clients see it: of a source that nobody told they see that of the channel."""
    return source_of(state.channel, state.source) if name == "source" else getattr(state, name)


def _handed(state: State, agent: int, desk: Desk) -> Iterator[ev.Event]:
    if not agent:
        yield ev.TicketReleased(state.agent, "taken off by hand")
        return
    if desk.agent(agent) is None:
        raise InvalidInput(FieldFault("responder_id", f"there is no agent {agent}"))
    yield ev.TicketAssigned(agent, "given by hand", points=state.points, previous=state.agent)


def _status(number: int, desk: Desk) -> Status:
    status = desk.status(number)
    if status is None:
        known = ", ".join(str(row.number) for row in desk.statuses)
        raise InvalidInput(FieldFault("status", f"It should be one of these values: '{known}'"))
    return status


def is_news(said: StatusReport, known: Delivery | None) -> bool:
    """Whether a provider's word on a message of ours goes beyond what is known, which is never lowered; a failure is final."""
    return known is not Delivery.FAILED and (known is None or RANK[said.status] > RANK[known])


def report(of: int, said: StatusReport, known: Delivery | None) -> Change:
    """A provider's word on a message of ours, if it is news."""
    if not is_news(said, known):
        return Change()
    return Change((ev.DeliveryReported(of, said.status, said.provider_id, said.reason, said.recipient),))


def claim(state: State, of: int) -> Change:
    """Take the right to send message `of`; nothing if it is taken, sent or unknown."""
    item = next((item for item in state.outgoing if item.seq == of), None)
    if item is None or item.status is not Delivery.WRITTEN:
        return Change()
    return Change((ev.DeliveryClaimed(of, item.attempt + 1),))


def close(state: State, desk: Desk) -> Iterator[ev.Event]:
    """A resolved ticket that nobody came back to."""
    yield ev.StatusChanged(CLOSED, Category.CLOSED.value, f"resolved for {desk.close_after // 86_400} days without a word")


def _subject(message: Inbound) -> str:
    first = next((line.strip() for line in message.text.splitlines() if line.strip()), "")
    return message.subject.strip() or first[:80] or "(no subject)"


def open_status(desk: Desk) -> Status:
    return desk.status(OPEN) or Status(OPEN, "Open", Category.OPEN)
