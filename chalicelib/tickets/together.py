"""The conversation of a ticket with those that were merged into it, in order of time, each thing said once."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chalicelib.tickets.events import Commit, MessageReceived
from chalicelib.tickets.state import State
from chalicelib.tickets.views import Conversation, conversations
from chalicelib.values import dataclass

SPLIT = "split"


@dataclass(frozen=True, slots=True)
class Told:
    """Something said, and the ticket on which it was."""

    said: Conversation
    state: State


def together(own: tuple[State, Iterable[Commit]], others: Iterable[tuple[State, Iterable[Commit]]]) -> tuple[Told, ...]:
    """Oldest first. Of tickets that were merged into this one the opening too; what a split moved out is marked unless it came back."""
    merged = tuple(others)
    members = {own[0].number, *(state.number for state, _ in merged)}
    found = [*_told(own, members, opening=False)]
    for one in merged:
        found += _told(one, members, opening=True)
    return tuple(sorted(found, key=lambda told: (told.said.at, told.said.ticket, told.said.seq)))


def _told(one: tuple[State, Iterable[Commit]], members: set[int], *, opening: bool) -> Iterator[Told]:
    state, commits = one
    moved = {seq: to for seq, to in state.bonds.moved if to not in members}
    for said in conversations(commits, opening=opening):
        if not (is_quote(said) and state.bonds.split_from in members):
            yield Told(replace(said, moved_to=moved.get(said.seq, 0)) if said.seq in moved else said, state)


def is_quote(said: Conversation) -> bool:
    """Whether it was said elsewhere first, and a split brought it here."""
    return isinstance(said.event, MessageReceived) and said.event.evidence.method == SPLIT
