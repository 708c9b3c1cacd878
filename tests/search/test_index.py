"""The index keeps up with a ticket, writes only what differs, and survives whatever comes twice, late or half done."""

from collections.abc import Iterator
from typing import Any

import pytest

from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.search import actions as search
from chalicelib.search.people import actions as people
from chalicelib.settings import settings
from chalicelib.storage import search as rows
from infra import reindex
from tests.handlers.client import Client
from tests.storage.faults import counting
from tests.world import World, client

AINO = "Aino Aalto <aino@asiakas.example>"


def context(world: World) -> Context:
    return Context(desks.current(world.now), world.now, lambda: world.now)


def entries() -> dict[tuple[str, str], int]:
    """Every entry of a list with the commit it was written for."""
    found = client("dynamodb").scan(TableName=settings().search_table)["Items"]
    return {(row["pk"]["S"], row["sk"]["S"]): int(row["seq"]["N"]) for row in found if "seq" in row}


@pytest.fixture
def opened(api: Client) -> Client:
    api.world.mail(AINO, "Kahvinkeitin", "Hei, keitin vuotaa.")
    api.world.settle()
    api.world.after(seconds=5)
    return api


def test_a_new_ticket_stands_under_its_fields_its_words_and_its_people(opened: Client) -> None:
    state = opened.get("/tickets/1").body
    terms = {term for term, sk in entries() if sk == rows.place(1)}
    assert terms == {
        "status=2", f"priority={state['priority']}", f"requester={state['requester_id']}", f"agent={state['responder_id']}",
        "group=support",
        "w=kahvinkeit", "w=keit", "w=vuot", "w=aino", "w=aalto", "w=aino@asiakas.example",
    }  # fmt: skip


def test_it_can_be_found_within_five_seconds(api: Client) -> None:
    api.world.mail(AINO, "Kahvinkeitin", "Hei, keitin vuotaa.")
    api.world.settle()
    began = api.world.now
    while api.get("/search/tickets?term=vuotaa").body["total"] == 0:
        api.world.after(milliseconds=500)
    assert (api.world.now - began).total_seconds() <= 5


def test_a_repetition_writes_nothing(opened: Client) -> None:
    before = entries()
    with counting("BatchWriteItem") as batches, counting("PutItem") as puts, counting("DeleteItem") as removals:
        assert not any(search.index(1, seq, context(opened.world)) for seq in (1, 2, 3, 3))
        assert not people.index(opened.get("/tickets/1").body["requester_id"])
    assert (len(batches), len(puts), len(removals), entries()) == (0, 0, 0, before)


def test_a_change_writes_the_difference_only(opened: Client) -> None:
    opened.put("/tickets/1", {"status": 4, "tags": ["vip"]})
    before = entries()
    opened.world.settle()
    opened.world.after(seconds=5)
    after = entries()
    gone, new = {term for term, _ in before.keys() - after.keys()}, {term for term, _ in after.keys() - before.keys()}
    assert (gone, new) == ({"status=2"}, {"status=4", "tag=vip"})


def test_an_old_message_that_comes_late_takes_nothing_back(opened: Client) -> None:
    opened.put("/tickets/1", {"status": 4})
    search.index(1, 99, context(opened.world))
    before = entries()
    search.index(1, 2, context(opened.world))
    rows.take_away(1, 2, ["status=4"])
    assert entries() == before


def test_what_a_run_that_was_cut_off_left_standing_is_taken_away_by_its_repetition(opened: Client) -> None:
    opened.put("/tickets/1", {"status": 4})
    seq = int(opened.get("/tickets/1").headers["ETag"].strip('"'))
    search.index(1, seq, context(opened.world))
    rows.put_entries(1, 2, ["status=2"])
    search.index(1, seq, context(opened.world))
    assert ("status=2", rows.place(1)) not in entries()


def test_a_run_that_loses_to_another_leaves_the_ticket_as_it_is(opened: Client) -> None:
    """Between its reading of the card and its writing another run was faster, and the ticket is back where it was."""
    at_work, real = context(opened.world), rows.put_card
    opened.put("/tickets/1", {"status": 4})

    def slower(owner: str, card: rows.Card, over: int) -> bool:
        rows.put_card = real
        opened.put("/tickets/1", {"status": 2})
        search.index(1, 99, at_work)
        return real(owner, card, over)

    rows.put_card = slower  # the only way to come between two requests of one run
    search.index(1, 98, at_work)
    standing = {term for term, sk in entries() if sk == rows.place(1) and term.startswith("status=")}
    assert standing == {"status=2"}


def test_everything_is_indexed_anew_and_gone_on_with_where_it_stopped(opened: Client) -> None:
    for number in (2, 3):
        opened.opened(subject=f"Asia {number}")
    opened.world.settle()
    opened.world.after(seconds=5)
    before, dynamodb = entries(), client("dynamodb")
    for row in dynamodb.scan(TableName=settings().search_table)["Items"]:
        dynamodb.delete_item(TableName=settings().search_table, Key={"pk": row["pk"], "sk": row["sk"]})
    with opened.world.time():
        assert reindex.main(["--limit", "2"]) == 0
        assert {sk for _, sk in entries()} >= {rows.place(3), rows.place(2)}
        assert rows.place(1) not in {sk for _, sk in entries()}
        assert reindex.main([]) == 0
    assert entries() == before


def test_of_a_deleted_ticket_that_goes_on_only_what_is_new_is_read(opened: Client) -> None:
    def note(words: str) -> list[dict[str, Any]]:
        opened.post("/tickets/1/notes", {"body": words})
        with counting("Query") as asked:
            search.index(1, int(opened.get("/tickets/1").headers["ETag"].strip('"')), context(opened.world))
        return [query for query in asked if "C#000001" in str(query)]

    opened.delete("/tickets/1")
    opened.world.settle().after(seconds=5)
    assert note("Huomio") == []
    opened.put("/tickets/1/restore")
    assert note("Kahvila") != []
    assert {term[:6] for term, sk in entries() if term.startswith("w=huo") and sk == rows.place(1)} == {"w=huom"}


def test_a_deleted_ticket_stands_nowhere(opened: Client) -> None:
    opened.delete("/tickets/1")
    opened.world.settle()
    opened.world.after(seconds=5)
    assert {sk for _, sk in entries() if sk == rows.place(1)} == set()


def test_more_rows_than_one_batch_takes_are_all_written(tables: None) -> None:
    terms = [f"w=word{number}" for number in range(60)]
    with counting("BatchWriteItem") as batches:
        rows.put_entries(7, 1, terms)
    assert (len(batches), sorted(rows.standing(7, terms))) == (3, sorted(terms))


@pytest.fixture(autouse=True)
def unpatched() -> Iterator[None]:
    real = rows.put_card
    yield
    rows.put_card = real
