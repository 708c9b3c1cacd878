"""The ticket's fields as a desk declares them: own ones with a type, and what more is asked of some that every ticket has."""

from collections.abc import Iterator
from enum import StrEnum

from chalicelib.ids import number_of
from chalicelib.values import dataclass

OWN = "cf_"
STEP = " > "
"""Between the steps of a nested choice: `Hardware > Phone > Broken`."""


class FieldKind(StrEnum):
    """What a field of the desk's own holds."""

    TEXT = "text"
    PARAGRAPH = "paragraph"
    CHECKBOX = "checkbox"
    NUMBER = "number"
    DECIMAL = "decimal"
    DATE = "date"
    DROPDOWN = "dropdown"
    NESTED = "nested"


@dataclass(frozen=True, slots=True)
class Level:
    """The field that holds the second or third step of a nested choice."""

    name: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class TicketField:
    """One declared field: the desk's own (`cf_…`), or one that every ticket has, of which only the demands below are meant.

    `choices` are those of a dropdown, of a nested field as whole paths, and of `ticket_type`.
    """

    name: str
    label: str = ""
    kind: FieldKind = FieldKind.TEXT
    choices: tuple[str, ...] = ()
    levels: tuple[Level, ...] = ()
    label_for_customers: str = ""
    required_for_agents: bool = False
    required_for_closure: bool = False
    required_for_customers: bool = False
    customers_can_edit: bool = False
    displayed_to_customers: bool = False

    @property
    def is_own(self) -> bool:
        return self.name.startswith(OWN)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its values: one, or one for each step."""
        return (self.name, *(level.name for level in self.levels))

    @property
    def paths(self) -> tuple[tuple[str, ...], ...]:
        return tuple(tuple(step.strip() for step in choice.split(STEP.strip())) for choice in self.choices)


# Those of every ticket of which a desk may demand more: how the field list calls them, and how a ticket's body does.
DEMANDABLE = {"ticket_type": "type", "reason": "reason", "group": "group_id", "agent": "responder_id"}
USUAL_TYPES = ("Question", "Incident", "Problem", "Feature Request", "Refund")


def field_id(name: str) -> int:
    return number_of(f"field:{name}")


def next_steps(paths: tuple[tuple[str, ...], ...], taken: tuple[str, ...]) -> tuple[str, ...]:
    """What may follow the steps that are taken, in the order of the declaration."""
    depth = len(taken)
    return tuple(dict.fromkeys(path[depth] for path in paths if path[:depth] == taken and len(path) > depth))


def declared(fields: tuple[TicketField, ...], name: str) -> TicketField | None:
    return next((field for field in fields if field.name == name), None)


def own(fields: tuple[TicketField, ...]) -> Iterator[TicketField]:
    return (field for field in fields if field.is_own)
