"""What the events of watchers and third parties change."""

from dataclasses import replace

from chalicelib.tickets import onlookers as ev
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import apply
from chalicelib.tickets.state import Outgoing, State

MOST_THIRDS = 30


@apply.register
def _(event: ev.WatcherAdded, state: State, commit: Commit) -> State:
    return replace(state, watchers=tuple(dict.fromkeys((*state.watchers, event.agent))))


@apply.register
def _(event: ev.WatcherRemoved, state: State, commit: Commit) -> State:
    return replace(state, watchers=tuple(agent for agent in state.watchers if agent != event.agent))


@apply.register
def _(event: ev.WatchersTold, state: State, commit: Commit) -> State:
    return replace(state, outgoing=(*state.outgoing, Outgoing(commit.seq, "watch")))


@apply.register
def _(event: ev.ForwardWritten, state: State, commit: Commit) -> State:
    addresses = dict.fromkeys((*state.thirds, *event.to, *event.cc, *event.bcc))
    outgoing = (*state.outgoing, Outgoing(commit.seq, "forward"))
    return replace(state, thirds=tuple(addresses)[:MOST_THIRDS], outgoing=outgoing)
