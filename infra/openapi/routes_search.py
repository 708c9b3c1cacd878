"""Search: by fields, by words, by how a name begins."""

from chalicelib.handlers import bodies_search as bodies
from infra.openapi.told import Asked, Declared, Told, number

TAG = "Search"
_QUERY = Asked("query", "In double quotes: `\"status:2 AND (priority:4 OR tag:'vip')\"`.", example='"status:2"')
_PAGE = number("page", "From 1 to 10, 30 results each.")
_TERM = Asked("term", "Words in any form that one of the desk's languages gives them; `q` is the same.", example="laskun")
ROUTES: Declared = {
    "GET /search/tickets": Told(
        "FoundTickets",
        "Search tickets",
        "By a query, by words, or by both. The header `X-Search-Total` says whether `total` is `exact` or `at-least`.",
        query=(_QUERY, _TERM, _PAGE),
        headers=("X-Search-Total",),
    ),
    "GET /search/contacts": Told(
        "FoundContacts",
        "Search contacts",
        query=(_QUERY, Asked("term", "How words of the name, or an address, begin.", example="aino"), _PAGE),
        headers=("X-Search-Total",),
    ),
    "GET /search/companies": Told("FoundCompanies", "Search companies", query=(_QUERY, _PAGE), headers=("X-Search-Total",)),
    "GET /contacts/autocomplete": Told(
        "[ContactSuggestion]",
        "Suggest contacts",
        "Contacts of whom a word of the name, or an address, begins with `term`, twenty at most.",
        query=(Asked("term", "Two letters or more.", example="ain"),),
    ),
    "GET /views": Told("[View]", "List views", "The built-in ones come first.", paged=True),
    "POST /views": Told(
        "View",
        "Save a view",
        "A query that cannot be read from the index is refused.",
        status=201,
        body=bodies.NEW_VIEW,
        example={"name": "Urgent and unassigned", "query": "agent_id:null AND priority:4"},
    ),
    "GET /views/{number}": Told("View", "View a view", operation="view_view"),
    "PUT /views/{number}": Told("View", "Change a view", operation="update_view", body=bodies.VIEW, example={"name": "Urgent"}),
    "DELETE /views/{number}": Told(summary="Delete a view"),
    "GET /views/{number}/tickets": Told("[Ticket]", "List the tickets of a view", "Newest first, 300 at most.", paged=True),
}
