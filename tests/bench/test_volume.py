"""Stored tickets are what the fold makes of their commits, and a shelf finds what moto finds where every row was laid down."""

from datetime import timedelta
from typing import Any

import pytest
from moto.dynamodb.models.dynamo_type import DynamoType
from moto.dynamodb.models.table import Table

from bench.volume import FAMILIAR_EACH, OPEN, OPEN_EACH, OVER, TICKETS_A_CUSTOMER, Volume, stored, table_of
from chalicelib.channels.message import Handle
from chalicelib.ids import contact_id
from chalicelib.storage import history, line, people, seen
from chalicelib.storage import search as lists
from chalicelib.storage.seen import newest_number
from chalicelib.storage.tickets import find_commits, find_page, find_view, put_view, ticket_key
from tests.world import START, World

pytestmark = pytest.mark.slow

COUNT = 2 * FAMILIAR_EACH


@pytest.fixture
def volume(world: World) -> Volume:
    world.mail("Aino <aino@asiakas.example>", "Kahvinkeitin", "Se ei lämpene")
    world.settle()
    made = stored(tuple(find_commits(1)[:3]), COUNT, START)
    made.put()
    return made


def readings() -> list[Any]:
    agent, page = history.load(OPEN_EACH).agent, find_page(OPEN_EACH)
    return [
        line.agent_rows(agent, 30),
        line.agent_rows(agent, 3),
        list(line.contact_tickets(history.load(FAMILIAR_EACH).contact)),
        list(line.contact_tickets(history.load(TICKETS_A_CUSTOMER).contact)),
        list(line.agenda(START + timedelta(days=5))),
        list(line.feed(START - timedelta(days=9), START)),
        (page.view.serialize() if page.view else None, page.commits),
        find_commits(COUNT, after=1),
    ]


def test_a_shelf_finds_what_moto_finds_before_and_after_something_was_written(volume: Volume) -> None:
    shelved = readings()
    put_view(history.change(OPEN_EACH, *_note()).state)
    written = readings()
    assert shelved != written
    table = table_of("Tickets")
    for number in range(1, COUNT + 1):
        assert len(table.items[DynamoType({"S": ticket_key(number)})]) >= 4
    table.__class__ = Table
    assert readings() == written


def _note() -> tuple[Any, ...]:
    from chalicelib import clock
    from chalicelib.context import Context
    from chalicelib.desk import actions as desks
    from chalicelib.storage.history import Command
    from chalicelib.tickets.change import Change
    from chalicelib.tickets.events import FieldsChanged

    context = Context(desks.current(START), START, clock.now)
    return Command("a note", "system"), context, lambda state, at: Change((FieldsChanged({"priority": 3}, "tests"),))


def test_a_stored_view_is_what_its_commits_fold_to(volume: Volume) -> None:
    for number in (1, OPEN_EACH, FAMILIAR_EACH, COUNT):
        standing = find_view(number)
        assert standing is not None
        assert history.rebuild(number) == standing.value()


def test_the_tickets_came_one_after_the_other_in_the_year_before(volume: Volume) -> None:
    opened = [history.load(number).opened_at for number in range(1, COUNT + 1)]
    assert opened == sorted(set(opened))
    assert START - timedelta(days=366) < opened[0] < opened[-1] < START


def test_the_counter_of_tickets_stands_behind_the_volume(volume: Volume, world: World) -> None:
    world.mail("Bertta <bertta@asiakas.example>", "Toinen asia", "Jotain muuta")
    world.settle()
    assert newest_number() == COUNT + 1
    assert history.load(COUNT + 1).requester.value == "bertta@asiakas.example"


def test_what_remembers_a_stored_mail_and_its_customer_is_found_by_key(volume: Volume) -> None:
    handle = Handle("email", "asiakas0@asiakas.example", "Asiakas 0")
    remembered = [seen.SeenRow.find(seen.message_key(f"<stored{number}@customer.example>")) for number in (1, COUNT, COUNT + 1)]
    assert [row and row.ticket for row in remembered] == [1, COUNT, None]
    assert seen.SeenRow.find(seen.digest_key("email", f"{7:032x}")) is not None
    assert people.find_handles([handle, Handle("email", "nobody@asiakas.example")]) == {handle: contact_id(handle)}


def test_a_long_list_is_read_from_any_number_down_without_what_was_taken_away(volume: Volume) -> None:
    assert lists.read_list(OPEN, 10**15, 3) == [COUNT, COUNT - OPEN_EACH, COUNT - 2 * OPEN_EACH]
    assert lists.read_list(OVER, OPEN_EACH, 2) == [OPEN_EACH - 1, OPEN_EACH - 2]
    lists.take_away(COUNT - OPEN_EACH, 3, [OPEN])
    lists.put_entries(7, 3, [OPEN])
    assert lists.read_list(OPEN, 10**15, 1_000) == sorted({*range(OPEN_EACH, COUNT + 1, OPEN_EACH), 7} - {COUNT - OPEN_EACH}, reverse=True)
