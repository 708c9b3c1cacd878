"""What holds for every rule kind, and what a configuration may not say."""

import pytest

from chalicelib.desk.model import Condition
from chalicelib.errors import BadConfiguration
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Kind
from chalicelib.routing.kinds.registry import ALL, KINDS, faults, kind_of

every_kind = pytest.mark.parametrize("kind", ALL, ids=lambda kind: kind.NAME)


@every_kind
def test_the_example_matches_what_it_says_and_nothing_else(kind: Kind) -> None:
    example = kind.EXAMPLE
    assert kind.matches(example.condition, example.matching)
    assert not kind.matches(example.condition, example.other)
    assert faults(example.condition) == ()


@every_kind
def test_a_match_and_a_miss_are_explained_differently(kind: Kind) -> None:
    example = kind.EXAMPLE
    why, *why_not = (kind.explain(example.condition, facts) for facts in (example.matching, example.other, Facts()))
    assert why
    assert why not in why_not
    assert all(why_not)


@every_kind
def test_empty_facts_match_nothing(kind: Kind) -> None:
    assert not kind.matches(Condition(kind.NAME, ("", *kind.EXAMPLE.condition.values)), Facts())


@every_kind
def test_each_value_covers_itself_and_an_empty_one_is_a_fault(kind: Kind) -> None:
    assert all(kind.covers(value, value) and not kind.fault(value) for value in kind.EXAMPLE.condition.values)
    assert kind.fault(" ")


@every_kind
def test_a_kind_is_found_by_its_own_name(kind: Kind) -> None:
    assert KINDS[kind.NAME] is kind is kind_of(kind.EXAMPLE.condition)
    assert kind.EXAMPLE.condition.kind == kind.NAME


def test_an_unknown_kind_is_an_error_and_never_just_false() -> None:
    with pytest.raises(BadConfiguration, match='no rule kind "moon"'):
        kind_of(Condition("moon", ("full",)))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (Condition("moon", ("full",)), ('there is no rule kind "moon"; known kinds: keyword, channel, language, reason, company',)),
        (Condition("keyword", ()), ("a condition of kind keyword needs at least one value",)),
        (Condition("keyword", ("lasku*", "*")), ('"*" has no word to look for',)),
        (Condition("language", ("sv", "Swedish")), ('"Swedish" is not a language code like "sv"',)),
        (Condition("company", ("",)), ("a value is empty",)),
    ],
)
def test_a_faulty_condition_is_named_when_it_is_configured(condition: Condition, expected: tuple[str, ...]) -> None:
    assert faults(condition) == expected
