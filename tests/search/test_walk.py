"""Lists walked together: the same as sets, with few readings."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.search.walk import AllOf, Allowance, AnyOf, Every, Known, Numbers, Postings, TooFarError, Within, downward

LISTS = st.lists(st.frozensets(st.integers(1, 900), max_size=400), min_size=1, max_size=4)


def postings(lists: Sequence[frozenset[int]], allowance: Allowance) -> list[Numbers]:
    ordered = {str(place): sorted(numbers, reverse=True) for place, numbers in enumerate(lists)}

    def read(term: str, at_most: int, limit: int) -> list[int]:
        return [number for number in ordered[term] if number <= at_most][:limit]

    return [Postings(term, read, allowance) for term in ordered]


@given(LISTS)
def test_walking_all_of_them_is_the_intersection_downward(lists: list[frozenset[int]]) -> None:
    walked = list(downward(AllOf(postings(lists, Allowance(10_000))), 10_000))
    assert walked == sorted(frozenset.intersection(*lists), reverse=True)


@given(LISTS)
def test_walking_any_of_them_is_the_union_downward(lists: list[frozenset[int]]) -> None:
    walked = list(downward(AnyOf(postings(lists, Allowance(10_000))), 10_000))
    assert walked == sorted(frozenset.union(*lists), reverse=True)


def test_a_rare_list_is_leapt_along_however_long_the_other_is() -> None:
    allowance = Allowance(100)
    rare, everything = frozenset({5, 50_000, 99_999}), frozenset(range(1, 100_001))
    assert list(downward(AllOf(postings([everything, rare], allowance)), 10**6)) == [99_999, 50_000, 5]
    assert 100 - allowance.left <= 8


def test_a_page_of_a_long_list_reads_a_page_of_it() -> None:
    allowance = Allowance(100)
    walk = downward(AllOf(postings([frozenset(range(1, 100_001))], allowance)), 10**6)
    assert [next(walk) for _ in range(30)] == list(range(100_000, 99_970, -1))
    assert allowance.left == 99


def test_lists_that_never_meet_are_given_up_at_the_bound() -> None:
    odd, even = frozenset(range(1, 100_001, 2)), frozenset(range(2, 100_001, 2))
    with pytest.raises(TooFarError):
        list(downward(AllOf(postings([odd, even], Allowance(20))), 10**6))


def test_bounds_and_numbers_at_hand() -> None:
    assert list(downward(Within(Every(9), 3, 6), 10**6)) == [6, 5, 4, 3]
    assert list(downward(AllOf([Known([7, 2, 7, 11]), Every(10)]), 10**6)) == [7, 2]
