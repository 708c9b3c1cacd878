"""The index keeps up with a ticket, writes only what differs, and survives whatever comes twice, late or half done."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.codec import unpack
from chalicelib.context import Context
from chalicelib.desk import actions as desks
from chalicelib.search import actions as search
from chalicelib.search.people import actions as people
from chalicelib.search.sheets import GONE, OPENLY, TOP, Sheet, many, of_plain, sheet_of, stands, together
from chalicelib.search.terms import word_term
from chalicelib.settings import settings
from chalicelib.storage import search as rows
from chalicelib.storage.tickets import CommitRow, find_commits
from infra import reindex
from tests.handlers.client import Client
from tests.kept import as_built
from tests.search.test_drawers import CutOffError, cut_off_after
from tests.storage.faults import counting
from tests.world import World, client

AINO = "Aino Aalto <aino@asiakas.example>"


def context(world: World) -> Context:
    return Context(desks.current(world.now), world.now, lambda: world.now)


def entries() -> dict[tuple[str, str], int]:
    """Every entry of a list with the commit it was written for."""
    found = client("dynamodb").scan(TableName=settings().search_table)["Items"]
    return {(row["pk"]["S"], row["sk"]["S"]): int(row["seq"]["N"]) for row in found if "seq" in row}


def rows_of_words() -> list[dict[str, Any]]:
    return [row for row in client("dynamodb").scan(TableName=settings().search_table)["Items"] if "w" in row]


def told() -> Sheet:
    """What all sheets say together."""
    return together(of_plain(unpack(row["w"]["B"], dict[str, list[int]])) for row in rows_of_words())


def standing(number: int) -> set[str]:
    """All terms under which a ticket is found."""
    fields = {term for term, sk in entries() if sk == rows.place(number)}
    return fields | {word_term(word) for word, tickets in told().items() if number in tickets and stands(tickets[number])}


@pytest.fixture
def opened(api: Client) -> Client:
    as_built(api.world, _aino_wrote, api.world)
    return api


def _aino_wrote(world: World) -> None:
    world.mail(AINO, "Kahvinkeitin", "Hei, keitin vuotaa.")
    world.settle()
    world.after(seconds=5)


def test_a_new_ticket_stands_under_its_fields_its_words_and_its_people(opened: Client) -> None:
    state = opened.get("/tickets/1").body
    assert standing(1) == {
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
    before = entries(), rows_of_words()
    with counting("BatchWriteItem") as batches, counting("PutItem") as puts, counting("DeleteItem") as removals:
        assert not any(search.index(1, seq, context(opened.world)) for seq in (1, 2, 3, 3))
        assert not people.index(opened.get("/tickets/1").body["requester_id"])
    assert (len(batches), len(puts), len(removals), (entries(), rows_of_words())) == (0, 0, 0, before)


def test_a_change_writes_the_difference_only(opened: Client) -> None:
    opened.put("/tickets/1", {"status": 4, "tags": ["vip"]})
    before = entries()
    opened.world.settle()
    opened.world.after(seconds=5)
    after = entries()
    gone, new = {term for term, _ in before.keys() - after.keys()}, {term for term, _ in after.keys() - before.keys()}
    assert (gone, new) == ({"status=2"}, {"status=4", "tag=vip"})
    assert len(rows_of_words()) == 1


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
    before, dynamodb = [standing(number) for number in (1, 2, 3)], client("dynamodb")
    for row in dynamodb.scan(TableName=settings().search_table)["Items"]:
        dynamodb.delete_item(TableName=settings().search_table, Key={"pk": row["pk"], "sk": row["sk"]})
    with opened.world.time():
        assert reindex.main(["--limit", "2"]) == 0
        assert {sk for _, sk in entries()} >= {rows.place(3), rows.place(2)}
        assert rows.place(1) not in {sk for _, sk in entries()}
        assert reindex.main([]) == 0
    assert [standing(number) for number in (1, 2, 3)] == before


def test_what_was_lost_from_the_table_comes_back_only_when_it_is_written_anew_by_force(opened: Client) -> None:
    before, dynamodb = standing(1), client("dynamodb")
    for row in (*rows_of_words(), {"pk": {"S": "status=2"}, "sk": {"S": rows.place(1)}}):
        dynamodb.delete_item(TableName=settings().search_table, Key={"pk": row["pk"], "sk": row["sk"]})
    with opened.world.time():
        assert reindex.main([]) == 0
        assert standing(1) < before
        assert reindex.main(["--force"]) == 0
    assert standing(1) == before


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
    assert {term for term in standing(1) if term.startswith("w=huo")} == {"w=huomi"}


def test_a_deleted_ticket_stands_nowhere(opened: Client) -> None:
    opened.delete("/tickets/1")
    opened.world.settle()
    opened.world.after(seconds=5)
    assert standing(1) == set()


def corrected(api: Client, note: int, words: str) -> set[str]:
    assert api.put(f"/conversations/{note}", {"body": words}).status == 200
    api.world.settle().after(seconds=5)
    return standing(1)


def test_of_a_note_that_was_corrected_only_what_it_reads_now_is_found(opened: Client) -> None:
    before = standing(1)
    note = opened.post("/tickets/1/notes", {"body": "Asiakas on pahoillaan, keitin"}).body["id"]
    opened.world.settle().after(seconds=5)
    assert standing(1) - before == {"w=asiakas", "w=pah"}
    assert corrected(opened, note, "Asiakas on tyytyväinen") - before == {"w=asiakas", "w=tytyv"}
    assert corrected(opened, note, "Soita hänelle") - before == {"w=soit", "w=han"}
    assert opened.delete(f"/conversations/{note}").status == 204
    opened.world.settle().after(seconds=5)
    assert standing(1) == before
    assert opened.put(f"/conversations/{note}/restore").status in (200, 204)
    opened.world.settle().after(seconds=5)
    assert standing(1) - before == {"w=soit", "w=han"}
    with counting("BatchWriteItem") as written:
        search.index(1, 0, context(opened.world), whole=True)
    assert written == []


def test_a_run_that_is_cut_off_anywhere_and_repeated_leaves_what_one_run_leaves(opened: Client) -> None:
    """Words and fields come and go in the same change."""
    note = opened.post("/tickets/1/notes", {"body": "Asiakas on pahoillaan"}).body["id"]
    opened.world.settle().after(seconds=5)
    opened.put(f"/conversations/{note}", {"body": "Soita hänelle"})
    opened.put("/tickets/1", {"status": 4, "tags": ["vip"]})
    seq, cuts = int(opened.get("/tickets/1").headers["ETag"].strip('"')), 0
    snapshot, dynamodb = client("dynamodb").scan(TableName=settings().search_table)["Items"], client("dynamodb")
    search.index(1, seq, context(opened.world))
    wanted = standing(1)
    while True:
        for row in dynamodb.scan(TableName=settings().search_table)["Items"]:
            dynamodb.delete_item(TableName=settings().search_table, Key={"pk": row["pk"], "sk": row["sk"]})
        for row in snapshot:
            dynamodb.put_item(TableName=settings().search_table, Item=row)
        try:
            with cut_off_after(cuts):
                search.index(1, seq, context(opened.world))
            break
        except CutOffError:
            cuts += 1
        search.index(1, seq, context(opened.world))
        assert (cuts, standing(1)) == (cuts, wanted)
    assert cuts >= 6


def test_the_change_behind_a_run_that_was_cut_off_takes_its_words_away_too(opened: Client) -> None:
    note = opened.post("/tickets/1/notes", {"body": "Asiakas on pahoillaan"}).body["id"]
    opened.world.settle().after(seconds=5)
    opened.put(f"/conversations/{note}", {"body": "Soita hänelle"})
    real = rows.put_sheets

    def killed(sheets: Mapping[str, Sheet], by: str = "") -> dict[str, str]:
        if "soit" in sheets["W"]:
            rows.put_sheets = cut_off
        return real(sheets, by)

    def cut_off(sheets: Mapping[str, Sheet], by: str = "") -> dict[str, str]:
        raise CutOffError

    rows.put_sheets = killed  # the only way to be cut off behind the card
    with pytest.raises(CutOffError):
        search.index(1, 99, context(opened.world))
    rows.put_sheets = real
    assert "w=pah" in standing(1)
    opened.put("/tickets/1", {"status": 4})
    search.index(1, 99, context(opened.world))
    assert "w=pah" not in standing(1)


def test_a_ticket_of_the_first_form_is_found_by_its_words_after_its_next_change(opened: Client) -> None:
    before, kept = standing(1), rows.find_card("T#1")
    for row in rows_of_words():
        client("dynamodb").delete_item(TableName=settings().search_table, Key={"pk": row["pk"], "sk": row["sk"]})
    rows.put_entries(1, 3, [word_term(word) for word in kept.card.words])
    assert rows.put_card("T#1", replace(kept.card, form=0), kept.version)
    opened.put("/tickets/1", {"priority": 4})
    opened.world.settle().after(seconds=5)
    assert standing(1) == before - {"priority=1"} | {"priority=4"}
    assert not any(term.startswith("w=") for term, _ in entries())


def test_erased_words_are_in_no_row_of_the_table(opened: Client) -> None:
    opened.world.mail("Bertta <bertta@muu.example>", "Kahvinkeitin", "Sekin vuotaa.")
    opened.world.settle().after(seconds=5)
    for number in range(10, 10 + many(TOP)):
        rows.put_sheets({TOP: sheet_of(number, 1, {OPENLY: ["keit"]})})
    search.put_together(TOP, wait=0)
    first = rows.find_card("T#1")
    for commit in find_commits(1):
        if commit.content:
            CommitRow.of(replace(commit, content=None)).put()
    search.erase(1, context(opened.world))
    left = {word for word, tickets in told().items() if 1 in tickets}
    assert (left, set(first.card.words) - left) == ({"kahvinkeit", "aino", "aalto", "aino@asiakas.example"}, {"keit", "vuot"})
    assert (2 in told()["vuot"], rows.find_card("T#1").card.gone) == (True, ())
    assert set(rows.find_card("T#1").card.words) == left


def test_what_a_slower_run_told_of_erased_words_is_in_no_row_of_the_table(opened: Client) -> None:
    """It had read the words before they went, lost to the erasing one, and told that they are gone."""
    for commit in find_commits(1):
        if commit.content:
            CommitRow.of(replace(commit, content=None)).put()
    real = rows.put_card

    def slower(owner: str, card: rows.Card, over: int) -> bool:
        rows.put_card = real
        is_put, kept = real(owner, card, over), rows.find_card(owner)
        rows.put_sheets({TOP: sheet_of(1, over + 1, {OPENLY: ["salais"]})})
        assert real(owner, replace(kept.card, gone=(word_term("salais"),)), kept.version)
        rows.put_sheets({TOP: sheet_of(1, kept.version + 1, {GONE: ["salais"]})})
        return is_put

    rows.put_card = slower  # the only way to come between two requests of one run
    search.erase(1, context(opened.world))
    assert ("salais" in told(), rows.find_card("T#1").card.gone) == (False, ())


def test_one_message_in_some_looks_whether_the_first_drawer_is_full(opened: Client) -> None:
    for number in range(10, 10 + many(TOP)):
        rows.put_sheets({TOP: sheet_of(number, 1, {OPENLY: ["keit"]})})
    for turn in range(60):
        opened.post("/tickets/1/notes", {"body": f"huomautus{turn}"})
        search.index(1, turn + 100, context(opened.world))
    assert len(rows.lying(TOP)) < many(TOP)


def test_more_rows_than_one_batch_takes_are_all_written(tables: None) -> None:
    terms = [f"w=word{number}" for number in range(60)]
    with counting("BatchWriteItem") as batches:
        rows.put_entries(7, 1, terms)
    assert (len(batches), sorted(rows.standing(7, terms))) == (3, sorted(terms))


@pytest.fixture(autouse=True)
def unpatched() -> Iterator[None]:
    real, sheets = rows.put_card, rows.put_sheets
    yield
    rows.put_card, rows.put_sheets = real, sheets
