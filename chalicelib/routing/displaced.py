"""Tickets whose agent or group a new configuration no longer has."""

from collections.abc import Iterator

from chalicelib.desk.model import Desk
from chalicelib.tickets.events import Event, TicketReleased, TicketRouted
from chalicelib.tickets.state import State


def displaced(state: State, desk: Desk) -> Iterator[Event]:
    """What brings an open ticket back to somebody who is there: its group under the new name, or the default one."""
    if not state.is_open:
        return
    if state.agent and desk.agent(state.agent) is None:
        yield TicketReleased(state.agent, "the agent is no longer there")
    if state.group and desk.group(state.group) is None:
        renamed = desk.group_formerly(state.group)
        because = f"{state.group} is called {renamed.name} now" if renamed else f"there is no group {state.group} any more"
        yield TicketRouted(renamed.name if renamed else desk.default_group, "", because)
