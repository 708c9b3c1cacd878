"""Search: tickets, contacts and companies by a query, tickets by what was said, contacts by how their name begins."""

from typing import Any

from chalice import Blueprint

from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.people.keys import Right

api = Blueprint(__name__)


@endpoint(api, "GET", "/search/tickets", needs=Right.READ)
def search_tickets(call: Call) -> Answer:
    from chalicelib.handlers import searching
    from chalicelib.handlers.shapes.search import whole_tickets

    found = searching.tickets(call)
    return results(whole_tickets(found.items, call.context.desk), found.total, is_exact=found.is_exact)


@endpoint(api, "GET", "/search/contacts", needs=Right.READ)
def search_contacts(call: Call) -> Answer:
    from chalicelib.handlers import searching
    from chalicelib.handlers.shapes import people as shapes

    found = searching.contacts_found(call)
    return results([shapes.contact(one) for one in found.items], found.total, is_exact=found.is_exact)


@endpoint(api, "GET", "/search/companies", needs=Right.READ)
def search_companies(call: Call) -> Answer:
    from chalicelib.handlers import searching
    from chalicelib.handlers.shapes import people as shapes

    found = searching.companies_found(call)
    return results([shapes.company(one) for one in found.items], found.total, is_exact=found.is_exact)


@endpoint(api, "GET", "/contacts/autocomplete", needs=Right.READ)
def autocomplete_contacts(call: Call) -> Answer:
    from chalicelib.handlers import searching

    return Answer([{"id": one.id, "name": one.name} for one in searching.suggested(call)])


def results(items: list[Any], total: int, *, is_exact: bool) -> Answer:
    """The envelope that clients know; whether there are more than `total` stands in a header, where it breaks nobody."""
    return Answer({"results": items, "total": total}, headers={"X-Search-Total": "exact" if is_exact else "at-least"})
