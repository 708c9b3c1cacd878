"""What a decision answers: the events it wants to become true, and what was written with them."""

from chalicelib.tickets.events import Content, Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """Events to commit together; none of them: nothing to do."""

    events: tuple[Event, ...] = ()
    content: Content | None = None
