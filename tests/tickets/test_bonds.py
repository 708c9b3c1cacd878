"""Pointers between tickets: wherever they lead, the way ends, and everybody agrees where."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.tickets.bonds import DEEPEST, MOST_JOINED, Bonds, ahead, behind, below, home, ring, way

CHAIN = {1: 2, 2: 3, 3: 0}
RING = {1: 2, 2: 3, 3: 1, 4: 1}
POINTERS = st.dictionaries(st.integers(1, 14), st.integers(0, 14), max_size=14)


def bonds(pointers: dict[int, int]) -> dict[int, Bonds]:
    """Both sides of these mergers."""
    return {
        one: Bonds(merged_into=into, merged=tuple(other for other, to in pointers.items() if to == one)) for one, into in pointers.items()
    }


@pytest.mark.parametrize(
    ("pointers", "number", "found", "circle"),
    [
        (CHAIN, 1, (1, 2, 3), ()),
        (CHAIN, 3, (3,), ()),
        (RING, 1, (1, 2, 3), (1, 2, 3)),
        (RING, 4, (4, 1, 2, 3), (1, 2, 3)),
        ({1: 1}, 1, (1,), (1,)),
        ({}, 7, (7,), ()),
    ],
)
def test_a_way_ends_before_it_meets_a_ticket_again(
    pointers: dict[int, int], number: int, found: tuple[int, ...], circle: tuple[int, ...]
) -> None:
    assert (way(number, lambda one: pointers.get(one, 0)), ring(number, lambda one: pointers.get(one, 0))) == (found, circle)


def test_a_way_is_no_longer_than_anybody_joins_by_hand() -> None:
    assert len(way(1, lambda one: one + 1)) == DEEPEST + 1


@pytest.mark.parametrize(
    ("pointers", "homes"),
    [(CHAIN, {1: 3, 2: 3, 3: 3}), (RING, {1: 1, 2: 1, 3: 1, 4: 1}), ({1: 2}, {1: 1}), ({1: 0, 2: 1}, {1: 1, 2: 1})],
)
def test_what_is_meant_for_a_ticket_lands_at_the_end_of_its_mergers(pointers: dict[int, int], homes: dict[int, int]) -> None:
    known = bonds(pointers)
    assert {number: home(number, known) for number in known} == homes


def test_a_list_counts_only_those_who_point_here() -> None:
    known = {
        1: Bonds(merged=(2, 3, 4, 9)),
        2: Bonds(merged_into=1, merged=(5,)),
        3: Bonds(merged_into=7),
        4: Bonds(),
        5: Bonds(merged_into=2),
    }
    assert (below(1, known), behind(known), ahead(known)) == ((2, 5), {9}, {7})


@given(POINTERS)
def test_whoever_belongs_to_a_ticket_has_it_for_a_home(pointers: dict[int, int]) -> None:
    known = bonds(pointers)
    for number in known:
        circle = ring(number, lambda one: known[one].merged_into if one in known and known[one].merged_into in known else 0)
        assert home(number, known) in known
        if home(number, known) == number and not circle:
            assert {home(one, known) for one in below(number, known)} <= {number}
        assert len(below(number, known)) <= MOST_JOINED


@given(POINTERS)
def test_everybody_on_a_ring_sees_the_same_ring(pointers: dict[int, int]) -> None:
    for number in pointers:
        circle = ring(number, lambda one: pointers.get(one, 0))
        assert all(set(ring(one, lambda one: pointers.get(one, 0))) == set(circle) for one in circle)
