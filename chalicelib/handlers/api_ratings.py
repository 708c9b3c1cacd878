"""Satisfaction ratings: what customers answered, and the survey itself."""

from datetime import timedelta
from typing import Any

from chalice import Blueprint

from chalicelib.contacts import actions as contacts
from chalicelib.desk import actions as desks
from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.handlers.bodies_ratings import RATING
from chalicelib.handlers.http import Answer, Call, created, endpoint
from chalicelib.handlers.paging import paged
from chalicelib.handlers.shapes import rating as shapes
from chalicelib.handlers.ticket_lists import instant_in, number_in
from chalicelib.people.keys import Right
from chalicelib.ratings import actions as ratings
from chalicelib.readings import actions as readings
from chalicelib.surveys.scores import Choice, clean, score_of

api = Blueprint(__name__)


@endpoint(api, "GET", "/surveys", needs=Right.READ)
def list_surveys(call: Call) -> Answer:
    one = shapes.survey(call.context.desk, desks.lifetime(call.context.now))
    wanted = {"active": one["active"], "inactive": not one["active"], "": True}
    if (state := call.query.get("state", "")) not in wanted:
        raise InvalidInput(FieldFault("state", "It should be one of these values: 'active,inactive'"))
    return Answer([one] if wanted[state] else [])


@endpoint(api, "GET", "/surveys/satisfaction_ratings", needs=Right.READ)
def list_ratings(call: Call) -> Answer:
    """By the answer that counts, the oldest first, so that whoever comes again goes on where they ended."""
    now, begun = call.context.now, desks.lifetime(call.context.now)[0]
    since = max(instant_in(call, "created_since") or begun, begun - timedelta(days=1))
    person = number_in(call, "user_id")
    found = ratings.of_contacts(contacts.ids(person), since, call.who) if person else ratings.listed(since, now, call.who)
    return paged(call, found, lambda one: shapes.rating(one, call.context.desk))


@endpoint(api, "GET", "/tickets/{number}/satisfaction_ratings", needs=Right.READ)
def list_of_ticket(call: Call) -> Answer:
    state = readings.ticket(call.number, call.who)
    return paged(call, ratings.of_ticket(state), lambda one: shapes.rating(one, call.context.desk))


@endpoint(api, "POST", "/tickets/{number}/satisfaction_ratings", needs=Right.CHANGE)
def rate(call: Call) -> Answer:
    """What the customer said otherwise than on the survey's page; a second one is an edit of the first."""
    given = call.body(RATING)
    choice = _choice(given["ratings"], given.get("feedback", ""))
    state = readings.ticket(call.number, call.who)
    one = ratings.rate(choice, state, call.order(), call.context)
    return created(shapes.rating(one, call.context.desk), call.url(f"/tickets/{state.number}/satisfaction_ratings"))


def _choice(given: dict[str, Any], feedback: str) -> Choice:
    if unknown := sorted(set(given) - {shapes.QUESTION}):
        raise InvalidInput(FieldFault("ratings", f"There is no question {', '.join(unknown)[:100]}; there is {shapes.QUESTION}"))
    if shapes.QUESTION not in given:
        raise InvalidInput(FieldFault("ratings", f"It should rate the {shapes.QUESTION}", "missing_field"))
    return Choice(score_of(given[shapes.QUESTION]), clean(feedback))
