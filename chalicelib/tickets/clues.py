"""Which tickets a message hints at, in the order of the ladder: what to look up, and what the look-up proves."""

from collections.abc import Iterator, Mapping

from chalicelib.channels.message import Automatic, Inbound
from chalicelib.channels.registry import CHATS_OF
from chalicelib.ids import TICKET_TOKEN, ticket_of
from chalicelib.tickets.merging import homes
from chalicelib.tickets.state import State
from chalicelib.tickets.threading import CHAT, SUBJECT, TOKEN, Append, Clue, Where, subject_numbers
from chalicelib.values import dataclass

SES_DOMAIN = "amazonses.com>"
MOST_REFERENCES = 20
MOST_NUMBERS = 3
ROOT, MARKER, KNOWN = "our message", "hidden marker", "known message"
# Found in the message itself, or by a reference: no further reference would weigh more.
STRONG = frozenset({TOKEN, ROOT, MARKER, KNOWN})
FAILURES = frozenset({Automatic.BOUNCE, Automatic.COMPLAINT})
CONFIDENCE = {TOKEN: 100, ROOT: 98, MARKER: 95, KNOWN: 90, CHAT: 90, SUBJECT: 70}


@dataclass(frozen=True, slots=True)
class Hint:
    """A ticket number and how the message came to name it."""

    method: str
    ticket: int
    detail: str
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the Seen table says of a message id; `ours` when a mail of ours had it, and then `seq` is the commit that wrote it."""

    ticket: int
    ours: bool
    seq: int = 0


def lookups(message: Inbound) -> tuple[str, ...]:
    """The message ids worth looking up."""
    return tuple(dict.fromkeys(canonical(reference, message.channel) for reference in message.references))[:MOST_REFERENCES]


def canonical(reference: str, channel: str = "email") -> str:
    """A message id as it is stored: SES gives ours a domain of the region, so only its local part counts there.

    An id of another channel counts within that channel only.
    """
    if channel != "email":
        return provider_key(channel, reference)
    if reference.endswith(SES_DOMAIN):
        return f"<{reference.strip('<>').partition('@')[0]}@ses>"
    return reference


def provider_key(channel: str, provider_id: str) -> str:
    """Under which name a provider's id of a message of ours is remembered."""
    return f"<{provider_id}@ses>" if channel == "email" else f"<{provider_id}@{CHATS_OF.get(channel, channel)}>"


def hints(message: Inbound, known: Mapping[str, Known], chat: int | None, keys: Mapping[str, str]) -> tuple[Hint, ...]:
    """Every hint, strongest first; forged tokens are no hints."""
    return tuple(_hints(message, known, chat, keys))


def _hints(message: Inbound, known: Mapping[str, Known], chat: int | None, keys: Mapping[str, str]) -> Iterator[Hint]:
    rows = [(reference, known.get(canonical(reference, message.channel))) for reference in message.references[:MOST_REFERENCES]]
    # A forwarder of ours may have rewritten the envelope; the header still says where the mail was meant to go.
    for address in (*message.recipients, *(handle.value for handle in (*message.to, *message.cc))):
        yield from _token(TOKEN, address.partition("@")[0], keys)
    for reference, row in rows:
        yield from _token(ROOT, reference.strip("<>").partition("@")[0], keys)
        yield from (Hint(ROOT, row.ticket, reference, ours=True),) if row and row.ours else ()
    for marker in message.markers:
        yield from _token(MARKER, marker, keys)
    yield from (Hint(KNOWN, row.ticket, reference) for reference, row in rows if row and not row.ours)
    if chat:
        yield Hint(CHAT, chat, "the present ticket of this chat")
    for number in list(subject_numbers(message.subject))[:MOST_NUMBERS]:
        yield Hint(SUBJECT, number, f"#{number} in the subject")


def is_certain(message: Inbound, known: Mapping[str, Known], where: Where) -> bool:
    """Whether no reference that the Seen table may know by now could change the decision."""
    if all(reference in known for reference in lookups(message)):
        return True
    return isinstance(where, Append) and where.evidence.method in STRONG and message.automatic not in FAILURES


def reported(message: Inbound, ticket: int, known: Mapping[str, Known]) -> int:
    """Which message of ours on this ticket a bounce or complaint speaks of: the seq of its commit, 0 if it does not say."""
    if message.automatic not in FAILURES:
        return 0
    number, _, seq = message.about.partition("-")
    if number == str(ticket):
        return int(seq)
    return next((row.seq for row in known.values() if row.ours and row.ticket == ticket), 0)


def _token(method: str, text: str, keys: Mapping[str, str]) -> Iterator[Hint]:
    match = TICKET_TOKEN.search(text)
    number = ticket_of(match[0], keys) if match else None
    if number is not None:
        yield Hint(method, number, f"the token of ticket {number}", ours=True)


def clues(hinted: tuple[Hint, ...], states: Mapping[int, State]) -> tuple[Clue, ...]:
    """Hints whose ticket exists; one ticket is judged once, by its strongest hint. `states` go on to where they were merged."""
    lands = homes(states)
    first = {hint.ticket: hint for hint in reversed(hinted)}
    found = (hint for hint in dict.fromkeys(first[hint.ticket] for hint in hinted) if hint.ticket in states)
    return tuple(_clue(hint, states[hint.ticket], lands[hint.ticket]) for hint in found)


def _clue(hint: Hint, state: State, lands: State) -> Clue:
    return Clue(hint.method, CONFIDENCE[hint.method], state, hint.detail, hint.ours, None if lands is state else lands)
