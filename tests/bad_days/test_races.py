"""Many at once: a cap is never overshot, one ticket has one owner, two commands have both effects, a chat is one ticket."""

from collections import Counter
from contextlib import suppress

import pytest

from chalicelib.desk import actions as desks
from chalicelib.errors import Busy
from chalicelib.routing import actions as routing
from chalicelib.storage import history, loads
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import actions as tickets
from chalicelib.tickets.decide import Author
from chalicelib.tickets.events import TicketAssigned, TicketWaiting
from tests.bad_days import stores
from tests.bad_days.crowd import at_once, open_tickets, present, route
from tests.bad_days.watched import Watched
from tests.handlers.client import Client
from tests.small_desk import DOCUMENT

pytestmark = pytest.mark.slow

MANY = pytest.mark.parametrize(("agents", "cap", "count"), [(3, 4, 30), pytest.param(5, 10, 200, marks=pytest.mark.slow)])


def staffed(world: Watched, agents: int, cap: int) -> None:
    """A desk whose one group has that many equal agents."""
    staff = [{"email": f"a{n}@talo.example", "name": f"A{n}", "groups": ["Support"], "cap": cap} for n in range(agents)]
    smaller = {"groups": [{"name": "Support"}], "agents": staff, "accounts": DOCUMENT["accounts"][:1], "rules": []}
    desks.activate({**DOCUMENT, **smaller}, world.now, "tests")


def owners(numbers: range) -> Counter[int]:
    return Counter(history.load(number).agent for number in numbers)


def told(number: int) -> list[str]:
    """Why a ticket waits, as often as its history says so."""
    return [event.kind for commit in find_commits(number) for event in commit.events if isinstance(event, TicketWaiting)]


@MANY
def test_a_cap_is_never_overshot_and_the_next_in_line_follows(watched: Watched, agents: int, cap: int, count: int) -> None:
    staffed(watched, agents, cap)
    numbers = range(1, count + 1)
    open_tickets(watched, "Support", numbers, priority=lambda number: 3 if number in (count - 1, count) else 1)
    route(watched, numbers)
    held = owners(numbers)
    staff = {agent.id for agent in desks.current(watched.now).agents}
    assert held == dict.fromkeys(staff, cap) | {0: count - agents * cap}
    assert {number: standing.load.total for number, standing in loads.find_standings(staff).items()} == dict.fromkeys(staff, cap)
    waiting = [number for number in numbers if not history.load(number).agent]
    assert {reason for number in waiting for reason in told(number)} == {"capacity"}
    assert all(told(number) for number in waiting)

    done = next(number for number in numbers if number not in waiting)
    first = min(waiting, key=lambda number: (-history.load(number).priority, number))
    Client(watched).call("PUT", f"/tickets/{done}", {"status": 4})
    watched.settle()
    assert [number for number in waiting if history.load(number).agent] == [first]
    assert max(owners(numbers)[agent] for agent in staff) <= cap + 1


def test_two_who_ask_at_once_never_get_the_same_ticket(watched: Watched) -> None:
    staffed(watched, 20, 5)
    open_tickets(watched, "Support", range(1, 13))
    asking = desks.current(watched.now).agents

    def take(place: int) -> int:
        outcome = routing.next_for(asking[place], present(watched), Command(f"take:{place}", f"agent:{place}"))
        return outcome.state.number if outcome else 0

    given = at_once(watched, take, range(20))
    assert Counter(given) == {0: 8, **dict.fromkeys(range(1, 13), 1)}
    assert sum(standing.load.total for standing in loads.find_standings(agent.id for agent in asking).values()) == 12


def test_commands_at_once_on_one_ticket_have_their_effect_once_each(watched: Watched) -> None:
    open_tickets(watched, "Support", [1])

    def say(place: int) -> None:
        # Each is sent twice, and again if the ticket was too busy, as clients do.
        words = (f"answer {place // 2}", "")
        with suppress(Busy):
            tickets.reply(1, Author(1, "Aki"), words, Command(f"reply:{words}", "agent:1"), present(watched))
            return
        say(place)

    at_once(watched, say, range(12))
    said = [commit.content.text for commit in find_commits(1) if commit.content]
    assert sorted(said) == [f"answer {number}" for number in range(6)]


def test_a_ticket_has_one_owner_however_many_assign_it(watched: Watched) -> None:
    staffed(watched, 4, 3)
    open_tickets(watched, "Support", [1])
    route(watched, [1] * 60)
    assigned = [event for commit in find_commits(1) for event in commit.events if isinstance(event, TicketAssigned)]
    assert len(assigned) == 1
    watched.settle()
    staff = [agent.id for agent in desks.current(watched.now).agents]
    assert sum(standing.load.total for standing in loads.find_standings(staff).values()) == 1


def test_messages_of_one_chat_at_once_are_one_ticket(watched: Watched) -> None:
    message = {"from": "358401112223", "timestamp": "1796112000", "type": "text"}
    for number in range(6):
        watched.webhook({"messages": [{**message, "id": f"wamid.{number}", "text": {"body": f"Missä pakettini {number} viipyy?"}}]})
    bodies = stores.waiting("inbound")

    def arrive(body: str) -> None:
        record = {"messageId": "m", "body": body, "eventSource": "aws:sqs"}
        while watched.invoke("on_inbound", {"Records": [record]})["batchItemFailures"]:
            pass

    at_once(watched, arrive, bodies)
    watched.settle()
    (number,) = stores.ticket_numbers()
    assert sum("message.received" in commit.names for commit in find_commits(number)) == 6
