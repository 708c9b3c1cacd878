"""The administrator declares the ticket's own fields; each change is a version of the configuration."""

from typing import Any

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.desk import field_edits as edits
from chalicelib.errors import NotFound
from chalicelib.handlers import bodies_fields as bodies
from chalicelib.handlers import staff
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.shapes import fields as shapes
from chalicelib.handlers.shapes.plain import Json
from chalicelib.people.keys import Right

api = Blueprint(__name__)
KINDS = {name: kind for kind, name in shapes.TYPES.items()}


@endpoint(api, "POST", "/admin/ticket_fields", needs=Right.DESK)
def add_field(call: Call) -> Answer:
    given = call.body(bodies.NEW_FIELD)
    fields, kind = _fields(given), KINDS[given["type"]]
    name = edits.name_for(fields["label"])
    told = _shape(name, staff.add(edits.add_field(fields, kind), call, lambda desk: any(one.name == name for one in desk.fields)))
    return created(told, call.url(f"/admin/ticket_fields/{told['id']}"))


@endpoint(api, "PUT", "/admin/ticket_fields/{number}", needs=Right.DESK)
def change_field(call: Call) -> Answer:
    call = staff.fresh(call)
    name = _name(call)
    return Answer(_shape(name, staff.change(edits.change_field(name, _fields(call.body(bodies.FIELD))), call)))


@endpoint(api, "DELETE", "/admin/ticket_fields/{number}", needs=Right.DESK)
def remove_field(call: Call) -> Answer:
    """What tickets hold in it stays with them."""
    call = staff.fresh(call)
    staff.change(edits.remove_field(_name(call)), call)
    return NOTHING


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    fields = {name: given[name] for name in bodies.SAME if name in given and (given[name] != "" or name != "label")}
    if "choices" in given:
        fields["choices"] = edits.paths_of(given["choices"])
    if "dependent_fields" in given:
        fields["levels"] = edits.levels_of(given["dependent_fields"])
    return fields


def _name(call: Call) -> str:
    found = next((one.name for one in shapes.listed(call.context.desk) if shapes.field_id(one.name) == call.number), None)
    if found is None:
        raise NotFound(f"There is no ticket field {call.number}")
    return found


def _shape(name: str, call: Call) -> Json:
    desk, since = call.context.desk, desks.lifetime(call.context.now)
    return next(shapes.admin_field(one, desk, since) for one in shapes.listed(desk) if one.name == name)
