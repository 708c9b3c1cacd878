"""Every event of a ticket's history, in the past tense; state is a fold over these and nothing else."""

import dataclasses
from dataclasses import field
from datetime import datetime
from typing import Any, ClassVar

from chalicelib.channels.message import Automatic, Handle, Verdicts
from chalicelib.codec import from_plain, to_plain
from chalicelib.tickets import joining as joining
from chalicelib.tickets import onlookers as onlookers
from chalicelib.tickets.delivery import DeliveryClaimed as DeliveryClaimed
from chalicelib.tickets.delivery import DeliveryRedirected as DeliveryRedirected
from chalicelib.tickets.delivery import DeliveryReleased as DeliveryReleased
from chalicelib.tickets.delivery import DeliveryReported as DeliveryReported
from chalicelib.tickets.delivery import FallbackOffered as FallbackOffered
from chalicelib.tickets.delivery import Fetched as Fetched
from chalicelib.tickets.delivery import FilesFetched as FilesFetched
from chalicelib.tickets.editing import NoteEdited as NoteEdited
from chalicelib.tickets.editing import NoteRemoved as NoteRemoved
from chalicelib.tickets.editing import NoteRestored as NoteRestored
from chalicelib.tickets.editing import SummaryRemoved as SummaryRemoved
from chalicelib.tickets.editing import SummaryWritten as SummaryWritten
from chalicelib.tickets.erasing import PersonErased as PersonErased
from chalicelib.tickets.event import Event
from chalicelib.tickets.event import File as File
from chalicelib.tickets.mailing import AcknowledgementWritten as AcknowledgementWritten
from chalicelib.tickets.mailing import MailSuspended as MailSuspended
from chalicelib.tickets.promising import DueSet as DueSet
from chalicelib.tickets.requesters import RequesterChanged as RequesterChanged
from chalicelib.tickets.timing import TimeChanged as TimeChanged
from chalicelib.tickets.timing import TimeLogged as TimeLogged
from chalicelib.tickets.timing import TimeRemoved as TimeRemoved
from chalicelib.values import dataclass

Numbers = tuple[int, ...]
Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a message landed where it did; confidence in percent; `through`: the ticket it was meant for, which was merged into this one."""

    method: str
    confidence: int
    detail: str = ""
    through: int = 0


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rule or agent that was considered and not taken, and why."""

    name: str
    because: str


@dataclass(frozen=True, slots=True)
class TicketOpened(Event):
    """A contact got its turn."""

    NAME: ClassVar[str] = "ticket.opened"
    subject: str
    channel: str
    account: str
    contact: int
    requester: Handle
    status: int = 2
    priority: int = 1
    type: str = ""
    reason: str = ""
    tags: Words = ()
    language: str = ""
    company: str = ""
    follows: int = 0
    custom: dict[str, Any] = field(default_factory=dict)
    by_agent: int = 0
    arrived: datetime | None = None
    automatic: bool = False
    source: int = 0
    product: int = 0


@dataclass(frozen=True, slots=True)
class MessageReceived(Event):
    """Somebody outside wrote; `digest` is the salted HMAC of what was written, the words stand beside the event.

    `third`: somebody to whom the ticket was forwarded, whose words are not the customer's.
    """

    NAME: ClassVar[str] = "message.received"
    channel: str
    sender: Handle
    external_id: str
    contact: int
    digest: str
    evidence: Evidence
    fingerprint: str = ""
    recipients: Words = ()
    participants: tuple[Handle, ...] = ()
    files: tuple[File, ...] = ()
    automatic: Automatic = Automatic.NO
    automatic_because: str = ""
    thanks: bool = False
    reply_to: str = ""
    verdicts: Verdicts = Verdicts()
    language: str = ""
    sent_at: datetime | None = None
    arrived: datetime | None = None
    raw: str = ""
    full: str = ""
    faults: Words = ()
    released: str = ""
    third: bool = False


@dataclass(frozen=True, slots=True)
class AddressNoted(Event):
    """The same message also reached another address of ours."""

    NAME: ClassVar[str] = "address.noted"
    address: str


@dataclass(frozen=True, slots=True)
class JoinSuggested(Event):
    """This ticket may belong to another one; a person decides."""

    NAME: ClassVar[str] = "join.suggested"
    other: int
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class TicketRouted(Event):
    """A rule gave the ticket to a group."""

    NAME: ClassVar[str] = "ticket.routed"
    group: str
    rule: str
    because: str
    rejected: tuple[Rejected, ...] = ()
    skills: Words = ()


@dataclass(frozen=True, slots=True)
class TicketAssigned(Event):
    """One agent owns the ticket now."""

    NAME: ClassVar[str] = "ticket.assigned"
    agent: int
    because: str
    rejected: tuple[Rejected, ...] = ()
    points: int = 1
    lease_until: datetime | None = None
    previous: int = 0


@dataclass(frozen=True, slots=True)
class TicketWaiting(Event):
    """Nobody can take the ticket yet; `kind` is capacity or uncovered."""

    NAME: ClassVar[str] = "ticket.waiting"
    kind: str
    because: str
    rejected: tuple[Rejected, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketReleased(Event):
    """The owner gave the ticket back."""

    NAME: ClassVar[str] = "ticket.released"
    agent: int
    because: str


@dataclass(frozen=True, slots=True)
class ReplyWritten(Event):
    """An agent answered the customer in public; `canned` is the canned response that it began with."""

    NAME: ClassVar[str] = "reply.written"
    agent: int
    channel: str
    to: Handle
    digest: str
    cc: Words = ()
    full: str = ""
    files: tuple[File, ...] = ()
    bcc: Words = ()
    canned: int = 0


@dataclass(frozen=True, slots=True)
class NoteWritten(Event):
    """A note for agents only, unless `private` is false."""

    NAME: ClassVar[str] = "note.written"
    agent: int
    digest: str
    private: bool = True
    incoming: bool = False
    notified: Words = ()
    files: tuple[File, ...] = ()
    canned: int = 0


@dataclass(frozen=True, slots=True)
class StatusChanged(Event):
    """The ticket's status moved; resolving counts the resolutions."""

    NAME: ClassVar[str] = "status.changed"
    status: int
    category: str
    because: str = ""


@dataclass(frozen=True, slots=True)
class FieldsChanged(Event):
    """Fields that an agent or a rule set; only those named here changed."""

    NAME: ClassVar[str] = "fields.changed"
    fields: dict[str, Any]
    because: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """One clock as it was last promised; `due` is None while it stands still or when it is over."""

    kind: str
    number: int
    target: int
    state: str
    due: datetime | None = None
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class PromisesSet(Event):
    """The promises after this commit; those they replace stay in the history as evidence."""

    NAME: ClassVar[str] = "promises.set"
    policy: str
    promises: tuple[Promise, ...]
    because: str = ""


@dataclass(frozen=True, slots=True)
class LookSet(Event):
    """When to look again; None means never."""

    NAME: ClassVar[str] = "look.set"
    at: datetime | None


@dataclass(frozen=True, slots=True)
class RungsReached(Event):
    """Steps of the ladder that came due (warned, breached, escalated): each key once for ever."""

    NAME: ClassVar[str] = "rungs.reached"
    keys: Words
    audience: Words
    late_by: int = 0


@dataclass(frozen=True, slots=True)
class NoticeRaised(Event):
    """Colleagues are told by mail about rungs that were reached."""

    NAME: ClassVar[str] = "notice.raised"
    rungs: Words
    recipients: Words


@dataclass(frozen=True, slots=True)
class SurveyPlanned(Event):
    """A survey for this resolution is planned."""

    NAME: ClassVar[str] = "survey.planned"
    resolution: int
    at: datetime


@dataclass(frozen=True, slots=True)
class SurveyCancelled(Event):
    """The planned survey will not go out."""

    NAME: ClassVar[str] = "survey.cancelled"
    resolution: int
    because: str


@dataclass(frozen=True, slots=True)
class SurveyDue(Event):
    """It is time to decide about the survey of this resolution."""

    NAME: ClassVar[str] = "survey.due"
    resolution: int


@dataclass(frozen=True, slots=True)
class SurveySkipped(Event):
    """No survey for this resolution, and why not."""

    NAME: ClassVar[str] = "survey.skipped"
    resolution: int
    because: str


@dataclass(frozen=True, slots=True)
class SurveyInvited(Event):
    """The customer is asked how it went."""

    NAME: ClassVar[str] = "survey.invited"
    resolution: int
    channel: str
    to: Handle
    language: str
    question_version: int
    expires: datetime


@dataclass(frozen=True, slots=True)
class SurveyAnswered(Event):
    """The customer answered; a later answer is an edit and the earlier ones stay. A late one was given before the one that counts."""

    NAME: ClassVar[str] = "survey.answered"
    resolution: int
    score: int
    digest: str
    edit: int = 0
    agent: int = 0
    late: bool = False


_FOLLOWING = (
    PromisesSet, LookSet, JoinSuggested, SurveyPlanned, SurveyCancelled, AddressNoted, TicketRouted, RungsReached, NoticeRaised,
    AcknowledgementWritten, MailSuspended,
)  # fmt: skip
CONSEQUENCES = frozenset(kind.NAME for kind in _FOLLOWING)
"""What the desk itself adds to somebody's command."""

KINDS: dict[str, type[Event]] = {kind.NAME: kind for kind in Event.__subclasses__()}


@dataclass(frozen=True, slots=True)
class Content:
    """What a person wrote, beside the event that carries its HMAC; erasing removes this and leaves the history whole."""

    salt: str
    text: str = ""
    html: str = ""


@dataclass(frozen=True, slots=True)
class Commit:
    """Events that became true together: position, command, author, time, and the configuration they obeyed."""

    ticket: int
    seq: int
    id: str
    at: datetime
    actor: str
    config: str
    events: tuple[Event, ...]
    content: Content | None = None
    cause: str = ""
    # What the work behind it cost so far: no part of what happened.
    cost: bytes = field(default=b"", compare=False, repr=False)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(event.NAME for event in self.events)


def event_to_plain(event: Event) -> dict[str, Any]:
    return {"n": event.NAME, **to_plain(event)}


def event_from_plain(plain: dict[str, Any]) -> Event:
    """Raises KeyError on an event this code does not know: an old version must not silently fold half a history."""
    kind = KINDS[plain["n"]]
    known = {item.name for item in dataclasses.fields(kind)}
    return from_plain({name: value for name, value in plain.items() if name in known}, kind)
