"""The configuration of a desk as values: one frozen document per version, what every rule reads and every commit obeys."""

from collections.abc import Iterator

from chalicelib.desk import texts
from chalicelib.desk.fields import TicketField
from chalicelib.sla.calendar import Calendar
from chalicelib.sla.policy import Category, Policy
from chalicelib.values import dataclass

PRIORITIES = {"low": 1, "medium": 2, "high": 3, "urgent": 4}


@dataclass(frozen=True, slots=True)
class Account:
    """One address of a channel that customers write to: a mailbox, a WhatsApp number.

    `address` is the mail address or the provider's id of the number; `group` where its tickets go when no rule says.
    `answers` is "private" where public comments are answered to their writers alone.
    """

    channel: str
    address: str
    name: str = ""
    number: str = ""
    group: str = ""
    language: str = ""
    answers: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A team; `lead` and `manager` are agents' mail addresses who hear of warnings and breaches.

    `formerly` are the names it had: tickets that still have one of them are this group's.
    """

    id: int
    name: str
    description: str = ""
    lead: str = ""
    manager: str = ""
    formerly: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agent:
    """One person who answers; `cap` is the load in points that is never exceeded, `shift` the calendar worked by.

    `signature` is HTML; `time_zone` is of the IANA list, for the person's own screen.
    """

    id: int
    email: str
    name: str
    groups: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    cap: int = 10
    role: str = "agent"
    scope: str = "global"
    shift: str = ""
    language: str = ""
    signature: str = ""
    job_title: str = ""
    phone: str = ""
    mobile: str = ""
    time_zone: str = ""


@dataclass(frozen=True, slots=True)
class Product:
    """Something that is sold and asked about; `email` is the address that its customers write to."""

    id: int
    name: str
    description: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """Changes that agents often make together, under one name; zero and empty leave a field as it is, `tags` are added."""

    name: str
    description: str = ""
    status: int = 0
    priority: int = 0
    group: str = ""
    type: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Company:
    """A customer company known from the start; its mail domains bind new contacts to it."""

    name: str
    domains: tuple[str, ...] = ()
    tier: str = ""
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition of a rule: the kind's name (keyword, channel, language, reason, company) and the words it looks for."""

    kind: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """A routing rule: when every condition holds the ticket goes to `group`, and may get a priority, reason, tags and skills."""

    name: str
    conditions: tuple[Condition, ...]
    group: str
    priority: int = 0
    reason: str = ""
    tags: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """A contact reason and the words, in any language, by which it is recognised."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Status:
    """A named status; `number` is what the API speaks (2 open, 3 pending, 4 resolved, 5 closed, 6 and up own)."""

    number: int
    name: str
    category: Category


@dataclass(frozen=True, slots=True)
class SurveyPlan:
    """When a satisfaction survey goes out. Times in seconds; `sample` in percent of resolutions; texts per language."""

    active: bool = False
    delay: int = 3600
    throttle: int = 30 * 86_400
    expiry: int = 14 * 86_400
    sample: int = 100
    question_version: int = 1
    questions: tuple[tuple[str, str], ...] = ()
    skip_tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """How mail is let in and acknowledged.

    A sender who opens more than `tickets_per_sender` tickets within ten minutes, and a ticket that gets more than
    `messages_per_ticket` messages within an hour, is held back; `trusted` senders (mail addresses) never are.
    """

    acknowledge: bool = False
    tickets_per_sender: int = 10
    messages_per_ticket: int = 30
    trusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sending:
    """To how many recipients an agent, and whoever has one key, may write on a day (UTC)."""

    recipients_per_agent: int = 1_000
    recipients_per_key: int = 2_000


@dataclass(frozen=True, slots=True)
class SignKey:
    """An RSA key that signs tokens, as a JSON Web Key names its parts (RFC 7518, 6.3.1)."""

    kid: str
    n: str
    e: str = "AQAB"


@dataclass(frozen=True, slots=True)
class SignIn:
    """The company's own sign-in, whose tokens the API takes beside keys; none without an issuer.

    The keys are given here, or published at `keys_url` and nowhere else.
    """

    issuer: str = ""
    audience: str = ""
    algorithm: str = "RS256"
    keys: tuple[SignKey, ...] = ()
    keys_url: str = ""


@dataclass(frozen=True, slots=True)
class Desk:
    """One version of the whole configuration; `version` is the digest of its content.

    `parents` of open child tickets "wait" with being resolved, "follow" (wait, and are resolved with the last child) or are "free".
    """

    name: str
    version: str = ""
    language: str = "en"
    languages: tuple[str, ...] = ("en",)
    accounts: tuple[Account, ...] = ()
    groups: tuple[Group, ...] = ()
    agents: tuple[Agent, ...] = ()
    companies: tuple[Company, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    policies: tuple[Policy, ...] = ()
    reasons: tuple[Reason, ...] = ()
    rules: tuple[Rule, ...] = ()
    default_group: str = ""
    statuses: tuple[Status, ...] = ()
    texts: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    survey: SurveyPlan = SurveyPlan()
    incoming: Incoming = Incoming()
    outgoing: Sending = Sending()
    close_after: int = 7 * 86_400
    reopen_window: int = 30 * 86_400
    delivery_grace: int = 600
    lease: int = 600
    fallback: str = "offer"
    products: tuple[Product, ...] = ()
    parents: str = "wait"
    scenarios: tuple[Scenario, ...] = ()
    fields: tuple[TicketField, ...] = ()
    contact_fields: tuple[TicketField, ...] = ()
    company_fields: tuple[TicketField, ...] = ()
    sign_in: SignIn = SignIn()
    country: str = ""

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)

    def group_formerly(self, name: str) -> Group | None:
        """The group that had this name before it got another."""
        return next((group for group in self.groups if name in group.formerly), None)

    def product(self, number: int) -> Product | None:
        return next((product for product in self.products if product.id == number), None)

    def group_by_id(self, number: int) -> Group | None:
        return next((group for group in self.groups if group.id == number), None)

    def agent(self, number: int) -> Agent | None:
        return next((agent for agent in self.agents if agent.id == number), None)

    def agent_by_email(self, email: str) -> Agent | None:
        return next((agent for agent in self.agents if agent.email == email), None)

    def calendar(self, name: str) -> Calendar | None:
        return next((calendar for calendar in self.calendars if calendar.name == name), None)

    def account(self, channel: str, address: str) -> Account | None:
        """The account of this address; a place within one, such as a thread of a channel (`C024BE91L:170.1`), is the account's too."""
        own = {row.address: row for row in reversed(self.accounts) if row.channel == channel}
        return next((own[place] for place in _places(address) if place in own), None)

    def status(self, number: int) -> Status | None:
        return next((status for status in self.statuses if status.number == number), None)

    def text(self, key: str, language: str) -> str:
        """The text in `language`, else in the desk's language, else in English; in each, the configured one before the built-in."""
        return texts.find(self.texts, key, (language, language.partition("-")[0], self.language, texts.LAST_RESORT))


def _places(address: str) -> Iterator[str]:
    """An address and what it lies in, the nearest first; Teams' are `<path of the service>|<conversation>;messageid=<thread>`."""
    whole = address.partition(";messageid=")[0]
    service, bar, conversation = whole.partition("|")
    yield from (address, whole, *((conversation, service) if bar else ()), address.partition(":")[0])
