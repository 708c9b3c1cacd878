"""Mail that waits for a person: the list and the release."""

from chalice import Blueprint

from chalicelib.errors import AccessDenied
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import suspended as shapes
from chalicelib.people.keys import Right, Scope
from chalicelib.suspended import actions as suspended

api = Blueprint(__name__)


@endpoint(api, "GET", "/suspended", needs=Right.CHANGE)
def list_suspended(call: Call) -> Answer:
    _demand_whole_desk(call)
    return paged(call, suspended.waiting(call.context.now), shapes.suspended)


@endpoint(api, "GET", "/suspended/{number}", needs=Right.CHANGE)
def view_suspended(call: Call) -> Answer:
    _demand_whole_desk(call)
    return Answer(shapes.suspended(suspended.suspended(call.number, call.context.now)))


@endpoint(api, "POST", "/suspended/{number}/release", needs=Right.CHANGE)
def release(call: Call) -> Answer:
    _demand_whole_desk(call)
    return Answer(shapes.suspended(suspended.release(call.number, call.who.name, call.context)), 202)


def _demand_whole_desk(call: Call) -> None:
    """Whoever sees some tickets only has no part in mail that is on none yet."""
    if call.who.scope is not Scope.GLOBAL:
        raise AccessDenied("Suspended mail is for those who see every ticket")
