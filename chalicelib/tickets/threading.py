"""Where a message belongs: the ladder of evidence, the guard against strangers, and what to do when it belongs nowhere."""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta

from chalicelib.channels.message import Automatic, Handle, Inbound
from chalicelib.sla.policy import Category
from chalicelib.tickets.events import Evidence
from chalicelib.tickets.state import State
from chalicelib.tickets.thanks import only_thanks
from chalicelib.values import dataclass

SUBJECT_NUMBER = re.compile(r"\[#(\d{1,12})\]|(?<![\w&])#(\d{1,12})\b")
CHAT, TOKEN, SUBJECT = "chat", "reply address", "subject number"
# An alert that comes back so soon after its end is the same trouble; later it is a new one.
FLAPPING = timedelta(hours=1)
NEVER_OPENS = {
    Automatic.BOUNCE: "a bounce never opens a ticket",
    Automatic.COMPLAINT: "a complaint report never opens a ticket",
    Automatic.OWN: "our own mail came back",
    Automatic.EVENT: "what happened to an earlier message never opens a ticket",
}


@dataclass(frozen=True, slots=True)
class Clue:
    """One hint at a ticket: how it was found, how sure that way is in percent, and the ticket it names.

    `lands` is the ticket that the named one was merged into, None if it was not.
    """

    method: str
    confidence: int
    state: State
    detail: str = ""
    ours: bool = False
    lands: State | None = None

    @property
    def home(self) -> State:
        """Where a message belongs that means the named ticket."""
        return self.lands or self.state

    @property
    def evidence(self) -> Evidence:
        if self.lands is None:
            return Evidence(self.method, self.confidence, self.detail)
        merged = f"ticket {self.state.number} was merged into this one"
        return Evidence(self.method, self.confidence, f"{self.detail}; {merged}" if self.detail else merged, self.state.number)


@dataclass(frozen=True, slots=True)
class Open:
    """A new ticket; `follows` continues a closed one, `suggest` names one it may belong to."""

    evidence: Evidence
    follows: int = 0
    suggest: tuple[tuple[int, Evidence], ...] = ()


@dataclass(frozen=True, slots=True)
class Append:
    """The message joins this ticket."""

    ticket: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Drop:
    """No ticket comes of it; the raw message and this reason are kept."""

    because: str


Where = Open | Append | Drop


def decide(message: Inbound, clues: tuple[Clue, ...], now: datetime, reopen_window: timedelta) -> Where:
    """The first clue of the ladder that holds decides; `clues` come in ladder order, strongest first."""
    if message.automatic is Automatic.OWN:
        return _dropped(message)
    reopen_window = min(reopen_window, FLAPPING) if message.conversation else reopen_window
    refused: list[tuple[int, Evidence]] = []
    for clue in clues:
        if because := objection(message, clue):
            refused.append((clue.state.number, Evidence(clue.method, 0, because)))
            continue
        joined = _join(message, clue, now, reopen_window)
        return joined if isinstance(joined, Append) else _living_chat(message, clues, now, reopen_window) or joined
    if message.automatic in NEVER_OPENS:
        return _dropped(message)
    if message.automatic is Automatic.AUTO_REPLY and refused:
        return Drop(f"an automatic reply, and {refused[0][1].detail}")
    return Open(Evidence("new", 100, "nothing names an earlier ticket"), suggest=tuple(dict(refused).items()))


def _living_chat(message: Inbound, clues: tuple[Clue, ...], now: datetime, reopen_window: timedelta) -> Append | None:
    """Who quotes an old message in a chat goes on with the chat's present ticket while that lives."""
    for clue in clues:
        if clue.method == CHAT and not objection(message, clue) and not _ended(clue.home, now, reopen_window):
            return Append(clue.home.number, clue.evidence)
    return None


def _dropped(message: Inbound) -> Drop:
    return Drop(": ".join(filter(None, (NEVER_OPENS[message.automatic], message.automatic_because))))


def objection(message: Inbound, clue: Clue) -> str:
    """Why this clue does not count for this message, or nothing."""
    if message.automatic in (Automatic.BOUNCE, Automatic.COMPLAINT):
        return "" if clue.ours else "a bounce counts only with a token or id of ours"
    if is_nobodys(message):
        return "" if clue.method != CHAT else "nobody is named whose chat it is"
    parties = (message.sender, *message.aliases)
    if not any(is_party(handle, state) for handle in parties for state in (clue.state, clue.home)) and not is_beside(message, clue):
        return f"{message.sender.value} is not a party of ticket {clue.state.number}"
    if message.verdicts.dmarc == "FAIL":
        return f"the sender {message.sender.value} is not proven (DMARC failed)"
    return ""


def is_nobodys(message: Inbound) -> bool:
    """Whether the provider itself tells what happened to a message, without saying who did it."""
    return message.automatic is Automatic.EVENT and not message.sender.value


def is_party(sender: Handle, state: State) -> bool:
    known = (state.requester, *state.participants)
    # Two senders of whom nothing is known are not the same one.
    is_known = any(handle.kind == sender.kind and handle.value == sender.value for handle in known)
    return bool(sender.value) and (is_known or is_third(sender, state))


def is_third(sender: Handle, state: State) -> bool:
    """Whether the ticket was forwarded to them and they are nobody else on it."""
    is_ours = any(handle.value == sender.value for handle in (state.requester, *state.participants))
    return sender.kind == "email" and sender.value in state.thirds and not is_ours


def is_beside(message: Inbound, clue: Clue) -> bool:
    """Whether the message was written in the very thread that the ticket is about, where everybody reads everybody.

    A number in a subject names no thread: a caller's name, which stands in ours, is anybody's to choose.
    """
    is_there = message.channel == clue.state.channel and message.recipients[:1] == (clue.state.account,)
    return bool(message.thread) and clue.method != SUBJECT and is_there


def _join(message: Inbound, clue: Clue, now: datetime, reopen_window: timedelta) -> Where:
    if message.automatic in (Automatic.BOUNCE, Automatic.COMPLAINT):
        # It speaks of a mail of this very ticket, wherever that was merged since.
        return Append(clue.state.number, Evidence(clue.method, clue.confidence, clue.detail))
    state, evidence = clue.home, clue.evidence
    if message.automatic not in (Automatic.NO, Automatic.LIST) or only_thanks(message):
        return Append(state.number, evidence)
    if ended := _ended(state, now, reopen_window):
        return Open(Evidence(clue.method, clue.confidence, ended), follows=state.number)
    return Append(state.number, evidence)


def _ended(state: State, now: datetime, reopen_window: timedelta) -> str:
    if state.category is Category.CLOSED or state.deleted:
        return f"ticket {state.number} is closed: this is its follow-up"
    if state.stats.resolved and now - state.stats.resolved > reopen_window:
        span = f"{reopen_window.days} days" if reopen_window.days else f"{int(reopen_window.total_seconds()) // 60} minutes"
        return f"ticket {state.number} was resolved more than {span} ago: this is its follow-up"
    return ""


def subject_numbers(subject: str) -> Iterator[int]:
    """Ticket numbers that a subject names, as in `[#7]` or `#7`; the weakest evidence there is."""
    for match in SUBJECT_NUMBER.finditer(subject[:500]):
        yield int(match[1] or match[2])
