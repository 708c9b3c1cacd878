"""A rule looks at the customer company that the contact belongs to."""

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Example, blank, equal, listed
from chalicelib.routing.words import same

NAME = "company"
EXAMPLE = Example(
    Condition(NAME, ("Kaleva Oy", "Norrsken AB")),
    matching=Facts(company="kaleva oy"),
    other=Facts(company="Kaleva Oy Ab"),
)

fault = blank
covers = equal


def matches(condition: Condition, facts: Facts) -> bool:
    return bool(facts.company) and same(facts.company) in {same(value) for value in condition.values}


def explain(condition: Condition, facts: Facts) -> str:
    known = f"the contact's company is {facts.company}" if facts.company else "the contact has no company"
    return known if matches(condition, facts) else f"{known}, and the rule is for {listed(condition.values)}"
