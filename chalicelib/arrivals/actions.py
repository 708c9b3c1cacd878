"""What arrives: a message finds its ticket and is stored once, a provider's word finds its message."""

import secrets as randomness
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from chalicelib.channels.email import language as languages
from chalicelib.channels.message import Attachment, Delivery, Handle, Inbound, StatusReport
from chalicelib.context import Context
from chalicelib.errors import Unavailable
from chalicelib.ids import TICKET_TOKEN, contact_id, digest
from chalicelib.outside import files as outside_files
from chalicelib.outside.secrets import keys
from chalicelib.routing.classify import choose_language
from chalicelib.storage import history, people, seen
from chalicelib.storage import line as lines
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.rows import pause, read_many
from chalicelib.tickets import clues, decide, threading
from chalicelib.tickets.arrival import fingerprint_of
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import INLINE, Sealed, seal
from chalicelib.tickets.events import Commit, DeliveryReported, Evidence, File, MessageReceived
from chalicelib.tickets.similar import suggestions
from chalicelib.tickets.state import State

CHATS = frozenset({"whatsapp"})
CHAT_PATIENCE = 6
FINISHED = "finished after an interruption"
REPORT_SPAN = 40
MOST_SUGGESTED = 10


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
    """Store a message once: on its ticket, on a new one, or dropped with a reason."""
    arrived = _look(message)
    if arrived.before:
        return _again(arrived, arrived.before, context)
    where = _decide(arrived, context)
    match where:
        case threading.Drop(because):
            seen.remember_digest(_digest_key(arrived), 0, 0, context.now)
            return Received(0, because)
        case threading.Append(ticket, evidence):
            return _append(arrived, ticket, evidence, context)
        case threading.Open():
            return _open(arrived, where, context)


def _look(message: Inbound) -> _Arrived:
    """One batch read of all that the decision may need; a second one only for tickets that the first one named."""
    fingerprint = fingerprint_of(message)
    references = clues.lookups(message)
    tokens = clues.hints(message, {}, None, keys()["token"])
    digest_key, chat_key = seen.digest_key(message.channel, fingerprint), _chat_key(message)
    found = read_many(
        (
            *seen.wanted((digest_key, *(seen.message_key(reference) for reference in references))),
            *(seen.wanted((chat_key,)) if chat_key else ()),
            *people.wanted((people.handle_key(message.sender), people.contact_key(contact_id(message.sender)))),
            *((rows.ViewRow, rows.ticket_key(hint.ticket), rows.VIEW) for hint in tokens),
        )
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
        {**states, **(history.load_many(missing) if missing and not before else {})},
    )  # fmt: skip


def _decide(arrived: _Arrived, context: Context) -> threading.Where:
    arrived_chat = arrived.chat if arrived.chat in arrived.states else None
    hinted = clues.hints(arrived.message, arrived.known, arrived_chat, keys()["token"])
    window = timedelta(seconds=context.desk.reopen_window)
    return threading.decide(arrived.message, clues.clues(hinted, arrived.states), context.now, window)


def _append(arrived: _Arrived, ticket: int, evidence: Evidence, context: Context) -> Received:
    base = arrived.states[ticket].version if ticket in arrived.states else 0
    if standing := seen.remember_digest(_digest_key(arrived), ticket, base, context.now):
        return _again(arrived, standing, context)
    return _appended(arrived, ticket, evidence, context)


def _appended(arrived: _Arrived, ticket: int, evidence: Evidence, context: Context) -> Received:
    _remember_message(arrived, ticket, context)
    arrival = _arrival(arrived, context)
    order = Command(arrived.order_id, f"contact:{arrival.contact}", arrived.message.raw)
    known = arrived.states.get(ticket)
    outcome = history.change(
        ticket, order, context, lambda state, at: decide.appending(state, arrival, evidence, context.desk), known=known
    )
    return Received(ticket, evidence.detail or evidence.method, outcome.repeated)


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
    arrival = _arrival(arrived, context)
    order = Command(arrived.order_id, f"contact:{arrival.contact}", arrived.message.raw)
    outcome = history.open_ticket(number, order, context, lambda at: decide.opening(arrival, where))
    return Received(number, where.evidence.detail, outcome.repeated)


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
    """With the tickets that a message seen before has not needed until now."""
    hinted = clues.hints(arrived.message, arrived.known, arrived.chat, keys()["token"])
    missing = {hint.ticket for hint in hinted} - set(arrived.states)
    return replace(arrived, states={**arrived.states, **history.load_many(missing)}) if missing else arrived


def _note_address(arrived: _Arrived, stands: Commit, context: Context) -> None:
    """Unless this delivery came to the same address of ours as the one whose commit stands."""
    address = _account(arrived.message, context)
    told = {to for event in stands.events if isinstance(event, MessageReceived) for to in event.recipients}
    if not address or address in told:
        return
    order = Command(f"{arrived.order_id}:{digest(address)[:8]}", "system", arrived.message.raw)
    history.change(stands.ticket, order, context, lambda state, at: decide.note_address(state, address))


def _arrival(arrived: _Arrived, context: Context) -> decide.Arrival:
    message, desk = arrived.message, context.desk
    contact, profile = _contact(arrived, context)
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
        account=_account(message, context), own=frozenset(account.address for account in desk.accounts),
    )  # fmt: skip


def _contact(arrived: _Arrived, context: Context) -> tuple[int, dict[str, Any]]:
    """The sender's contact, made on first sight; the handle row goes first so that two writers agree."""
    message, desk, handle = arrived.message, context.desk, arrived.handle
    # A handle of its own contact without that contact's profile was left by a run that was cut off between the two.
    if handle is not None and (arrived.profile is not None or int(handle.id) != contact_id(message.sender)):
        return int(handle.id), dict(handle.data or {})
    return make_contact((message.sender, *message.aliases), company_of(message.sender, context), desk.language, context.now)


def make_contact(handles: tuple[Handle, ...], company: str, language: str, now: datetime) -> tuple[int, dict[str, Any]]:
    first = handles[0]
    number = people.put_handle(first, contact_id(first), "asserted", now, company=company)
    profile: dict[str, Any] = {
        "name": first.name or first.value, "company": company, "handles": [[handle.kind, handle.value] for handle in handles],
    }  # fmt: skip
    for alias in handles[1:]:
        people.put_handle(alias, number, "asserted", now, company=company)
    people.put_object("CT", number, profile, now)
    return number, profile


def company_of(handle: Handle, context: Context) -> str:
    domain = handle.value.partition("@")[2]
    if not domain:
        return ""
    configured = next((company.name for company in context.desk.companies if domain in company.domains), "")
    return configured or people.company_of_domain(domain)


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
    if message.channel not in CHATS:
        return ""
    return seen.chat_key(message.channel, message.recipients[0] if message.recipients else "", message.sender.value)


def _digest_key(arrived: _Arrived) -> str:
    return seen.digest_key(arrived.message.channel, arrived.fingerprint)


def _known(row: seen.SeenRow) -> clues.Known:
    return clues.Known(int(row.ticket), bool(row.seq))


def _remember_message(arrived: _Arrived, ticket: int, context: Context) -> None:
    if arrived.message.channel == "email" and arrived.message.external_id:
        seen.remember_message(arrived.message.external_id, ticket, context.now)


def _sealed(text: str, html: str) -> Sealed:
    return seal(text, html, randomness.token_hex(16))


def suggest(number: int, context: Context) -> None:
    """Say which other open tickets of the contact a new one may continue; a person decides."""
    state = history.load(number)
    others = list(islice(lines.contact_tickets(state.contact, below=number), MOST_SUGGESTED))
    if not others:
        return
    first = rows.find_commits(number, limit=1)[0]
    found = suggestions(state, first.content.text if first.content else "", rows.find_views(others).values())
    history.change(number, Command("suggest", "system", "routing"), context, lambda now, at: Change(found), known=state)


# -- providers report --


def delivery_report(said: StatusReport, context: Context) -> Received:
    """A provider's word on one of our messages, found by its tag or by the id the provider gave it."""
    found = _reported(said)
    if found is None:
        return Received(0, "no message of ours has that tag or id")
    ticket, seq = found
    order_id = f"report:{digest(said.provider_id, said.status, said.recipient, str(seq))[:20]}"
    known = _known_delivery(ticket, seq)
    if said.provider_id:
        seen.remember_message(clues.provider_key(said.channel, said.provider_id), ticket, context.now, ours=seq)
    history.change(ticket, Command(order_id, "provider"), context, lambda state, at: decide.report(state, seq, said, known))
    return Received(ticket, f"message {seq} {said.status}")


def _reported(said: StatusReport) -> tuple[int, int] | None:
    number, _, seq = said.tag.partition("-")
    if number.isdigit() and seq.isdigit():
        return int(number), int(seq)
    row = seen.find(seen.message_key(clues.provider_key(said.channel, said.provider_id)))
    return (int(row.ticket), int(row.seq)) if row and row.seq else None


def _known_delivery(ticket: int, seq: int) -> Delivery | None:
    commits = rows.find_commits(ticket, after=seq, limit=REPORT_SPAN)
    said = [event.status for commit in commits for event in commit.events if isinstance(event, DeliveryReported) and event.of == seq]
    return max(said, key=decide.RANK.__getitem__, default=None)
