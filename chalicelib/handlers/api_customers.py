"""A customer as a whole: the card, the timeline over all channels, and their way out of the desk and back."""

from chalice import Blueprint

from chalicelib.contacts import actions as contacts
from chalicelib.contacts.card import card, timeline
from chalicelib.errors import AccessDenied, Inconsistent
from chalicelib.handlers import people_index
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.handlers.paging import page_of, paged, with_link
from chalicelib.handlers.shapes import customer as shapes
from chalicelib.handlers.shapes import people
from chalicelib.people.keys import Right, Scope
from chalicelib.readings import actions as readings
from chalicelib.readings.wish import Wish

api = Blueprint(__name__)
READ_FOR_CARD = 50
# Tickets that one page of a timeline covers, each one request.
TICKETS_A_PAGE = 10


@endpoint(api, "GET", "/contacts/{number}/card", needs=Right.READ)
def view_card(call: Call) -> Answer:
    """What an agent wants to know of a customer before answering: open tickets and promises, ratings, channels."""
    one = contacts.person(call.number)
    found = readings.tickets(Wish(per_page=READ_FOR_CARD, requesters=(one.id, *one.merged)), call.who, call.context)
    return Answer({"contact": people.contact(one), **shapes.card(card(found.states, more=found.more), call.context.desk)})


@endpoint(api, "GET", "/contacts/{number}/timeline", needs=Right.READ)
def view_timeline(call: Call) -> Answer:
    """All that was said and done with a customer on every channel, newest first; a page covers ten tickets."""
    one, (page, _) = contacts.person(call.number), page_of(call)
    wish = Wish(page=page, per_page=TICKETS_A_PAGE, requesters=(one.id, *one.merged))
    found = readings.tickets(wish, call.who, call.context)
    stories = (readings.story(state.number, call.who) for state in found.states)
    entries = [entry for story in stories for entry in timeline(story.state, story.commits, call.context.desk)]
    entries.sort(key=lambda entry: (entry.at, entry.ticket, entry.seq), reverse=True)
    return with_link(call, [shapes.entry(entry) for entry in entries], more=found.more)


@endpoint(api, "DELETE", "/contacts/{number}", needs=Right.DELETE)
def delete_contact(call: Call) -> Answer:
    """Softly: the contact leaves the lists, its tickets stay."""
    contacts.change_contact(call.number, {"deleted": True}, (), call.context, call.who.actor)
    people_index.refresh(call.number)
    return NOTHING


@endpoint(api, "PUT", "/contacts/{number}/restore", needs=Right.DELETE)
def restore_contact(call: Call) -> Answer:
    """Back into the lists."""
    contacts.change_contact(call.number, {"deleted": False}, (), call.context, call.who.actor)
    people_index.refresh(call.number)
    return NOTHING


@endpoint(api, "DELETE", "/contacts/{number}/hard_delete", needs=Right.DELETE)
def forget_contact(call: Call) -> Answer:
    """For good: the card and every handle at once, what they wrote and every trace of them soon after; first deleted softly, or `force`."""
    from chalicelib.erasure import actions as erasure

    if call.who.scope is not Scope.GLOBAL:
        raise AccessDenied("Whoever erases a person takes their words from every ticket, so it is for those who see every ticket")
    one = contacts.person(call.number)
    if not one.deleted and call.query.get("force", "").lower() != "true":
        raise Inconsistent("Delete the contact softly first, or say force=true")
    begun = erasure.begin(call.number, call.context, call.who.actor)
    people_index.refresh(*begun.contacts)
    return Answer(None, 204, {"Location": call.url(f"/erasures/{begun.id}")})


@endpoint(api, "GET", "/erasures", needs=Right.DELETE)
def list_erasures(call: Call) -> Answer:
    from chalicelib.erasure import actions as erasure

    return paged(call, erasure.all_of_them(), shapes.erasure)


@endpoint(api, "GET", "/erasures/{number}", needs=Right.DELETE)
def view_erasure(call: Call) -> Answer:
    from chalicelib.erasure import actions as erasure

    return Answer(shapes.erasure(erasure.erasure(call.number)))


@endpoint(api, "POST", "/erasures/{number}/resume", needs=Right.DELETE)
def resume_erasure(call: Call) -> Answer:
    """Go on with one that stands still; what is done stays done."""
    from chalicelib.erasure import actions as erasure

    one = erasure.erasure(call.number)
    if not one.finished:
        erasure.wake(one.id)
    return Answer(shapes.erasure(one), 202)
