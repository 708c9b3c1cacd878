"""Lists of tickets: which ones, in which order, page by page."""

import re
from typing import Any

import pytest

from tests.handlers.client import Client, Told
from tests.kept import as_built


def numbers(told: Told) -> list[int]:
    return [row["id"] for row in told.body]


def walked(api: Client, path: str) -> list[list[int]]:
    """The pages from the first to the last, by the Link header alone."""
    pages = []
    while path:
        told = api.get(path)
        pages.append(numbers(told))
        link = re.fullmatch(r'<https://desk\.kauppa\.example/api/v2(.*)>; rel="next"', told.headers.get("Link", ""))
        path = link[1] if link else ""
    return pages


@pytest.fixture
def five(api: Client) -> Client:
    """Five tickets, the third of which is lost to a crash between its number and its commit."""
    as_built(api.world, _four_of_five, api)
    return api


def _four_of_five(api: Client) -> None:
    from chalicelib.storage import seen

    for number in range(1, 6):
        if number == 3:
            seen.next_number()
        else:
            api.opened(email=f"a{number}@asiakas.example", subject=f"Asia {number}")
            api.later(minutes=1)


def test_the_newest_ticket_comes_first_and_gaps_do_not_show(five: Client) -> None:
    assert numbers(five.get("/tickets")) == [5, 4, 2, 1]
    assert numbers(five.get("/tickets?order_type=asc")) == [1, 2, 4, 5]


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("per_page=2", [[5, 4], [2, 1]]),
        ("per_page=3", [[5, 4, 2], [1]]),
        ("per_page=3&order_type=asc", [[1, 2, 4], [5]]),
        ("per_page=4", [[5, 4, 2, 1]]),
        ("per_page=3&order_by=updated_at&order_type=asc", [[1, 2, 4], [5]]),
        ("per_page=1&order_by=updated_at", [[5], [4], [2], [1]]),
        ("per_page=3&order_by=updated_at&updated_since=2015-01-01T00:00:00Z", [[5, 4, 2], [1]]),
        ("per_page=2&order_by=created_at&updated_since=2015-01-01T00:00:00Z", [[5, 4], [2, 1]]),
    ],
)
def test_walking_the_links_shows_every_ticket_once(five: Client, query: str, pages: list[list[int]]) -> None:
    five.later(seconds=10)
    assert walked(five, f"/tickets?{query}") == pages


@pytest.mark.parametrize("order", ["", "&order_by=updated_at"])
def test_a_later_page_may_be_asked_for_without_the_earlier_ones(five: Client, order: str) -> None:
    five.later(seconds=10)
    assert [numbers(five.get(f"/tickets?per_page=3&page={page}{order}")) for page in (2, 3, 300)] == [[1], [], []]


def test_a_page_goes_on_where_the_last_one_ended_although_new_tickets_came(five: Client) -> None:
    first = numbers(five.get("/tickets?per_page=2"))
    five.opened()
    assert (first, numbers(five.get("/tickets?per_page=2&page=2"))) == ([5, 4], [2, 1])


def test_the_link_is_absolute_keeps_all_parameters_and_names_page_first(five: Client) -> None:
    link = five.get("/tickets?per_page=1&include=stats&order_type=asc&colour=red").headers["Link"]
    query = "colour=red&include=stats&order_type=asc&page=2&per_page=1"
    assert link == f'<https://desk.kauppa.example/api/v2/tickets?{query}>; rel="next"'


def test_of_a_parameter_given_twice_the_last_one_counts(five: Client) -> None:
    assert numbers(five.get("/tickets?page=2&per_page=1&page=1&per_page=2")) == [5, 4]


def test_a_row_of_a_list_has_no_description_unless_it_is_asked_for(five: Client) -> None:
    plain, rich = (five.get(f"/tickets{query}").body[0] for query in ("", "?include=description,requester,company,stats"))
    assert sorted(set(rich) - set(plain)) == ["company", "description", "description_text", "requester", "stats"]
    assert (rich["company"], rich["requester"]["email"], rich["description_text"]) == ({}, "a5@asiakas.example", "Apua")


# -- what changed since --


@pytest.mark.parametrize(
    "since", ["2026-12-01T08:02:00Z", "2026-12-01T08:02:00.000000Z", "2026-12-01T10:02:00+02:00", "2026-12-01T08:02:00"]
)
def test_updated_since_takes_every_way_to_write_an_instant(five: Client, since: str) -> None:
    five.later(seconds=10)
    assert numbers(five.get(f"/tickets?updated_since={since}&order_by=updated_at&order_type=asc")) == [4, 5]


def test_updated_since_includes_the_second_that_a_client_remembers(five: Client) -> None:
    five.later(seconds=10)
    last = five.get("/tickets?order_by=updated_at").body[0]
    assert numbers(five.get(f"/tickets?updated_since={last['updated_at']}")) == [last["id"]]


def test_a_reply_and_a_note_move_a_ticket_to_the_end(five: Client) -> None:
    five.post("/tickets/2/notes", {"body": "Huom."})
    five.later(minutes=1)
    five.post("/tickets/1/reply", {"body": "Vastaus."})
    five.later(seconds=10)
    assert numbers(five.get("/tickets?order_by=updated_at&order_type=asc")) == [4, 5, 2, 1]


def test_a_commit_is_listed_once_it_is_five_seconds_old(api: Client) -> None:
    api.opened()
    fresh = numbers(api.get("/tickets?updated_since=2026-12-01T00:00:00Z"))
    api.later(seconds=6)
    assert (fresh, numbers(api.get("/tickets?updated_since=2026-12-01T00:00:00Z"))) == ([], [1])


def test_a_sync_that_polls_misses_no_change(api: Client) -> None:
    """Bookmarks move with what was seen; every ticket's last state must have been seen in the end."""
    seen: dict[int, str] = {}
    bookmark = "2026-12-01T00:00:00Z"
    for turn in range(8):
        if turn < 5:
            api.opened(email=f"b{turn}@asiakas.example")
        if turn in (2, 4):
            api.post("/tickets/1/notes", {"body": f"Kierros {turn}"})
        api.later(seconds=4)
        for row in api.get(f"/tickets?updated_since={bookmark}&order_by=updated_at&order_type=asc&per_page=100").body:
            seen[row["id"]] = bookmark = row["updated_at"]
    assert seen == {row["id"]: row["updated_at"] for row in api.get("/tickets").body}


# -- whose --


def test_tickets_of_one_requester_by_id_or_address(five: Client) -> None:
    five.opened(email="a2@asiakas.example")
    requester = five.get("/tickets/2").body["requester_id"]
    queries = (f"requester_id={requester}", "email=a2@asiakas.example", "email=A2@Asiakas.example")
    assert [numbers(five.get(f"/tickets?{query}")) for query in queries] == [[6, 2]] * 3
    assert walked(five, f"/tickets?requester_id={requester}&per_page=1") == [[6], [2]]
    assert numbers(five.get(f"/tickets?requester_id={requester}&order_by=updated_at&order_type=asc")) == [2, 6]


def test_a_requester_nobody_knows_has_no_tickets(five: Client) -> None:
    assert [five.get(f"/tickets?{query}").body for query in ("email=nobody@asiakas.example", "email=nonsense", "unique_external_id=x")] == [
        []
    ] * 3


def test_tickets_of_one_company(api: Client) -> None:
    company = api.opened(email="tuure@tukku.example")["company_id"]
    api.opened()
    api.opened(email="tiina@tukku.example")
    assert walked(api, f"/tickets?company_id={company}&per_page=1") == [[3], [1]]


def test_open_tickets_of_an_agent_or_a_group_in_the_order_that_is_asked_for(api: Client) -> None:
    api.opened(priority=1, responder_id=api.agent("Aki"))
    api.opened(priority=4, responder_id=api.agent("Aki"))
    api.opened(responder_id=api.agent("Aki"), status=4)
    group = next(group["id"] for group in api.get("/groups").body if group["name"] == "Support")
    api.put("/tickets/1", {"group_id": group})
    api.put("/tickets/2", {"group_id": group})
    aki = api.agent("Aki")
    assert numbers(api.get(f"/tickets?agent_id={aki}")) == [2, 1]
    assert numbers(api.get(f"/tickets?agent_id={aki}&order_by=due_by&order_type=asc")) == [2, 1]
    assert numbers(api.get(f"/tickets?group_id={group}&order_by=created_at&order_type=asc")) == [1, 2]


def test_new_and_my_open_is_what_an_agent_has_and_could_take(api: Client) -> None:
    api.opened(responder_id=api.agent("Aki"))
    api.opened(responder_id=api.agent("Liisa"))
    api.opened()
    assert numbers(api.of("Aki").get("/tickets?filter=new_and_my_open")) == [3, 1]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("order_by=colour", "order_by"), ("order_by=due_by", "order_by"), ("order_by=status", "order_by"), ("order_type=up", "order_type"),
        ("filter=watching", "filter"), ("include=colour", "include"), ("updated_since=yesterday", "updated_since"), ("page=0", "page"),
        ("page=301", "page"), ("page=x", "page"), ("per_page=101", "per_page"), ("per_page=0", "per_page"), ("per_page=-1", "per_page"),
        ("requester_id=x", "requester_id"), ("group_id=5", "group_id"),
    ],
)  # fmt: skip
def test_what_cannot_be_served_is_refused_with_the_field(api: Client, query: str, field: str) -> None:
    told = api.get(f"/tickets?{query}")
    assert (told.status, [row["field"] for row in told.body["errors"]]) == (400, [field])


def test_unknown_parameters_are_passed_over(api: Client) -> None:
    assert api.get("/tickets?colour=red&_updated_since=x").status == 200


# -- scopes --


def scoped(api: Client, scope: str) -> Client:
    """Aki with another scope."""
    from chalicelib.desk import actions as desks
    from tests.small_desk import DOCUMENT

    agents = [{**row, "scope": scope} if row["name"] == "Aki" else row for row in DOCUMENT["agents"]]
    desks.activate({**DOCUMENT, "agents": agents}, api.world.now, "tests")
    return api.of("Aki")


@pytest.mark.parametrize(("scope", "seen"), [("global", [3, 2, 1]), ("group", [2, 1]), ("own", [1])])
def test_lists_and_views_show_what_the_scope_allows(api: Client, scope: str, seen: list[int]) -> None:
    groups: dict[str, Any] = {group["name"]: group["id"] for group in api.get("/groups").body}
    for agent, group in (("Aki", "Billing"), ("Liisa", "Support"), ("Ville", "Billing")):
        api.opened(responder_id=api.agent(agent), group_id=groups[group])
    aki = scoped(api, scope)
    assert numbers(aki.get("/tickets")) == seen
    assert [number for number in (3, 2, 1) if aki.get(f"/tickets/{number}").status == 200] == seen
