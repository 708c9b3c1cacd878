"""What a date that a person promises changes."""

from dataclasses import replace

from chalicelib.sla import timeline as tl
from chalicelib.sla.policy import ClockKind
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import apply, seconds
from chalicelib.tickets.promising import DueSet, SetBy
from chalicelib.tickets.state import State


@apply.register
def _(event: DueSet, state: State, commit: Commit) -> State:
    due = seconds(event.due) if event.due else 0
    others = tuple(one for one in state.set_by if one.kind != event.kind)
    now = (SetBy(event.kind, commit.actor, commit.at),) if event.due else ()
    timeline = tl.remember(state.timeline, tl.promised(seconds(commit.at), ClockKind(event.kind), due))
    return replace(state, timeline=timeline, set_by=(*others, *now))
