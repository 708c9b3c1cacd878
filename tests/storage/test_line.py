"""The sparse indexes: lines, the agenda, the feed, and lists of tickets by number."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from chalicelib.desk.model import Desk
from chalicelib.ids import company_id
from chalicelib.storage import history, line
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.line import Due, FeedEntry, agenda, company_tickets, contact_tickets, feed, feed_in_order
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, Event, FieldsChanged, NoteWritten, StatusChanged, TicketAssigned, TicketRouted
from chalicelib.tickets.fold import fold
from tests.storage.desk import context_of, opened, opening, tagged
from tests.world import START

MINUTE = timedelta(minutes=1)
MICRO = timedelta(microseconds=1)
ROUTED = TicketRouted("Support", "default", "no rule matched")


def put(number: int, **fields: Any) -> None:
    """A VIEW alone, with these fields."""
    state = fold(None, [Commit(number, 1, "c", START, "tests", "v1", (opening(),))])
    rows.put_view(replace(state, **fields))


def then(number: int, desk: Desk, *events: Event) -> None:
    order = Command(f"then:{events[0].NAME}", "tests")
    history.change(number, order, context_of(desk), lambda state, at: Change(events))


# -- lines --


def numbers(group: str = "Support") -> list[int]:
    return sorted(row.number for row in line.group_rows(group, 25))


def test_a_ticket_stands_in_one_line_while_it_is_open(desk: Desk) -> None:
    opened(1, desk, ROUTED)
    assert (numbers(), line.agent_rows(5, 25)) == ([1], [])
    then(1, desk, TicketAssigned(5, "comes first"))
    assert (numbers(), [row.number for row in line.agent_rows(5, 25)]) == ([], [1])
    then(1, desk, StatusChanged(4, "resolved"))
    assert (numbers(), line.agent_rows(5, 25)) == ([], [])


@pytest.mark.parametrize("fields", [{"spam": True}, {"deleted": True}])
def test_what_nobody_works_on_stands_in_no_line(desk: Desk, fields: dict[str, bool]) -> None:
    opened(1, desk, ROUTED)
    then(1, desk, FieldsChanged(dict(fields)))
    assert numbers() == []


def test_a_row_shows_what_a_line_needs(desk: Desk) -> None:
    state = opened(1, desk, ROUTED, subject="x" * 200, language="fi", company="Tukku Oy", priority=2)
    (row,) = line.group_rows("Support", 25)
    assert row == rows.LineRow(
        1, "x" * 80, 2, 2, state.opened_at, "Aino Aalto", group="Support", due=state.due, language="fi", company="Tukku Oy"
    )  # fmt: skip


def test_lines_of_all_shards_together_are_the_whole_line(desk: Desk) -> None:
    for number in range(1, 10):
        opened(number, desk, ROUTED)
    opened(10, desk, TicketRouted("Billing", "money", "the reason is invoice"))
    assert numbers() == list(range(1, 10))
    assert sorted(row.number for row in line.whole_line(group="Support")) == list(range(1, 10))
    assert len(line.group_rows("Support", 1)) == rows.LINE_SHARDS


# -- the agenda --


@pytest.mark.parametrize("offset", [-timedelta(days=400), -MINUTE, -MICRO, timedelta(0), MICRO, MINUTE, timedelta(days=400)])
def test_the_agenda_is_exactly_what_is_due(tables: None, offset: timedelta) -> None:
    for number in range(1, 9):
        put(number, look_at=START + offset)
    put(9, look_at=None)
    wanted = [Due(number, START + offset) for number in range(1, 9) if offset <= timedelta(0)]
    assert sorted(agenda(START), key=lambda due: due.ticket) == wanted


def test_a_ticket_moves_within_the_agenda_and_leaves_it(desk: Desk) -> None:
    state = opened(1, desk, ROUTED)
    assert state.look_at
    assert list(agenda(state.look_at)) == [Due(1, state.look_at)]
    assert list(agenda(state.look_at - MICRO)) == []
    then(1, desk, FieldsChanged({"deleted": True}))
    assert list(agenda(START + timedelta(days=999))) == []


# -- the feed --


def commit(number: int, seq: int, at: datetime) -> FeedEntry:
    event: Event = opening() if seq == 1 else NoteWritten(5, "d")
    assert rows.CommitRow.of(Commit(number, seq, f"c{seq}", at, "tests", "v1", (event,))).put_once() is None
    return FeedEntry(at, number, seq)


@pytest.fixture
def written(tables: None) -> list[FeedEntry]:
    """Twelve commits of three tickets over the turn of a year, in order of time."""
    first = datetime(2026, 12, 30, 23, 59, 59, tzinfo=START.tzinfo)
    return [commit(1 + number % 3, 1 + number // 3, first + number * timedelta(hours=5)) for number in range(12)]


@pytest.mark.parametrize(("low", "high"), [(0, 11), (0, 0), (3, 8), (5, 6), (11, 11)])
def test_the_feed_has_each_commit_from_the_first_instant_to_before_the_last(written: list[FeedEntry], low: int, high: int) -> None:
    since, until = written[low].at, written[high].at
    assert list(feed_in_order(since, until)) == written[low:high]
    assert list(feed_in_order(since, until, forward=False)) == written[low:high][::-1]
    assert sorted(feed(since, until), key=lambda entry: entry.at) == written[low:high]


def test_commits_of_one_instant_come_in_the_order_of_their_keys(tables: None) -> None:
    made = [commit(number, 1, START) for number in (11, 2, 9, 1)] + [commit(1, 2, START)]
    wanted = sorted(made, key=lambda entry: entry.key)
    assert list(feed_in_order(START, START + MICRO)) == wanted


def test_every_commit_of_a_ticket_is_in_the_feed(desk: Desk) -> None:
    opened(1, desk)
    tagged(1, "a", desk)
    assert [(entry.ticket, entry.seq) for entry in feed_in_order(START, START + MINUTE)] == [(1, 1), (1, 2)]


# -- lists by number --


@pytest.mark.parametrize(
    ("bounds", "wanted"),
    [
        ({}, [12, 5, 3, 1]),
        ({"forward": True}, [1, 3, 5, 12]),
        ({"below": 5}, [3, 1]),
        ({"above": 3}, [12, 5]),
        ({"below": 12, "above": 1, "forward": True}, [3, 5]),
        ({"below": 1}, []),
    ],
)
def test_a_contacts_tickets_come_by_number(tables: None, bounds: dict[str, int], wanted: list[int]) -> None:
    for number in (3, 12, 1, 5):
        put(number, contact=77, company="Tukku Oy")
    put(4, contact=78)
    assert list(contact_tickets(77, **bounds)) == wanted  # type: ignore[arg-type]  # forward is a bool
    assert list(company_tickets(company_id("Tukku Oy"), **bounds)) == wanted  # type: ignore[arg-type]  # forward is a bool


@pytest.mark.parametrize(("below", "above"), [(1, 0), (8, 7), (7, 7), (3, 9)])
def test_no_number_fits_between_neighbours_and_the_database_is_not_asked(below: int, above: int) -> None:
    assert list(contact_tickets(1, below=below, above=above)) == []
    assert list(company_tickets(1, below=below, above=above)) == []
