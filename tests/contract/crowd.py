"""A crowd at one desk, run as a process of its own against the tables its environment names: 200 tickets, 5 agents, many hands at once.

Prints one JSON line that the test reads.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from chalicelib import clock
from chalicelib.channels.message import Handle, Inbound
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.errors import Passing
from chalicelib.routing import actions as routing
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.loads import find_standings
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.decide import Author
from chalicelib.tickets.events import TicketAssigned, TicketWaiting
from chalicelib.tickets.subscriptions import Announcement

AGENTS, CAP, TICKETS, HANDS = 5, 10, 200, 16
DOCUMENT: dict[str, Any] = {
    "name": "Crowd",
    "default_group": "Support",
    "groups": [{"name": "Support"}],
    "agents": [{"email": f"a{n}@talo.example", "name": f"A{n}", "groups": ["Support"], "cap": CAP} for n in range(AGENTS)],
}


def context() -> Context:
    now = clock.now()
    return Context(desks.current(now), now, clock.now)


def open_one(position: int) -> int:
    customer = Handle("email", f"c{position}@asiakas.example")
    message = Inbound("email", f"<{position}@crowd>", customer, clock.now(), subject=f"Question {position}", text="Hello")
    order = Command(f"open:{position}", "administrator")
    fields = {"priority": 4 if position == TICKETS - 1 else 1}
    return tickets.open_by_hand(message, Author(0, "crowd"), fields, order, context(), contact=position + 1).state.number


def route(number: int) -> None:
    """As SQS would: a passing fault brings the message back."""
    patiently(lambda: routing.work(Announcement(number, 1, ("ticket.opened",)), context()))


def patiently(work: Callable[[], None]) -> None:
    while True:
        try:
            return work()
        except Passing:
            continue


def standing(numbers: list[int]) -> dict[str, Any]:
    states = [history.load(number) for number in numbers]
    loads = find_standings(agent.id for agent in desks.current(clock.now()).agents)
    return {
        "assigned": sum(1 for state in states if state.agent),
        "waiting": sum(1 for state in states if state.waiting == "capacity" and not state.agent),
        "per_agent": sorted(Counter(state.agent for state in states if state.agent).values()),
        "loads": sorted(row.load.total for row in loads.values()),
        "reasons": all(_told(state.number) for state in states if not state.agent),
        "owners": max(_assignments(number) for number in numbers),
    }


def _told(number: int) -> bool:
    return any(event.because for commit in find_commits(number) for event in commit.events if isinstance(event, TicketWaiting))


def _assignments(number: int) -> int:
    return sum(isinstance(event, TicketAssigned) for commit in find_commits(number) for event in commit.events)


def main() -> int:
    desks.activate(DOCUMENT, clock.now(), "crowd")
    with ThreadPoolExecutor(HANDS) as hands:
        numbers = sorted(hands.map(open_one, range(TICKETS)))
        list(hands.map(route, [*numbers, *numbers[::7]]))
        first = standing(numbers)
        freed = next(number for number in numbers if history.load(number).agent)
        tickets.update(freed, {"status": 4}, Command("resolve", "administrator"), context())
        waiting = [number for number in numbers if not history.load(number).agent]
        patiently(lambda: routing.work(Announcement(freed, history.load(freed).version, ("status.changed",)), context()))
        followed = [number for number in waiting if history.load(number).agent]
    urgent = [number for number in waiting if history.load(number).priority == 4]
    print(json.dumps({"unique": len(set(numbers)), **first, "followed": followed, "next": (urgent or waiting)[:1]}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
