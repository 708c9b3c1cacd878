"""What a commit foresees is what its puts take: by the rules, from the items before and after."""

import dataclasses
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest

from bench.recorder import Recorder
from chalicelib import meter
from chalicelib.costs.parts import Part, Work, unpack
from chalicelib.costs.units import declared, item_size, write_units
from chalicelib.desk.model import Desk
from chalicelib.settings import settings
from chalicelib.storage import history
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.storage.rows import size_of
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Event, FieldsChanged, LookSet, StatusChanged, TicketAssigned
from chalicelib.tickets.state import State
from infra.tables import tables
from tests.accounts import account
from tests.storage.desk import context_of, opened, opening, tagged
from tests.world import START, client

TICKETS = declared(tables()["Tickets"]["Properties"])


def item_now(table: str, key: dict[str, Any]) -> dict[str, Any] | None:
    found: dict[str, Any] | None = client("dynamodb").get_item(TableName=table, Key=key).get("Item")
    return found


@contextmanager
def puts() -> Iterator[list[float]]:
    """The units of each put of the Tickets table, by the rules."""
    taken: list[float] = []
    with Recorder(look=item_now).attached() as recorder:
        yield taken
        written = [call for call in recorder.calls if call.operation == "PutItem" and call.params["TableName"] == settings().tickets_table]
        taken += [write_units(TICKETS, call.before, call.after) for call in written]


def told(outcome: Outcome) -> tuple[Part, ...]:
    assert outcome.commit
    return unpack(rows.find_commits(outcome.commit.ticket, after=outcome.commit.seq - 1)[0].cost)


def changed(desk: Desk, *events: Event, known: State | None = None) -> Outcome:
    order = Command(f"do:{events!r}"[:60], "tests")
    with meter.running(account()):
        return history.change(1, order, context_of(desk), lambda state, at: Change(events), known=known)


@pytest.mark.parametrize(
    "event",
    [
        FieldsChanged({"tags": ["a"]}),
        FieldsChanged({"tags": [f"{n:040}" for n in range(40)]}),
        FieldsChanged({"priority": 4}),
        FieldsChanged({"company": "Tukku Oy"}),
        TicketAssigned(1, "the first in the order"),
        LookSet(START + timedelta(days=3)),
        StatusChanged(4, "resolved"),
    ],
    ids=lambda event: f"{event.NAME} {dataclasses.astuple(event)[0]!s:.20}",
)
def test_a_commit_bills_the_units_of_its_two_puts(desk: Desk, event: Event) -> None:
    known = opened(1, desk)
    with puts() as taken:
        outcome = changed(desk, event, known=known)
    own, _ = told(outcome)
    assert (len(taken), own.amounts["write_units"]) == (2, sum(taken))
    assert own.requests == {"dynamodb:PutItem": 2}


def test_only_columns_that_are_written_have_a_size(desk: Desk) -> None:
    opened(1, desk)
    (first,) = rows.find_commits(1)
    row = rows.CommitRow.of(dataclasses.replace(first, content=None, cause="", cost=b""))
    assert size_of(row) == item_size(row.serialize())


def test_the_first_commit_bills_its_index_entries(desk: Desk) -> None:
    change = Change((opening(subject="Keitin " * 20),))
    with puts() as taken, meter.running(account(Work.INBOUND)):
        outcome = history.open_ticket(1, Command("open", "contact:77"), context_of(desk), lambda at: change)
    own, announced = told(outcome)
    assert own == Part(Work.INBOUND, 1, {"dynamodb:PutItem": 2, "write_units": round(sum(taken)), "megabyte_ms": 5120})
    assert announced.requests == {"dynamodb:GetItem": 1, "sqs:SendMessage": 2}


def test_without_an_account_nothing_is_written_beside(desk: Desk) -> None:
    opened(1, desk)
    assert told(tagged(1, "a", desk)) == ()


def test_a_lost_race_is_billed_with_the_commit_that_wins(desk: Desk) -> None:
    known = opened(1, desk)
    tagged(1, "rival", desk)
    own, _ = told(changed(desk, FieldsChanged({"priority": 4}), known=known))
    assert own.requests == {"dynamodb:PutItem": 3, "dynamodb:Query": 1}


def test_a_second_commit_of_the_same_work_bills_only_what_came_since(desk: Desk) -> None:
    known = opened(1, desk)
    with meter.running(account(share=3)) as running:
        first = history.change(1, Command("a", "t"), context_of(desk), lambda s, at: Change((FieldsChanged({"priority": 4}),)), known=known)
        second = history.change(1, Command("b", "t"), context_of(desk), lambda s, at: Change((FieldsChanged({"priority": 1}),)))
        left = {name: n for name, n in running.rest().items() if ":" in name}
    assert [part.share for part in (told(first)[0], told(second)[0])] == [3, 0]
    assert told(second)[0].requests == {"dynamodb:GetItem": 1, "dynamodb:PutItem": 2}
    assert left == {}


def test_a_commit_whose_answer_was_lost_is_billed_once(desk: Desk) -> None:
    """It stands with its cost; the next try finds it and goes on from there."""
    known = opened(1, desk)
    put = rows.CommitRow.put_once
    lost: list[str] = []

    def losing(row: rows.CommitRow) -> rows.CommitRow | None:
        answer = put(row)
        if not lost:
            lost.append(row.sk)
            raise history.Unavailable("the answer was lost")
        return answer

    with pytest.MonkeyPatch.context() as patched:
        # The wire below is moto's, which loses no answers.
        patched.setattr(rows.CommitRow, "put_once", losing)
        with meter.running(account()) as running:
            outcome = history.change(
                1, Command("a", "t"), context_of(desk), lambda s, at: Change((FieldsChanged({"priority": 4}),)), known=known
            )
            left = {name: n for name, n in running.rest().items() if ":" in name}
    assert (outcome.repeated, lost) == (True, ["C#000002"])
    assert told(outcome)[0].requests == {"dynamodb:PutItem": 2}
    # The second try, and the query that found the first; its VIEW was foreseen and written.
    assert left == {"dynamodb:PutItem": 1, "dynamodb:Query": 1}


def test_a_rebuilt_view_is_the_same_with_and_without_costs(desk: Desk) -> None:
    known = opened(1, desk)
    changed(desk, FieldsChanged({"priority": 4}), known=known)
    before = item_now(settings().tickets_table, {"pk": {"S": "T#1"}, "sk": {"S": "VIEW"}})
    history.rebuild(1)
    assert item_now(settings().tickets_table, {"pk": {"S": "T#1"}, "sk": {"S": "VIEW"}}) == before
