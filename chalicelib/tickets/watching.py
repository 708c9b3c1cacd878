"""Who watches a ticket, and what of a change they are told: what the customer wrote and every new status, never their own acts."""

from chalicelib.channels.message import Automatic
from chalicelib.desk.model import Agent, Desk
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.people.keys import Key, principal_of, sees
from chalicelib.tickets.bonds import MOST_JOINED
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, MessageReceived, StatusChanged
from chalicelib.tickets.onlookers import WatcherAdded, WatcherRemoved, WatchersAlerted, WatchersTold
from chalicelib.tickets.state import State

MESSAGE, STATUS = "message", "status"


def watch(state: State, agent: Agent | None, desk: Desk) -> Change:
    """Raises InvalidInput for nobody, for who does not see the ticket, and beyond the most a ticket may have."""
    if agent is None or not may_see(agent, state, desk):
        raise InvalidInput(FieldFault("user_id", "There is no such agent who sees this ticket"))
    if agent.id in state.watchers:
        return Change()
    if len(state.watchers) >= MOST_JOINED:
        raise InvalidInput(FieldFault("user_id", f"At most {MOST_JOINED} agents watch a ticket"))
    return Change((WatcherAdded(agent.id),))


def unwatch(state: State, agent: int) -> Change:
    return Change((WatcherRemoved(agent),) if agent in state.watchers else ())


def may_see(agent: Agent, state: State, desk: Desk) -> bool:
    who = principal_of(Key(agent.id), "", desk)
    return who is not None and sees(who, state)


def tell(state: State, commit: Commit, desk: Desk) -> Change:
    """The mail that follows from an alert in `commit`: to those who still watch, are there, and see the ticket."""
    alert = next((event for event in commit.events if isinstance(event, WatchersAlerted)), None)
    agents = (desk.agent(number) for number in alert.agents if number in state.watchers) if alert else ()
    recipients = tuple(agent.email for agent in agents if agent and may_see(agent, state, desk))
    if alert is None or not recipients:
        return Change()
    return Change((WatchersTold(commit.seq, alert.about, recipients, _status(commit, desk) if alert.about == STATUS else ""),))


def _status(commit: Commit, desk: Desk) -> str:
    changed = next(event for event in commit.events if isinstance(event, StatusChanged))
    known = desk.status(changed.status)
    return known.name if known else str(changed.status)


def about(change: Change) -> str:
    """What of a change is of interest; the customer's word before the status that it moved."""
    for event in change.events:
        if isinstance(event, MessageReceived) and event.automatic in (Automatic.NO, Automatic.LIST) and not event.third:
            return MESSAGE
    return STATUS if any(isinstance(event, StatusChanged) for event in change.events) else ""
