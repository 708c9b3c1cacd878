"""A rule looks at the reason for writing, given by a form or recognised by its words."""

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Example, blank, equal, listed
from chalicelib.routing.words import same

NAME = "reason"
EXAMPLE = Example(
    Condition(NAME, ("invoice", "refund")),
    matching=Facts(reason="Invoice", reason_because='the message says "lasku"'),
    other=Facts(reason="delivery", reason_because='the message says "paketti"'),
)

fault = blank
covers = equal


def matches(condition: Condition, facts: Facts) -> bool:
    return bool(facts.reason) and same(facts.reason) in {same(value) for value in condition.values}


def explain(condition: Condition, facts: Facts) -> str:
    because = f" ({facts.reason_because})" if facts.reason_because else ""
    known = f"the reason is {facts.reason or 'unknown'}{because}"
    return known if matches(condition, facts) else f"{known}, not {listed(condition.values)}"
