"""Views: what is saved is what can be read, says what it costs, and shows what the caller may see."""

import pytest

from tests.handlers.client import Client
from tests.search.test_search_way import settled, shop  # noqa: F401  # the fixture

PRESETS = ["Open", "Mine", "Unassigned", "Overdue", "Undelivered replies"]


def test_every_desk_has_the_views_that_are_asked_for_most(shop: Client) -> None:  # noqa: F811  # the fixture
    aki = shop.of("Aki")
    views = aki.get("/views").body
    assert [(view["name"], view["preset"]) for view in views] == [(name, True) for name in PRESETS]
    mine = [row["id"] for row in aki.get("/tickets").body if row["responder_id"] == shop.agent("Aki")]
    shown = {view["name"]: [row["id"] for row in aki.get(f"/views/{view['id']}/tickets").body] for view in views}
    assert shown == {"Open": [3, 2, 1], "Mine": mine, "Unassigned": [3], "Overdue": [], "Undelivered replies": []}
    shop.world.after(days=8)
    assert {row["id"] for row in aki.get("/views/4/tickets").body} >= {1, 2}


def test_a_view_is_saved_shown_changed_and_deleted(shop: Client) -> None:  # noqa: F811  # the fixture
    made = shop.post("/views", {"name": "Suomeksi", "query": "text:'lasku' AND status:2"})
    assert made.status == 201
    number, cost = made.body["id"], made.body["cost"]
    assert (cost["lists"][-1], cost["looked_up"], cost["rru"] < 20) == (["status=2"], [], True)
    assert cost["said"].startswith("Reads ")
    assert [row["id"] for row in shop.get(f"/views/{number}/tickets").body] == [1]
    changed = shop.put(f"/views/{number}", {"query": "due_by:>'2026-12-01' AND status:2"})
    assert (changed.body["name"], changed.body["cost"]["looked_up"]) == ("Suomeksi", ["due_by"])
    assert [row["id"] for row in shop.get(f"/views/{number}/tickets").body] == [3, 2, 1]
    assert shop.delete(f"/views/{number}").status == 204
    assert shop.get(f"/views/{number}").status == 404


def test_a_personal_view_is_its_owners_and_a_built_in_one_nobodys(api: Client) -> None:
    aki, liisa = api.of("Aki", role="agent"), api.of("Liisa", role="agent")
    own = aki.post("/views", {"name": "Omat", "query": "agent_id:me", "personal": True}).body["id"]
    shared = aki.post("/views", {"name": "Kaikki", "query": "status:2"}).body["id"]
    assert (liisa.get(f"/views/{own}").status, liisa.get(f"/views/{shared}").status) == (404, 200)
    assert own not in [view["id"] for view in liisa.get("/views").body]
    assert (liisa.put(f"/views/{shared}", {"name": "x"}).status, liisa.delete("/views/1").status) == (403, 403)


@pytest.mark.parametrize(
    ("given", "fields"),
    [
        ({"name": "x"}, [("query", "missing_field")]),
        ({"name": "x", "query": "source:1"}, [("query", "invalid_value")]),
        ({"name": "x", "query": "status:"}, [("query", "invalid_value")]),
        ({"name": "x", "query": "colour:2"}, [("query", "invalid_field")]),
    ],
)
def test_what_cannot_be_read_from_the_index_is_not_saved(api: Client, given: dict[str, str], fields: list[tuple[str, str]]) -> None:
    told = api.post("/views", given)
    assert (told.status, told.faults) == (400, fields)


def test_a_view_of_many_goes_page_by_page(api: Client) -> None:
    for number in range(5):
        api.opened(subject=f"Asia {number}")
    settled(api.world)
    first = api.get("/views/1/tickets?per_page=2")
    assert [row["id"] for row in first.body] == [5, 4]
    assert "page=2" in first.headers["Link"]
    last = api.get("/views/1/tickets?per_page=2&page=3")
    assert ([row["id"] for row in last.body], "Link" in last.headers) == ([1], False)
