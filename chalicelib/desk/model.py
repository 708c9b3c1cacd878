"""The configuration of a desk as values: one frozen document per version, what every rule reads and every commit obeys."""

from dataclasses import dataclass

from chalicelib.desk import texts
from chalicelib.sla.calendar import Calendar
from chalicelib.sla.policy import Category, Policy

PRIORITIES = {"low": 1, "medium": 2, "high": 3, "urgent": 4}


@dataclass(frozen=True, slots=True)
class Account:
    """One address of a channel that customers write to: a mailbox, a WhatsApp number.

    `address` is the mail address or the provider's id of the number; `group` where its tickets go when no rule says.
    """

    channel: str
    address: str
    name: str = ""
    number: str = ""
    group: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A team; `lead` and `manager` are agents' mail addresses who hear of warnings and breaches."""

    id: int
    name: str
    description: str = ""
    lead: str = ""
    manager: str = ""


@dataclass(frozen=True, slots=True)
class Agent:
    """One person who answers; `cap` is the load in points that is never exceeded, `shift` the calendar worked by."""

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
class Desk:
    """One version of the whole configuration; `version` is the digest of its content."""

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
    close_after: int = 7 * 86_400
    reopen_window: int = 30 * 86_400
    delivery_grace: int = 600
    lease: int = 600

    def group(self, name: str) -> Group | None:
        return next((group for group in self.groups if group.name == name), None)

    def group_by_id(self, number: int) -> Group | None:
        return next((group for group in self.groups if group.id == number), None)

    def agent(self, number: int) -> Agent | None:
        return next((agent for agent in self.agents if agent.id == number), None)

    def agent_by_email(self, email: str) -> Agent | None:
        return next((agent for agent in self.agents if agent.email == email), None)

    def calendar(self, name: str) -> Calendar | None:
        return next((calendar for calendar in self.calendars if calendar.name == name), None)

    def account(self, channel: str, address: str) -> Account | None:
        return next((row for row in self.accounts if row.channel == channel and row.address == address), None)

    def status(self, number: int) -> Status | None:
        return next((status for status in self.statuses if status.number == number), None)

    def text(self, key: str, language: str) -> str:
        """The text in `language`, else in the desk's language, else in English; in each, the configured one before the built-in."""
        return texts.find(self.texts, key, (language, language.partition("-")[0], self.language, texts.LAST_RESORT))
