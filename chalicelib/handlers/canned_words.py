"""The words of a reply or note: those that were sent, or a canned response filled in from the ticket."""

from typing import Any

from chalicelib.canned import actions as canned
from chalicelib.canned.model import Response, Variant
from chalicelib.canned.placeholders import Filled, fill, values_of
from chalicelib.contacts import actions as contacts
from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers.http import Call
from chalicelib.markup import words
from chalicelib.people.keys import Principal
from chalicelib.tickets.state import State

FIELD = "canned_response_id"


def demand_words(given: dict[str, Any]) -> None:
    """Raises InvalidInput where a body names neither words nor a canned response."""
    if not (given.get("body") or given.get(FIELD)):
        raise InvalidInput(FieldFault("body", "This field is mandatory", "missing_field"))


def words_of(given: dict[str, Any], state: State, who: Principal, call: Call) -> tuple[str, str]:
    """Text and HTML. Raises InvalidInput for a response that is not the writer's to use, or that would have gaps."""
    if not given.get(FIELD):
        return words(given["body"])
    response = _response(given[FIELD], who, call)
    if given.get("body"):
        return words(given["body"])
    _, filled = filled_in(response, state, who, call)
    if filled.empty:
        missing = ", ".join(filled.empty)
        raise InvalidInput(FieldFault(FIELD, f"Nothing is known for {missing}: look at the preview and send the body", "missing_field"))
    return words(filled.html)


def filled_in(response: Response, state: State, who: Principal, call: Call, language: str = "") -> tuple[Variant, Filled]:
    """In the ticket's language unless another is named."""
    variant = response.in_language(language or state.language)
    person = contacts.people([state.contact]).get(state.contact)
    return variant, fill(variant.html, values_of(state, person.name if person else "", who.agent, call.context.desk))


def _response(number: int, who: Principal, call: Call) -> Response:
    try:
        return canned.response(number, who, call.context)
    except NotFound as missing:
        raise InvalidInput(FieldFault(FIELD, missing.message)) from missing
