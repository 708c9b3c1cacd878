"""Views: saved queries with what they cost, and the tickets they find."""

from typing import Any

from chalice import Blueprint

from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies_search as bodies
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import page_of, paged, with_link
from chalicelib.ids import command_id, number_of
from chalicelib.people.keys import Right

api = Blueprint(__name__)


@endpoint(api, "GET", "/views", needs=Right.READ)
def list_views(call: Call) -> Answer:
    from chalicelib.search.saved import actions as saved

    return paged(call, saved.views(call.who, call.context, _since(call)), lambda one: _shape(one, call))


@endpoint(api, "GET", "/views/{number}", needs=Right.READ)
def view_view(call: Call) -> Answer:
    return Answer(_shape(_view(call), call))


@endpoint(api, "GET", "/views/{number}/tickets", needs=Right.READ)
def list_tickets_of_view(call: Call) -> Answer:
    from chalicelib.handlers import searching
    from chalicelib.handlers.shapes import ticket as shapes
    from chalicelib.search.grammar import parse
    from chalicelib.search.page import MOST_FOUND
    from chalicelib.search.saved import actions as saved

    # When a built-in view came to be is nothing that its tickets tell.
    view = saved.view(call.number, call.who, call.context, call.context.now)
    page, size = page_of(call)
    if page > 1 and (page - 1) * size >= MOST_FOUND:
        raise InvalidInput(FieldFault("page", f"A view shows its first {MOST_FOUND} tickets; narrow its query"))
    found = searching.tickets_of(parse(view.query), "", page, call, size=size)
    shown = [shapes.ticket(state, call.context.desk) for state in found.items]
    return with_link(call, shown, more=page * size < min(found.total, MOST_FOUND))


@endpoint(api, "POST", "/views", needs=Right.CHANGE)
def create_view(call: Call) -> Answer:
    from chalicelib.search.saved import actions as saved

    given = _checked(call.body(bodies.NEW_VIEW), call)
    view = saved.save(number_of(call.key() or command_id()), given, call.who, call.context)
    return created(_shape(view, call), call.url(f"/views/{view.number}"))


@endpoint(api, "PUT", "/views/{number}", needs=Right.CHANGE)
def change_view(call: Call) -> Answer:
    from chalicelib.search.saved import actions as saved

    known = _view(call)
    return Answer(_shape(saved.change(known, _checked(call.body(bodies.VIEW), call), call.who, call.context), call))


@endpoint(api, "DELETE", "/views/{number}", needs=Right.CHANGE)
def delete_view(call: Call) -> Answer:
    from chalicelib.search.saved import actions as saved

    saved.delete(_view(call), call.who)
    return NOTHING


def _view(call: Call) -> Any:
    from chalicelib.search.saved import actions as saved

    return saved.view(call.number, call.who, call.context, _since(call))


def _checked(given: dict[str, Any], call: Call) -> dict[str, Any]:
    """What is to be saved, if its query can be walked. Raises InvalidInput."""
    from chalicelib.handlers import searching
    from chalicelib.search.grammar import parse

    kept = {name: value for name, value in given.items() if value is not None}
    if "name" in kept and not kept["name"]:
        raise InvalidInput(FieldFault("name", "A view has a name"))
    if "query" in kept:
        kept["query"] = kept["query"].strip().strip('"')
        searching.compiled(parse(kept["query"]), "", call)
    return kept


def _shape(view: Any, call: Call) -> dict[str, Any]:
    from chalicelib.handlers import searching
    from chalicelib.handlers.shapes import search as shapes

    return shapes.view(view, searching.price_of(view, call))


def _since(call: Call) -> Any:
    return desks.lifetime(call.context.now)[0]
