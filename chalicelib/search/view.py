"""Saved queries: what one is, those that every desk has, and what reading one costs."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from chalicelib.desk.model import Desk
from chalicelib.search.card import words_among
from chalicelib.search.grammar import parse, text_of
from chalicelib.search.literals import WORD, Alternative
from chalicelib.search.sheets import drawers
from chalicelib.tickets.state import OVER
from chalicelib.values import dataclass

ROWS = 30
LOOKED_AT = 500
# Read at half the price: a page of a list, what lies in a drawer on a busy desk, and a ticket's VIEW.
LIST_UNITS, DRAWER_UNITS, TICKET_UNITS = 0.5, 1, 0.5


@dataclass(frozen=True, slots=True)
class View:
    """A query under a name; `owner` is the agent who saved it, and the only one who sees it if it is `personal`."""

    number: int
    name: str
    query: str
    created_at: datetime
    updated_at: datetime
    owner: int = 0
    personal: bool = False
    preset: bool = False

    def data(self) -> dict[str, Any]:
        """As it is stored."""
        return {"name": self.name, "query": self.query, "owner": self.owner, "personal": self.personal}


@dataclass(frozen=True, slots=True)
class Price:
    """What one page of 30 reads: lists of the index by their terms, fields that are looked up in each ticket, and units at most."""

    lists: tuple[tuple[str, ...], ...]
    looked_up: tuple[str, ...]
    units: float

    @property
    def told(self) -> str:
        """In a sentence."""
        many = sum(map(len, self.lists))
        lists = f"{many} list{'s' if many != 1 else ''} of the index" if many else "tickets by their time"
        if self.looked_up:
            return (
                f"Reads {lists}, and looks {', '.join(self.looked_up)} up in up to {LOOKED_AT} tickets: at most {self.units:g} RRU a page"
            )
        return f"Reads {lists} and a page of tickets: about {self.units:g} RRU a page"


def price(wanted: Sequence[Alternative]) -> Price:
    lists = tuple(dict.fromkeys(tuple(sorted(names)) for one in wanted for names in one.lists))
    looked_up = tuple(dict.fromkeys(literal.field for one in wanted for literal in one.rest))
    tickets = LOOKED_AT if looked_up else ROWS
    names = [name for one in lists for name in one]
    opened = {drawer for word in words_among(names) for drawer in drawers(word)}
    fields = sum(not name.startswith(WORD) for name in names)
    return Price(lists, looked_up, LIST_UNITS * fields + DRAWER_UNITS * len(opened) + TICKET_UNITS * tickets)


def presets(desk: Desk, since: datetime) -> tuple[View, ...]:
    """Views that every desk has; their numbers are below ten."""
    still = _any_status(status.number for status in desk.statuses if status.category not in OVER)
    queries = (
        ("Open", still),
        ("Mine", f"agent_id:me AND {still}"),
        ("Unassigned", f"agent_id:null AND {still}"),
        ("Overdue", f"due_by:<now AND {still}"),
        ("Undelivered replies", "undelivered:true"),
    )
    return tuple(View(number, name, text_of(parse(query)), since, since, preset=True) for number, (name, query) in enumerate(queries, 1))


def _any_status(numbers: Iterable[int]) -> str:
    return "(" + " OR ".join(f"status:{number}" for number in numbers) + ")"


def is_shown(view: View, agent: int, *, is_chief: bool) -> bool:
    """Whether a caller knows of this view: everybody of a shared one, its owner and the administrator of a personal one."""
    return not view.personal or view.owner == agent or is_chief
