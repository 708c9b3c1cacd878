"""What a scene is made of: the contacts, what they and the agents do, and what must have become of each of them."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
CHANNELS = {"email": "mail", "whatsapp": "WhatsApp"}
DOMAIN = "desk.polku.example"
HELP, INVOICES = f"help@{DOMAIN}", f"laskut@{DOMAIN}"
RESOLVED = 4


class Way(StrEnum):
    """How a message names the ticket that it answers; the text is what the demo tells of it."""

    ADDRESS = "to the Reply-To address of the answer, without any header of the thread"
    REFERENCES = "to the plain address; only the References header tells where it belongs"
    MARKER = "a new mail to the plain address; only our quoted first line tells where it belongs"
    CHAT = "in the same chat"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What must hold at the end: the team, whether the first promise was kept, and the smiley (None: never answered)."""

    team: str
    score: int | None
    kept: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who writes; `handle` is a mail address or a WhatsApp number."""

    key: str
    name: str
    handle: str
    language: str
    outcome: Outcome

    @property
    def channel(self) -> str:
        return "email" if "@" in self.handle else "whatsapp"

    @property
    def way(self) -> str:
        """The channel as people call it."""
        return CHANNELS[self.channel]

    @property
    def first_name(self) -> str:
        return self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class Mail:
    """A first mail, delivered `copies` times; `{number:KEY}` in the subject stands for the ticket number of another contact.

    `waits`: nobody can take it yet.
    """

    who: str
    subject: str
    text: str
    to: str = HELP
    copies: int = 1
    waits: bool = False


@dataclass(frozen=True, slots=True)
class Chat:
    """WhatsApp texts in one signed webhook call, each (who, text); `joins`: they belong to the ticket there is."""

    texts: tuple[tuple[str, str], ...]
    joins: bool = False


@dataclass(frozen=True, slots=True)
class Forged:
    """A webhook call in the name of a contact that nobody signed."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Reply:
    """The agent who has the ticket answers."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Writes:
    """The customer answers; `reopens` after a resolution."""

    who: str
    text: str
    way: Way
    reopens: bool = False


@dataclass(frozen=True, slots=True)
class Thanks:
    """The customer thanks for the resolution and wants nothing."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """The agent marks the ticket resolved."""

    who: str


@dataclass(frozen=True, slots=True)
class Rate:
    """The customer opens the survey with another smiley preselected, answers, and perhaps changes the answer."""

    who: str
    score: int
    comment: str
    changed_to: int | None = None

    @property
    def final(self) -> int:
        return self.changed_to or self.score


@dataclass(frozen=True, slots=True)
class Leave:
    """The customer gets the survey and does not answer."""

    who: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answers until the first promise is warned and broken, and for `longer` seconds more."""

    who: str
    longer: float = 3.0


@dataclass(frozen=True, slots=True)
class Once:
    """Whatever was delivered twice is one ticket."""

    who: str


@dataclass(frozen=True, slots=True)
class Follow:
    """The ticket that waited gets its agent, because another one was resolved."""

    who: str


@dataclass(frozen=True, slots=True)
class Apart:
    """Nothing that one contact wrote is on the ticket of another."""

    who: str
    other: str


Step = Mail | Chat | Forged | Reply | Writes | Thanks | Resolve | Rate | Leave | Silence | Follow | Apart | Once


@dataclass(frozen=True, slots=True)
class Scene:
    """A few steps in their order; scenes run beside each other."""

    title: str
    steps: tuple[Step, ...]


def cast_of(scene: Scene) -> tuple[str, ...]:
    """Who plays in a scene, in the order of appearance."""
    return tuple(dict.fromkeys(who for step in scene.steps for who in _people(step)))


def _people(step: Step) -> tuple[str, ...]:
    return tuple(who for who, _ in step.texts) if isinstance(step, Chat) else (step.who,)
