"""Parents and children, trackers and what they track, through the real doors."""

from typing import Any

import pytest

from chalicelib.desk import actions as desks
from chalicelib.sla.policy import Category
from chalicelib.storage import history
from chalicelib.storage.history import Command
from chalicelib.tickets import linking
from chalicelib.tickets.bonds import CHILD
from tests.handlers.client import Client
from tests.handlers.conftest import api as api  # the fixture, which is not this folder's
from tests.handlers.test_ticket_lists import scoped
from tests.journeys.walks import context, names, state
from tests.small_desk import DOCUMENT

pytestmark = pytest.mark.slow


@pytest.fixture
def family(api: Client) -> Client:
    """Ticket 1 is the parent of 2 and 3."""
    for more in ({}, {"parent_id": 1}, {}):
        api.opened(**more)
    assert api.put("/tickets/3", {"parent_id": 1, "priority": 3}).status == 200
    api.world.settle()
    return api


def kinds(api: Client, *numbers: int) -> list[tuple[Any, Any, Any]]:
    bodies = [api.get(f"/tickets/{number}").body for number in numbers]
    return [(body["association_type"], body["associated_tickets_count"], body["parent_id"] or body["tracker_id"]) for body in bodies]


def associated(api: Client, number: int) -> list[int]:
    return [row["id"] for row in api.get(f"/tickets/{number}/associated_tickets").body]


def with_policy(api: Client, parents: str) -> None:
    desks.activate({**DOCUMENT, "parents": parents}, api.world.now, "tests")
    desks.forget()


def test_a_parent_and_its_children_know_of_each_other(family: Client) -> None:
    assert kinds(family, 1, 2, 3) == [(1, 2, None), (2, 1, 1), (2, 1, 1)]
    assert [associated(family, number) for number in (1, 2, 3)] == [[2, 3], [1], [1]]
    assert (family.get("/tickets/3").body["priority"], family.world.failures) == (3, [])


def test_a_child_leaves_its_parent_by_each_door(family: Client) -> None:
    assert family.put("/tickets/2", {"parent_id": None}).body["parent_id"] is None
    assert family.put("/tickets/3/unlink", {"ticket_id": 4711}).body["parent_id"] == 1
    assert family.put("/tickets/3/unlink", {}).body["parent_id"] is None
    assert (kinds(family, 1), associated(family, 1)) == ([(None, None, None)], [])
    assert family.put("/tickets/3/link", {"parent_id": 2}).body["parent_id"] == 2
    assert (kinds(family, 2), associated(family, 2)) == ([(1, 1, None)], [3])


def test_a_tracker_has_the_tickets_it_names_and_no_others(api: Client) -> None:
    for _ in range(3):
        api.opened()
    assert api.opened(related_ticket_ids=[1, 2])["association_type"] == 3
    assert kinds(api, 1, 2, 3, 4) == [(4, 1, 4), (4, 1, 4), (None, None, None), (3, 2, None)]
    api.put("/tickets/4", {"related_ticket_ids": [2, 3]})
    assert (associated(api, 4), associated(api, 1)) == ([2, 3], [])
    api.put("/tickets/1/link", {"tracker_id": 4})
    assert associated(api, 4) == [1, 2, 3]


@pytest.mark.parametrize("status", [4, 5])
def test_a_parent_waits_for_its_children_and_names_them(family: Client, status: int) -> None:
    told = family.put("/tickets/1", {"status": status})
    assert (told.status, told.body["code"], "2, 3" in told.body["message"]) == (409, "inconsistent_state", True)
    family.put("/tickets/2", {"status": 4})
    assert "tickets: 3" in family.put("/tickets/1", {"status": status}).body["message"]
    family.put("/tickets/3", {"status": 5})
    assert (family.put("/tickets/1", {"status": status}).status, state(1).status) == (200, status)
    assert family.put("/tickets/merge", {"primary_id": 3, "ticket_ids": [1]}).status == 204


def test_a_parent_with_open_children_is_not_merged_away(family: Client) -> None:
    family.opened()
    assert family.put("/tickets/merge", {"primary_id": 4, "ticket_ids": [1]}).status == 409
    assert family.put("/tickets/merge", {"primary_id": 4, "ticket_ids": [2]}).status == 204


def test_where_the_desk_says_so_a_parent_does_not_wait(family: Client) -> None:
    with_policy(family, "free")
    assert family.put("/tickets/1", {"status": 4}).status == 200


@pytest.mark.parametrize(("policy", "ends"), [("follow", True), ("wait", False)])
def test_where_the_desk_says_so_a_parent_is_resolved_with_its_last_child(family: Client, policy: str, ends: bool) -> None:
    with_policy(family, policy)
    family.put("/tickets/2", {"status": 4})
    family.world.settle()
    assert state(1).category is Category.OPEN
    family.put("/tickets/3", {"status": 4})
    family.world.settle()
    assert (state(1).category is Category.RESOLVED, family.world.failures) == (ends, [])
    assert names(2).count("child.settled") == 1


@pytest.mark.parametrize(
    ("number", "body", "field"),
    [
        (1, {"parent_id": 1}, "parent_id"),
        (1, {"parent_id": 2}, "parent_id"),
        (1, {"parent_id": 4711}, "parent_id"),
        (1, {"related_ticket_ids": [4711]}, "related_ticket_ids"),
    ],
)
def test_what_cannot_be_linked_is_refused_and_nothing_changes(family: Client, number: int, body: dict[str, Any], field: str) -> None:
    told = family.put(f"/tickets/{number}", {**body, "priority": 4})
    assert (told.status, [name for name, _ in told.faults]) == (400, [field])
    assert (state(1).bonds.parent, state(1).priority) == (0, 1)
    assert (family.put("/tickets/1/link", {}).status, family.post("/tickets", {"email": "a@b.example", **body}).status == 201) == (
        400,
        body in ({"parent_id": 1}, {"parent_id": 2}),
    )


def test_a_ticket_of_others_can_be_neither_parent_nor_listed(family: Client) -> None:
    family.put("/tickets/3", {"responder_id": family.agent("Aki")})
    family.put("/tickets/1", {"responder_id": family.agent("Liisa")})
    aki = scoped(family, "own")
    assert (associated(aki, 3), aki.put("/tickets/3/link", {"parent_id": 1}).faults) == ([], [("parent_id", "invalid_value")])


def test_a_link_that_was_cut_off_is_finished_and_a_ring_loses_one_link(family: Client) -> None:
    family.opened()
    family.opened()
    with family.world.time():
        history.change(4, Command("cut:4", "administrator"), context(family.world), lambda now, at: linking.point(now, CHILD, 5))
        history.change(5, Command("cut:5", "administrator"), context(family.world), lambda now, at: linking.point(now, CHILD, 4))
    assert (state(4).bonds.parent, state(5).bonds.parent) == (5, 4)
    family.world.settle()
    assert (state(4).bonds.parent, state(4).bonds.children, state(5).bonds.parent, state(5).bonds.children) == (0, (5,), 4, ())
    assert family.world.failures == []
