"""Merging tickets, splitting them, and undoing both."""

from dataclasses import replace
from typing import Any

from chalice import Blueprint

from chalicelib.errors import FieldFault, Inconsistent, InvalidInput, NotFound
from chalicelib.handlers import bodies_joining as bodies
from chalicelib.handlers.authors import author_of
from chalicelib.handlers.http import NOTHING, Answer, Call, created, endpoint
from chalicelib.handlers.repeats import first_number
from chalicelib.handlers.shapes.ticket import description, ticket
from chalicelib.ids import ticket_and_seq
from chalicelib.markup import words
from chalicelib.people.keys import Right, Scope
from chalicelib.readings import actions as readings
from chalicelib.storage import seen
from chalicelib.tickets.joining import MessagesMoved
from chalicelib.tickets.state import State

api = Blueprint(__name__)


@endpoint(api, "PUT", "/tickets/merge", needs=Right.CHANGE)
def merge_tickets(call: Call) -> Answer:
    from chalicelib.joining import actions as joining

    given = call.body(bodies.MERGER)
    primary, secondaries = _named(given, call)
    wish = joining.Wish(
        author_of(call.who),
        copies=bool(given.get("convert_recipients_to_cc") or given.get("convert_recepients_to_cc")),
        here=_words(given.get("note_in_primary")),
        there=_words(given.get("note_in_secondary")),
        because=given.get("reason", ""),
    )
    joining.merge(primary, secondaries, wish, call.order(), call.context)
    return NOTHING


@endpoint(api, "POST", "/tickets/{number}/unmerge", needs=Right.CHANGE)
def unmerge_ticket(call: Call) -> Answer:
    from chalicelib.joining import actions as joining

    given = call.body(bodies.UNMERGER)
    state = readings.ticket(call.number, call.who)
    if into := state.bonds.merged_into:
        readings.ticket(into, call.who)
    joining.unmerge(state, given.get("reason", ""), call.order(), call.context)
    return Answer(ticket(readings.ticket(state.number, call.who), call.context.desk))


@endpoint(api, "POST", "/tickets/{number}/split", needs=Right.CHANGE)
def split_ticket(call: Call) -> Answer:
    from chalicelib.joining import actions as joining

    given = call.body(bodies.SPLITTER)
    state = readings.ticket(call.number, call.who)
    moved = MessagesMoved(0, _seqs(given["conversation_ids"], state), given.get("subject", ""), given.get("reason", ""))
    to = first_number(call) or seen.next_number()
    made = joining.split(state, replace(moved, to=to), call.order(), call.context)
    _, first = readings.opened(made.number, replace(call.who, scope=Scope.GLOBAL))
    return created({**ticket(made, call.context.desk), **description(first)}, call.url(f"/tickets/{made.number}"))


@endpoint(api, "POST", "/tickets/{number}/unsplit", needs=Right.CHANGE)
def unsplit_ticket(call: Call) -> Answer:
    """Undo a split: the ticket is merged into the one that it was split off, where its messages are whole again."""
    from chalicelib.joining import actions as joining

    given = call.body(bodies.UNMERGER)
    state = readings.ticket(call.number, call.who)
    if not state.bonds.split_from:
        raise Inconsistent(f"ticket {state.number} was not split off another")
    source = readings.ticket(state.bonds.split_from, call.who)
    wish = joining.Wish(author_of(call.who), because=given.get("reason", "") or "the split was undone")
    joining.merge(source, [state], wish, call.order(), call.context)
    return Answer(ticket(readings.ticket(source.number, call.who), call.context.desk))


def _seqs(conversations: tuple[int, ...], state: State) -> tuple[int, ...]:
    """The messages of this ticket that are meant. Raises InvalidInput naming those of others."""
    pairs = [ticket_and_seq(one) for one in conversations]
    if others := [one for one, (number, _) in zip(conversations, pairs, strict=True) if number != state.number]:
        message = f"These are not of ticket {state.number}: {', '.join(map(str, others))}"
        raise InvalidInput(FieldFault("conversation_ids", message))
    return tuple(sorted(seq for _, seq in pairs))


def _named(given: dict[str, Any], call: Call) -> tuple[State, list[State]]:
    """The tickets to merge, each through the gate. Raises InvalidInput naming all that are not there or not the caller's."""
    wanted = [("primary_id", given["primary_id"]), *(("ticket_ids", number) for number in given["ticket_ids"])]
    found: list[State] = []
    faults = [FieldFault("ticket_ids", "It should name at least one ticket")] if not given["ticket_ids"] else []
    for field, number in wanted:
        try:
            found.append(readings.ticket(number, call.who))
        except NotFound as fault:
            faults.append(FieldFault(field, fault.message))
    if faults:
        raise InvalidInput(*faults)
    return found[0], found[1:]


def _words(given: dict[str, Any] | None) -> Any:
    from chalicelib.joining.actions import Words

    return Words(*words(given["body"]), private=given.get("private", True)) if given else None
