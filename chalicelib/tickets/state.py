"""What is true of a ticket: the values that its history adds up to."""

from dataclasses import field
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Delivery, Handle
from chalicelib.sla import timeline as tl
from chalicelib.sla.policy import Category
from chalicelib.tickets import events as ev
from chalicelib.tickets.bonds import Bonds
from chalicelib.tickets.flood import Flood
from chalicelib.tickets.promising import SetBy
from chalicelib.tickets.requesters import Former, Standing
from chalicelib.values import dataclass

OPEN, PENDING, RESOLVED, CLOSED = 2, 3, 4, 5
OVER = frozenset({Category.RESOLVED, Category.CLOSED})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message of ours that is not yet surely out: the commit that wrote it, how far it got, since when.

    `channel`, `account` and `to` are empty while it goes the ticket's own way.
    """

    seq: int
    kind: str
    status: Delivery = Delivery.WRITTEN
    since: datetime | None = None
    attempt: int = 0
    channel: str = ""
    account: str = ""
    to: Handle | None = None


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the satisfaction survey of the newest resolution stands; scores by resolution."""

    resolution: int = 0
    planned: datetime | None = None
    status: str = ""
    scores: tuple[tuple[int, int], ...] = ()
    edits: int = 0


@dataclass(frozen=True, slots=True)
class Stats:
    """The instants that reports and the API's `stats` block ask for."""

    agent_responded: datetime | None = None
    requester_responded: datetime | None = None
    first_responded: datetime | None = None
    status_updated: datetime | None = None
    reopened: datetime | None = None
    resolved: datetime | None = None
    closed: datetime | None = None
    pending_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class State:
    """All that decisions need of one ticket, small enough for one kilobyte; words and files stay in the commits."""

    number: int
    version: int
    opened_at: datetime
    updated_at: datetime
    subject: str
    channel: str
    account: str
    contact: int
    requester: Handle
    status: int = OPEN
    category: Category = Category.OPEN
    priority: int = 1
    type: str = ""
    reason: str = ""
    tags: tuple[str, ...] = ()
    custom: dict[str, Any] = field(default_factory=dict)
    product: int = 0
    language: str = ""
    company: str = ""
    follows: int = 0
    source: int = 0
    accounts: tuple[str, ...] = ()
    participants: tuple[Handle, ...] = ()
    group: str = ""
    agent: int = 0
    assigned_seq: int = 0
    points: int = 1
    skills: tuple[str, ...] = ()
    waiting: str = ""
    waiting_since: datetime | None = None
    waiting_until: datetime | None = None
    lease_until: datetime | None = None
    last_message: str = ""
    last_customer_at: datetime | None = None
    reply_to: str = ""
    timeline: tl.Timeline = ()
    policy: str = ""
    promises: tuple[ev.Promise, ...] = ()
    rungs: tuple[str, ...] = ()
    resolution: int = 0
    survey: Survey = Survey()
    stats: Stats = Stats()
    outgoing: tuple[Outgoing, ...] = ()
    undelivered: tuple[int, ...] = ()
    suggested: tuple[int, ...] = ()
    automatic: bool = False
    flood: Flood = ()
    held_told: dict[str, int] = field(default_factory=dict)
    spam: bool = False
    deleted: bool = False
    look_at: datetime | None = None
    commands: tuple[str, ...] = ()
    bonds: Bonds = Bonds()
    watchers: tuple[int, ...] = ()
    thirds: tuple[str, ...] = ()
    quiet_at: datetime | None = None
    formers: tuple[Former, ...] = ()
    set_by: tuple[SetBy, ...] = ()

    @property
    def last_at(self) -> datetime:
        """When the last commit was made, also one that a sync need not see."""
        return max(self.updated_at, self.quiet_at or self.updated_at)

    @property
    def is_over(self) -> bool:
        return self.category in OVER

    @property
    def is_open(self) -> bool:
        """Somebody has to work on it: what a line shows."""
        return not (self.is_over or self.deleted or self.spam)

    @property
    def is_waiting(self) -> bool:
        """It wants an agent and has none."""
        return bool(self.waiting) and self.is_open and not self.agent

    def promise(self, kind: str) -> ev.Promise | None:
        """The newest promise of that kind."""
        return next((promise for promise in reversed(self.promises) if promise.kind == kind), None)

    @property
    def standing(self) -> Standing:
        """What decides whether and how the ticket can be handed to another person."""
        now = Former(self.contact, self.requester, self.channel, self.account, self.reply_to, self.last_message)
        return Standing(now, self.formers, self.participants, self.group, self.bonds.merged_into)

    @property
    def due(self) -> datetime | None:
        """The earliest running promise."""
        return min((promise.due for promise in self.promises if promise.due), default=None)
