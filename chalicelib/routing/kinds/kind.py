"""What every rule kind is: a module with these names, and an example that shows it at work."""

from typing import Protocol

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.words import same
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Example:
    """A condition, facts it matches and facts it does not: documentation that a test runs."""

    condition: Condition
    matching: Facts
    other: Facts


class Kind(Protocol):
    """The shape of a kind's module."""

    NAME: str
    EXAMPLE: Example

    def matches(self, condition: Condition, facts: Facts) -> bool: ...

    def explain(self, condition: Condition, facts: Facts) -> str:
        """Why it matched or did not, as part of a sentence for an agent."""

    def fault(self, value: str) -> str:
        """What is wrong with one configured value, "" if nothing."""

    def covers(self, wide: str, narrow: str) -> bool:
        """Whether whatever `narrow` matches is matched by `wide` too."""


def listed(values: tuple[str, ...]) -> str:
    """Values for a sentence: a, b or c."""
    *head, last = values or ("nothing",)
    return f"{', '.join(head)} or {last}" if head else last


def blank(value: str) -> str:
    """`fault` of kinds whose values are plain names."""
    return "" if same(value) else "a value is empty"


def equal(wide: str, narrow: str) -> bool:
    """`covers` of kinds whose values are plain names."""
    return same(wide) == same(narrow)
