"""Passing a ticket on to third parties, and beginning one with a mail of ours."""

import secrets as randomness

from chalicelib.context import Context
from chalicelib.storage import history, seen
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets import forwarding
from chalicelib.tickets.content import Sealed, seal
from chalicelib.tickets.decide import Author
from chalicelib.tickets.forwarding import Addressed, Beginning
from chalicelib.tickets.state import State
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Letter:
    """Who writes what to whom; words are text and HTML."""

    author: Author
    words: tuple[str, str]
    way: Addressed


def forward(state: State, letter: Letter, order: Command, context: Context) -> Outcome:
    """Raises Inconsistent."""
    sealed = _sealed(letter.words)
    return history.change(
        state.number, order, context, lambda now, at: forwarding.forward(now, letter.author, sealed, letter.way), known=state
    )


def begin(begun: Beginning, letter: Letter, order: Command, context: Context, *, number: int = 0) -> Outcome:
    """A ticket that begins with our mail; `number` if it was taken before. Raises InvalidInput."""
    sealed = _sealed(letter.words)
    return history.open_ticket(
        number or seen.next_number(), order, context, lambda at: forwarding.begin(begun, letter.author, sealed, letter.way, context)
    )


def _sealed(words: tuple[str, str]) -> Sealed:
    return seal(*words, randomness.token_hex(16))
