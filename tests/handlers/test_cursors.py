"""Walking lists by cursor: opaque, bound to caller and question, without an end at page 300, stable while things change."""

import re
from typing import Any

import pytest

from tests.handlers.client import Client, Told
from tests.handlers.test_ticket_lists import five as five  # the fixture
from tests.kept import as_built


def onward(answer: Told) -> str:
    """The path of the next page, from the Link header; empty on the last one."""
    link = re.fullmatch(r'<https://desk\.kauppa\.example/api/v2(.*)>; rel="next"', answer.headers.get("Link", ""))
    return link[1] if link else ""


def walked(api: Client, path: str) -> list[list[int]]:
    """The ids on each page."""
    pages = []
    while path:
        answer = api.get(path)
        assert answer.status == 200, answer.body
        pages.append([row["id"] for row in answer.body])
        path = onward(answer)
    return pages


@pytest.mark.parametrize(
    ("query", "pages"),
    [
        ("per_page=2", [[5, 4], [2, 1]]),
        ("per_page=3&order_type=asc", [[1, 2, 4], [5]]),
        ("per_page=4", [[5, 4, 2, 1]]),
        ("per_page=3&order_by=updated_at&order_type=asc", [[1, 2, 4], [5]]),
        ("per_page=1&order_by=updated_at", [[5], [4], [2], [1]]),
        ("per_page=3&updated_since=2015-01-01T00:00:00Z", [[5, 4, 2], [1]]),
        ("per_page=3&order_by=updated_at&company_id={company}", [[]]),
        ("per_page=2&filter=new_and_my_open&order_by=due_by&order_type=asc", [[1, 2], [4, 5]]),
        ("per_page=3&filter=new_and_my_open&order_by=status", [[5, 4, 2], [1]]),
    ],
)
def test_a_walk_shows_every_ticket_once(five: Client, query: str, pages: list[list[int]]) -> None:
    five.later(seconds=10)
    query = query.format(company=five.get("/companies").body[0]["id"])
    assert walked(five, f"/tickets?cursor=&{query}") == pages


def test_the_link_carries_a_cursor_instead_of_a_page(five: Client) -> None:
    link = onward(five.get("/tickets?per_page=1&cursor=&include=stats&colour=red"))
    assert re.fullmatch(r"/tickets\?colour=red&cursor=[\w-]+\.[a-z2-7]{20}&include=stats&per_page=1", link)
    assert "cursor" not in onward(five.get("/tickets?per_page=1"))


def test_with_a_cursor_a_page_number_means_nothing(five: Client) -> None:
    told = [five.get(f"/tickets?per_page=2&cursor=&page={page}") for page in ("1", "301", "x")]
    assert [[row["id"] for row in one.body] for one in told] == [[5, 4]] * 3
    assert five.get("/tickets?page=301").status == 400


# -- other lists --


@pytest.fixture
def people(api: Client) -> Client:
    as_built(api.world, _many_of_each, api)
    return api


def _many_of_each(api: Client) -> None:
    for number in range(5):
        api.later(seconds=1)
        api.post("/contacts", {"name": f"A{number}", "email": f"a{number}@asiakas.example"})
    for number in range(3):
        api.post("/companies", {"name": f"Oy {number}"})
    for number in range(5):
        api.opened()
        api.post("/tickets/1/notes", {"body": f"Huom. {number}"})


@pytest.mark.parametrize(
    "path",
    [
        "/contacts",
        "/contacts?state=unverified",
        "/companies",
        "/agents",
        "/groups",
        "/roles",
        "/tickets/1/conversations",
        "/tickets/1/activities",
    ],
)
def test_every_list_can_be_walked_by_cursor(people: Client, path: str) -> None:
    mark = "&" if "?" in path else "?"
    whole = [row["id"] for row in people.get(f"{path}{mark}per_page=100").body]
    pages = walked(people, f"{path}{mark}cursor=&per_page=2")
    assert [one for page in pages for one in page] == whole
    assert all(len(page) == 2 for page in pages[:-1])
    assert len(whole) > 1


def test_what_joins_a_list_in_front_pushes_nothing_into_the_next_page(people: Client) -> None:
    """Companies are sorted by name."""
    first = people.get("/companies?cursor=&per_page=2")
    whole = [row["name"] for row in people.get("/companies").body]
    people.post("/companies", {"name": "Aalto Oy"})
    following = people.get(onward(first))
    assert [row["name"] for row in (*first.body, *following.body)] == whole[:4]


# -- while things change --


def test_a_walk_downward_by_time_shows_once_what_changes_under_way(five: Client) -> None:
    """By page numbers a ticket that moves to the front would never come."""
    five.later(seconds=10)
    first = five.get("/tickets?cursor=&order_by=updated_at&per_page=1")
    seen = [row["id"] for row in first.body]
    path = onward(first)
    for number in (2, 1):
        five.post(f"/tickets/{number}/notes", {"body": "Muuttui."})
        five.post(f"/tickets/{number}/notes", {"body": "Taas."})
        five.later(seconds=10)
        told = five.get(path)
        seen += [row["id"] for row in told.body]
        path = onward(told)
    seen += [one for page in walked(five, path) for one in page]
    assert seen == [5, 4, 2, 1]


def test_a_walk_upward_by_time_shows_again_at_the_end_what_changes_under_way(five: Client) -> None:
    five.later(seconds=10)
    first = five.get("/tickets?cursor=&order_by=updated_at&order_type=asc&per_page=2")
    for number in (1, 4):
        five.post(f"/tickets/{number}/notes", {"body": "Muuttui."})
    five.later(seconds=10)
    assert [[row["id"] for row in first.body], *walked(five, onward(first))] == [[1, 2], [5, 1], [4]]


def test_new_tickets_do_not_disturb_a_walk(five: Client) -> None:
    first = five.get("/tickets?cursor=&per_page=2")
    five.opened()
    assert walked(five, onward(first)) == [[2, 1]]


# -- nobody makes one up --


def forged(cursor: str) -> list[str]:
    body, _, proof = cursor.partition(".")
    other = "A" if body[-1] != "A" else "B"
    return [f"{body[:-1]}{other}.{proof}", f"{body}.{proof[:-1]}1", body, f".{proof}", "x", "1", "ä.ö", "a" * 5_000, "%00.%00"]


def test_a_cursor_that_is_not_ours_is_refused(five: Client) -> None:
    cursor = re.findall(r"cursor=([^&]+)", onward(five.get("/tickets?cursor=&per_page=1")))[0]
    for wrong in forged(cursor):
        told = five.get(f"/tickets?cursor={wrong}&per_page=1")
        assert (told.status, told.faults) == (400, [("cursor", "invalid_value")])


@pytest.mark.parametrize(
    ("path", "caller"),
    [
        ("/tickets?order_type=asc&per_page=1", {}),
        ("/tickets?filter=deleted&per_page=1", {}),
        ("/contacts?per_page=1", {}),
        ("/groups?per_page=1", {}),
        ("/tickets?per_page=1", {"name": "Aki"}),
    ],
)
def test_a_cursor_holds_for_its_caller_and_question_only(five: Client, path: str, caller: dict[str, Any]) -> None:
    cursor = re.findall(r"cursor=([^&]+)", onward(five.get("/tickets?cursor=&per_page=1")))[0]
    other = five.of(**caller) if caller else five
    assert other.get(f"{path}&cursor={cursor}").status == 400
    assert five.get(f"/tickets?per_page=2&cursor={cursor}").status == 200
