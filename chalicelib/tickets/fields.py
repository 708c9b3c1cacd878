"""What a ticket's fields may hold, and which must hold something before it is made or resolved: as the desk declares them."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from chalicelib.desk.fields import DEMANDABLE, FieldKind, TicketField, declared, next_steps, own
from chalicelib.desk.model import Desk
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.tickets.state import OVER, State

Values = Mapping[str, Any]
LONGEST_LINE = 255
LARGEST = 2**53


def check(state: State | None, wanted: Values, desk: Desk) -> None:
    """Of a new ticket (`state` is None) or a change; `wanted` in the words of a ticket. Raises InvalidInput with every fault.

    A desk that declares no field of its own takes any.
    """
    faults = [*_unfitting(state, wanted, desk), *_lacking(state, wanted, desk)]
    if faults:
        raise InvalidInput(*faults)


# -- what fits --


def _unfitting(state: State | None, wanted: Values, desk: Desk) -> Iterator[FieldFault]:
    given = dict(wanted.get("custom") or {})
    fields = {name: field for field in own(desk.fields) for name in field.names}
    if fields:
        for name, value in given.items():
            yield from _of_its_kind(name, value, fields.get(name))
        yield from _nested({**(state.custom if state else {}), **given}, given, desk)
    types = declared(desk.fields, "ticket_type")
    yield from _among("type", wanted.get("type"), types.choices if types else (), state.type if state else "")
    yield from _among("reason", wanted.get("reason"), tuple(reason.name for reason in desk.reasons), state.reason if state else "")


def _of_its_kind(name: str, value: Any, field: TicketField | None) -> Iterator[FieldFault]:
    if field is None:
        yield FieldFault(name, "This field is not known here", "invalid_field")
    elif not _is_empty(value):
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
            return _one_of(field.choices)
    return ""


def _is_day(written: str) -> bool:
    try:
        return date.fromisoformat(written).isoformat() == written
    except ValueError:
        return False


def _nested(after: Values, given: Values, desk: Desk) -> Iterator[FieldFault]:
    """Each step must follow from the one before it, also where only one of them is changed."""
    for field in own(desk.fields):
        if field.kind is FieldKind.NESTED and any(name in given for name in field.names):
            yield from _steps(field, after)


def _steps(field: TicketField, after: Values) -> Iterator[FieldFault]:
    taken: tuple[str, ...] = ()
    for position, name in enumerate(field.names):
        step, allowed = after.get(name), next_steps(field.paths, taken)
        if _is_empty(step):
            later = [after_it for after_it in field.names[position + 1 :] if not _is_empty(after.get(after_it))]
            yield from (FieldFault(one, f"It needs {name} first", "inconsistent_state") for one in later)
            return
        if step not in allowed:
            yield FieldFault(name, _one_of(allowed) if allowed else f"Nothing follows {taken[-1]} here: it should be null")
            return
        taken = (*taken, str(step))


def _among(name: str, value: Any, allowed: tuple[str, ...], before: str) -> Iterator[FieldFault]:
    """What a ticket has already may stay, whatever the desk has declared since."""
    if value and allowed and value != before and value not in allowed:
        yield FieldFault(name, _one_of(allowed))


def _one_of(allowed: tuple[str, ...]) -> str:
    return f"It should be one of these values: '{','.join(allowed)}'"


# -- what must not be empty --


def _lacking(state: State | None, wanted: Values, desk: Desk) -> Iterator[FieldFault]:
    closes = _closes(state, wanted, desk)
    for field in desk.fields:
        name = DEMANDABLE.get(field.name, field.name)
        if _holds(field, state, wanted):
            continue
        if field.required_for_agents and (state is None or _is_named(field, wanted)):
            yield FieldFault(name, "This field is mandatory", "missing_field")
        elif field.required_for_closure and closes:
            yield FieldFault(name, "This field is mandatory before the ticket is resolved", "missing_field")


def _closes(state: State | None, wanted: Values, desk: Desk) -> bool:
    status = desk.status(wanted["status"]) if wanted.get("status") else None
    return status is not None and status.category in OVER and not (state and state.is_over)


def _holds(field: TicketField, state: State | None, wanted: Values) -> bool:
    """Whether the field has a value once the change is made."""
    if field.is_own:
        after = {**(state.custom if state else {}), **(wanted.get("custom") or {})}
        return after.get(field.name) is True if field.kind is FieldKind.CHECKBOX else not _is_empty(after.get(field.name))
    own_name = _own_name(field.name)
    return bool(wanted.get(own_name, getattr(state, own_name, "")))


def _is_named(field: TicketField, wanted: Values) -> bool:
    return field.name in (wanted.get("custom") or {}) if field.is_own else _own_name(field.name) in wanted


def _own_name(name: str) -> str:
    """As State calls it."""
    return "type" if name == "ticket_type" else name


def _is_empty(value: Any) -> bool:
    return value is None or value == ""
