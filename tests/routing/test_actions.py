"""Giving tickets away: a place is reserved before the commit and given back unless it stands; nobody is passed over in the line."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.channels.message import Handle
from chalicelib.context import Context
from chalicelib.desk.model import Agent, Desk, Group
from chalicelib.people.load import Entry
from chalicelib.routing import actions as routing
from chalicelib.storage import history, loads
from chalicelib.storage.history import Command
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.change import Change
from chalicelib.tickets.decide import update
from chalicelib.tickets.events import Event, StatusChanged, TicketAssigned, TicketOpened, TicketReleased, TicketWaiting
from chalicelib.tickets.state import State
from chalicelib.tickets.subscriptions import Announcement
from tests.storage.faults import LOST, failing
from tests.world import START

AINO = Handle("email", "aino@asiakas.example")
BIRGIT, CECILIA = 21, 22
MINUTE = timedelta(minutes=1)


@pytest.fixture
def team(desk: Desk) -> Desk:
    """One team of two: Birgit speaks Finnish only and takes one ticket, Cecilia speaks Swedish too and takes two."""
    agents = (
        Agent(BIRGIT, "birgit@talo.example", "Birgit", ("Team",), ("fi",), cap=1),
        Agent(CECILIA, "cecilia@talo.example", "Cecilia", ("Team",), ("fi", "sv"), cap=2),
    )
    return replace(desk, groups=(Group(1, "Team"),), agents=agents, default_group="Team", rules=())


def work(team: Desk, after: timedelta = timedelta(0)) -> Context:
    return Context(team, START + after, lambda: START + after)


def opened(team: Desk, number: int, **fields: Any) -> None:
    usual: dict[str, Any] = {"language": "fi", "arrived": START + number * MINUTE, "by_agent": 1}
    event = TicketOpened("Keitin", "email", "help@kauppa.example", 77, AINO, **usual | fields)
    history.open_ticket(number, Command("open", "tests"), work(team), lambda at: Change((event,)))


def routed(team: Desk, *numbers: int, after: timedelta = timedelta(0)) -> None:
    """What the queue does with each ticket's newest commit."""
    for number in numbers:
        newest = find_commits(number)[-1]
        routing.work(Announcement(number, newest.seq, newest.names), work(team, after))


def changed(team: Desk, number: int, **wanted: Any) -> None:
    order = Command(f"set:{wanted}:{history.load(number).version}", "tests")
    history.change(number, order, work(team), lambda state, at: update(state, wanted, team, at))


def owners(*numbers: int) -> list[int]:
    return [history.load(number).agent for number in numbers]


def carried(team: Desk) -> dict[int, set[int]]:
    """The tickets in each agent's load; the total is their sum."""
    found = routing.standings(team)
    assert all(row.load.total == len(row.load.entries) for row in found.values())
    return {agent: set(row.load.entries) for agent, row in found.items()}


def said(number: int, kind: type[Event]) -> list[Any]:
    return [event for commit in find_commits(number) for event in commit.events if isinstance(event, kind)]


# -- giving --


def test_tickets_are_given_until_everybody_is_full_and_the_rest_wait_with_a_reason(team: Desk) -> None:
    for number in range(1, 6):
        opened(team, number)
        routed(team, number)
    assert sorted(owners(1, 2, 3)) == [BIRGIT, CECILIA, CECILIA]
    assert owners(4, 5) == [0, 0]
    (wait,) = said(4, TicketWaiting)
    assert (wait.kind, {row.name: row.because for row in wait.rejected}) == ("capacity", {"Birgit": "1/1", "Cecilia": "2/2"})
    assert sum(map(len, carried(team).values())) == 3


def test_the_same_news_again_changes_nothing(team: Desk) -> None:
    opened(team, 1)
    routed(team, 1)
    before, load = find_commits(1), carried(team)
    for commit in before * 2:
        routing.work(Announcement(1, commit.seq, commit.names), work(team))
    assert (find_commits(1), carried(team)) == (before, load)


@pytest.mark.parametrize("wanted", [{"status": 4}, {"spam": True}, {"deleted": True}, {"agent": 0}])
def test_a_place_that_became_free_goes_to_who_waits(team: Desk, wanted: dict[str, Any]) -> None:
    for number in (1, 2, 3, 4):
        opened(team, number)
        routed(team, number)
    assert owners(4) == [0]
    changed(team, 1, **wanted)
    routed(team, 1)
    back = 1 if "agent" in wanted else 4
    assert owners(back)[0] in (BIRGIT, CECILIA)
    assert {agent: len(tickets) for agent, tickets in carried(team).items()} == {BIRGIT: 1, CECILIA: 2}
    assert set().union(*carried(team).values()) == {back, 2, 3}


def test_the_most_urgent_goes_first_and_then_the_oldest(team: Desk) -> None:
    for number in (1, 2, 3):
        opened(team, number)
        routed(team, number)
    for number, priority in ((4, 1), (5, 1), (6, 4)):
        opened(team, number, priority=priority)
        routed(team, number)
    given = []
    for number in (1, 2, 3):
        changed(team, number, status=4)
        routed(team, number)
        given += [waiting for waiting in (6, 4, 5) if history.load(waiting).agent and waiting not in given]
    assert given == [6, 4, 5]


def test_a_ticket_that_nobody_speaks_for_does_not_stop_the_others(team: Desk) -> None:
    opened(team, 1, language="sv")
    opened(team, 2, language="sv")
    opened(team, 3)
    routed(team, 1, 2, 3)
    assert owners(1, 2, 3) == [CECILIA, CECILIA, BIRGIT]
    opened(team, 4, language="sv", priority=4)
    opened(team, 5)
    routed(team, 4, 5)
    changed(team, 3, status=4)
    routed(team, 3)
    assert owners(4, 5) == [0, BIRGIT]


# -- by hand --


def test_a_hand_over_moves_the_load_with_the_ticket(team: Desk) -> None:
    opened(team, 1)
    routed(team, 1)
    first = owners(1)[0]
    other = CECILIA if first == BIRGIT else BIRGIT
    changed(team, 1, agent=other)
    routed(team, 1)
    assert carried(team) == {first: set(), other: {1}}


def test_a_person_may_give_more_than_the_cap_and_it_counts(team: Desk) -> None:
    for number in (1, 2):
        opened(team, number)
        changed(team, number, agent=BIRGIT)
        routed(team, number)
    assert carried(team)[BIRGIT] == {1, 2}
    opened(team, 3)
    routed(team, 3)
    assert owners(3) == [CECILIA]


def test_a_reopened_ticket_comes_back_to_its_agents_load(team: Desk) -> None:
    opened(team, 1)
    routed(team, 1)
    agent = owners(1)[0]
    for status, load in ((4, set()), (2, {1})):
        changed(team, 1, status=status)
        routed(team, 1)
        assert (owners(1), carried(team)[agent]) == ([agent], load)


# -- interruptions --


def reserve(agent: int, ticket: int, seq: int) -> None:
    loads.prepare(agent)
    assert loads.reserve(agent, ticket, Entry(1, seq, int(START.timestamp())), 9, START)


def test_a_place_reserved_for_a_commit_that_never_came_is_used_by_the_next_attempt(team: Desk) -> None:
    opened(team, 1)
    routed(team, 1)
    agent = owners(1)[0]
    history.change(1, Command("free", "tests"), work(team), lambda state, at: Change((TicketReleased(agent, "tests"),)))
    held = routing.standings(team)[agent].load.entries[1]
    assert loads.release(agent, 1, held.seq, held.points)
    reserve(agent, 1, history.load(1).version + 1)
    routed(team, 1)
    assert owners(1) == [agent]
    assert sum(map(len, carried(team).values())) == 1


def test_a_place_for_a_ticket_that_went_elsewhere_is_given_back_when_it_is_needed(team: Desk) -> None:
    reserve(BIRGIT, 9, 2)
    opened(team, 9)
    changed(team, 9, agent=CECILIA)
    opened(team, 1)
    changed(team, 1, agent=CECILIA)
    routed(team, 9, 1)
    opened(team, 2)
    routed(team, 2, after=2 * MINUTE)
    assert owners(2) == [BIRGIT]
    assert carried(team) == {BIRGIT: {2}, CECILIA: {1, 9}}


def test_a_commit_that_was_lost_gives_its_place_back(team: Desk) -> None:
    opened(team, 1)
    routed(team, 1)
    opened(team, 2)
    with failing("PutItem", *[LOST] * 5, profile="commit"), pytest.raises(Exception, match="in 5 tries, 0 changes"):
        routed(team, 2)
    routed(team, 2)
    assert owners(2) != [0]
    assert sum(map(len, carried(team).values())) == 2


def test_an_assignment_whose_answer_was_lost_stands_once(team: Desk) -> None:
    opened(team, 1)
    with failing("PutItem", LOST, LOST, profile="commit", answer=True):
        routed(team, 1)
    assert len(said(1, TicketAssigned)) == 1
    assert carried(team)[owners(1)[0]] == {1}


# -- asking for work --


def asks(team: Desk, agent: int, order: str = "take") -> State | None:
    found = next(one for one in team.agents if one.id == agent)
    outcome = routing.next_for(found, work(team), Command(order, f"agent:{agent}"))
    return outcome.state if outcome else None


def away(team: Desk) -> Desk:
    for agent in team.agents:
        routing.set_presence(agent, available=False, context=work(team))
    return team


def test_who_asks_gets_the_top_with_a_lease_until_nothing_is_left(team: Desk) -> None:
    away(team)
    for number, priority in ((1, 1), (2, 4), (3, 1)):
        opened(team, number, priority=priority)
        routed(team, number)
    taken = [asks(team, CECILIA, f"take:{turn}") for turn in range(4)]
    assert [state.number if state else None for state in taken] == [2, 1, None, None]
    assert taken[0]
    assert (taken[0].agent, taken[0].lease_until) == (CECILIA, START + timedelta(seconds=team.lease))
    assert carried(team)[CECILIA] == {1, 2}


def test_who_does_not_speak_the_language_gets_the_next_one(team: Desk) -> None:
    away(team)
    opened(team, 1, language="sv", priority=4)
    opened(team, 2)
    routed(team, 1, 2)
    taken = asks(team, BIRGIT)
    assert taken
    assert taken.number == 2


def test_an_empty_line_gives_nothing(team: Desk) -> None:
    assert asks(team, CECILIA) is None


def test_nobody_there_is_uncovered_and_who_comes_back_takes_what_waits(team: Desk) -> None:
    away(team)
    opened(team, 1)
    routed(team, 1)
    assert [wait.kind for wait in said(1, TicketWaiting)] == ["uncovered"]
    routing.set_presence(team.agents[0], available=True, context=work(team))
    assert owners(1) == [BIRGIT]


def test_a_ticket_that_is_over_or_spam_is_given_to_nobody(team: Desk) -> None:
    for number, events in ((1, [StatusChanged(4, "resolved")]), (2, [])):
        opened(team, number)
        if events:
            history.change(number, Command("over", "tests"), work(team), lambda state, at: Change((StatusChanged(4, "resolved"),)))
        else:
            changed(team, number, spam=True)
        routed(team, number)
    assert owners(1, 2) == [0, 0]
    assert said(1, TicketWaiting) == said(2, TicketWaiting) == []
