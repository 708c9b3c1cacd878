"""Two agents on one ticket: who else looks or types, and what was said since an answer was begun."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from chalicelib.errors import FieldFault, InvalidInput, Stale
from chalicelib.ids import conversation_id
from chalicelib.tickets.events import Commit
from chalicelib.tickets.views import Conversation, conversations
from chalicelib.values import dataclass

GONE = timedelta(seconds=25)
"""Whoever was not heard of for so long is no longer there."""

MOST_SILENT = 20

# -- presence --


class Doing(StrEnum):
    """What somebody does on a ticket's page."""

    VIEWING = "viewing"
    TYPING = "typing"
    LEFT = "left"


@dataclass(frozen=True, slots=True)
class Present:
    """An agent (0: the administrator) who is on the ticket's page, and when that was last heard (UTC, whole seconds)."""

    agent: int
    doing: Doing
    at: datetime

    @property
    def expires(self) -> datetime:
        return self.at + GONE


def written(doing: Doing, now: datetime) -> str:
    """How a sign of life is kept."""
    return f"{doing.value}@{int(now.timestamp())}"


def present(signs: Mapping[int, str], now: datetime) -> tuple[Present, ...]:
    """Who is there, whoever was heard last first."""
    found = (_read(agent, sign) for agent, sign in signs.items())
    there = (one for one in found if one.doing is not Doing.LEFT and now < one.expires)
    return tuple(sorted(there, key=lambda one: (one.at, one.agent), reverse=True))


def _read(agent: int, sign: str) -> Present:
    doing, _, at = sign.partition("@")
    return Present(agent, Doing(doing), datetime.fromtimestamp(int(at), UTC))


def silent(signs: Mapping[int, str], now: datetime) -> tuple[int, ...]:
    """Whose signs may go from the ticket's row: nobody's while there are few."""
    there = {one.agent for one in present(signs, now)}
    gone = tuple(agent for agent in signs if agent not in there)
    return gone if len(gone) > MOST_SILENT else ()


# -- the send guard --


class Overtaken(Stale):
    """Something was said on the ticket since the answer was begun; read it and decide again."""

    def __init__(self, news: tuple[Conversation, ...], version: int) -> None:
        super().__init__()
        self.news = news
        self.version = version


def seen_of(number: int, version: int, last_conversation: int) -> int:
    """Up to which commit a caller has read ticket `number`, by a version or the id of a conversation; 0: they do not say.

    Both may be given: then the later one counts. Raises InvalidInput for a conversation of another ticket.
    """
    if not last_conversation:
        return version
    seq = last_conversation - conversation_id(number, 0)
    if not 0 < seq < conversation_id(1, 0):
        raise InvalidInput(FieldFault("last_seen_conversation_id", "There is no such conversation on this ticket"))
    return max(version, seq)


def news(commits: Iterable[Commit], author: str) -> tuple[Conversation, ...]:
    """What these commits say that the author of an answer must know: the customer's words and colleagues' public ones.

    Notes among colleagues, machines' answers and the author's own words are no news.
    """
    known = list(commits)
    own = {commit.seq for commit in known if commit.actor == author}
    return tuple(said for said in conversations(known) if _is_news(said) and said.seq not in own)


def _is_news(said: Conversation) -> bool:
    return not said.automatic if said.incoming else not said.private
