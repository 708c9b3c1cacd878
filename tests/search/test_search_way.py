"""From a mail to the search that finds it, through the real doors."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.handlers.client import Client
from tests.handlers.test_ticket_lists import scoped
from tests.kept import as_built
from tests.world import World

AINO, BERTIL = "Aino Aalto <aino@asiakas.example>", "Bertil Berg <bertil@kund.example>"


@pytest.fixture
def shop(api: Client) -> Client:
    """Three customers wrote: in Finnish, in Swedish, in English."""
    as_built(api.world, _three_wrote, api.world)
    return api


def _three_wrote(world: World) -> None:
    world.mail(AINO, "Kahvinkeitin ei toimi", "Hei, ostin keittimen viime viikolla. Lämpölevy ei lämpene. Lasku on maksettu.")
    world.mail(BERTIL, "Fakturan är fel", "Hej, fakturorna som ni skickade har fel belopp. Beställningen var 4711.")
    world.mail("Carol <carol@customer.example>", "Refund", "Hello, I returned the invoices and want my payment refunded.")
    settled(world)


def settled(world: World) -> World:
    """Until what was written is in the index."""
    world.settle()
    return world.after(seconds=5)


def found(api: Client, path: str) -> list[int]:
    told = api.get(path)
    assert told.status == 200, told.body
    assert told.body["total"] == len(told.body["results"])
    return [row["id"] for row in told.body["results"]]


def by_query(api: Client, query: str, kind: str = "tickets") -> list[int]:
    return found(api, f"/search/{kind}?query=" + quote(f'"{query}"'))


def by_term(api: Client, term: str) -> list[int]:
    return found(api, f"/search/tickets?term={quote(term)}")


@pytest.mark.parametrize(
    ("term", "numbers"),
    [
        ("keitin", [1]), ("laskut", [1]), ("laskun ostin", [1]), ("faktura", [2]), ("beställningar", [2]), ("4711", [2]), ("invoice", [3]),
        ("payments", [3]), ("aalto", [1]), ("aino@asiakas.example", [1]), ("lampolevy", [1]), ("keitin faktura", []),
    ],
)  # fmt: skip
def test_words_are_found_in_other_forms(shop: Client, term: str, numbers: list[int]) -> None:
    assert by_term(shop, term) == numbers


def test_fields_are_found_and_combined(shop: Client) -> None:
    shop.put("/tickets/2", {"priority": 4, "tags": ["VIP"], "type": "Refund"})
    shop.put("/tickets/3", {"status": 3})
    settled(shop.world)
    agent = shop.get("/tickets/1").body["responder_id"]
    asked: dict[str, list[int]] = {
        "status:2": [2, 1], "status:2 OR status:3": [3, 2, 1], "status:>2": [3, 2, 1], "status:3 AND priority:2": [3],
        "priority:>3": [2], "tag:'vip'": [2], "type:'Refund'": [2], "status:2 AND type:null": [1],
        "(priority:4 OR status:3) AND text:'fakturan'": [2],
        "agent_id:null": [3], f"agent_id:{agent} AND text:'lasku'": [1], "created_at:>'2026-12-01'": [3, 2, 1],
        "created_at:<'2026-11-30'": [], "updated_at:>'2026-12-01' AND status:2": [2, 1], "updated_at:>'2026-12-01T00:00:00Z'": [3, 2, 1],
        "due_by:>'2026-12-01'": [2, 1], "due_by:<'2026-11-30'": [], "status:2 AND source:1": [2, 1], "status:2 AND source:3": [],
    }  # fmt: skip
    assert {query: by_query(shop, query) for query in asked} == asked


def test_what_is_deleted_is_not_found_until_it_is_restored(shop: Client) -> None:
    shop.delete("/tickets/1")
    assert by_term(shop, "keitin") == []
    settled(shop.world)
    assert by_term(shop, "keitin") == []
    shop.put("/tickets/1/restore")
    settled(shop.world)
    assert by_term(shop, "keitin") == [1]


def test_answers_and_notes_are_found_too(shop: Client) -> None:
    shop.post("/tickets/1/reply", {"body": "Lähetämme uuden termostaatin."})
    shop.post("/tickets/1/notes", {"body": "Asiakas on pahoillaan."})
    settled(shop.world)
    assert (by_term(shop, "termostaatti"), by_term(shop, "pahoillaan")) == ([1], [1])


@pytest.mark.parametrize("scope", ["own", "group"])
def test_nobody_finds_what_he_may_not_see(shop: Client, scope: str) -> None:
    agent = shop.agent("Aki")
    shop.put("/tickets/2", {"responder_id": agent})
    settled(shop.world)
    aki = scoped(shop, scope)
    seen = [row["id"] for row in aki.get("/tickets").body]
    assert 2 in seen
    assert by_query(aki, "status:2 OR status:3") == seen
    assert by_query(aki, "created_at:>'2026-12-01'") == seen
    assert by_query(aki, "updated_at:>'2026-12-01'") == seen
    assert by_term(aki, "fakturan") == [2]
    assert by_term(aki, "kahvinkeitin") == [1 for number in seen if number == 1]


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("status:2", "double quotes"), ('"status:2', "double quotes"), ('"status"', "at character 1"),
        ('"status:2 AND"', "at character 13"),
        ('"(status:2"', "closes the one at 1"), ('"colour:2"', "There is no field colour"), ('"tag:\'x"', "no ' at its end"),
        ('"status:null"', "needs one field that is indexed"), ('"source:1"', "needs one field that is indexed"),
        ('"status:\'x\'"', "a number"),
        ('"created_at:>\'soon\'"', "is no date"), ('"group_id:77"', "no group 77"),
        ('"' + "status:2 OR " * 50 + 'status:2"', "at most 512"),
        ('"text:\'ja on\'"', "no word"),
    ],
)  # fmt: skip
def test_a_wrong_query_is_told_what_is_wrong_and_where(api: Client, query: str, says: str) -> None:
    told = api.get(f"/search/tickets?query={quote(query)}")
    assert (told.status, [fault for fault, _ in told.faults]) == (400, ["query"])
    assert says in told.body["errors"][0]["message"]


@pytest.mark.parametrize("page", ["0", "11", "x"])
def test_a_page_that_there_is_not_is_refused(api: Client, page: str) -> None:
    told = api.get(f'/search/tickets?query="status:2"&page={page}')
    assert (told.status, [fault for fault, _ in told.faults]) == (400, ["page"])


@pytest.mark.parametrize("written", ['"status:2 AND priority:2"', "%22status:2%20AND%20priority:2%22", "%22status%3A2+AND+priority%3A2%22"])
def test_a_query_comes_raw_quoted_or_with_plus_for_blanks(shop: Client, written: str) -> None:
    assert found(shop, f"/search/tickets?query={written}") == [3, 2, 1]


def test_results_are_whole_tickets_of_the_usual_shape(shop: Client) -> None:
    told = shop.get("/search/tickets?query=\"text:'keitin'\"")
    (row,) = told.body["results"]
    whole: Any = shop.get("/tickets/1").body
    assert row == {name: whole[name] for name in row}
    assert "keittimen" in row["description_text"]
    assert told.headers["X-Search-Total"] == "exact"


def test_contacts_are_found_by_fields_and_by_how_they_are_called(shop: Client) -> None:
    aino, bertil, carol = (shop.get(f"/tickets/{number}").body["requester_id"] for number in (1, 2, 3))
    shop.put(f"/contacts/{aino}", {"language": "fi", "tags": ["vip"]})
    asked = {
        "email:'aino@asiakas.example'": [aino], "name:'ber'": [bertil], "language:'fi'": [aino],
        "email:'nobody@x.example'": [],
        "tag:'vip'": [aino], "created_at:>'2026-11-01' AND active:true": sorted([aino, bertil, carol], reverse=True),
        "language:'fi' AND company_id:null": [aino],
    }  # fmt: skip
    assert {query: by_query(shop, query, "contacts") for query in asked} == asked
    assert shop.get("/contacts/autocomplete?term=aal").body == [{"id": aino, "name": "Aino Aalto"}]
    assert found(shop, "/search/contacts?term=bertil@kund") == [bertil]
    assert shop.get("/contacts/autocomplete?term=x").body == []


def test_companies_are_found_by_name_and_domain(api: Client) -> None:
    made = api.post("/companies", {"name": "Pyöräpaja Oy", "domains": ["paja.example"]}).body["id"]
    asked = {"name:'pyöräpaja oy'": [made], "domain:'paja.example'": [made], "name:'Paja'": [], "created_at:<'2020-01-01'": []}
    assert {query: by_query(api, query, "companies") for query in asked} == asked


def test_a_query_that_was_quoted_twice_is_understood(shop: Client) -> None:
    assert found(shop, "/search/tickets?query=" + quote('"' + quote("status:2 AND priority:2") + '"')) == [3, 2, 1]
