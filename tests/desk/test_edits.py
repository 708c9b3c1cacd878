"""Changes of a configuration by the API."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.desk import edits
from chalicelib.desk.checks import faults, new_faults
from chalicelib.desk.model import Desk, Group
from chalicelib.desk.reading import agent_id, group_id
from chalicelib.errors import Duplicate, Inconsistent, NotFound
from tests.desk.samples import SMALL, desk, reading

BASE = desk(SMALL)
ELLI, OTSO = agent_id("elli@kukka.example"), agent_id("otso@kukka.example")
SHOP, OFFICE = group_id("Shop"), group_id("Office")


def test_a_new_name_of_a_group_stands_wherever_the_old_one_stood() -> None:
    policies = (replace(BASE.policies[0], groups=("Shop",)),)
    after = edits.change_group(SHOP, {"name": "Store"})(replace(BASE, policies=policies))
    assert (after.group_by_id(SHOP), after.default_group) == (Group(SHOP, "Store", lead="elli@kukka.example", formerly=("Shop",)), "Store")
    assert [agent.groups for agent in after.agents] == [("Store", "Office"), ("Store",)]
    assert ([rule.group for rule in after.rules], after.accounts[0].group, after.policies[0].groups) == (
        ["Store", "Office"], "Store", ("Store",),
    )  # fmt: skip
    assert faults(after) == ()


def test_a_group_that_is_called_as_before_again_has_no_former_name_of_its_own() -> None:
    there = edits.change_group(SHOP, {"name": "Store"})
    back = edits.change_group(SHOP, {"name": "Shop"})
    assert [group.formerly for group in back(there(BASE)).groups if group.id == SHOP] == [("Store",)]


def test_a_former_name_that_another_group_takes_leads_there() -> None:
    renamed = edits.change_group(SHOP, {"name": "Store"})(BASE)
    for after in (edits.add_group({"name": "Shop"})(renamed), edits.change_group(OFFICE, {"name": "Shop"})(renamed)):
        assert after.group_formerly("Shop") is None
        assert after.group("Shop") not in (None, after.group_by_id(SHOP))
        assert faults(after) == ()


def test_a_new_address_of_an_agent_stands_wherever_the_old_one_stood() -> None:
    after = edits.change_agent(ELLI, {"email": "e@kukka.example"})(BASE)
    assert (after.groups[0].lead, after.agents[0].id, faults(after)) == ("e@kukka.example", ELLI, ())


def test_an_id_that_somebody_kept_is_not_given_twice() -> None:
    moved = edits.change_agent(OTSO, {"email": "o@kukka.example"})(BASE)
    after = edits.add_agent({"email": "otso@kukka.example", "name": "Otso the other"})(moved)
    assert len({agent.id for agent in after.agents}) == 3
    assert faults(after) == ()


@pytest.mark.parametrize(
    ("edit", "error"),
    [
        (edits.add_agent({"email": "otso@kukka.example", "name": "O"}), Duplicate),
        (edits.change_agent(ELLI, {"email": "otso@kukka.example"}), Duplicate),
        (edits.change_agent(4711, {}), NotFound),
        (edits.remove_agent(4711), NotFound),
        (edits.remove_agent(ELLI), Inconsistent),
        (edits.add_group({"name": "SHOP"}), Duplicate),
        (edits.change_group(SHOP, {"name": "office"}), Duplicate),
        (edits.change_group(4711, {}), NotFound),
        (edits.remove_group(4711), NotFound),
        (edits.remove_group(SHOP), Inconsistent),
        (edits.remove_group(OFFICE), Inconsistent),
    ],
)
def test_what_cannot_be_is_refused(edit: edits.Edit, error: type[Exception]) -> None:
    with pytest.raises(error):
        edit(BASE)


# -- what must hold --


def without(field: str, place: int) -> Callable[[Desk], Desk]:
    def left(desk: Desk) -> Desk:
        rows: Any = tuple(row for index, row in enumerate(getattr(desk, field)) if index != place)
        return replace(desk, **{field: rows})

    return left


@pytest.mark.parametrize(
    ("broken", "sentences"),
    [
        (without("groups", 1), {
            "agent elli@kukka.example: its groups names the group Office, and there is none",
            "rule Returns: its group names the group Office, and there is none", 'rule Returns: there is no group "Office"',
        }),
        (without("agents", 0), {"group Shop: its lead names the agent elli@kukka.example, and there is none"}),
        (without("calendars", 0), {
            "agent elli@kukka.example: its shift names the calendar Days, and there is none",
            "policy Everybody: its calendar names the calendar Days, and there is none",
        }),
        (lambda desk: replace(desk, groups=(*desk.groups, Group(SHOP, "Office"))), {
            "there are two of the group with the name Office", f"there are two of the group with the id {SHOP}",
        }),
        (lambda desk: replace(desk, agents=(*desk.agents, desk.agents[1])), {
            "there are two of the agent with the email otso@kukka.example", f"there are two of the agent with the id {OTSO}",
        }),
        (lambda desk: replace(desk, groups=(*desk.groups, Group(1, "Yard", formerly=("Shop",)))), {
            "group Yard: its former name Shop is another group's",
        }),
    ],
)  # fmt: skip
def test_what_no_configuration_may_have_is_said(broken: Callable[[Desk], Desk], sentences: set[str]) -> None:
    assert set(faults(broken(BASE))) == set(new_faults(BASE, broken(BASE))) == sentences
    assert new_faults(broken(BASE), broken(BASE)) == ()


@pytest.mark.parametrize("old", ["- {name: Office}\n", "- {name: Office}", "name: Days"])
def test_a_file_is_held_to_the_same(old: str) -> None:
    assert faults(BASE) == ()
    assert reading(SMALL.replace(old, "- {name: Shop}" if old.endswith("}") else "name: Nights" if "Days" in old else "")).errors
