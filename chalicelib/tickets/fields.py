"""What a ticket's fields may hold, and which must hold something before it is made or resolved: as the desk declares them."""

from collections.abc import Iterator, Mapping
from typing import Any

from chalicelib.desk.field_values import is_empty, one_of, unfitting
from chalicelib.desk.fields import DEMANDABLE, FieldKind, TicketField, declared
from chalicelib.desk.model import Desk
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.tickets.state import OVER, State

Values = Mapping[str, Any]


def check(state: State | None, wanted: Values, desk: Desk) -> None:
    """Of a new ticket (`state` is None) or a change; `wanted` in the words of a ticket. Raises InvalidInput with every fault.

    A desk that declares no field of its own takes any.
    """
    faults = [*_unfitting(state, wanted, desk), *_lacking(state, wanted, desk)]
    if faults:
        raise InvalidInput(*faults)


# -- what fits --


def _unfitting(state: State | None, wanted: Values, desk: Desk) -> Iterator[FieldFault]:
    yield from unfitting(desk.fields, state.custom if state else {}, wanted.get("custom") or {})
    types = declared(desk.fields, "ticket_type")
    yield from _among("type", wanted.get("type"), types.choices if types else (), state.type if state else "")
    yield from _among("reason", wanted.get("reason"), tuple(reason.name for reason in desk.reasons), state.reason if state else "")


def _among(name: str, value: Any, allowed: tuple[str, ...], before: str) -> Iterator[FieldFault]:
    """What a ticket has already may stay, whatever the desk has declared since."""
    if value and allowed and value != before and value not in allowed:
        yield FieldFault(name, one_of(allowed))


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
        return after.get(field.name) is True if field.kind is FieldKind.CHECKBOX else not is_empty(after.get(field.name))
    own_name = _own_name(field.name)
    return bool(wanted.get(own_name, getattr(state, own_name, "")))


def _is_named(field: TicketField, wanted: Values) -> bool:
    return field.name in (wanted.get("custom") or {}) if field.is_own else _own_name(field.name) in wanted


def _own_name(name: str) -> str:
    """As State calls it."""
    return "type" if name == "ticket_type" else name
