"""A contact as a value: who it is, every handle that leads to it, and what is known about it."""

from collections.abc import Iterable
from dataclasses import field, replace
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Handle
from chalicelib.contacts import pointers
from chalicelib.contacts.pointers import Pointer
from chalicelib.values import dataclass

EXTERNAL, EMAIL, PHONE, WHATSAPP, TWITTER = "external", "email", "phone", "whatsapp", "twitter"
# On which channel a ticket speaks to a person whose best handle is of this kind.
CHANNELS = {EMAIL: "email", WHATSAPP: "whatsapp", PHONE: "phone"}
WRITABLE = (
    "name", "company", "phone", "mobile", "job_title", "address", "description", "language", "time_zone", "tags", "custom",
    "view_all_tickets", "other_companies", "avatar", "verified",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Contact:
    """One person; `handles` in the order in which they became known, `phone` and `mobile` name two of them.

    `guesses` lead here too, but nothing is sent there. `into` is the contact that this one was merged into, `merged` those
    that were merged into this one, `pointers` the history of both being done and undone. `verified`: a channel proved a handle of
    theirs. `other_companies` are names, each with whether all of its tickets may be seen; `time_zone` is of the IANA list.
    """

    id: int
    created_at: datetime
    updated_at: datetime
    name: str = ""
    handles: tuple[Handle, ...] = ()
    company: str = ""
    phone: str = ""
    mobile: str = ""
    job_title: str = ""
    address: str = ""
    description: str = ""
    language: str = ""
    time_zone: str = ""
    tags: tuple[str, ...] = ()
    custom: dict[str, Any] = field(default_factory=dict)
    view_all_tickets: bool = False
    other_companies: tuple[tuple[str, bool], ...] = ()
    avatar: dict[str, Any] = field(default_factory=dict)
    verified: bool = False
    deleted: bool = False
    guesses: tuple[Handle, ...] = ()
    into: int = 0
    merged: tuple[int, ...] = ()
    pointers: tuple[Pointer, ...] = ()

    def first(self, kind: str) -> str:
        """The value of the first handle of this kind."""
        return next((handle.value for handle in self.handles if handle.kind == kind), "")

    @property
    def emails(self) -> tuple[str, ...]:
        return tuple(handle.value for handle in self.handles if handle.kind == EMAIL)

    @property
    def numbers(self) -> tuple[str, ...]:
        return tuple(handle.value for handle in self.handles if handle.kind == PHONE)

    @property
    def best(self) -> Handle | None:
        """The handle to answer to: mail before chat before phone before anything else."""
        ranked = sorted(self.handles, key=lambda handle: [*CHANNELS, handle.kind].index(handle.kind))
        return replace(ranked[0], name=self.name) if ranked else None

    def data(self) -> dict[str, Any]:
        """As it is stored, without what is empty."""
        plain = {name: getattr(self, name) for name in WRITABLE}
        told = {
            **plain,
            "tags": list(self.tags),
            "other_companies": [list(pair) for pair in self.other_companies],
            "handles": _pairs(self.handles),
            "deleted": self.deleted,
            "guesses": _pairs(self.guesses),
            "into": self.into,
            "merged": list(self.merged),
            "pointers": [pointer.plain() for pointer in self.pointers],
        }
        return {name: value for name, value in told.items() if value}


def _pairs(handles: Iterable[Handle]) -> list[list[str]]:
    return [[handle.kind, handle.value] for handle in handles]


def contact_of(number: int, data: dict[str, Any], created_at: datetime, updated_at: datetime) -> Contact:
    """A stored contact; one that a message made knows its phone only by the handle."""
    name = str(data.get("name", ""))
    handles, guesses = (tuple(Handle(kind, value, name) for kind, value in data.get(place, ())) for place in ("handles", "guesses"))
    known = {key: data[key] for key in WRITABLE if key in data}
    contact = Contact(
        number, created_at, updated_at, handles=handles, guesses=guesses, deleted=bool(data.get("deleted")), into=pointers.into(data),
        merged=pointers.named(data), pointers=tuple(pointers.pointer_of(plain) for plain in data.get("pointers", ())), **known,
    )  # fmt: skip
    others = tuple((name, bool(sees)) for name, sees in contact.other_companies)
    contact = replace(contact, tags=tuple(contact.tags), other_companies=others)
    return contact if contact.phone or contact.mobile else replace(contact, mobile=contact.first(PHONE))


def whole(root: Contact, members: Iterable[Contact]) -> Contact:
    """The person: the card of the one that the others were merged into, with the handles of all."""
    others = tuple(members)
    handles = dict.fromkeys((*root.handles, *(handle for other in others for handle in other.handles)))
    guesses = dict.fromkeys((*root.guesses, *(handle for other in others for handle in other.guesses)))
    mobile = root.mobile or next((other.mobile for other in others if other.mobile), "") if not root.phone else root.mobile
    merged = tuple(other.id for other in others)
    verified = root.verified or any(other.verified for other in others)
    return replace(root, handles=tuple(handles), guesses=tuple(guesses), merged=merged, mobile=mobile, verified=verified)


def channel_of(handle: Handle) -> str:
    """The channel on which a person is reached by this handle; a portal where nothing can be sent."""
    return CHANNELS.get(handle.kind, "portal")


def merged(handles: Iterable[Handle], more: Iterable[Handle]) -> tuple[Handle, ...]:
    """Both, each once; a handle once known stays, so that what was sent to it still finds its way back."""
    seen = {(handle.kind, handle.value): handle for handle in (*more, *handles)}
    order = dict.fromkeys((handle.kind, handle.value) for handle in (*more, *handles))
    return tuple(seen[key] for key in order)
