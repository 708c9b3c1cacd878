"""What a decision answers: the events it wants to become true, and what was written with them."""

from dataclasses import dataclass

from chalicelib.tickets.events import Content, Event


@dataclass(frozen=True, slots=True)
class Change:
    """Events to commit together; none of them: nothing to do."""

    events: tuple[Event, ...] = ()
    content: Content | None = None
