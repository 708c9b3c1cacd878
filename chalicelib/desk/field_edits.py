"""Changes of the ticket's own fields by the API: declaring one, changing what is declared, taking it back."""

import re
import unicodedata
from dataclasses import replace
from typing import Any

from chalicelib.desk.edits import Edit
from chalicelib.desk.fields import DEMANDABLE, OWN, STEP, FieldKind, Level, TicketField, declared, field_id
from chalicelib.desk.model import Desk
from chalicelib.errors import Duplicate, FieldFault, Inconsistent, InvalidInput, NotFound

MOST_OWN = 50
LONGEST_NAME = 40
MOST_LEVELS = 2
CHOOSING = (FieldKind.DROPDOWN, FieldKind.NESTED)
# Of a field that every ticket has, this may be said; choices of the type only.
DEMANDS = frozenset({"required_for_agents", "required_for_closure"})
Fields = dict[str, Any]


def name_for(label: str) -> str:
    """`cf_order_number` for "Order number"."""
    bare = "".join(letter for letter in unicodedata.normalize("NFKD", label.casefold()) if not unicodedata.combining(letter))
    return f"{OWN}{re.sub(r'[^a-z0-9]+', '_', bare).strip('_')[:LONGEST_NAME]}"


def add_field(fields: Fields, kind: FieldKind) -> Edit:
    """Raises Duplicate, InvalidInput, Inconsistent for one field too many."""

    def edit(desk: Desk) -> Desk:
        new = TicketField(name_for(fields["label"]), kind=kind, **fields)
        _refuse_wrong(new)
        taken = {name: field for field in desk.fields for name in field.names}
        if clash := next((name for name in new.names if name in taken), ""):
            raise Duplicate("label", f"There is a field {clash} already", field_id(clash))
        if sum(len(field.names) for field in (*desk.fields, new) if field.is_own) > MOST_OWN:
            raise Inconsistent(f"A ticket has at most {MOST_OWN} fields of the desk's own")
        return replace(desk, fields=(*desk.fields, new))

    return edit


def change_field(name: str, fields: Fields) -> Edit:
    """Raises NotFound, InvalidInput."""

    def edit(desk: Desk) -> Desk:
        old = declared(desk.fields, name)
        if old is None and name not in DEMANDABLE:
            raise NotFound(f"There is no field {name} that can be changed")
        new = replace(old or TicketField(name), **fields)
        if new.is_own:
            _refuse_wrong(new)
        else:
            _refuse_undemandable(name, fields)
        kept = tuple(new if field is old else field for field in desk.fields)
        return replace(desk, fields=kept if old else (*kept, new))

    return edit


def remove_field(name: str) -> Edit:
    """What tickets hold in it stays with them. Raises NotFound, Inconsistent for a field that every ticket has."""

    def edit(desk: Desk) -> Desk:
        if not name.startswith(OWN):
            raise Inconsistent(f"Every ticket has the field {name}")
        if declared(desk.fields, name) is None:
            raise NotFound(f"There is no field {name}")
        return replace(desk, fields=tuple(field for field in desk.fields if field.name != name))

    return edit


def _refuse_wrong(field: TicketField) -> None:
    faults = []
    if field.name == OWN:
        faults.append(FieldFault("label", "It should have letters or digits"))
    if (field.kind in CHOOSING) != bool(field.choices):
        message = "This field needs choices" if field.kind in CHOOSING else f"A {field.kind} field has none"
        faults.append(FieldFault("choices", message))
    if len(set(field.choices)) != len(field.choices):
        faults.append(FieldFault("choices", "Each should be given once"))
    if (field.kind is FieldKind.NESTED) != bool(field.levels) or len(field.levels) > MOST_LEVELS:
        faults.append(FieldFault("dependent_fields", f"A nested field has one or {MOST_LEVELS}, and no other has any"))
    if any(len(path) > 1 + len(field.levels) or not all(path) for path in field.paths if field.kind is FieldKind.NESTED):
        faults.append(FieldFault("choices", f"They should have at most {1 + len(field.levels)} steps"))
    if faults:
        raise InvalidInput(*faults)


def _refuse_undemandable(name: str, fields: Fields) -> None:
    allowed = DEMANDS | ({"choices"} if name == "ticket_type" else frozenset())
    faults = [FieldFault(field, f"This cannot be said of {name}", "inaccessible_field") for field in sorted(fields.keys() - allowed)]
    if faults:
        raise InvalidInput(*faults)


def levels_of(labels: tuple[str, ...]) -> tuple[Level, ...]:
    """The fields of the further steps, by their labels."""
    return tuple(Level(name_for(label), label) for label in labels)


def paths_of(choices: tuple[Any, ...], above: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Whole paths of nested choices, each `(label, choices below)`; a dropdown's have nothing below."""
    found: list[str] = []
    for label, below in choices:
        path = (*above, label)
        found += paths_of(below, path) if below else [STEP.join(path)]
    return tuple(found)
