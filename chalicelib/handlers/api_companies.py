"""Companies: list, view, make, change, autocomplete."""

from datetime import datetime
from typing import Any

from chalice import Blueprint

from chalicelib.contacts.companies import actions as companies
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers import bodies
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.repeats import began_before
from chalicelib.handlers.shapes import people as shapes
from chalicelib.ids import company_id
from chalicelib.instants import instant
from chalicelib.people.keys import Right

api = Blueprint(__name__)
MOST_SUGGESTED = 20


@endpoint(api, "GET", "/companies", needs=Right.HEADS)
def list_companies(call: Call) -> Answer:
    return paged(call, companies.all_companies(call.context, _since(call)), shapes.company)


@endpoint(api, "GET", "/companies/autocomplete", needs=Right.READ)
def autocomplete_companies(call: Call) -> Answer:
    begun = call.query.get("name", "").casefold()
    found = [one for one in companies.all_companies(call.context, _since(call)) if begun and one.name.casefold().startswith(begun)]
    return Answer({"companies": [{"id": one.id, "name": one.name} for one in found[:MOST_SUGGESTED]]})


@endpoint(api, "GET", "/companies/{number}", needs=Right.HEADS)
def view_company(call: Call) -> Answer:
    return Answer(shapes.company(companies.company(call.number, call.context, _since(call))))


@endpoint(api, "POST", "/companies", needs=Right.COMPANIES)
def create_company(call: Call) -> Answer:
    given = call.body(bodies.NEW_COMPANY)
    number = company_id(given["name"])
    made = companies.some_companies([number], call.context, _since(call)).get(number) if began_before(call, number) else None
    one = made or companies.create_company(given["name"], _fields(given), call.context, _since(call))
    return created(shapes.company(one), call.url(f"/companies/{one.id}"))


@endpoint(api, "PUT", "/companies/{number}", needs=Right.COMPANIES)
def change_company(call: Call) -> Answer:
    given = call.body(bodies.COMPANY)
    known = companies.company(call.number, call.context, _since(call))
    if given.get("name", known.name) != known.name:
        message = "Policies and rules know a company by its name; make a new company instead"
        raise InvalidInput(FieldFault("name", message, "readonly_field"))
    return Answer(shapes.company(companies.change_company(call.number, _fields(given), call.context, _since(call))))


@endpoint(api, "DELETE", "/companies/{number}", needs=Right.COMPANIES)
def remove_company(call: Call) -> Answer:
    """Its contacts leave it, its mail domains are free, and its tickets stay as they are."""
    companies.remove(call.number, call.context, _since(call))
    return NOTHING


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Domains in lower case, because mail addresses are known so."""
    fields = {"custom" if name == "custom_fields" else name: value for name, value in given.items() if name != "name" and value is not None}
    if "domains" in fields:
        fields["domains"] = tuple(domain.lower() for domain in fields["domains"])
    if "renewal_date" in given:
        fields["renewal_date"] = instant(given["renewal_date"]) if given["renewal_date"] else ""
    return fields


def _since(call: Call) -> tuple[datetime, datetime]:
    return desks.lifetime(call.context.now)
