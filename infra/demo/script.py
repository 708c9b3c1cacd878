"""What a scene is made of: the contacts, what they and the agents do, and what must have become of each of them."""

from dataclasses import dataclass
from enum import StrEnum

LANGUAGES = {"fi": "Finnish", "sv": "Swedish", "en": "English", "et": "Estonian"}
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
    """What must hold at the end: the team, the smiley (None: never answered), whether the first promise was kept and a survey went out."""

    team: str
    score: int | None
    kept: bool = True
    asked: bool = True


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody who writes; `handle` is a mail address or a WhatsApp number, `called` tells two contacts of one person apart."""

    key: str
    name: str
    handle: str
    language: str
    outcome: Outcome
    called: str = ""

    @property
    def channel(self) -> str:
        return "email" if "@" in self.handle else "whatsapp"

    @property
    def way(self) -> str:
        """The channel as people call it."""
        return CHANNELS[self.channel]

    @property
    def first_name(self) -> str:
        return self.called or self.name.partition(" ")[0]


@dataclass(frozen=True, slots=True)
class File:
    """An attachment; `content` stands for the bytes of a real one."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Mail:
    """A first mail, delivered `copies` times; `{number:KEY}` in the subject stands for the ticket number of another contact.

    `waits`: nobody can take it yet. `forwarded` is somebody else's mail below the words of the sender.
    """

    who: str
    subject: str
    text: str
    to: str = HELP
    copies: int = 1
    waits: bool = False
    files: tuple[File, ...] = ()
    forwarded: str = ""


@dataclass(frozen=True, slots=True)
class Chat:
    """WhatsApp texts, each (who, text), in one signed call that comes `copies` times; `joins`: they belong to the ticket there is."""

    texts: tuple[tuple[str, str], ...]
    joins: bool = False
    copies: int = 1


class Forgery(StrEnum):
    """What is wrong with the signature of a webhook call; the value completes the sentence "a WhatsApp call … is refused"."""

    UNSIGNED = "that nobody signed"
    FOREIGN = "signed with another secret"
    CHANGED = "changed after it was signed"


@dataclass(frozen=True, slots=True)
class Forged:
    """A webhook call in the name of a contact that did not come from the provider."""

    who: str
    text: str
    how: Forgery = Forgery.UNSIGNED


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
    """The customer opens the survey with another smiley preselected, answers, and perhaps changes the answer.

    `sent_twice`: the same form is sent again, as by a second click.
    """

    who: str
    score: int
    comment: str
    changed_to: int | None = None
    sent_twice: bool = False

    @property
    def final(self) -> int:
        return self.changed_to or self.score


@dataclass(frozen=True, slots=True)
class Leave:
    """The customer gets the survey and does not answer."""

    who: str


@dataclass(frozen=True, slots=True)
class Silence:
    """Nobody answers until the first promise is warned and broken."""

    who: str


@dataclass(frozen=True, slots=True)
class Once:
    """Whatever was delivered twice is one ticket."""

    who: str


@dataclass(frozen=True, slots=True)
class Follow:
    """The ticket that waited gets its agent, because another one was resolved; `before` still waits then."""

    who: str
    before: str = ""


@dataclass(frozen=True, slots=True)
class Apart:
    """Nothing that one contact wrote is on the ticket of another."""

    who: str
    other: str


@dataclass(frozen=True, slots=True)
class AutoReply:
    """The customer's mail program answers our newest mail by itself."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Undelivered:
    """The provider reports that our newest answer cannot be delivered."""

    who: str


@dataclass(frozen=True, slots=True)
class Returned:
    """The customer's mail server sends our newest answer back with a report (RFC 3464)."""

    who: str
    because: str


@dataclass(frozen=True, slots=True)
class Note:
    """The agent writes something that is not for the customer."""

    who: str
    text: str


@dataclass(frozen=True, slots=True)
class Card:
    """The agent writes the customer's telephone number on the contact's card."""

    who: str
    number: str


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Two tickets by two channels have one contact, and the newer one suggests the older one."""

    who: str
    other: str


@dataclass(frozen=True, slots=True)
class TwoPersons:
    """Two tickets have two contacts, because nothing but the writer's word says that they are one person."""

    who: str
    other: str


@dataclass(frozen=True, slots=True)
class GoesOff:
    """The colleague who has the ticket of `who` goes home; the open tickets of these contacts must find other owners."""

    who: str
    others: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scanned:
    """A mail scanner opens every link of the survey."""

    who: str


@dataclass(frozen=True, slots=True)
class Unasked:
    """No survey goes out; `because` stands in the reason that the ticket gives."""

    who: str
    because: str


@dataclass(frozen=True, slots=True)
class Alarm:
    """The desk sees by itself that this is urgent."""

    who: str
    priority: int
    tag: str


Step = (
    Mail | Chat | Forged | Reply | Writes | Thanks | Resolve | Rate | Leave | Silence | Follow | Apart | Once | AutoReply | Undelivered
    | Returned | Note | Card | SamePerson | TwoPersons | GoesOff | Scanned | Unasked | Alarm
)  # fmt: skip


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
