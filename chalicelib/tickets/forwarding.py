"""Mail that is no answer to the customer: forwards to third parties, and tickets that begin with our own mail."""

from collections.abc import Iterable
from typing import Any

from chalicelib.channels.message import Automatic, Handle
from chalicelib.context import Context
from chalicelib.errors import Inconsistent
from chalicelib.tickets import decide, fields
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import Sealed
from chalicelib.tickets.decide import Author
from chalicelib.tickets.events import Commit, File, MessageReceived, ReplyWritten, TicketOpened
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.tickets.state import PENDING, State
from chalicelib.values import dataclass

OUTBOUND = 10
"""The number of `source` for tickets that begin with a mail of ours."""


@dataclass(frozen=True, slots=True)
class Addressed:
    """Whom a mail goes to, and its files."""

    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    files: tuple[File, ...] = ()


def forward(state: State, author: Author, sealed: Sealed, way: Addressed) -> Change:
    """Raises Inconsistent for what may not leave the desk: a deleted ticket, spam, and one that was merged into another."""
    if state.deleted or state.spam:
        raise Inconsistent(f"ticket {state.number} is {'deleted' if state.deleted else 'marked as spam'}")
    if into := state.bonds.merged_into:
        raise Inconsistent(f"ticket {state.number} was merged into ticket {into}: go on there")
    return Change((ForwardWritten(author.agent, way.to, sealed.digest, way.cc, way.bcc, way.files),), sealed.content)


def original(commits: Iterable[Commit]) -> Commit | None:
    """What the customer said last; an automatic message or a third party's is nothing that they said."""
    said = [commit for commit in commits if any(_is_theirs(event) for event in commit.events)]
    return said[-1] if said else None


def originals(commits: Iterable[Commit]) -> tuple[File, ...]:
    """Every file that the customer sent and that is here."""
    events = (event for commit in commits for event in commit.events)
    return tuple(file for event in events if _is_theirs(event) and isinstance(event, MessageReceived) for file in event.files if file.key)


def _is_theirs(event: object) -> bool:
    return isinstance(event, MessageReceived) and event.automatic is Automatic.NO and not event.third


def quote(commit: Commit) -> str:
    """What was said, as the text below a forward."""
    said = next(event for event in commit.events if isinstance(event, MessageReceived))
    at = said.arrived or commit.at
    sender = f"{said.sender.name} <{said.sender.value}>" if said.sender.name else said.sender.value
    text = commit.content.text if commit.content else ""
    return f"---------- {sender}, {at:%Y-%m-%d %H:%M} UTC ----------\n{text}"


@dataclass(frozen=True, slots=True)
class Beginning:
    """A ticket that begins with our mail: to whom, as which contact, and the account that it goes out from."""

    subject: str
    to: Handle
    contact: int
    account: str
    company: str
    wanted: dict[str, Any]


def begin(begun: Beginning, author: Author, sealed: Sealed, way: Addressed, context: Context) -> Change:
    """It is its author's and waits for the customer unless told otherwise. Raises InvalidInput."""
    desk = context.desk
    wanted = {"status": PENDING, "agent": author.agent if desk.agent(author.agent) else 0, **begun.wanted}
    fields.check(None, wanted, desk)
    plain = {name: wanted[name] for name in ("priority", "type", "reason", "tags", "custom", "product") if name in wanted}
    opened = TicketOpened(
        subject=begun.subject, channel="email", account=begun.account, contact=begun.contact, requester=begun.to, language=desk.language,
        company=begun.company, by_agent=author.agent, source=OUTBOUND, **plain,
    )  # fmt: skip
    written = ReplyWritten(author.agent, "email", begun.to, sealed.digest, way.cc, files=way.files, bcc=way.bcc)
    return Change((opened, written, *decide.set_by_hand(wanted, desk, context.now)), sealed.content)
