"""Watching a ticket, and telling those who do."""

from chalicelib.context import Context
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets import watching
from chalicelib.tickets.state import State


def watch(state: State, agent: int, order: Command, context: Context) -> Outcome:
    """Raises InvalidInput where that agent is not there or does not see the ticket."""
    desk = context.desk
    return history.change(state.number, order, context, lambda now, at: watching.watch(now, desk.agent(agent), desk), known=state)


def unwatch(state: State, agent: int, order: Command, context: Context) -> Outcome:
    return history.change(state.number, order, context, lambda now, at: watching.unwatch(now, agent), known=state)


def tell(number: int, seq: int, context: Context) -> bool:
    """Have those told who watch for what commit `seq` did, once however often this runs; whether there was anybody."""
    first, *later = rows.find_commits(number, after=seq - 1)
    order = Command(f"watch:{seq}", "system", "watchers")
    if any(commit.id == order.id for commit in later):
        return False
    return history.change(number, order, context, lambda state, at: watching.tell(state, first, context.desk)).commit is not None
