"""A contact as a value: who it is, every handle that leads to it, and what is known about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from chalicelib.channels.message import Handle

EXTERNAL, EMAIL, PHONE, WHATSAPP, TWITTER = "external", "email", "phone", "whatsapp", "twitter"
# On which channel a ticket speaks to a person whose best handle is of this kind.
CHANNELS = {EMAIL: "email", WHATSAPP: "whatsapp", PHONE: "phone"}
WRITABLE = ("name", "company", "phone", "mobile", "job_title", "address", "description", "language", "time_zone", "tags", "custom")
_PHONE = re.compile(r"\+?\d{3,20}")
_FILLING = re.compile(r"[\s()./\-–]+")


@dataclass(frozen=True, slots=True)
class Contact:
    """One person; `handles` in the order in which they became known, `phone` and `mobile` name two of them."""

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
    deleted: bool = False

    def first(self, kind: str) -> str:
        """The value of the first handle of this kind."""
        return next((handle.value for handle in self.handles if handle.kind == kind), "")

    @property
    def emails(self) -> tuple[str, ...]:
        return tuple(handle.value for handle in self.handles if handle.kind == EMAIL)

    @property
    def best(self) -> Handle | None:
        """The handle to answer to: mail before chat before phone before anything else."""
        ranked = sorted(self.handles, key=lambda handle: [*CHANNELS, handle.kind].index(handle.kind))
        return replace(ranked[0], name=self.name) if ranked else None

    def data(self) -> dict[str, Any]:
        """As it is stored, without what is empty."""
        plain = {name: getattr(self, name) for name in WRITABLE}
        handles = [[handle.kind, handle.value] for handle in self.handles]
        return {
            name: value for name, value in {**plain, "tags": list(self.tags), "handles": handles, "deleted": self.deleted}.items() if value
        }


def contact_of(number: int, data: dict[str, Any], created_at: datetime, updated_at: datetime) -> Contact:
    """A stored contact; one that a message made knows its phone only by the handle."""
    name = str(data.get("name", ""))
    handles = tuple(Handle(kind, value, name) for kind, value in data.get("handles", ()))
    known = {key: data[key] for key in WRITABLE if key in data}
    contact = Contact(number, created_at, updated_at, handles=handles, deleted=bool(data.get("deleted")), **known)
    contact = replace(contact, tags=tuple(contact.tags))
    return contact if contact.phone or contact.mobile else replace(contact, mobile=contact.first(PHONE))


def channel_of(handle: Handle) -> str:
    """The channel on which a person is reached by this handle; a portal where nothing can be sent."""
    return CHANNELS.get(handle.kind, "portal")


def merged(handles: Iterable[Handle], more: Iterable[Handle]) -> tuple[Handle, ...]:
    """Both, each once; a handle once known stays, so that what was sent to it still finds its way back."""
    seen = {(handle.kind, handle.value): handle for handle in (*more, *handles)}
    order = dict.fromkeys((handle.kind, handle.value) for handle in (*more, *handles))
    return tuple(seen[key] for key in order)


def phone_number(written: str) -> str:
    """Normal form of a phone number: digits with a plus in front of an international one; empty when it is none."""
    digits = _FILLING.sub("", written)
    digits = f"+{digits[2:]}" if digits.startswith("00") else digits
    return digits if _PHONE.fullmatch(digits) else ""
