"""An agent's load: never over the cap, nothing released that still stands for work."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.people.load import Entry, Full, Granted, Held, Keep, Load, Release, Reservation, release, reserve, stale, verify

ANNA = 1
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
SINCE = int(NOW.timestamp())
SEVEN = Entry(points=3, seq=4, since=SINCE)
LOAD = Load({7: SEVEN}, 3)


@pytest.mark.parametrize(
    ("cap", "ticket", "entry", "answer"),
    [
        (5, 8, Entry(2, 2, SINCE), Granted(3, Load({7: SEVEN, 8: Entry(2, 2, SINCE)}, 5))),
        (4, 8, Entry(2, 2, SINCE), Full("3/4")),
        (0, 8, Entry(1, 2, SINCE), Full("3/0")),
        (5, 7, Entry(3, 4, SINCE + 9), Held(SEVEN, True, "ticket 7 is reserved already for commit 4")),
        (5, 7, Entry(3, 5, SINCE + 9), Held(SEVEN, False, "ticket 7 is reserved already for commit 4")),
    ],
)
def test_a_reservation_fits_under_the_cap_or_says_why_not(cap: int, ticket: int, entry: Entry, answer: Reservation) -> None:
    assert reserve(LOAD, cap, ticket, entry) == answer


@pytest.mark.parametrize(
    ("ticket", "seq", "after"),
    [(7, 4, Load()), (7, 3, LOAD), (7, 5, LOAD), (8, 4, LOAD)],
)
def test_a_release_takes_only_the_entry_it_was_decided_for(ticket: int, seq: int, after: Load) -> None:
    assert release(LOAD, ticket, seq) == after


@pytest.mark.parametrize(
    ("last_seq", "holder", "answer"),
    [
        (3, 0, Keep("commit 4 is not written yet")),
        (3, 2, Keep("commit 4 is not written yet")),
        (4, ANNA, Keep("the agent has the ticket")),
        (9, ANNA, Keep("the agent has the ticket")),
        (4, 0, Release(4, "commit 4 is written and the agent does not have the ticket")),
        (9, 2, Release(4, "commit 4 is written and the agent does not have the ticket")),
    ],
)
def test_an_entry_goes_only_when_its_commit_exists_and_is_not_this_assignment(last_seq: int, holder: int, answer: Keep | Release) -> None:
    assert verify(ANNA, SEVEN, last_seq=last_seq, holder=holder) == answer


def test_entries_of_a_minute_or_more_are_verified_oldest_first() -> None:
    entries = {1: Entry(1, 1, SINCE - 60), 2: Entry(1, 1, SINCE - 59), 3: Entry(1, 1, SINCE - 600)}
    assert stale(Load(entries, 3), NOW) == (3, 1)
    assert stale(Load(entries, 3), NOW, older_than=59) == (3, 1, 2)


STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 4), st.integers(1, 3), st.integers(1, 3)), max_size=40)


@given(st.integers(0, 6), STEPS)
def test_whatever_happens_the_total_is_the_sum_and_never_over_the_cap(cap: int, steps: list[tuple[bool, int, int, int]]) -> None:
    load = Load()
    for take, ticket, points, seq in steps:
        answer = reserve(load, cap, ticket, Entry(points, seq, SINCE))
        if take and isinstance(answer, Granted):
            assert load.total <= answer.ceiling
            load = answer.load
        elif not take:
            load = release(load, ticket, seq)
        assert load.total == sum(entry.points for entry in load.entries.values()) <= cap
