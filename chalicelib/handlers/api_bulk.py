"""Many tickets at once: tried first, then done as a job, looked at, gone on with, and taken back."""

from typing import Any

from chalice import Blueprint

from chalicelib.errors import FieldFault, InvalidInput, NotFound
from chalicelib.handlers import bodies_bulk as bodies
from chalicelib.handlers import ticket_lists
from chalicelib.handlers.authors import author_of
from chalicelib.handlers.http import Answer, Call, endpoint
from chalicelib.handlers.shapes import job as shapes
from chalicelib.ids import number_of
from chalicelib.markup import words
from chalicelib.outgoing import actions as outgoing
from chalicelib.people.keys import Right, Scope, demand
from chalicelib.readings import actions as readings
from chalicelib.storage import jobs
from chalicelib.storage.jobs import Item, Job
from chalicelib.tickets.bulk import actions as bulk
from chalicelib.tickets.bulk.plan import Outcome

api = Blueprint(__name__)
# What an undo would do is told from each ticket's history, so that many would take too long for one answer.
MOST_TRIED = 200


@endpoint(api, "POST", "/tickets/bulk_update", needs=Right.CHANGE)
def bulk_update(call: Call) -> Answer:
    """Set fields of many tickets and answer them; with `dry_run` only say what would happen."""
    given = call.body(bodies.BULK_UPDATE)
    action = given["bulk_action"]
    about: dict[str, Any] = {"wanted": ticket_lists.fields_of(action.get("properties") or {}, call)}
    if action.get("reply"):
        demand(call.who, Right.REPLY)
        about["reply"] = list(words(action["reply"]["body"]))
    if not (about["wanted"] or about.get("reply")):
        raise InvalidInput(FieldFault("bulk_action", "It should have properties or a reply", "missing_field"))
    return _begun(call, bulk.UPDATE, about, given)


@endpoint(api, "POST", "/tickets/bulk_delete", needs=Right.DELETE)
def bulk_delete(call: Call) -> Answer:
    """Delete many tickets softly; with `dry_run` only say which."""
    return _begun(call, bulk.DELETE, {"wanted": {"deleted": True}}, call.body(bodies.BULK_DELETE))


@endpoint(api, "GET", "/jobs/{number}", needs=Right.READ)
def view_job(call: Call) -> Answer:
    """How far a job is, ticket by ticket."""
    job = _job(call)
    items, worked = jobs.items(job)
    return Answer(shapes.job(job, _theirs(items, job, call), worked))


@endpoint(api, "POST", "/jobs/{number}/resume", needs=Right.CHANGE)
def resume_job(call: Call) -> Answer:
    """Go on with a job that stands still; what is done stays done."""
    job = _job(call)
    if job.kind == bulk.DELETE:
        demand(call.who, Right.DELETE)
    bulk.resume(job)
    return _accepted(call, job)


@endpoint(api, "POST", "/jobs/{number}/undo", needs=Right.CHANGE)
def undo_job(call: Call) -> Answer:
    """Take a job back where nobody changed the same field since; what was sent stays sent."""
    given = call.body(bodies.UNDO)
    of = _job(call)
    if of.kind == bulk.DELETE:
        demand(call.who, Right.DELETE)
    items, _ = jobs.items(of)
    done = [item for item in items if item.outcome == Outcome.DONE]
    theirs = readings.some((item.ticket for item in done), call.who)
    if given.get("dry_run"):
        demand(call.who, Right.READ)
        shown = done[:MOST_TRIED]
        missing = [item.ticket for item in shown if item.ticket not in theirs]
        told = shapes.dry_run(bulk.undo_previews(theirs, shown, author_of(call.who), call.context), missing, call.context.desk)
        return Answer({**told, "more": len(done) > len(shown)})
    job = _new(call, bulk.UNDO, {}, undoes=of.id)
    return _accepted(call, bulk.begin_undo(job, of, [item for item in done if item.ticket in theirs]))


def _begun(call: Call, kind: str, about: dict[str, Any], given: dict[str, Any]) -> Answer:
    numbers: tuple[int, ...] = given["bulk_action"].get("ids", ())
    if not numbers:
        raise InvalidInput(FieldFault("bulk_action", "It should name ids of tickets", "missing_field"))
    theirs = readings.some(numbers, call.who)
    missing = [number for number in numbers if number not in theirs]
    if given.get("dry_run"):
        demand(call.who, Right.READ)
        states = (theirs[number] for number in numbers if number in theirs)
        found = bulk.previews(states, bulk.deed_of(about), author_of(call.who), call.context)
        return Answer(shapes.dry_run(found, missing, call.context.desk))
    job = _new(call, kind, about)
    if about.get("reply") and theirs and not (call.key() and jobs.find(job.id)):
        outgoing.take(len(theirs), call.who, call.who, call.context)
    return _accepted(call, bulk.begin(job, [_item(number, theirs) for number in numbers]))


def _item(number: int, theirs: dict[int, Any]) -> Item:
    if number not in theirs:
        return Item(number, 0, Outcome.REFUSED.value, f"There is no ticket {number}")
    return Item(number, theirs[number].version)


def _new(call: Call, kind: str, about: dict[str, Any], undoes: int = 0) -> Job:
    number, who = number_of(f"job:{call.order().id}"), call.who
    return Job(number, kind, who.actor, who.number, who.name, call.context.now, about, 0, undoes)


def _job(call: Call) -> Job:
    """A job of the caller's own, or for whoever may act for colleagues anybody's."""
    job = jobs.find(call.number)
    if job is None or (job.actor != call.who.actor and Right.STAFF not in call.who.rights):
        raise NotFound
    return job


def _theirs(items: list[Item], job: Job, call: Call) -> list[Item]:
    """Of a colleague's job only the tickets that exist for the caller."""
    if job.actor == call.who.actor or call.who.scope is Scope.GLOBAL:
        return items
    seen = readings.some((item.ticket for item in items), call.who)
    return [item for item in items if item.ticket in seen]


def _accepted(call: Call, job: Job) -> Answer:
    href = call.url(f"/jobs/{job.id}")
    return Answer({"job_id": job.id, "href": href}, 202, {"Location": href})
