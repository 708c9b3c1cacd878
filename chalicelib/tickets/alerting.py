"""The alert that goes with a change, so that whoever watches the ticket is told."""

from dataclasses import replace

from chalicelib.tickets.change import Change
from chalicelib.tickets.onlookers import WatchersAlerted
from chalicelib.tickets.state import State


def alerted(state: State, change: Change, actor: str) -> Change:
    """The change with an alert to all who watch but the one who acts; as it is where nobody does."""
    others = tuple(agent for agent in state.watchers if actor != f"agent:{agent}")
    if not others or not change.events:
        return change
    # Only few tickets are watched, and every command comes by here.
    from chalicelib.tickets.watching import about

    topic = about(change)
    return replace(change, events=(*change.events, WatchersAlerted(others, topic))) if topic else change
