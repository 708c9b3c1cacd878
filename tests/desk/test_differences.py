"""What one configuration has that another has not."""

from dataclasses import replace

from chalicelib.desk import edits
from chalicelib.desk.differences import differences, undone
from chalicelib.desk.reading import agent_id, group_id
from tests.desk.samples import SMALL, desk

BASE = desk(SMALL)
OTSO, OFFICE = agent_id("otso@kukka.example"), group_id("Office")


def test_equal_configurations_have_no_differences() -> None:
    assert differences(BASE, desk(SMALL)) == ()


def test_each_field_that_differs_is_one_sentence() -> None:
    after = edits.change_agent(OTSO, {"cap": 3, "skills": ("roses", "lilies")})(BASE)
    after = edits.add_group({"name": "Yard"})(after)
    after = replace(after, close_after=3600, calendars=(), rules=BASE.rules[::-1], name="Kukka Ab")
    assert [str(difference) for difference in differences(BASE, after)] == [
        "name: Kukka Oy became Kukka Ab",
        "groups Yard: it is new",
        "agents Otso: cap: 3 is new",
        "agents Otso: skills: roses, lilies is new",
        "calendars Days: it is gone",
        "rules: the order: Roses, Returns became Returns, Roses",
        "close_after: 3600 is new",
    ]


def test_a_renamed_group_is_the_same_row() -> None:
    after = edits.change_group(OFFICE, {"name": "Desk"})(BASE)
    assert [str(difference) for difference in differences(BASE, after)] == [
        "groups Desk: name: Office became Desk",
        "groups Desk: formerly: Office is new",
        "agents Elli: groups: Shop, Office became Shop, Desk",
        "rules Returns: group: Office became Desk",
    ]


def test_only_what_a_file_does_not_keep_is_undone() -> None:
    since = edits.add_group({"name": "Yard"})(edits.change_agent(OTSO, {"cap": 3})(BASE))
    keeps_one = edits.change_agent(OTSO, {"cap": 3, "name": "Otso Oras"})(BASE)
    assert [str(one) for one in undone(BASE, since, keeps_one)] == ["groups Yard: it is new"]
    assert [str(one) for one in undone(BASE, since, BASE)] == ["groups Yard: it is new", "agents Otso: cap: 3 is new"]
    assert undone(BASE, since, since) == ()
