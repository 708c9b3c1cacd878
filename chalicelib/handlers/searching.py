"""From the parameters of a search to what is walked: loaded by the first search, because stemmers and the grammar weigh."""

import re
from collections.abc import Iterable, Sequence
from functools import partial
from urllib.parse import unquote

from chalicelib.contacts import actions as contacts
from chalicelib.contacts.companies import actions as companies
from chalicelib.contacts.company import Company
from chalicelib.contacts.contact import Contact
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.http import Call
from chalicelib.handlers.schema import NotAllowedError, NotOfTypeError, whole_number
from chalicelib.people.keys import Principal
from chalicelib.readings import actions as readings
from chalicelib.search import actions as search
from chalicelib.search import fields as ticket_fields
from chalicelib.search.grammar import Expression, parse
from chalicelib.search.literals import Alternative, Terms, alternatives, with_scope
from chalicelib.search.page import LAST_PAGE, PAGE, Found, Gate
from chalicelib.search.people import actions as people
from chalicelib.search.people import fields as people_fields
from chalicelib.search.view import Price, View, price
from chalicelib.tickets.state import State

# A client that quotes the whole address before it quotes the parameter sends blanks and quotes twice quoted.
_TWICE = re.compile(r"%(?:20|22|27|28|29|3A|3C|3E)", re.IGNORECASE)


def page_of(call: Call) -> int:
    """Raises InvalidInput for a page that there is not."""
    try:
        page = whole_number(call.query.get("page", "") or "1")
    except (NotOfTypeError, NotAllowedError) as wrong:
        raise InvalidInput(FieldFault("page", str(wrong), "datatype_mismatch")) from wrong
    if not 1 <= page <= LAST_PAGE:
        raise InvalidInput(FieldFault("page", f"It should be from 1 to {LAST_PAGE}; narrow the query"))
    return page


def query_of(call: Call) -> Expression | None:
    """The query without its double quotes, None without a query. Raises InvalidInput."""
    given = call.query.get("query", "").strip()
    if not given:
        return None
    told = unquote(given) if _TWICE.search(given) else given
    if len(told) < 2 or told[0] != '"' or told[-1] != '"':
        raise InvalidInput(FieldFault("query", 'A query stands in double quotes, such as "status:2 AND priority:4"'))
    return parse(told[1:-1])


def term_of(call: Call) -> str:
    """Words to search for, apart from any query."""
    return (call.query.get("term", "") or call.query.get("q", "")).strip()


def tickets(call: Call) -> Found[State]:
    """The page that is asked for. Raises InvalidInput on the field query, term or page."""
    page, query, term = page_of(call), query_of(call), term_of(call)
    if query is None and not term:
        raise InvalidInput(FieldFault("query", "Either query or term is needed", "missing_field"))
    return tickets_of(query, term, page, call)


def tickets_of(query: Expression | None, term: str, page: int, call: Call, *, size: int = PAGE) -> Found[State]:
    """Tickets that are as the query says, and in which the words of `term` were said."""
    wanted = compiled(query, term, call)
    scoped = [with_scope(one, ticket_fields.scope_of(call.who)) for one in wanted]
    return search.find(scoped, page, Gate(partial(_seen, who=call.who), ticket_fields.matches, size=size), call.context.now)


def compiled(query: Expression | None, term: str, call: Call) -> tuple[Alternative, ...]:
    """What is walked for it, apart from what the caller may see. Raises InvalidInput."""
    desk = call.context.desk
    scene = ticket_fields.Scene(desk, call.who.agent, call.context.now, contacts.ids)
    found = alternatives(query, scene.read) if query else (Alternative(()),)
    words = [literal.terms for literal in ticket_fields.words(term, desk) if isinstance(literal, Terms)] if term else []
    return ticket_fields.checked((Alternative((*one.lists, *words), one.rest) for one in found), desk)


def price_of(view: View, call: Call) -> Price | None:
    """What the view costs this caller a page; None where the configuration of today has no such field or group any more."""
    try:
        return price(compiled(parse(view.query), "", call))
    except InvalidInput:
        return None


def _seen(numbers: Sequence[int], who: Principal) -> dict[int, State]:
    """Through the gate, in their order; the index is some seconds old anyway."""
    found = readings.some(numbers, who, eventual=True) if numbers else {}
    return {number: found[number] for number in numbers if number in found}


def contacts_found(call: Call) -> Found[Contact]:
    """The page of contacts that is asked for. Raises InvalidInput on the field query, term or page."""
    page, query, term = page_of(call), query_of(call), term_of(call)
    if query is None and not term:
        raise InvalidInput(FieldFault("query", "Either query or term is needed", "missing_field"))
    scene = people_fields.ContactScene(contacts.contact_by, people.called, call.context.now, call.context.desk.country)
    found = alternatives(query, scene.read) if query else (Alternative(()),)
    called = [_called(term)] if term else []
    return people.find([Alternative((*one.lists, *called), one.rest) for one in found], page, _people)


def _called(term: str) -> frozenset[str]:
    return frozenset(f"{people_fields.SELF}{number}" for number in people.called(term)) or frozenset({people_fields.NOBODY})


def _people(numbers: Sequence[int]) -> dict[int, Contact]:
    found = contacts.people(numbers) if numbers else {}
    return {number: found[number] for number in numbers if number in found}


def suggested(call: Call) -> list[Contact]:
    """Contacts whose name or address begins with the parameter `term`."""
    term = term_of(call)
    numbers = people.called(term)[: people.MOST_SUGGESTED] if term else []
    found = {one.id: one for one in _people(numbers).values()}
    return [one for one in found.values() if not one.deleted and not one.into]


def companies_found(call: Call) -> Found[Company]:
    """Companies are few, and each is looked at. Raises InvalidInput on the field query or page."""
    page, query = page_of(call), query_of(call)
    if query is None:
        raise InvalidInput(FieldFault("query", "A query is needed", "missing_field"))
    wanted = alternatives(query, partial(people_fields.read_company, now=call.context.now))
    every: Iterable[Company] = companies.all_companies(call.context, desks.lifetime(call.context.now))
    found = [one for one in every if any(people_fields.is_company(alternative, one) for alternative in wanted)]
    return Found(tuple(found[(page - 1) * PAGE : page * PAGE]), len(found), is_exact=True)
