"""Loads: a place is reserved under the cap or not at all, and given back exactly once."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chalicelib.errors import Unavailable
from chalicelib.people.load import Entry, Load
from chalicelib.people.shifts import Absence, Presence
from chalicelib.storage import loads
from chalicelib.storage.loads import Standing
from tests.storage.faults import LOST, counting, failing
from tests.storage.test_rows import leaving_over
from tests.world import START

AGENT, CAP = 5, 3
NOW = int(START.timestamp())


def entry(seq: int = 3, points: int = 1) -> Entry:
    return Entry(points, seq, NOW)


def reserved(ticket: int, given: Entry | None = None, agent: int = AGENT) -> bool:
    given = given or entry()
    return loads.reserve(agent, ticket, given, CAP - given.points, START)


def load(agent: int = AGENT) -> Load:
    return loads.find_standings([agent])[agent].load


@pytest.fixture
def row(tables: None) -> None:
    loads.prepare(AGENT)


def test_an_agent_never_heard_of_carries_nothing_and_can_reserve_nothing(tables: None) -> None:
    assert loads.find_standings([AGENT]) == {AGENT: Standing()}
    assert not reserved(1)


def test_a_reservation_is_kept_with_its_time(row: None) -> None:
    assert reserved(1, entry(points=2))
    assert loads.find_standings([AGENT])[AGENT] == Standing(Load({1: entry(points=2)}, 2), Presence(), START)


def test_preparing_again_changes_nothing(row: None) -> None:
    assert reserved(1)
    loads.prepare(AGENT)
    assert load() == Load({1: entry()}, 1)


def test_the_same_ticket_is_reserved_once(row: None) -> None:
    assert reserved(1)
    assert not reserved(1, entry(seq=9))
    assert load() == Load({1: entry()}, 1)


def test_the_same_attempt_again_has_the_same_place(row: None) -> None:
    assert reserved(1, entry(points=CAP))
    assert reserved(1, entry(points=CAP))
    assert load() == Load({1: entry(points=CAP)}, CAP)


@pytest.mark.parametrize(("taken", "points", "fits"), [(0, 3, True), (0, 4, False), (2, 1, True), (2, 2, False), (3, 1, False)])
def test_points_fit_under_the_cap_or_not_at_all(row: None, taken: int, points: int, fits: bool) -> None:
    for number in range(taken):
        assert reserved(100 + number)
    assert reserved(1, entry(points=points)) is fits
    assert load().total == taken + points * fits


def test_a_release_gives_back_exactly_its_own_entry_once(row: None) -> None:
    assert reserved(1, entry(points=2))
    assert not loads.release(AGENT, 1, 9, 2)
    assert not loads.release(AGENT, 2, 3, 2)
    assert loads.release(AGENT, 1, 3, 2)
    assert not loads.release(AGENT, 1, 3, 2)
    assert load() == Load({}, 0)


def test_a_late_release_never_removes_a_newer_entry(row: None) -> None:
    assert reserved(1, entry(seq=3))
    assert loads.release(AGENT, 1, 3, 1)
    assert reserved(1, entry(seq=8))
    assert not loads.release(AGENT, 1, 3, 1)
    assert load() == Load({1: entry(seq=8)}, 1)


def test_more_never_get_a_place_than_there_are(row: None) -> None:
    won = [reserved(number) for number in range(24)]
    assert sum(won) == CAP
    assert load().total == len(load().entries) == CAP


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.integers(1, 2)), max_size=12), agent=st.integers(10, 10**9))
def test_any_order_of_reserving_and_releasing_keeps_total_and_cap(row: None, steps: list[tuple[bool, int, int]], agent: int) -> None:
    loads.prepare(agent)
    for reserving, ticket, points in steps:
        held = load(agent).entries.get(ticket)
        if reserving:
            reserved(ticket, entry(points=points), agent)
        elif held:
            assert loads.release(agent, ticket, held.seq, held.points)
        stands = load(agent)
        assert stands.total == sum(one.points for one in stands.entries.values()) <= CAP


def test_presence_with_absences_comes_back_and_leaves_the_load_alone(row: None) -> None:
    away = Presence(False, (Absence(START, START + timedelta(days=1), "lomalla"),))
    assert reserved(1)
    loads.put_presence(AGENT, away)
    assert loads.find_standings([AGENT])[AGENT] == Standing(Load({1: entry()}, 1), away, START)
    loads.put_presence(9, away)
    assert loads.find_standings([9])[9] == Standing(presence=away)


def test_a_whole_call_centre_is_read_in_few_requests(row: None) -> None:
    assert reserved(1)
    with counting("BatchGetItem") as reads:
        found = loads.find_standings([AGENT, *range(1000, 1150)])
    assert (len(found), len(reads), found[AGENT].load.total) == (151, 2, 1)


def test_rows_left_over_are_asked_for_again(row: None) -> None:
    loads.prepare(6)
    assert reserved(1)
    with leaving_over(1):
        assert loads.find_standings([AGENT, 6]) == {AGENT: Standing(Load({1: entry()}, 1), last_assigned_at=START), 6: Standing()}


def test_a_lost_call_is_unavailable_and_a_repeated_one_finds_its_own(row: None) -> None:
    with failing("UpdateItem", LOST, answer=True), pytest.raises(Unavailable):
        reserved(1)
    assert reserved(1)
    assert load() == Load({1: entry()}, 1)
