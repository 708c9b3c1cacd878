"""What a configuration's check says about routing."""

import pytest

from chalicelib.desk.model import Account, Condition, Reason, Rule
from chalicelib.routing.lint import Finding, lint
from tests.routing.desk import SHOP, shop


def rule(name: str, *conditions: tuple[str, str], group: str = "Front") -> Rule:
    return Rule(name, tuple(Condition(kind, tuple(values.split(","))) for kind, values in conditions), group)


def test_a_sound_desk_has_no_findings() -> None:
    assert lint(SHOP) == ()


@pytest.mark.parametrize(
    ("earlier", "later", "shadowed"),
    [
        ([("keyword", "lasku*")], [("keyword", "laskutus,lasku")], True),
        ([("keyword", "lasku*")], [("keyword", "laskutus,paketti")], False),
        ([("language", "sv,fi")], [("language", "sv-FI"), ("channel", "chat")], True),
        ([("language", "sv"), ("channel", "chat")], [("language", "sv")], False),
        ([("company", "Kaleva")], [("company", "Kaleva Oy")], False),
        ([], [("channel", "chat")], True),
        ([("channel", "chat")], [], False),
    ],
)
def test_a_rule_is_shadowed_when_an_earlier_one_takes_all_it_matches(
    earlier: list[tuple[str, str]], later: list[tuple[str, str]], shadowed: bool
) -> None:
    finding = Finding("second", 'it never decides: all it matches goes to "first" before', fatal=False)
    assert lint(shop(rule("first", *earlier), rule("second", *later))) == ((finding,) if shadowed else ())


@pytest.mark.parametrize(
    ("written", "finding"),
    [
        (rule("a", group="Gone"), Finding("a", 'there is no group "Gone"')),
        (rule("a", ("keyword", "*")), Finding("a", '"*" has no word to look for')),
        (rule("a", ("reason", "moon")), Finding("a", 'no reason "moon" is configured, so only a form can give it', fatal=False)),
        (
            rule("a", ("language", "sv"), ("language", "fi")),
            Finding("a", "it never matches: two conditions of kind language have no value in common", fatal=False),
        ),
    ],
)
def test_a_faulty_rule_is_found(written: Rule, finding: Finding) -> None:
    assert lint(shop(written)) == (finding,)


def test_an_unknown_kind_is_fatal_and_shadows_nothing() -> None:
    findings = lint(shop(rule("a", ("moon", "full")), rule("b", ("moon", "full"))))
    assert [(finding.rule, finding.fatal) for finding in findings] == [("a", True), ("b", True)]


def test_the_same_word_and_another_at_once_is_no_contradiction() -> None:
    assert (
        lint(shop(rule("a", ("keyword", "lasku"), ("keyword", "paketti")), rule("b", ("channel", "email"), ("channel", "a@b.example"))))
        == ()
    )


def test_names_are_unique() -> None:
    assert Finding("a", "an earlier rule has the same name") in lint(shop(rule("a", ("channel", "chat")), rule("a", ("channel", "email"))))


def test_reasons_accounts_and_the_default_group_are_looked_at_too() -> None:
    desk = shop(reasons=(Reason("r", ("x", "*x")),), accounts=(Account("email", "a@b.example", group="Gone"),), default_group="Gone")
    assert lint(desk) == (
        Finding("", 'reason r: "*x": a star may only end a word'),
        Finding("", 'account a@b.example: there is no group "Gone"'),
        Finding("", 'default group: there is no group "Gone"'),
    )
