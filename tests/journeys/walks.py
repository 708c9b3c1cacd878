"""Short words for what agents do in a story, until a route is under test."""

from typing import Any

from chalicelib import clock
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.decide import Author
from chalicelib.tickets.events import Event
from chalicelib.tickets.state import State
from tests.world import World

RESOLVED = 4


def context(world: World) -> Context:
    return Context(desks.current(world.now), world.now, clock.now)


def reply(world: World, ticket: int, text: str) -> None:
    agent = history.load(ticket).agent
    with world.time():
        tickets.reply(ticket, Author(agent, "An agent"), (text, ""), _order(world, f"agent:{agent}"), context(world))
    world.settle()


def update(world: World, ticket: int, **wanted: Any) -> None:
    with world.time():
        tickets.update(ticket, wanted, _order(world, "agent:1"), context(world))
    world.settle()


def resolve(world: World, ticket: int) -> None:
    update(world, ticket, status=RESOLVED)


def state(ticket: int) -> State:
    return history.load(ticket)


def names(ticket: int) -> list[str]:
    return [name for commit in find_commits(ticket) for name in commit.names]


def found(ticket: int, kind: type[Event]) -> list[Any]:
    return [event for commit in find_commits(ticket) for event in commit.events if isinstance(event, kind)]


def _order(world: World, actor: str) -> Command:
    return Command(f"test:{world.now.isoformat()}", actor)
