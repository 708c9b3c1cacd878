"""Repeated POSTs: an Idempotency-Key is bound to its object before anything is written, so that a repetition finds it."""

from chalicelib.handlers.http import Call
from chalicelib.readings import actions as readings
from chalicelib.storage import seen
from chalicelib.storage.history import Outcome
from chalicelib.tickets.events import Commit
from chalicelib.tickets.state import State


def first_number(call: Call) -> int:
    """The number for a new ticket; with a key the same one whenever this request comes again."""
    if not call.key():
        return 0
    if before := seen.find_key(call.key(), call.context.now):
        return int(before.ticket)
    number = seen.next_number()
    standing = seen.claim_key(call.key(), number, 0, call.context.now)
    return int(standing.ticket) if standing else number


def began_before(call: Call, number: int = 0) -> bool:
    """Whether an earlier request with this key was to make the object of this number; binds the key if it is new."""
    return bool(call.key()) and seen.claim_key(call.key(), number, 0, call.context.now) is not None


def opened_before(call: Call) -> bool:
    """Whether an earlier request with this key opened its ticket."""
    standing = seen.find_key(call.key(), call.context.now) if call.key() else None
    return standing is not None and readings.commit_after(int(standing.ticket), 0, call.key()) is not None


def done_before(call: Call, state: State) -> Commit | None:
    """The commit that an earlier request with this key made on the ticket; binds the key if it is new."""
    if not call.key():
        return None
    standing = seen.claim_key(call.key(), state.number, state.version, call.context.now)
    return readings.commit_after(state.number, int(standing.base), call.key()) if standing else None


def commit_of(outcome: Outcome, call: Call) -> Commit:
    """The commit of this request, also where the ticket says that it was done before."""
    if outcome.commit:
        return outcome.commit
    found = readings.commit_after(outcome.state.number, 0, call.key())
    if found is None:
        raise AssertionError("a command that was done has a commit")
    return found
