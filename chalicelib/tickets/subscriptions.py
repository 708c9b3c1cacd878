"""Who reacts to which event: one line a reaction; announcements carry names, never content."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.channels.message import Delivery
from chalicelib.tickets import events as ev
from chalicelib.tickets.events import Commit, Event, File, LookSet
from chalicelib.values import dataclass

REACTIONS: tuple[tuple[str, type[Event]], ...] = (
    ("routing", ev.TicketOpened),
    ("routing", ev.TicketRouted),
    ("routing", ev.TicketAssigned),
    ("routing", ev.TicketReleased),
    ("routing", ev.TicketWaiting),
    ("routing", ev.StatusChanged),
    ("routing", ev.FieldsChanged),
    ("deliveries", ev.ReplyWritten),
    ("deliveries", ev.NoticeRaised),
    ("deliveries", ev.SurveyInvited),
    ("deliveries", ev.AcknowledgementWritten),
    ("deliveries", ev.DeliveryReleased),
    ("deliveries", ev.DeliveryRedirected),
    ("deliveries", ev.DeliveryReported),
    ("deliveries", ev.MessageReceived),
    ("background", ev.SurveyDue),
)

SOON = timedelta(seconds=120)


def _failed(event: Event) -> bool:
    return isinstance(event, ev.DeliveryReported) and event.status is Delivery.FAILED


def _left_files(event: Event) -> bool:
    return isinstance(event, ev.MessageReceived) and any(is_elsewhere(file, event.channel) for file in event.files)


def is_elsewhere(file: File, channel: str) -> bool:
    """Whether the channel's provider still has this file; what came by mail came whole."""
    return channel != "email" and not file.key and bool(file.content_id)


def _always(event: Event) -> bool:
    return True


# Events of which only some make anybody react.
ONLY: dict[str, Callable[[Event], bool]] = {ev.DeliveryReported.NAME: _failed, ev.MessageReceived.NAME: _left_files}


@dataclass(frozen=True, slots=True)
class Announcement:
    """A commit happened: which one, and the names of its events."""

    ticket: int
    seq: int
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Check:
    """Look at a ticket at `look_at`; stale when the ticket's own `look_at` is another one."""

    ticket: int
    look_at: datetime


def queues_for(commit: Commit) -> tuple[tuple[str, int], ...]:
    """The queues that hear of this commit, each once, and after how many seconds."""
    wanted = {event.NAME for event in commit.events if ONLY.get(event.NAME, _always)(event)}
    queues = dict.fromkeys(queue for queue, kind in REACTIONS if kind.NAME in wanted)
    wait = max((event.delay for event in commit.events if isinstance(event, ev.DeliveryReleased)), default=0)
    return tuple((queue, wait if queue == "deliveries" else 0) for queue in queues)


def soon(commit: Commit, now: datetime) -> Check | None:
    """The check to send at once because the sweep of the next minute would come too late."""
    look = last_look(commit.events)
    if look and look.at and look.at - now < SOON:
        return Check(commit.ticket, look.at)
    return None


def last_look(events: Iterable[Event]) -> LookSet | None:
    looks: Iterator[LookSet] = (event for event in events if isinstance(event, LookSet))
    return next(reversed(list(looks)), None)


def delay(look_at: datetime, now: datetime) -> int:
    """Whole seconds until `look_at`, rounded up, never negative, at most the 900 that SQS allows."""
    left = (look_at - now) / timedelta(seconds=1)
    return max(0, min(900, -int(-left // 1)))
