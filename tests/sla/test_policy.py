"""Which promise applies."""

import pytest

from chalicelib.sla.policy import Category, ClockKind, Policy, Target, choose, targets

FIRST = Target(ClockKind.FIRST_RESPONSE, 3600)
SLOW = Target(ClockKind.FIRST_RESPONSE, 4 * 3600, frozenset({Category.PENDING}))
GOLD = Policy("gold", "office", ((1, (SLOW,)), (4, (FIRST,))), companies=("acme", "globex"))
NIGHT = Policy("night", "always", (), companies=("acme",), groups=("night",))
SALES = Policy("sales", "office", (), groups=("sales",))
ANY = Policy("any", "office", ())


@pytest.mark.parametrize(
    ("policies", "company", "group", "chosen"),
    [
        ((GOLD, SALES, ANY), "acme", "sales", GOLD),
        ((GOLD, SALES, ANY), "initech", "sales", SALES),
        ((GOLD, SALES, ANY), None, "sales", SALES),
        ((GOLD, SALES, ANY), None, None, ANY),
        ((NIGHT, GOLD), "acme", "night", NIGHT),
        ((NIGHT, GOLD), "acme", "day", GOLD),
        ((NIGHT, GOLD), "acme", None, GOLD),
        ((ANY, GOLD), "acme", None, ANY),
        ((GOLD, SALES), None, None, None),
        ((), "acme", "sales", None),
    ],
)
def test_the_first_policy_that_applies_is_the_promise(
    policies: tuple[Policy, ...], company: str | None, group: str | None, chosen: Policy | None
) -> None:
    assert choose(policies, company=company, group=group) == chosen


@pytest.mark.parametrize(("priority", "promised"), [(1, (SLOW,)), (4, (FIRST,)), (2, ())])
def test_a_priority_has_its_own_targets(priority: int, promised: tuple[Target, ...]) -> None:
    assert targets(GOLD, priority) == promised
