"""A rule looks for words, word starts (a star at the end) or phrases in subject and text."""

from chalicelib.desk.model import Condition
from chalicelib.routing import words
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds.kind import Example, listed

NAME = "keyword"
EXAMPLE = Example(
    Condition(NAME, ("lasku*", "credit note")),
    matching=Facts(words=words.words_of("Kysymys laskusta")),
    other=Facts(words=words.words_of("Credit card, not a note")),
)

fault = words.fault_of
covers = words.covers


def matches(condition: Condition, facts: Facts) -> bool:
    return any(words.find(value, facts.words) for value in condition.values)


def explain(condition: Condition, facts: Facts) -> str:
    met = words.found_in(condition.values, facts.words)
    if not met:
        return f"the message does not say {listed(tuple(_quoted(value) for value in condition.values))}"
    return f"the message says {' and '.join(f'{_quoted(text)} (looked for {_quoted(value)})' for value, text in met)}"


def _quoted(text: str) -> str:
    return f'"{text}"'
