"""A rule looks at the language of the ticket; "sv" also stands for "sv-FI"."""

from chalicelib.desk.model import Condition
from chalicelib.people.skills import primary
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Example, listed

NAME = "language"
EXAMPLE = Example(
    Condition(NAME, ("sv", "nb")),
    matching=Facts(language="sv", language_because="the message is in sv (98% sure)"),
    other=Facts(language="fi", language_because="the contact's profile says fi"),
)


def matches(condition: Condition, facts: Facts) -> bool:
    return bool(facts.language) and primary(facts.language) in {primary(value) for value in condition.values}


def explain(condition: Condition, facts: Facts) -> str:
    known = facts.language_because or f"the language is {facts.language or 'unknown'}"
    return known if matches(condition, facts) else f"{known}, and the rule is for {listed(condition.values)}"


def fault(value: str) -> str:
    code = primary(value)
    return "" if code.isascii() and code.isalpha() and len(code) in (2, 3) else f'"{value}" is not a language code like "sv"'


def covers(wide: str, narrow: str) -> bool:
    return primary(wide) == primary(narrow)
