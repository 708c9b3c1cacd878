"""What a list of tickets is asked for, and which tickets belong into it."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.errors import FieldFault, InvalidInput
from chalicelib.ids import company_id
from chalicelib.people.keys import Principal, sees
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

CREATED, UPDATED, DUE, STATUS = "created_at", "updated_at", "due_by", "status"
ORDERS = (CREATED, DUE, UPDATED, STATUS)
MINE, DELETED, SPAM, UNDELIVERED = "new_and_my_open", "deleted", "spam", "undelivered"
FILTERS = (MINE, DELETED, SPAM, UNDELIVERED)
NEVER = 2**63 - 1
# Where a ticket stands in a list of this order: a value and its number.
Standing = tuple[int, int]
SORT_KEYS: dict[str, Callable[[State], Standing]] = {
    CREATED: lambda state: (state.number, 0),
    UPDATED: lambda state: (microseconds(state.updated_at), state.number),
    DUE: lambda state: (microseconds(state.due) if state.due else NEVER, state.number),
    STATUS: lambda state: (state.status, state.number),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """Which tickets in which order; zero and empty mean: not asked. `page` counts from 1.

    `requesters` are all contacts that are the one person asked for. Who walks by cursor says behind which standing to go on
    and when the walk began: what changed after `until` still stands where it was before.
    """

    page: int = 1
    per_page: int = 30
    order_by: str = CREATED
    descending: bool = True
    filter: str = ""
    requesters: tuple[int, ...] = ()
    company: int = 0
    product: int = 0
    agent: int = 0
    group: str = ""
    since: datetime | None = None
    by_cursor: bool = False
    behind: Standing | None = None
    until: datetime | None = None

    @property
    def skip(self) -> int:
        return (self.page - 1) * self.per_page

    @property
    def reads_lines(self) -> bool:
        """Whether the lines answer it: open tickets only."""
        return bool(self.agent or self.group or self.filter == MINE)

    @property
    def reads_feed(self) -> bool:
        return self.order_by == UPDATED and not (self.reads_lines or self.requesters or self.company)

    def name(self, who: Principal, page: int) -> str:
        """What tells this page of this list apart from every other."""
        rest = (self.per_page, self.order_by, self.descending, self.filter, self.requesters, self.company, self.product, self.since)
        return f"{who.id}|{page}|{rest}"


def microseconds(at: datetime) -> int:
    return round(at.timestamp() * 1_000_000)


def check(wish: Wish) -> Wish:
    """Raises InvalidInput for what cannot be served from an index."""
    if wish.order_by in (DUE, STATUS) and not wish.reads_lines:
        message = f"Ordering by {wish.order_by} is served together with agent_id or group_id only"
        raise InvalidInput(FieldFault("order_by", message))
    if wish.product and not (wish.reads_lines or wish.requesters or wish.company or wish.since):
        message = "It is served together with updated_since, agent_id, group_id, requester_id or company_id only"
        raise InvalidInput(FieldFault("product_id", message))
    return wish


def belongs(wish: Wish, who: Principal, state: State) -> bool:
    """Whether a ticket is one of the list, wherever it was found."""
    return sees(who, state) and _kind(wish, state) and _is_asked(wish, who, state)


def _kind(wish: Wish, state: State) -> bool:
    match wish.filter:
        case "deleted":
            return state.deleted
        case "spam":
            return state.spam and not state.deleted
        case "undelivered":
            return bool(state.undelivered) and not (state.deleted or state.spam)
        case _:
            return not (state.deleted or state.spam)


def _is_asked(wish: Wish, who: Principal, state: State) -> bool:
    return (
        (not wish.requesters or state.contact in wish.requesters)
        and wish.agent in (0, state.agent)
        and wish.group in ("", state.group)
        and (not wish.company or wish.company == company_id(state.company))
        and wish.product in (0, state.product)
        and (wish.filter != MINE or state.agent in (0, who.number))
        and (wish.since is None or state.updated_at >= wish.since)
    )
