"""A desk without its queues: contexts, commands and first commits for tests of the Tickets table."""

from collections.abc import Callable
from datetime import datetime, timedelta

from chalicelib.channels.message import Handle
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.storage import history
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import FieldsChanged, TicketOpened
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


def context_of(desk: Desk, stamp: Callable[[], datetime] | None = None) -> Context:
    return Context(desk, START, stamp or Ticking())


def opened(number: int, desk: Desk, *, group: str = "", **fields: object) -> State:
    """A ticket with its first commit."""
    event = TicketOpened("Keitin", "email", "help@kauppa.example", 77, AINO, **fields)  # type: ignore[arg-type]  # the caller's fields
    routed = Change((event, *((FieldsChanged({"group": group}),) if group else ())))
    return history.open_ticket(number, Command("open", "contact:77"), context_of(desk), lambda at: routed).state


def tagged(number: int, tag: str, desk: Desk, *, command: str = "") -> Outcome:
    """One more commit: a tag is added."""
    order = Command(command or f"tag:{tag}", "tests")
    return history.change(number, order, context_of(desk), lambda state, at: adding(state, tag))


def adding(state: State, tag: str) -> Change:
    return Change((FieldsChanged({"tags": [*state.tags, tag]}),) if tag not in state.tags else ())
