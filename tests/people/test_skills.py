"""Languages and skills of agents."""

import pytest

from chalicelib.desk.model import Agent
from chalicelib.people.skills import missing, name_of, nobody_speaks, primary, speaks

EVA = Agent(1, "eva@x.example", "Eva", groups=("Front",), languages=("sv-FI", "EN"), skills=("Refunds",))


@pytest.mark.parametrize(("tag", "code"), [("sv-FI", "sv"), ("SV_fi", "sv"), (" fi ", "fi"), ("", "")])
def test_languages_compare_by_their_primary_subtag(tag: str, code: str) -> None:
    assert primary(tag) == code


@pytest.mark.parametrize(("language", "yes"), [("sv", True), ("en-GB", True), ("fi", False), ("", False)])
def test_an_agent_speaks_what_is_listed(language: str, yes: bool) -> None:
    assert speaks(EVA, language) is yes


def test_missing_skills_are_listed_once_in_the_order_asked() -> None:
    assert missing(EVA, ("law", "refunds", "tax", "law")) == ("law", "tax")


@pytest.mark.parametrize(
    ("language", "group", "nobody"), [("sv", "Front", False), ("sv", "Billing", True), ("fi", "Front", True), ("", "Front", False)]
)
def test_nobody_speaks_only_looks_at_the_group(language: str, group: str, nobody: bool) -> None:
    assert nobody_speaks(language, group, [EVA]) is nobody


def test_an_agent_without_a_name_is_called_by_the_address() -> None:
    assert [name_of(EVA), name_of(Agent(2, "x@x.example", "")), name_of(Agent(3, "", ""))] == ["Eva", "x@x.example", "agent 3"]
