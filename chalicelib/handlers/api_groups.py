"""Groups as desk.yaml has them, and the four roles."""

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.errors import NotFound
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import people as shapes
from chalicelib.people.keys import Right, Role

api = Blueprint(__name__)


@endpoint(api, "GET", "/groups", needs=Right.READ)
def list_groups(call: Call) -> Answer:
    since = desks.lifetime(call.context.now)
    return paged(call, call.context.desk.groups, lambda group: shapes.group(group, call.context.desk, since))


@endpoint(api, "GET", "/groups/{number}", needs=Right.READ)
def view_group(call: Call) -> Answer:
    group = call.context.desk.group_by_id(call.number)
    if group is None:
        raise NotFound(f"There is no group {call.number}")
    return Answer(shapes.group(group, call.context.desk, desks.lifetime(call.context.now)))


@endpoint(api, "GET", "/roles", needs=Right.READ)
def list_roles(call: Call) -> Answer:
    since = desks.lifetime(call.context.now)
    return paged(call, Role, lambda role: shapes.role(role, since))


@endpoint(api, "GET", "/roles/{number}", needs=Right.READ)
def view_role(call: Call) -> Answer:
    role = next((role for role in Role if shapes.role_id(role) == call.number), None)
    if role is None:
        raise NotFound(f"There is no role {call.number}")
    return Answer(shapes.role(role, desks.lifetime(call.context.now)))
