"""Notes corrected, removed and brought back; a message in full; the summary of a ticket."""

from chalice import Blueprint

from chalicelib.corrections import actions as corrections
from chalicelib.corrections.actions import Hand
from chalicelib.handlers.bodies_working import CORRECTION, SUMMARY
from chalicelib.handlers.http import NOTHING, Answer, Call, endpoint
from chalicelib.handlers.shapes import corrections as shapes
from chalicelib.handlers.shapes.conversation import conversation
from chalicelib.ids import ticket_and_seq
from chalicelib.markup import words
from chalicelib.people.keys import Right
from chalicelib.readings import actions as readings
from chalicelib.tickets.state import State

api = Blueprint(__name__)


@endpoint(api, "PUT", "/conversations/{number}", needs=Right.NOTE)
def change_conversation(call: Call) -> Answer:
    """A note's new words; only one's own, or with the right to it a colleague's."""
    body = call.body(CORRECTION)["body"]
    state, seq = _place(call)
    said = corrections.edit_note(seq, words(body), state, _hand(call))
    return Answer(conversation(said, state, readings.file_link))


@endpoint(api, "DELETE", "/conversations/{number}", needs=Right.NOTE)
def delete_conversation(call: Call) -> Answer:
    state, seq = _place(call)
    corrections.remove_note(seq, state, _hand(call))
    return NOTHING


@endpoint(api, "PUT", "/conversations/{number}/restore", needs=Right.NOTE)
def restore_conversation(call: Call) -> Answer:
    """Bring a note back that was deleted."""
    state, seq = _place(call)
    return Answer(conversation(corrections.restore_note(seq, state, _hand(call)), state, readings.file_link))


@endpoint(api, "GET", "/conversations/{number}/full", needs=Right.READ)
def view_full(call: Call) -> Answer:
    """With everything that was quoted in it, as it was received."""
    state, seq = _place(call)
    return Answer(shapes.whole(corrections.whole(state.number, seq), call.number, state.number))


@endpoint(api, "GET", "/tickets/{number}/summary", needs=Right.READ)
def view_summary(call: Call) -> Answer:
    state = readings.ticket(call.number, call.who)
    return Answer(shapes.summary(corrections.summary(state.number), state.number))


@endpoint(api, "PUT", "/tickets/{number}/summary", needs=Right.NOTE)
def put_summary(call: Call) -> Answer:
    body = call.body(SUMMARY)["body"]
    state = readings.ticket(call.number, call.who)
    return Answer(shapes.summary(corrections.write_summary(words(body), state, _hand(call)), state.number))


@endpoint(api, "DELETE", "/tickets/{number}/summary", needs=Right.NOTE)
def delete_summary(call: Call) -> Answer:
    corrections.remove_summary(readings.ticket(call.number, call.who), _hand(call))
    return NOTHING


def _place(call: Call) -> tuple[State, int]:
    """The ticket, through its gate, and the conversation's commit."""
    number, seq = ticket_and_seq(call.number)
    return readings.ticket(number, call.who), seq


def _hand(call: Call) -> Hand:
    return Hand(call.who, call.order(), call.context)
