"""What agents do beside answering, in sentences: time spent, requesters changed, notes corrected, summaries."""

from chalicelib.desk.model import Desk
from chalicelib.tickets import events as ev
from chalicelib.tickets.sentences import CLOCKS, agent_name, instant_told, tell


def hours(seconds: int) -> str:
    """As hours and minutes: 01:20."""
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}"


@tell.register
def _(event: ev.TimeLogged, desk: Desk) -> str:
    spent = "started a timer" if event.started else f"entered {hours(event.seconds)} of time"
    return f"{spent} for {agent_name(event.agent, desk)}{'' if event.billable else ', not billable'}"


@tell.register
def _(event: ev.TimeChanged, desk: Desk) -> str:
    running = ", the timer running" if event.started else ""
    billable = "" if event.billable else ", not billable"
    return f"changed time entry {event.of} to {hours(event.seconds)} for {agent_name(event.agent, desk)}{running}{billable}"


@tell.register
def _(event: ev.TimeRemoved, desk: Desk) -> str:
    return f"removed time entry {event.of}"


@tell.register
def _(event: ev.RequesterChanged, desk: Desk) -> str:
    name = event.requester.name
    called = f"{name} ({event.requester.value})" if name and name != event.requester.value else event.requester.value
    return f"made {called or 'nobody'} the requester, to be answered by {event.channel}"


@tell.register
def _(event: ev.DueSet, desk: Desk) -> str:
    kind = CLOCKS.get(event.kind, event.kind)
    return f"promised the {kind} by {instant_told(event.due)}" if event.due else f"withdrew the date that was set for the {kind}"


@tell.register
def _(event: ev.NoteEdited, desk: Desk) -> str:
    return f"edited note {event.of}"


@tell.register
def _(event: ev.NoteRemoved, desk: Desk) -> str:
    return f"removed note {event.of}"


@tell.register
def _(event: ev.NoteRestored, desk: Desk) -> str:
    return f"brought note {event.of} back"


@tell.register
def _(event: ev.SummaryWritten, desk: Desk) -> str:
    return "wrote a summary of the ticket"


@tell.register
def _(event: ev.SummaryRemoved, desk: Desk) -> str:
    return "removed the summary of the ticket"


@tell.register
def _(event: ev.PersonErased, desk: Desk) -> str:
    if event.whole:
        return "erased the customer and all that was written here, by their right to it"
    return "erased somebody who wrote here, with what they wrote, by their right to it"
