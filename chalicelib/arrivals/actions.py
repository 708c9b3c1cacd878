"""What arrives: a message finds its ticket and is stored once, a provider's word finds its message."""

import secrets as randomness
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import timedelta

from chalicelib.arrivals.bounds import bounded
from chalicelib.channels.email import language as languages
from chalicelib.channels.message import BOUNCED, COMPLAINED, Attachment, Automatic, Inbound
from chalicelib.channels.registry import in_chat
from chalicelib.context import Context
from chalicelib.errors import Unavailable
from chalicelib.ids import TICKET_TOKEN, contact_id, digest
from chalicelib.outside import files as outside_files
from chalicelib.outside.secrets import keys
from chalicelib.routing.classify import choose_language
from chalicelib.storage import history, joined, people, seen, senders, suspended
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.rows import pause, read_many
from chalicelib.tickets import acknowledgement, clues, decide, passing, suspension, threading
from chalicelib.tickets.arrival import fingerprint_of
from chalicelib.tickets.content import INLINE, Sealed, seal
from chalicelib.tickets.events import (
    Commit,
    Evidence,
    File,
    MailSuspended,
    MessageReceived,
)
from chalicelib.tickets.merging import homes
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

CHAT_PATIENCE = 6
FINISHED = "finished after an interruption"


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a message: its ticket (0: none) and why."""

    ticket: int
    because: str
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class _Arrived:
    """A message with what the first read found."""

    message: Inbound
    fingerprint: str
    before: seen.SeenRow | None
    known: Mapping[str, clues.Known]
    chat: int | None
    handle: people.PersonRow | None
    profile: people.PersonRow | None
    states: Mapping[int, State]

    @property
    def order_id(self) -> str:
        return f"in:{self.fingerprint[:24]}"


def receive(message: Inbound, context: Context) -> Received:
    """Store a message once: on its ticket, on a new one, suspended until somebody looks, or dropped with a reason."""
    fingerprint = fingerprint_of(message)
    passed_on = passing.read(message, context.desk)
    arrived = _look(bounded(passed_on.message if passed_on else message), fingerprint)
    received = _received(arrived, context)
    if passed_on and received.ticket:
        _keep_comment(passed_on, received.ticket, arrived, context)
    return received


def _received(arrived: _Arrived, context: Context) -> Received:
    if arrived.before:
        return _again(arrived, arrived.before, context)
    where = _decide(arrived, context)
    if not clues.is_certain(arrived.message, arrived.known, where) and (fuller := _look_again(arrived)):
        arrived, where = fuller, _decide(fuller, context)
    match _suspended(arrived, where, context) or where:
        case suspension.Suspend() as why:
            return _suspend(arrived, why, context)
        case threading.Drop(because):
            seen.remember_digest(_digest_key(arrived), 0, 0, context.now)
            return Received(0, because)
        case threading.Append(ticket, evidence):
            return _append(arrived, ticket, evidence, context)
        case threading.Open() as opening:
            return _open(arrived, opening, context)


def _look(message: Inbound, fingerprint: str) -> _Arrived:
    """One batch read of all that the decision may need; a second one only for tickets that the first one named.

    All but VIEW is read eventually: the writes that follow are conditional and find what it missed (docs/decisions/0017).
    """
    references = clues.lookups(message)
    tokens = clues.hints(message, {}, None, keys()["token"])
    digest_key, chat_key = seen.digest_key(message.channel, fingerprint), _chat_key(message)
    found = read_many(
        (
            *seen.wanted((digest_key, *(seen.message_key(reference) for reference in references))),
            *(seen.wanted((chat_key,)) if chat_key else ()),
            *people.wanted((people.handle_key(message.sender), people.contact_key(contact_id(message.sender)))),
            *((rows.ViewRow, rows.ticket_key(hint.ticket), rows.VIEW) for hint in tokens),
        ),
        eventual=(seen.SeenRow, people.PersonRow),
    )
    known = {ref: _known(row) for ref in references if (row := found.get((seen.message_key(ref), None)))}
    chat = found.get((chat_key, None)) if chat_key else None
    hinted = clues.hints(message, known, int(chat.ticket) if chat else None, keys()["token"])
    states = {int(pk[2:]): history.standing(int(pk[2:]), row) for (pk, sk), row in found.items() if sk == rows.VIEW}
    missing = {hint.ticket for hint in hinted} - set(states)
    before = found.get((digest_key, None))
    return _Arrived(
        message, fingerprint, before, known, int(chat.ticket) if chat else None,
        found.get((people.handle_key(message.sender), people.PROFILE)),
        found.get((people.contact_key(contact_id(message.sender)), people.PROFILE)),
        joined.followed({**states, **history.load_many(missing)} if missing and not before else states),
    )  # fmt: skip


def _look_again(arrived: _Arrived) -> _Arrived | None:
    """With the references that were there after all; None if there are none."""
    unknown = {seen.message_key(reference): reference for reference in clues.lookups(arrived.message) if reference not in arrived.known}
    late = {unknown[key]: _known(row) for (key, _), row in read_many(seen.wanted(unknown)).items()}
    return _complete(replace(arrived, known={**arrived.known, **late})) if late else None


def _decide(arrived: _Arrived, context: Context) -> threading.Where:
    window = timedelta(seconds=context.desk.reopen_window)
    return threading.decide(arrived.message, _clues(arrived), context.now, window)


def _clues(arrived: _Arrived) -> tuple[threading.Clue, ...]:
    arrived_chat = arrived.chat if arrived.chat in arrived.states else None
    return clues.clues(clues.hints(arrived.message, arrived.known, arrived_chat, keys()["token"]), arrived.states)


def _keep_comment(passed_on: passing.PassedOn, ticket: int, arrived: _Arrived, context: Context) -> None:
    """What the agent wrote above a mail that they passed on is for colleagues only; written once, also after an interruption."""
    order = Command(f"comment:{arrived.fingerprint[:24]}", f"agent:{passed_on.agent.id}", arrived.message.raw)
    if not passed_on.comment or any(commit.id == order.id for commit in rows.find_commits(ticket)):
        return
    author, sealed = decide.Author(passed_on.agent.id, passed_on.agent.name), _sealed(passed_on.comment, "")
    history.change(ticket, order, context, lambda state, at: decide.note(author, sealed, private=True, notified=()))


# -- what has to wait --


def _suspended(arrived: _Arrived, where: threading.Where, context: Context) -> suspension.Suspend | None:
    held = arrived.handle.held(context.now) if arrived.handle else ""
    around = suspension.Circumstances(held, _clues(arrived), bool(arrived.handle and arrived.handle.held_proven))
    return suspension.suspend(arrived.message, where, around, context.desk.incoming, context.now)


def _suspend(arrived: _Arrived, why: suspension.Suspend, context: Context) -> Received:
    """Keep a mail until somebody releases it, and say so on the ticket that it concerns."""
    state = arrived.states.get(why.ticket)
    is_new = suspended.put(arrived.fingerprint, suspension.kept(arrived.message, why, state.version if state else 0), context.now)
    if why.cause == suspension.BURST:
        people.hold(arrived.message.sender, context.now + suspension.HELD, why.because)
    if state:
        _tell_of_suspended(arrived, why, state, is_new=is_new, context=context)
    return Received(0, f"suspended, {why.cause}: {why.because}", repeated=not is_new)


def _tell_of_suspended(arrived: _Arrived, why: suspension.Suspend, state: State, *, is_new: bool, context: Context) -> None:
    """Once per mail, and of a flood once only: the ticket must not fill with what is kept from it."""
    order = Command(f"held:{arrived.fingerprint[:24]}", "system", arrived.message.raw)
    row = None if is_new else suspended.find(suspended.number(arrived.fingerprint), context.now)
    base = state.version if row is None else int(row.data["base"])
    if not is_new and any(commit.id == order.id for commit in rows.find_commits(state.number, after=base)):
        return
    event = MailSuspended(why.cause, arrived.message.sender.value, why.because)
    history.change(state.number, order, context, lambda now, at: decide.tell_of_suspended(now, event, at), known=state)


def _append(arrived: _Arrived, ticket: int, evidence: Evidence, context: Context) -> Received:
    base = arrived.states[ticket].version if ticket in arrived.states else 0
    if standing := seen.remember_digest(_digest_key(arrived), ticket, base, context.now):
        return _again(arrived, standing, context)
    return _appended(arrived, ticket, evidence, context)


def _appended(arrived: _Arrived, ticket: int, evidence: Evidence, context: Context) -> Received:
    _remember_message(arrived, ticket, context)
    about = clues.reported(arrived.message, ticket, arrived.known)
    arrival = _arrival(arrived, context, about)
    order = Command(arrived.order_id, f"contact:{arrival.contact}", arrived.message.raw)
    known = arrived.states.get(ticket)
    if about:
        _stop_mail_to(arrived.message, known)
    outcome = history.change(
        ticket, order, context, lambda state, at: decide.appending(state, arrival, evidence, context.desk), known=known
    )
    if outcome.state.bonds.merged_into and not (outcome.commit or outcome.repeated):
        return _go_on(arrived, outcome.state, evidence, context)
    return Received(ticket, evidence.detail or evidence.method, outcome.repeated)


def _go_on(arrived: _Arrived, merged: State, evidence: Evidence, context: Context) -> Received:
    """The ticket was merged into another one while the message was on its way: there it goes, and D# says so first."""
    states = joined.followed({merged.number: merged})
    clue = threading.Clue(evidence.method, evidence.confidence, merged, evidence.detail, lands=homes(states)[merged.number])
    if clue.home is merged:
        raise Unavailable(f"ticket {merged.number} is being merged")
    seen.move_digest(_digest_key(arrived), merged.number, clue.home.number, clue.home.version)
    return _appended(replace(arrived, states={**arrived.states, **states}), clue.home.number, clue.evidence, context)


def _stop_mail_to(message: Inbound, state: State | None) -> None:
    """A bounce or complaint that names a message of ours ends automatic mail to those of its addresses that are on the ticket."""
    if message.automatic is Automatic.COMPLAINT and state:
        people.stop_mail(state.requester.value, COMPLAINED, message.automatic_because)
    parties = {handle.value for handle in (state.requester, *state.participants)} if state else set()
    for address in parties.intersection(message.failed_recipients) if message.gave_up else ():
        people.stop_mail(address, BOUNCED, message.automatic_because)


def _open(arrived: _Arrived, where: threading.Open, context: Context) -> Received:
    chat_key = _chat_key(arrived.message)
    if arrived.chat and arrived.chat not in arrived.states and (opened := _awaited(arrived.chat)):
        return _join_chat(arrived, opened, context)
    number = seen.next_number()
    if chat_key and (faster := seen.take_chat(chat_key, number, arrived.chat, context.now)):
        if opened := _awaited(int(faster.ticket)):
            return _join_chat(arrived, opened, context)
        raise Unavailable(f"ticket {int(faster.ticket)} of this chat is being opened")
    if standing := seen.remember_digest(_digest_key(arrived), number, 0, context.now):
        return _again(arrived, standing, context)
    return _opened(arrived, number, where, context)


def _opened(arrived: _Arrived, number: int, where: threading.Open, context: Context) -> Received:
    _remember_message(arrived, number, context)
    arrival = replace(_arrival(arrived, context), acknowledge=_is_acknowledged(arrived, number, context))
    order = Command(arrived.order_id, f"contact:{arrival.contact}", arrived.message.raw)
    outcome = history.open_ticket(number, order, context, lambda at: decide.opening(arrival, where))
    return Received(number, where.evidence.detail, outcome.repeated)


def _is_acknowledged(arrived: _Arrived, number: int, context: Context) -> bool:
    """At most once per address and day; the turn is taken before the commit, and for the same ticket it stays taken."""
    mail_state = arrived.handle.mail_state or "" if arrived.handle else ""
    if acknowledgement.objection(arrived.message, context.desk.incoming, mail_state):
        return False
    return seen.take_acknowledgement(arrived.message.sender.value, number, context.now)


def _join_chat(arrived: _Arrived, state: State, context: Context) -> Received:
    """Another message of the same chat was opening its ticket when this one looked."""
    arrived = replace(arrived, states={**arrived.states, state.number: state})
    because = Evidence(clues.CHAT, clues.CONFIDENCE[clues.CHAT], "the chat's ticket just opened")
    return _append(arrived, state.number, because, context)


def _awaited(ticket: int) -> State | None:
    """The ticket that is being opened right now, after a moment; None if whoever was at it is gone."""
    for attempt in range(CHAT_PATIENCE):
        if found := history.load_many([ticket]):
            return found[ticket]
        pause(attempt)
    return None


def _again(arrived: _Arrived, before: seen.SeenRow, context: Context) -> Received:
    """The message came before: nothing to do if its commit stands, else a crash came between and the work is finished."""
    ticket, base = int(before.ticket), int(before.base)
    if not ticket:
        return Received(0, "dropped when it came first", repeated=True)
    stands = next((commit for commit in rows.find_commits(ticket, after=base) if commit.id == arrived.order_id), None)
    if stands:
        _note_address(arrived, stands, context)
        return Received(ticket, "this message came before", repeated=True)
    where = _decide(_complete(arrived), context)
    if base:
        evidence = where.evidence if isinstance(where, threading.Append) and where.ticket == ticket else Evidence("repeated", 100, FINISHED)
        return _appended(arrived, ticket, evidence, context)
    fresh = where if isinstance(where, threading.Open) else threading.Open(Evidence("new", 100, FINISHED))
    return _opened(arrived, ticket, fresh, context)


def _complete(arrived: _Arrived) -> _Arrived:
    """With the tickets that were not needed until now."""
    hinted = clues.hints(arrived.message, arrived.known, arrived.chat, keys()["token"])
    missing = {hint.ticket for hint in hinted} - set(arrived.states)
    return replace(arrived, states=joined.followed({**arrived.states, **history.load_many(missing)})) if missing else arrived


def _note_address(arrived: _Arrived, stands: Commit, context: Context) -> None:
    """Unless this delivery came to the same address of ours as the one whose commit stands."""
    address = _account(arrived.message, context)
    told = {to for event in stands.events if isinstance(event, MessageReceived) for to in event.recipients}
    if not address or address in told:
        return
    order = Command(f"{arrived.order_id}:{digest(address)[:8]}", "system", arrived.message.raw)
    history.change(stands.ticket, order, context, lambda state, at: decide.note_address(state, address))


def _arrival(arrived: _Arrived, context: Context, about: int = 0) -> decide.Arrival:
    message, desk = arrived.message, context.desk
    contact, profile = senders.contact_of(message, arrived.handle, arrived.profile, context)
    detected = languages.detect(f"{message.subject}\n{message.text}", desk.languages)
    account = desk.account(message.channel, _account(message, context))
    chosen = choose_language(
        message=detected.language if detected.language in desk.languages else "", confidence=detected.confidence,
        profile=profile.get("language", "") or message.language, account=account.language if account else "", desk=desk.language,
    )  # fmt: skip
    text = message.text[:INLINE]
    return decide.Arrival(
        message, contact, _sealed(text, ""), arrived.fingerprint, tuple(_keep(arrived.fingerprint, message.attachments)),
        full="raw" if len(text) < len(message.full_text) else "", company=profile.get("company", ""), language=chosen.code,
        account=_account(message, context), own=frozenset(account.address for account in desk.accounts), about=about,
    )  # fmt: skip


def _keep(fingerprint: str, attachments: Iterable[Attachment]) -> Iterable[File]:
    """Attachments under keys that no name or number leads to, the same ones when the work is done again."""
    for position, file in enumerate(attachments):
        key = f"attachments/{digest(fingerprint, str(position), file.sha256)}" if file.content else ""
        if key:
            outside_files.put("files", key, file.content, "application/octet-stream")
        yield File(file.name, file.type, file.size, file.sha256, key, file.content_id)


def _account(message: Inbound, context: Context) -> str:
    """The address of ours that was written to."""
    known = (address for address in message.recipients if context.desk.account(message.channel, address))
    plain = (address for address in message.recipients if not TICKET_TOKEN.match(address))
    return next(known, "") or next(plain, "")


def _chat_key(message: Inbound) -> str:
    if not in_chat(message):
        return ""
    one = f"{message.sender.value}#{message.conversation}" if message.conversation else message.sender.value
    return seen.chat_key(message.channel, message.recipients[0] if message.recipients else "", one)


def _digest_key(arrived: _Arrived) -> str:
    return seen.digest_key(arrived.message.channel, arrived.fingerprint)


def _known(row: seen.SeenRow) -> clues.Known:
    return clues.Known(int(row.ticket), bool(row.seq), int(row.seq or 0))


def _remember_message(arrived: _Arrived, ticket: int, context: Context) -> None:
    """Not in chats, where the chat itself leads to the ticket; a thread of several people leads there by what began it."""
    message = arrived.message
    name = message.thread if in_chat(message) else message.external_id
    reference = clues.canonical(name, message.channel) if name else ""
    if reference and reference not in arrived.known:
        seen.remember_message(reference, ticket, context.now)


def _sealed(text: str, html: str) -> Sealed:
    return seal(text, html, randomness.token_hex(16))
