"""Sentences about tickets that belong together, watchers and third parties."""

from chalicelib.desk.model import Desk
from chalicelib.tickets import joining, onlookers
from chalicelib.tickets.sentences import agent_name, because, tell


@tell.register
def _(event: joining.TicketMerged, desk: Desk) -> str:
    return f"merged this ticket into ticket {event.into}{because(event.because)}"


@tell.register
def _(event: joining.TicketAbsorbed, desk: Desk) -> str:
    copies = f"; copies go to {', '.join(handle.value for handle in event.participants)}" if event.participants else ""
    return f"merged ticket {event.other} into this one{copies}"


@tell.register
def _(event: joining.TicketUnmerged, desk: Desk) -> str:
    return f"undid the merge into ticket {event.out_of}{because(event.because)}"


@tell.register
def _(event: joining.TicketParted, desk: Desk) -> str:
    stayed = f"; {_messages(event.stayed)} that came here for it stayed" if event.stayed else ""
    return f"undid the merge of ticket {event.other} into this one{stayed}{because(event.because)}"


@tell.register
def _(event: joining.MessagesMoved, desk: Desk) -> str:
    return f"moved {_messages(event.seqs)} to ticket {event.to}{because(event.because)}"


@tell.register
def _(event: joining.TicketSplit, desk: Desk) -> str:
    return f"split this ticket off ticket {event.source}, from {_messages(event.seqs)} there{because(event.because)}"


@tell.register
def _(event: joining.TicketLinked, desk: Desk) -> str:
    return f"made this ticket {_role(event.role)} ticket {event.other}"


@tell.register
def _(event: joining.TicketUnlinked, desk: Desk) -> str:
    return f"made this ticket no longer {_role(event.role)} ticket {event.other}{because(event.because)}"


@tell.register
def _(event: joining.ChildSettled, desk: Desk) -> str:
    return f"had nothing open here any more, of which ticket {event.parent}, the parent, hears"


@tell.register
def _(event: onlookers.WatcherAdded, desk: Desk) -> str:
    return f"added {agent_name(event.agent, desk)} to those who watch the ticket"


@tell.register
def _(event: onlookers.WatcherRemoved, desk: Desk) -> str:
    return f"took {agent_name(event.agent, desk)} from those who watch the ticket"


@tell.register
def _(event: onlookers.WatchersAlerted, desk: Desk) -> str:
    return f"alerted {' and '.join(agent_name(agent, desk) for agent in event.agents) or 'nobody'}, who watch the ticket"


@tell.register
def _(event: onlookers.WatchersTold, desk: Desk) -> str:
    what = {"status": f"the status became {event.status}", "note": "there is a note"}.get(event.about, "the customer wrote")
    return f"told {', '.join(event.recipients) or 'nobody'} that {what}"


@tell.register
def _(event: onlookers.ForwardWritten, desk: Desk) -> str:
    files = f" with {len(event.files)} file{'' if len(event.files) == 1 else 's'}" if event.files else ""
    return f"forwarded to {', '.join((*event.to, *event.cc, *event.bcc)) or 'nobody'}{files}"


def _messages(seqs: tuple[int, ...]) -> str:
    named = ", ".join(map(str, seqs))
    return f"message {named}" if len(seqs) == 1 else f"messages {named}"


def _role(role: str) -> str:
    return {"related": "related to", "tracker": "the tracker of"}.get(role, f"the {role} of")
