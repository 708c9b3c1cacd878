"""The order of a line, and who takes what from it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.desk.model import Agent
from chalicelib.routing.assign import Candidate
from chalicelib.routing.line import Nothing, Take, WaitingTicket, line_sort_key, take_top, urgency_key
from chalicelib.sla.policy import Category
from chalicelib.tickets.events import Rejected

NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
ANNA = Agent(1, "anna@x.example", "Anna", groups=("Billing",), languages=("fi",), skills=("refunds",))
BO = Agent(2, "bo@x.example", "Bo", groups=("Billing",), languages=("sv",))
FREE = Candidate(ANNA)


def row(number: int, priority: int = 2, age: int = 0, due: int | None = None, **fields: object) -> WaitingTicket:
    """A ticket created `age` minutes ago and due in `due` minutes."""
    due_at = None if due is None else NOW + timedelta(minutes=due)
    given = WaitingTicket(number, priority, NOW - timedelta(minutes=age), due_at, group="Billing")
    return replace(given, **fields)  # type: ignore[arg-type]  # fields of WaitingTicket


def take(rows: list[WaitingTicket], candidate: Candidate = FREE, *, asked: bool = False) -> Take | Nothing:
    return take_top(rows, candidate, NOW, colleagues=(ANNA, BO), asked=asked)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (row(2, priority=4), row(1, priority=3, due=-60)),
        (row(2, due=5), row(1, due=10, age=500)),
        (row(2, age=5), row(1, due=10)),
        (row(2, age=5), row(1, age=4)),
        (row(2, due=5, weight=3), row(1, due=5)),
        (row(1, due=5), row(2, due=5)),
    ],
)
def test_the_line_is_ordered_by_priority_then_due_or_created_then_weight_then_number(first: WaitingTicket, second: WaitingTicket) -> None:
    assert sorted([second, first], key=urgency_key) == [first, second]


@pytest.mark.parametrize(
    ("ticket", "because"),
    [
        (row(1, priority=4, age=200, due=-90), "urgent priority, overdue by 1 h 30 min"),
        (row(1, due=12), "medium priority, due in 12 min"),
        (row(1, priority=1, age=3), "low priority, waiting for 3 min"),
        (row(1, priority=0), "no priority, waiting for 0 s"),
    ],
)
def test_the_reason_tells_the_urgency(ticket: WaitingTicket, because: str) -> None:
    assert take([ticket]) == Take(1, f"{because}; the most urgent that Anna can take")


def test_more_urgent_tickets_that_the_agent_cannot_take_are_passed_over_with_a_reason() -> None:
    rows = [
        row(1, priority=4, language="sv"),
        row(2, priority=4, skills=("law",)),
        row(3, priority=4, group="Front"),
        row(4, priority=4, agent=9),
        row(5, priority=4, status=Category.PENDING),
        row(6, priority=4, points=11),
        row(7, language="fi", due=1),
        row(8),
    ]
    assert take(rows[::-1]) == Take(
        8,
        "medium priority, waiting for 0 s; the most urgent that Anna can take",
        (
            Rejected("ticket 1", "does not speak sv"),
            Rejected("ticket 2", "lacks law"),
            Rejected("ticket 3", "not in Front"),
            Rejected("ticket 4", "agent 9 has it"),
            Rejected("ticket 5", "it is pending"),
            Rejected("ticket 6", "the ticket's 11 points are above the cap of 10, 0/10"),
        ),
    )


def test_a_language_nobody_in_the_group_speaks_does_not_hold_a_ticket() -> None:
    answer = take([row(1, language="de")])
    assert isinstance(answer, Take)
    assert answer.because.endswith("; nobody in Billing speaks de, so the language is not asked for")


def test_lighter_tickets_do_not_overtake_a_heavy_one_for_lack_of_room() -> None:
    assert take([row(1, age=9, points=3), row(2)], Candidate(ANNA, load=8)) == Nothing(
        "ticket 1 is next, and its load of 3 does not fit: 8/10", (Rejected("ticket 1", "8/10"),)
    )


def test_an_empty_line_and_an_unsuitable_one_differ() -> None:
    assert take([]) == Nothing("nobody is waiting")
    answer = take([row(1, group="Front")])
    assert answer == Nothing("no waiting ticket is one this agent can take", (Rejected("ticket 1", "not in Front"),))


@pytest.mark.parametrize(("asked", "load", "taken"), [(True, 9, True), (True, 10, False), (False, 0, False)])
def test_whoever_asks_for_work_is_there_but_the_cap_still_holds(asked: bool, load: int, taken: bool) -> None:
    away = Candidate(ANNA, available=False, on_shift=False, load=load)
    assert isinstance(take([row(1)], away, asked=asked), Take) is taken


WHEN = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)).map(lambda at: at.replace(tzinfo=UTC))
KEYS = st.tuples(st.integers(0, 9), WHEN, st.integers(1, 10**15 - 1))


@given(KEYS, KEYS)
def test_the_index_key_sorts_as_text_by_priority_then_creation_then_number(
    one: tuple[int, datetime, int], other: tuple[int, datetime, int]
) -> None:
    earlier = (-one[0], *one[1:]) < (-other[0], *other[1:])
    assert (line_sort_key(*one) < line_sort_key(*other)) is earlier


@given(st.lists(st.builds(row, st.integers(1, 99), st.integers(1, 4), st.integers(0, 9)), unique_by=lambda ticket: ticket.number))
def test_the_top_is_taken_whatever_the_order_of_the_rows(rows: list[WaitingTicket]) -> None:
    answer = take(rows)
    assert answer == take(rows[::-1])
    assert not rows or (isinstance(answer, Take) and answer.ticket == min(rows, key=urgency_key).number)
