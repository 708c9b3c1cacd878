"""A rule looks at the channel a message came by, or at the address or number of ours it was written to."""

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Example, blank, equal, listed
from chalicelib.routing.words import same

NAME = "channel"
EXAMPLE = Example(
    Condition(NAME, ("whatsapp", "vip@shop.example")),
    matching=Facts(channel="whatsapp", account="358401234567"),
    other=Facts(channel="email", account="help@shop.example"),
)

fault = blank
covers = equal


def matches(condition: Condition, facts: Facts) -> bool:
    came_by = {same(facts.channel), same(facts.account)} - {""}
    return any(same(value) in came_by for value in condition.values)


def explain(condition: Condition, facts: Facts) -> str:
    way = (facts.channel or "no channel") + (f" to {facts.account}" if facts.account else "")
    return f"it came by {way}" + ("" if matches(condition, facts) else f", not by {listed(condition.values)}")
