"""Whether a new ticket continues another open one of the same contact, perhaps through another channel: a suggestion, never a join."""

import re
from collections.abc import Iterable

from chalicelib.channels.sources import SOURCES, source_of
from chalicelib.tickets.events import Evidence, JoinSuggested
from chalicelib.tickets.state import State

ORDER_NUMBER = re.compile(r"\b\d{4,14}\b")
DIGITS = re.compile(r"\d{4,}")
WORD = re.compile(r"[^\W\d_]{3,}")
ALIKE = 50
KNOWN_CALLER = 60
SAME_ORDER = 80


def suggestions(state: State, text: str, others: Iterable[State]) -> tuple[JoinSuggested, ...]:
    """One suggestion for each open ticket of the contact that names the same order or has a like subject.

    A call says nothing of what it is about: it may be about the contact's open ticket that changed last.
    """
    opened = [other for other in others if other.number != state.number and other.is_open and other.number not in state.suggested]
    found = [JoinSuggested(other.number, evidence) for other in opened if (evidence := _evidence(state, text, other))]
    if not found and is_call(state) and opened:
        latest = max(opened, key=lambda other: other.updated_at)
        because = "the caller's number is the contact's, and this open ticket of theirs changed last"
        found = [JoinSuggested(latest.number, Evidence("known caller", KNOWN_CALLER, because))]
    return tuple(found)


def is_call(state: State) -> bool:
    """Whether the ticket began with a phone call, whose subject is ours and no word of the caller's."""
    return source_of(state.channel) == SOURCES["phone"]


def _evidence(state: State, text: str, other: State) -> Evidence | None:
    orders = (_orders(f"{state.subject} {text}") & _orders(other.subject)) - _numbers(state) - _numbers(other)
    if orders:
        return Evidence("same order", SAME_ORDER, f"both name {', '.join(sorted(orders))}, and the contact is the same")
    if is_call(state) or is_call(other):
        return None
    mine, theirs = _words(state.subject), _words(other.subject)
    share = 100 * len(mine & theirs) // max(1, len(mine | theirs))
    if share >= ALIKE:
        return Evidence("like subject", share, f"{share} % of the subjects' words are the same, and so is the contact")
    return None


def _orders(said: str) -> set[str]:
    return set(ORDER_NUMBER.findall(said))


def _numbers(state: State) -> set[str]:
    """The numbers by which the people of a ticket, and we on it, are reached: nobody's order."""
    reached = [state.account, *(handle.value for handle in (state.requester, *state.participants))]
    return {digits for place in reached for digits in DIGITS.findall(place)}


def _words(subject: str) -> frozenset[str]:
    return frozenset(WORD.findall(subject.casefold()))
