"""Who reacts to which event: one line a reaction; announcements carry names, never content."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

from chalicelib.channels.message import Delivery
from chalicelib.tickets import events as ev
from chalicelib.tickets import joining, onlookers
from chalicelib.tickets.bonds import POINTERS
from chalicelib.tickets.events import Commit, Event, File, LookSet
from chalicelib.tickets.timing import TIMING
from chalicelib.values import dataclass

# What changes by what a ticket is found.
FINDABLE: tuple[type[Event], ...] = (
    ev.TicketOpened, ev.MessageReceived, ev.ReplyWritten, ev.NoteWritten, ev.NoteEdited, ev.NoteRemoved, ev.NoteRestored,
    ev.StatusChanged, ev.FieldsChanged, ev.TicketRouted, ev.TicketAssigned, ev.TicketReleased, ev.DeliveryReported, ev.DeliveryRedirected,
    ev.RequesterChanged,
)  # fmt: skip
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
    ("background", joining.TicketMerged),
    ("background", joining.TicketUnmerged),
    ("background", joining.MessagesMoved),
    ("background", joining.TicketLinked),
    ("background", joining.TicketUnlinked),
    ("background", joining.ChildSettled),
    ("background", onlookers.WatchersAlerted),
    ("deliveries", onlookers.WatchersTold),
    ("deliveries", onlookers.ForwardWritten),
    *(("background", kind) for kind in TIMING),
    *(("background", kind) for kind in FINDABLE),
)

# What concerns another ticket too.
JOINING = frozenset(kind.NAME for queue, kind in REACTIONS if kind.__module__ == joining.__name__)
FOUND_BY = frozenset(kind.NAME for kind in FINDABLE)
SOON = timedelta(seconds=120)
# Seconds in which a new ticket is routed and assigned, so that it is indexed once and not three times.
INDEX_DELAY = 2


def _failed(event: Event) -> bool:
    return isinstance(event, ev.DeliveryReported) and event.status is Delivery.FAILED


def _left_files(event: Event) -> bool:
    return isinstance(event, ev.MessageReceived) and any(is_elsewhere(file, event.channel) for file in event.files)


def is_elsewhere(file: File, channel: str) -> bool:
    """Whether the channel's provider still has this file; what came by mail came whole."""
    return channel != "email" and not file.key and bool(file.content_id)


def _points(event: Event) -> bool:
    """Of a link only the half that is the truth makes the other one follow."""
    return isinstance(event, joining.TicketLinked | joining.TicketUnlinked) and event.role in POINTERS


def _always(event: Event) -> bool:
    return True


# Events of which only some make anybody react.
ONLY: dict[tuple[str, str], Callable[[Event], bool]] = {
    ("deliveries", ev.DeliveryReported.NAME): _failed,
    ("background", ev.DeliveryReported.NAME): _failed,
    ("deliveries", ev.MessageReceived.NAME): _left_files,
    ("background", joining.TicketLinked.NAME): _points,
    ("background", joining.TicketUnlinked.NAME): _points,
}


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
    hearing = [(queue, event.NAME) for event in commit.events for queue in _QUEUES.get(event.NAME, ()) if _is_for(queue, event)]
    waits = {
        "deliveries": max((event.delay for event in commit.events if isinstance(event, ev.DeliveryReleased)), default=0),
        "background": INDEX_DELAY if all(name in FOUND_BY for queue, name in hearing if queue == "background") else 0,
    }
    order = dict.fromkeys(queue for queue, _ in REACTIONS)
    wanted = {queue for queue, _ in hearing}
    return tuple((queue, waits.get(queue, 0)) for queue in order if queue in wanted)


def _is_for(queue: str, event: Event) -> bool:
    return ONLY.get((queue, event.NAME), _always)(event)


_QUEUES: dict[str, tuple[str, ...]] = {
    kind.NAME: tuple(queue for queue, other in REACTIONS if other is kind) for kind in {kind for _, kind in REACTIONS}
}


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
