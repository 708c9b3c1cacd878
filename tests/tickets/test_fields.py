"""Values by type, nested choices step by step, and what must be filled in before a ticket is made or resolved."""

from dataclasses import replace
from typing import Any

import pytest

from chalicelib.desk.fields import FieldKind, Level, TicketField
from chalicelib.desk.model import Desk, Reason
from chalicelib.desk.reading import STATUSES
from chalicelib.errors import InvalidInput
from chalicelib.sla.policy import Category
from chalicelib.tickets.fields import check
from chalicelib.tickets.state import State
from tests.tickets.samples import ticket

THINGS = ("Hardware > Phone > Broken", "Hardware > Phone > Lost", "Hardware > Laptop", "Software")
FIELDS = (
    TicketField("cf_order", kind=FieldKind.TEXT),
    TicketField("cf_story", kind=FieldKind.PARAGRAPH),
    TicketField("cf_gift", kind=FieldKind.CHECKBOX),
    TicketField("cf_pieces", kind=FieldKind.NUMBER),
    TicketField("cf_weight", kind=FieldKind.DECIMAL),
    TicketField("cf_by", kind=FieldKind.DATE),
    TicketField("cf_colour", kind=FieldKind.DROPDOWN, choices=("red", "blue")),
    TicketField("cf_thing", kind=FieldKind.NESTED, choices=THINGS, levels=(Level("cf_part"), Level("cf_fault"))),
)
DESK = Desk("Kauppa", statuses=STATUSES, fields=FIELDS)


def _faults(wanted: dict[str, Any], desk: Desk = DESK, of: State | None = None) -> list[tuple[str, str]]:
    try:
        check(of, wanted, desk)
    except InvalidInput as refused:
        return [(fault.field, fault.code) for fault in refused.faults]
    return []


@pytest.mark.parametrize(
    ("name", "good", "of_another_type", "bad"),
    [
        ("cf_order", ["A-17", "", "x" * 255], [7, True], ["x" * 256, "a\nb"]),
        ("cf_story", ["Once\nupon a time"], [7], []),
        ("cf_gift", [True, False], ["yes", 1, 0], []),
        ("cf_pieces", [0, -3, 2**53 - 1], [1.5, 7.0, "7", True], [2**53, -(2**53)]),
        ("cf_weight", [1, 1.5, -0.1], ["1.5", False], [1e300]),
        ("cf_by", ["2026-02-28"], [20260228], ["2026-02-30", "28.2.2026", "20260228", "2026-W09-6"]),
        ("cf_colour", ["red", ""], [1, True], ["Red", "green", "red > blue"]),
    ],
)
def test_a_value_is_of_its_fields_type(name: str, good: list[Any], of_another_type: list[Any], bad: list[Any]) -> None:
    assert {repr(value): _faults({"custom": {name: value}}) for value in [None, *good]} == {repr(value): [] for value in [None, *good]}
    assert [_faults({"custom": {name: value}}) for value in of_another_type] == [[(name, "datatype_mismatch")]] * len(of_another_type)
    assert [_faults({"custom": {name: value}}) for value in bad] == [[(name, "invalid_value")]] * len(bad)


def test_a_name_that_is_not_declared_is_not_known_and_every_fault_is_named() -> None:
    given = {"cf_pieces": "x", "cf_ordre": "A-17", "cf_colour": "green"}
    assert _faults({"custom": given}) == [
        ("cf_pieces", "datatype_mismatch"), ("cf_ordre", "invalid_field"), ("cf_colour", "invalid_value"),
    ]  # fmt: skip


def test_a_desk_that_declares_no_field_takes_any() -> None:
    assert (
        _faults({"custom": {"cf_any": 1, "cf_other": "x"}}, replace(DESK, fields=(TicketField("reason", required_for_closure=True),))) == []
    )


@pytest.mark.parametrize(
    ("before", "given", "faults"),
    [
        ({}, {"cf_thing": "Hardware", "cf_part": "Phone", "cf_fault": "Lost"}, []),
        ({}, {"cf_thing": "Hardware"}, []),
        ({}, {"cf_thing": "Software", "cf_part": "Phone"}, [("cf_part", "invalid_value")]),
        ({}, {"cf_part": "Phone"}, [("cf_part", "inconsistent_state")]),
        ({}, {"cf_thing": "Hardware", "cf_fault": "Lost"}, [("cf_fault", "inconsistent_state")]),
        ({}, {"cf_thing": "Hardware", "cf_part": "Laptop", "cf_fault": "Lost"}, [("cf_fault", "invalid_value")]),
        ({"cf_thing": "Hardware"}, {"cf_part": "Phone"}, []),
        ({"cf_thing": "Hardware", "cf_part": "Phone"}, {"cf_thing": "Software"}, [("cf_part", "invalid_value")]),
        ({"cf_thing": "Hardware", "cf_part": "Phone"}, {"cf_thing": "Software", "cf_part": None}, []),
        ({"cf_thing": "Hardware", "cf_part": "Phone"}, {"cf_thing": None}, [("cf_part", "inconsistent_state")]),
        ({"cf_thing": "Gone", "cf_part": "Too"}, {"cf_order": "A"}, []),
    ],
)
def test_each_step_of_a_nested_choice_follows_from_the_one_before(before: Any, given: Any, faults: Any) -> None:
    assert _faults({"custom": given}, of=replace(ticket(), custom=before)) == faults


CHOOSY = replace(DESK, fields=(TicketField("ticket_type", choices=("Question", "Incident")),), reasons=(Reason("return", ()),))


@pytest.mark.parametrize(
    ("wanted", "faults"),
    [
        ({"type": "Incident", "reason": "return"}, []),
        ({"type": "", "reason": ""}, []),
        ({"type": "incident", "reason": "refund"}, [("type", "invalid_value"), ("reason", "invalid_value")]),
        ({"type": "Old", "reason": "old"}, []),
    ],
)
def test_type_and_reason_are_chosen_from_what_is_declared_or_stay(wanted: Any, faults: Any) -> None:
    assert _faults(wanted, CHOOSY, replace(ticket(), type="Old", reason="old")) == faults


DEMANDING = replace(
    DESK,
    fields=(
        TicketField("ticket_type", required_for_agents=True), TicketField("reason", required_for_closure=True),
        TicketField("group", required_for_closure=True), TicketField("cf_order", required_for_agents=True),
        TicketField("cf_gift", kind=FieldKind.CHECKBOX, required_for_closure=True),
    ),
)  # fmt: skip
FULL = replace(ticket(), type="Question", reason="return", group="Support", custom={"cf_order": "A", "cf_gift": True})


@pytest.mark.parametrize(
    ("of", "wanted", "lacking"),
    [
        (None, {}, ["type", "cf_order"]),
        (None, {"type": "Question", "custom": {"cf_order": ""}}, ["cf_order"]),
        (None, {"type": "Question", "custom": {"cf_order": "A"}}, []),
        (None, {"type": "Question", "custom": {"cf_order": "A"}, "status": 4}, ["reason", "group_id", "cf_gift"]),
        (ticket(), {"priority": 2}, []),
        (ticket(), {"status": 3}, []),
        (ticket(), {"status": 4}, ["reason", "group_id", "cf_gift"]),
        (ticket(), {"status": 5}, ["reason", "group_id", "cf_gift"]),
        (ticket(), {"status": 4, "reason": "return", "group": "Support", "custom": {"cf_gift": True}}, []),
        (replace(FULL, custom={"cf_gift": False}), {"status": 4}, ["cf_gift"]),
        (FULL, {"status": 4}, []),
        (FULL, {"status": 4, "reason": ""}, ["reason"]),
        (FULL, {"custom": {"cf_order": None}}, ["cf_order"]),
        (FULL, {"type": ""}, ["type"]),
        (replace(ticket(), status=4, category=Category.RESOLVED), {"status": 5}, []),
    ],
)
def test_what_must_be_filled_in_is_named_field_by_field(of: State | None, wanted: Any, lacking: list[str]) -> None:
    assert _faults(wanted, DEMANDING, of) == [(name, "missing_field") for name in lacking]
