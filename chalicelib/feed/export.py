"""A day's commits in the form that exports of ticket activities have: who did what when, by field."""

from collections.abc import Iterable, Iterator
from functools import singledispatch
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.ids import conversation_id
from chalicelib.instants import instant
from chalicelib.sla.policy import ClockKind
from chalicelib.tickets import events as ev
from chalicelib.tickets.dues import FIELDS as DATES

# Of what somebody set, the name under which exports have it; the rest is told under its own name.
NAMES = {"type": "ticket_type", "agent": "agent_id", "contact": "requester_id"}
INCOMING, NOTE, REPLY = 0, 2, 1
Json = dict[str, Any]


def activities(commits: Iterable[ev.Commit], desk: Desk) -> Iterator[Json]:
    """One row a commit; commits that only the desk's own clockwork knows of are left out."""
    for commit in commits:
        if activity := _activity(commit, desk):
            kind, _, number = commit.actor.partition(":")
            yield {
                "performed_at": f"{commit.at:%d-%m-%Y %H:%M:%S} +0000",
                "ticket_id": commit.ticket,
                "performer_type": "user" if kind in ("agent", "contact", "administrator") else "system",
                "performer_id": int(number) if number.isdigit() else None,
                "activity": activity,
            }


def _activity(commit: ev.Commit, desk: Desk) -> Json:
    told: Json = {}
    for event in commit.events:
        told |= tell(event, commit, desk)
    return told


@singledispatch
def tell(event: ev.Event, commit: ev.Commit, desk: Desk) -> Json:
    """The fields of an activity that an event is; none for most."""
    return {}


@tell.register
def _(event: ev.TicketOpened, commit: ev.Commit, desk: Desk) -> Json:
    return {
        "new_ticket": True,
        "status": _status(event.status, desk),
        "priority": event.priority,
        "source": event.source or None,
        "ticket_type": event.type or None,
        "requester_id": event.contact,
        "tags": list(event.tags),
    }


@tell.register
def _(event: ev.RequesterChanged, commit: ev.Commit, desk: Desk) -> Json:
    return {"requester_id": event.contact}


@tell.register
def _(event: ev.DueSet, commit: ev.Commit, desk: Desk) -> Json:
    return {DATES[ClockKind(event.kind)]: instant(event.due) if event.due else None}


@tell.register
def _(event: ev.StatusChanged, commit: ev.Commit, desk: Desk) -> Json:
    return {"status": _status(event.status, desk)}


@tell.register
def _(event: ev.FieldsChanged, commit: ev.Commit, desk: Desk) -> Json:
    plain = {NAMES.get(name, name): value or None for name, value in event.fields.items() if name != "custom"}
    return {**plain, **event.fields.get("custom", {})}


@tell.register
def _(event: ev.TicketRouted, commit: ev.Commit, desk: Desk) -> Json:
    return {"group": event.group or None}


@tell.register
def _(event: ev.TicketAssigned, commit: ev.Commit, desk: Desk) -> Json:
    return {"agent_id": event.agent}


@tell.register
def _(event: ev.TicketReleased, commit: ev.Commit, desk: Desk) -> Json:
    return {"agent_id": None}


@tell.register
def _(event: ev.MessageReceived, commit: ev.Commit, desk: Desk) -> Json:
    return _note(commit, INCOMING)


@tell.register
def _(event: ev.ReplyWritten, commit: ev.Commit, desk: Desk) -> Json:
    return _note(commit, REPLY)


@tell.register
def _(event: ev.NoteWritten, commit: ev.Commit, desk: Desk) -> Json:
    return _note(commit, NOTE)


@tell.register
def _(event: ev.SurveyAnswered, commit: ev.Commit, desk: Desk) -> Json:
    return {"satisfaction_rating": event.score}


def _note(commit: ev.Commit, kind: int) -> Json:
    return {"note": {"id": conversation_id(commit.ticket, commit.seq), "type": kind}}


def _status(number: int, desk: Desk) -> str:
    status = desk.status(number)
    return status.name if status else str(number)
