"""What the events of tickets that belong together change."""

from dataclasses import replace
from typing import Any

from chalicelib.tickets import joining as ev
from chalicelib.tickets.bonds import CHILD, PARENT, RELATED, TRACKER
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import apply
from chalicelib.tickets.state import State

POINTERS = {CHILD: "parent", RELATED: "tracker"}
LISTS = {PARENT: "children", TRACKER: "related"}


@apply.register
def _(event: ev.TicketMerged, state: State, commit: Commit) -> State:
    return _bound(state, merged_into=event.into, merged_seq=commit.seq, status_before=event.before)


@apply.register
def _(event: ev.TicketUnmerged, state: State, commit: Commit) -> State:
    return _bound(state, merged_into=0, merged_seq=0, status_before=0)


@apply.register
def _(event: ev.TicketAbsorbed, state: State, commit: Commit) -> State:
    known = {(handle.kind, handle.value) for handle in (state.requester, *state.participants)}
    joined = tuple(handle for handle in event.participants if (handle.kind, handle.value) not in known)
    state = replace(state, participants=(*state.participants, *joined)[:20])
    return _bound(state, merged=_with(state.bonds.merged, event.other))


@apply.register
def _(event: ev.TicketParted, state: State, commit: Commit) -> State:
    return _bound(state, merged=_without(state.bonds.merged, event.other))


@apply.register
def _(event: ev.MessagesMoved, state: State, commit: Commit) -> State:
    others = tuple(pair for pair in state.bonds.moved if pair[0] not in event.seqs)
    return _bound(state, moved=(*others, *((seq, event.to) for seq in event.seqs)))


@apply.register
def _(event: ev.TicketSplit, state: State, commit: Commit) -> State:
    return _bound(state, split_from=event.source)


@apply.register
def _(event: ev.TicketLinked, state: State, commit: Commit) -> State:
    if event.role in POINTERS:
        return _bound(state, **{POINTERS[event.role]: event.other})
    return _bound(state, **{LISTS[event.role]: _with(state.bonds.listed(event.role), event.other)})


@apply.register
def _(event: ev.TicketUnlinked, state: State, commit: Commit) -> State:
    if event.role in POINTERS:
        return _bound(state, **{POINTERS[event.role]: 0})
    return _bound(state, **{LISTS[event.role]: _without(state.bonds.listed(event.role), event.other)})


def _bound(state: State, **changes: Any) -> State:
    return replace(state, bonds=replace(state.bonds, **changes))


def _with(numbers: tuple[int, ...], one: int) -> tuple[int, ...]:
    return tuple(dict.fromkeys((*numbers, one)))


def _without(numbers: tuple[int, ...], one: int) -> tuple[int, ...]:
    return tuple(number for number in numbers if number != one)
