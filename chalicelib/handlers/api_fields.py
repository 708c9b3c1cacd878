"""The fields of tickets, contacts and companies, from which clients build their forms."""

from collections.abc import Callable
from typing import Any

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.errors import NotFound
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.shapes import fields as shapes
from chalicelib.people.keys import Right

api = Blueprint(__name__)


@endpoint(api, "GET", "/ticket_fields", needs=Right.READ)
def list_ticket_fields(call: Call) -> Answer:
    return Answer(_asked_for(_shaped(call, shapes.ticket_field), call))


@endpoint(api, "GET", "/admin/ticket_fields", needs=Right.READ)
def list_admin_fields(call: Call) -> Answer:
    return Answer(_asked_for(_shaped(call, shapes.admin_field), call))


@endpoint(api, "GET", "/admin/ticket_fields/{number}", needs=Right.READ)
def view_admin_field(call: Call) -> Answer:
    found = next((field for field in _shaped(call, shapes.admin_field) if field["id"] == call.number), None)
    if found is None:
        raise NotFound(f"There is no ticket field {call.number}")
    return Answer(found)


@endpoint(api, "GET", "/contact_fields", needs=Right.READ)
def list_contact_fields(call: Call) -> Answer:
    return Answer(_asked_for(list(shapes.contact_fields(call.context.desk, desks.lifetime(call.context.now))), call))


@endpoint(api, "GET", "/company_fields", needs=Right.READ)
def list_company_fields(call: Call) -> Answer:
    return Answer(_asked_for(list(shapes.company_fields(call.context.desk, desks.lifetime(call.context.now))), call))


def _shaped(call: Call, shape: Callable[..., dict[str, Any]]) -> list[dict[str, Any]]:
    desk, since = call.context.desk, desks.lifetime(call.context.now)
    return [shape(one, desk, since) for one in shapes.listed(desk)]


def _asked_for(found: list[dict[str, Any]], call: Call) -> list[dict[str, Any]]:
    """All of them, or those of one type; this list has no pages."""
    kind = call.query.get("type", "")
    return [field for field in found if kind in ("", field["type"])]
