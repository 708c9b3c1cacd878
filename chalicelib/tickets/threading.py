"""Where a message belongs: the ladder of evidence, the guard against strangers, and what to do when it belongs nowhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from chalicelib.channels.message import Automatic, Handle, Inbound
from chalicelib.sla.policy import Category
from chalicelib.tickets.events import Evidence
from chalicelib.tickets.state import State
from chalicelib.tickets.thanks import only_thanks

SUBJECT_NUMBER = re.compile(r"\[#(\d{1,12})\]|(?<![\w&])#(\d{1,12})\b")
NEVER_OPENS = {
    Automatic.BOUNCE: "a bounce never opens a ticket",
    Automatic.COMPLAINT: "a complaint report never opens a ticket",
    Automatic.OWN: "our own mail came back",
}


@dataclass(frozen=True, slots=True)
class Clue:
    """One hint at a ticket: how it was found, how sure that way is in percent, and the ticket it names."""

    method: str
    confidence: int
    state: State
    detail: str = ""
    ours: bool = False


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
    refused: list[tuple[int, Evidence]] = []
    for clue in clues:
        if because := objection(message, clue):
            refused.append((clue.state.number, Evidence(clue.method, 0, because)))
            continue
        return _join(message, clue, now, reopen_window)
    if message.automatic in NEVER_OPENS:
        return _dropped(message)
    if message.automatic is Automatic.AUTO_REPLY and refused:
        return Drop(f"an automatic reply, and {refused[0][1].detail}")
    return Open(Evidence("new", 100, "nothing names an earlier ticket"), suggest=tuple(dict(refused).items()))


def _dropped(message: Inbound) -> Drop:
    return Drop(": ".join(filter(None, (NEVER_OPENS[message.automatic], message.automatic_because))))


def objection(message: Inbound, clue: Clue) -> str:
    """Why this clue does not count for this message, or nothing."""
    if message.automatic in (Automatic.BOUNCE, Automatic.COMPLAINT):
        return "" if clue.ours else "a bounce counts only with a token or id of ours"
    if not is_party(message.sender, clue.state):
        return f"{message.sender.value} is not a party of ticket {clue.state.number}"
    if message.verdicts.dmarc == "FAIL":
        return f"the sender {message.sender.value} is not proven (DMARC failed)"
    return ""


def is_party(sender: Handle, state: State) -> bool:
    known = (state.requester, *state.participants)
    return any(handle.kind == sender.kind and handle.value == sender.value for handle in known)


def _join(message: Inbound, clue: Clue, now: datetime, reopen_window: timedelta) -> Where:
    state, evidence = clue.state, Evidence(clue.method, clue.confidence, clue.detail)
    if message.automatic not in (Automatic.NO, Automatic.LIST) or only_thanks(message):
        return Append(state.number, evidence)
    if ended := _ended(state, now, reopen_window):
        return Open(Evidence(clue.method, clue.confidence, ended), follows=state.number)
    return Append(state.number, evidence)


def _ended(state: State, now: datetime, reopen_window: timedelta) -> str:
    if state.category is Category.CLOSED or state.deleted:
        return f"ticket {state.number} is closed: this is its follow-up"
    if state.stats.resolved and now - state.stats.resolved > reopen_window:
        return f"ticket {state.number} was resolved more than {reopen_window.days} days ago: this is its follow-up"
    return ""


def subject_numbers(subject: str) -> Iterator[int]:
    """Ticket numbers that a subject names, as in `[#7]` or `#7`; the weakest evidence there is."""
    for match in SUBJECT_NUMBER.finditer(subject[:500]):
        yield int(match[1] or match[2])
