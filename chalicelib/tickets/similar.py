"""Whether a new ticket continues another open one of the same contact, perhaps through another channel: a suggestion, never a join."""

import re
from collections.abc import Iterable

from chalicelib.tickets.events import Evidence, JoinSuggested
from chalicelib.tickets.state import State

ORDER_NUMBER = re.compile(r"\b\d{4,14}\b")
WORD = re.compile(r"[^\W\d_]{3,}")
ALIKE = 50
SAME_ORDER = 80


def suggestions(state: State, text: str, others: Iterable[State]) -> tuple[JoinSuggested, ...]:
    """One suggestion for each open ticket of the contact that names the same order or has a like subject."""
    found = ((other, _evidence(state, text, other)) for other in others if other.number != state.number and other.is_open)
    return tuple(JoinSuggested(other.number, evidence) for other, evidence in found if evidence and other.number not in state.suggested)


def _evidence(state: State, text: str, other: State) -> Evidence | None:
    orders = set(ORDER_NUMBER.findall(f"{state.subject} {text}")) & set(ORDER_NUMBER.findall(other.subject))
    if orders:
        return Evidence("same order", SAME_ORDER, f"both name {', '.join(sorted(orders))}, and the contact is the same")
    mine, theirs = _words(state.subject), _words(other.subject)
    share = 100 * len(mine & theirs) // max(1, len(mine | theirs))
    if share >= ALIKE:
        return Evidence("like subject", share, f"{share} % of the subjects' words are the same, and so is the contact")
    return None


def _words(subject: str) -> frozenset[str]:
    return frozenset(WORD.findall(subject.casefold()))
