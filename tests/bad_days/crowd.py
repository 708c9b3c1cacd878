"""Many at once: threads that hand work to the handlers, switched as often as the interpreter can."""

import sys
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar

from chalice.local import LambdaContext

from chalicelib import clock
from chalicelib.channels.message import Handle
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import TicketOpened, TicketRouted
from chalicelib.tickets.subscriptions import Announcement
from tests.bad_days.watched import Watched

THREADS = 12
BATCH = 10
T = TypeVar("T")
R = TypeVar("R")


@contextmanager
def hurry() -> Iterator[None]:
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


def at_once(world: Watched, work: Callable[[T], R], things: Iterable[T]) -> list[R]:
    """The work on all things in parallel, and what came of each."""
    with hurry(), world.time(), ThreadPoolExecutor(THREADS) as crowd:
        return list(crowd.map(work, things))


def present(world: Watched) -> Context:
    return Context(desks.current(world.now), world.now, clock.now)


def open_tickets(world: Watched, group: str, numbers: Iterable[int], priority: Callable[[int], int] = lambda number: 1) -> None:
    """Tickets that nobody has been given yet."""
    for number in numbers:
        aino = Handle("email", "aino@asiakas.example")
        opened = TicketOpened(f"Ticket {number}", "email", "help@kauppa.example", number, aino, priority=priority(number))
        change = Change((opened, TicketRouted(group, "by hand", "for a test")))
        with world.time():
            history.open_ticket(number, Command(f"open:{number}", "system"), present(world), _always(change))


def _always(change: Change) -> Callable[[datetime], Change]:
    return lambda at: change


def route(world: Watched, numbers: Iterable[int]) -> None:
    """Every ticket's announcement, in batches handed over at once; what comes back is handed over again."""
    pending = [to_json(Announcement(number, 1, ("ticket.opened", "ticket.routed"))).decode() for number in numbers]
    for _ in range(20):
        batches = [pending[start : start + BATCH] for start in range(0, len(pending), BATCH)]
        pending = [body for failed in at_once(world, lambda batch: _routed(world, batch), batches) for body in failed]
        if not pending:
            return
    raise AssertionError(f"{len(pending)} announcements never succeed")


def _routed(world: Watched, bodies: list[str]) -> list[str]:
    records = [{"messageId": str(place), "body": body, "eventSource": "aws:sqs"} for place, body in enumerate(bodies)]
    answer = world.app.handler_map["on_routing"]({"Records": records}, LambdaContext("on_routing", 512, 60_000))
    return [bodies[int(row["itemIdentifier"])] for row in answer["batchItemFailures"]]
