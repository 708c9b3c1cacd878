"""A desk without its queues: contexts, commands and first commits for tests of the tables."""

from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, Event, FieldsChanged, TicketOpened
from chalicelib.tickets.state import State
from tests.world import START

AINO = Handle("email", "aino@asiakas.example", "Aino Aalto")


class Ticking:
    """A clock that moves a second at each look and remembers what it said."""

    def __init__(self) -> None:
        self.said: list[datetime] = []

    def __call__(self) -> datetime:
        self.said.append(START + timedelta(seconds=len(self.said)))
        return self.said[-1]


def context_of(desk: Desk, clock: Ticking | None = None) -> Context:
    return Context(desk, START, clock or Ticking())


def opening(**fields: Any) -> TicketOpened:
    usual: dict[str, Any] = {"subject": "Keitin", "channel": "email", "account": "help@kauppa.example", "contact": 77, "requester": AINO}
    return TicketOpened(**usual | fields)


def opened(number: int, desk: Desk, *more: Event, **fields: Any) -> State:
    """A ticket with its first commit."""
    change = Change((opening(**fields), *more))
    return history.open_ticket(number, Command("open", "contact:77"), context_of(desk), lambda at: change).state


def tagged(number: int, tag: str, desk: Desk, *, command: str = "", clock: Ticking | None = None) -> Outcome:
    """One more commit: a tag is added."""
    order = Command(command or f"tag:{tag}", "tests", "a test")
    return history.change(number, order, context_of(desk, clock), lambda state, at: adding(state, tag))


def adding(state: State, tag: str) -> Change:
    return Change((FieldsChanged({"tags": [*state.tags, tag]}),) if tag not in state.tags else ())


def commit_only(state: State, tag: str) -> Commit:
    """A commit whose writer died before it wrote the VIEW."""
    commit = Commit(state.number, state.version + 1, f"tag:{tag}", START, "rival", "v1", adding(state, tag).events)
    assert rows.CommitRow.of(commit).put_once() is None
    return commit
