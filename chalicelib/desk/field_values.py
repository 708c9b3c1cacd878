"""What a field of the desk's own may hold, of a ticket, a contact or a company: as it is declared."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalicelib.desk.fields import FieldKind, TicketField, next_steps, own
from chalicelib.errors import FieldFault, InvalidInput

Values = Mapping[str, Any]
Fields = tuple[TicketField, ...]
LONGEST_LINE = 255
LARGEST = 2**53


def unfitting(fields: Fields, before: Values, given: Values) -> Iterator[FieldFault]:
    """What is wrong with the values that are given to an object that has `before`; whoever declares no field takes any."""
    known = {name: field for field in own(fields) for name in field.names}
    if known:
        for name, value in given.items():
            yield from _of_its_kind(name, value, known.get(name))
        yield from _nested({**before, **given}, given, fields)


def lacking(fields: Fields, before: Values | None, given: Values) -> Iterator[FieldFault]:
    """Fields that must hold something and would hold nothing: all of them on a new object, else those that are given."""
    after = {**(before or {}), **given}
    for field in own(fields):
        held = after.get(field.name) is True if field.kind is FieldKind.CHECKBOX else not is_empty(after.get(field.name))
        if field.required_for_agents and not held and (before is None or field.name in given):
            yield FieldFault(field.name, "This field is mandatory", "missing_field")


def merged(fields: Fields, before: Values | None, given: Values) -> dict[str, Any]:
    """The values after a change: only those that are given change, null takes one away. Raises InvalidInput with every fault.

    `before` is None for a new object.
    """
    if faults := [*unfitting(fields, before or {}, given), *lacking(fields, before, given)]:
        raise InvalidInput(*faults)
    return {name: value for name, value in {**(before or {}), **given}.items() if not is_empty(value)}


def with_own(fields: Fields, before: Values, changes: dict[str, Any]) -> dict[str, Any]:
    """The changes of an object with its own fields as they are then, under `custom`. Raises InvalidInput."""
    return {**changes, "custom": merged(fields, before, changes["custom"])} if "custom" in changes else changes


def _of_its_kind(name: str, value: Any, field: TicketField | None) -> Iterator[FieldFault]:
    if field is None:
        yield FieldFault(name, "This field is not known here", "invalid_field")
    elif not is_empty(value):
        if isinstance(value, bool) != (field.kind is FieldKind.CHECKBOX) or not isinstance(value, TYPES[field.kind]):
            yield FieldFault(name, MEANS[field.kind], "datatype_mismatch")
        elif message := _wrong(value, field):
            yield FieldFault(name, message)


TYPES: dict[FieldKind, tuple[type, ...]] = {
    FieldKind.TEXT: (str,), FieldKind.PARAGRAPH: (str,), FieldKind.CHECKBOX: (bool,), FieldKind.NUMBER: (int,),
    FieldKind.DECIMAL: (int, float), FieldKind.DATE: (str,), FieldKind.DROPDOWN: (str,), FieldKind.NESTED: (str,),
}  # fmt: skip
MEANS = {
    FieldKind.TEXT: "It should be a string", FieldKind.PARAGRAPH: "It should be a string", FieldKind.CHECKBOX: "It should be true or false",
    FieldKind.NUMBER: "It should be an integer", FieldKind.DECIMAL: "It should be a number",
    FieldKind.DATE: "It should be a date in the format 2026-11-21", FieldKind.DROPDOWN: "It should be a string",
    FieldKind.NESTED: "It should be a string",
}  # fmt: skip


def _wrong(value: Any, field: TicketField) -> str:
    """What is wrong with a value of the right type."""
    match field.kind:
        case FieldKind.TEXT if "\n" in value or len(value.encode()) > LONGEST_LINE:
            return f"It should be one line of at most {LONGEST_LINE} bytes"
        case FieldKind.NUMBER | FieldKind.DECIMAL if not abs(value) < LARGEST:
            return "It should be less than 9007199254740992 either way"
        case FieldKind.DATE if not _is_day(value):
            return MEANS[FieldKind.DATE]
        case FieldKind.DROPDOWN if value not in field.choices:
            return one_of(field.choices)
    return ""


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _nested(after: Values, given: Values, fields: Fields) -> Iterator[FieldFault]:
    """Each step must follow from the one before it, also where only one of them is changed."""
    for field in own(fields):
        if field.kind is FieldKind.NESTED and any(name in given for name in field.names):
            yield from _steps(field, after)


def _steps(field: TicketField, after: Values) -> Iterator[FieldFault]:
    taken: tuple[str, ...] = ()
    for position, name in enumerate(field.names):
        step, allowed = after.get(name), next_steps(field.paths, taken)
        if is_empty(step):
            later = [after_it for after_it in field.names[position + 1 :] if not is_empty(after.get(after_it))]
            yield from (FieldFault(one, f"It needs {name} first", "inconsistent_state") for one in later)
            return
        if step not in allowed:
            yield FieldFault(name, one_of(allowed) if allowed else f"Nothing follows {taken[-1]} here: it should be null")
            return
        taken = (*taken, str(step))


def one_of(allowed: tuple[str, ...]) -> str:
    return f"It should be one of these values: '{','.join(allowed)}'"


def is_empty(value: Any) -> bool:
    return value is None or value == ""
