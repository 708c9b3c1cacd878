"""Only records that fit a pattern of the event source reach the function."""

from typing import Any

import pytest

from infra.functions import COMMITS_ONLY
from infra.local.event_filter import wants


def record(name: str, sort_key: str) -> dict[str, Any]:
    return {"eventName": name, "dynamodb": {"Keys": {"pk": {"S": "T#7"}, "sk": {"S": sort_key}}}}


@pytest.mark.parametrize(
    ("name", "sort_key", "wanted"),
    [("INSERT", "C#000001", True), ("MODIFY", "C#000001", False), ("INSERT", "VIEW", False), ("REMOVE", "C#000001", False)],
)
def test_the_fan_out_sees_new_commits_only(name: str, sort_key: str, wanted: bool) -> None:
    assert wants((COMMITS_ONLY,), record(name, sort_key)) is wanted


@pytest.mark.parametrize(
    ("choice", "value", "wanted"),
    [
        ("a", "a", True),
        ({"anything-but": ["a", "b"]}, "b", False),
        ({"anything-but": "a"}, "c", True),
        ({"suffix": ".eml"}, "x.eml", True),
        ({"exists": False}, None, True),
        ({"exists": True}, None, False),
    ],
)
def test_every_kind_of_choice_is_read(choice: Any, value: Any, wanted: bool) -> None:
    assert wants(({"body": [choice]},), {"body": value} if value else {}) is wanted


def test_without_a_pattern_everything_is_wanted() -> None:
    assert wants((), {"anything": 1})
