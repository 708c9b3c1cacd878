"""Groups, and the roles."""

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.desk import edits
from chalicelib.desk.model import Group
from chalicelib.errors import NotFound
from chalicelib.handlers import bodies_staff, staff
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import people as shapes
from chalicelib.handlers.shapes.plain import Json
from chalicelib.people.keys import Right, Role

api = Blueprint(__name__)


@endpoint(api, "GET", "/groups", needs=Right.HEADS)
def list_groups(call: Call) -> Answer:
    since = desks.lifetime(call.context.now)
    return paged(call, call.context.desk.groups, lambda group: shapes.group(group, call.context.desk, since))


@endpoint(api, "GET", "/groups/{number}", needs=Right.HEADS)
def view_group(call: Call) -> Answer:
    return Answer(_shape(_group(call), call))


@endpoint(api, "POST", "/groups", needs=Right.DESK)
def add_group(call: Call) -> Answer:
    given, call = call.body(bodies_staff.NEW_GROUP), staff.fresh(call)
    fields, members = staff.group_fields(given, call.context.desk)
    name = fields["name"]
    call = staff.add(edits.add_group(fields, members or ()), call, lambda desk: any(group.name == name for group in desk.groups))
    made = next(group for group in call.context.desk.groups if group.name == name)
    return created(_shape(made, call), call.url(f"/groups/{made.id}"))


@endpoint(api, "PUT", "/groups/{number}", needs=Right.DESK)
def change_group(call: Call) -> Answer:
    call = staff.fresh(call)
    group = _group(call)
    fields, members = staff.group_fields(call.body(bodies_staff.GROUP), call.context.desk)
    call = staff.change(edits.change_group(group.id, fields, members), call)
    return Answer(_shape(_group(call), call))


@endpoint(api, "DELETE", "/groups/{number}", needs=Right.DESK)
def remove_group(call: Call) -> Answer:
    """Open tickets of the group go to the default one; refused while the configuration sends tickets there."""
    staff.change(edits.remove_group(call.number), call)
    return NOTHING


@endpoint(api, "POST", "/admin/groups", needs=Right.DESK)
def add_admin_group(call: Call) -> Answer:
    return add_group(call)


@endpoint(api, "PUT", "/admin/groups/{number}", needs=Right.DESK)
def change_admin_group(call: Call) -> Answer:
    return change_group(call)


@endpoint(api, "DELETE", "/admin/groups/{number}", needs=Right.DESK)
def remove_admin_group(call: Call) -> Answer:
    return remove_group(call)


@endpoint(api, "GET", "/admin/groups", needs=Right.READ)
def list_admin_groups(call: Call) -> Answer:
    return list_groups(call)


@endpoint(api, "GET", "/admin/groups/{number}", needs=Right.READ)
def view_admin_group(call: Call) -> Answer:
    return view_group(call)


@endpoint(api, "GET", "/roles", needs=Right.HEADS)
def list_roles(call: Call) -> Answer:
    since = desks.lifetime(call.context.now)
    return paged(call, Role, lambda role: shapes.role(role, since))


@endpoint(api, "GET", "/roles/{number}", needs=Right.HEADS)
def view_role(call: Call) -> Answer:
    role = next((role for role in Role if shapes.role_id(role) == call.number), None)
    if role is None:
        raise NotFound(f"There is no role {call.number}")
    return Answer(shapes.role(role, desks.lifetime(call.context.now)))


def _group(call: Call) -> Group:
    group = call.context.desk.group_by_id(call.number) or desks.newest(call.context.now).group_by_id(call.number)
    if group is None:
        raise NotFound(f"There is no group {call.number}")
    return group


def _shape(group: Group, call: Call) -> Json:
    return shapes.group(group, call.context.desk, desks.lifetime(call.context.now))
