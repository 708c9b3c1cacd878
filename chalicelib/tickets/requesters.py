"""Whose ticket it is: handing it to another person by hand, and where that person is answered."""

from collections.abc import Iterator
from typing import ClassVar

from chalicelib.channels.message import Handle
from chalicelib.desk.model import Desk
from chalicelib.errors import FieldFault, Inconsistent, InvalidInput
from chalicelib.tickets.event import Event
from chalicelib.values import dataclass

EMAIL = "email"


@dataclass(frozen=True, slots=True)
class RequesterChanged(Event):
    """The ticket is this contact's from now on and answered there; what was written before stays whose it was."""

    NAME: ClassVar[str] = "requester.changed"
    contact: int
    requester: Handle
    channel: str
    account: str


@dataclass(frozen=True, slots=True)
class Former:
    """Whose the ticket was and how they were answered, so that handing it back restores that too."""

    contact: int
    requester: Handle
    channel: str
    account: str
    reply_to: str = ""
    last_message: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Who a ticket is to be handed to: the contact, every id and mail address of that person, and what of the input named them.

    `email` is the address that was asked for, empty where the person's usual one does.
    """

    contact: int
    ids: tuple[int, ...]
    emails: tuple[str, ...]
    name: str = ""
    email: str = ""
    field: str = "requester_id"


@dataclass(frozen=True, slots=True)
class Standing:
    """How a ticket is answered now, who had it before, who else writes on it, and what stands in the way of a change."""

    now: Former
    formers: tuple[Former, ...]
    participants: tuple[Handle, ...]
    group: str
    merged_into: int = 0


def handed(standing: Standing, wanted: Wanted, desk: Desk) -> Iterator[RequesterChanged]:
    """Nothing if the ticket is that person's already. Raises InvalidInput where no answer would reach them, Inconsistent."""
    way = _way(standing, wanted, desk)
    if way is None:
        return
    demand_own(standing)
    demand_outside(way.requester, wanted.field, desk)
    yield RequesterChanged(way.contact, way.requester, way.channel, way.account)


def demand_own(standing: Standing) -> None:
    """Raises Inconsistent for a ticket that was merged into another."""
    if into := standing.merged_into:
        raise Inconsistent(f"the ticket was merged into ticket {into}: change the requester there, or undo the merge first")


def demand_outside(handle: Handle, field: str, desk: Desk) -> None:
    """Raises InvalidInput for an address of our own, where an answer would come back as a question."""
    if handle.kind == EMAIL and handle.value in {account.address.casefold() for account in desk.accounts}:
        raise InvalidInput(FieldFault(field, f"{handle.value} is an address of the desk itself"))


def _way(standing: Standing, wanted: Wanted, desk: Desk) -> Former | None:
    now = standing.now
    is_theirs = now.contact in wanted.ids
    if is_theirs and (not wanted.email or _is_at(now.requester, wanted.email)):
        return None
    theirs = [one for one in reversed(standing.formers) if one.contact in wanted.ids]
    if before := next((one for one in theirs if not wanted.email or _is_at(one.requester, wanted.email)), None):
        return before
    handle = Handle(EMAIL, _address(standing, wanted), wanted.name)
    if now.requester.kind == EMAIL:
        return Former(wanted.contact, handle, now.channel, now.account)
    return Former(wanted.contact, handle, EMAIL, _mailbox(standing.group, desk))


def _address(standing: Standing, wanted: Wanted) -> str:
    """The one that was asked for, else the one by which they are on the ticket, else their first."""
    writing = (one.value for one in standing.participants if one.kind == EMAIL and one.value in wanted.emails)
    address = wanted.email or next(writing, "") or next(iter(wanted.emails), "")
    if not address:
        raise InvalidInput(FieldFault(wanted.field, "There is no mail address to which an answer could be sent"))
    return address


def _is_at(handle: Handle, email: str) -> bool:
    return (handle.kind, handle.value) == (EMAIL, email)


def _mailbox(group: str, desk: Desk) -> str:
    own = [account for account in desk.accounts if account.channel == EMAIL]
    return min(own, key=lambda account: account.group != group).address if own else ""
