"""Calls of an Amazon Connect instance, as its contact events tell of them through EventBridge; IAM proves them, so nothing is signed.

The events come once, twice or never, in any order, and most name no number: one call is known by the id of its first contact.
Each call that a customer makes is one message of whoever has the number; what becomes of it are events on the same ticket, of
nobody where they name no number.
"""

from typing import Any

from chalicelib.channels.batch import Remark, line
from chalicelib.channels.message import Automatic, Handle, Inbound
from chalicelib.channels.payload import iso_instant, mapping, text
from chalicelib.channels.phones import e164
from chalicelib.errors import Unreadable

NAME = "amazon_connect"
SOURCE, DETAIL_TYPE = "aws.connect", "Amazon Connect Contact Event"
BEGINS = "INITIATED"
# What happens to a call, in words; the instance tells of more, which is left out.
EVENTS = {
    "QUEUED": "the call waits for an agent",
    "CONNECTED_TO_AGENT": "an agent took the call",
    "DISCONNECTED": "the call ended",
}
WITHHELD = "withheld number"
BY_CUSTOMERS = ("INBOUND", "CALLBACK")


def parse(event: dict[str, Any]) -> Inbound | Remark:
    """One contact event; a remark for those that tell nothing of a customer's call. Raises Unreadable."""
    detail, at = mapping(event.get("detail")), iso_instant(text(event.get("time")))
    kind, contact = text(detail.get("eventType")), text(detail.get("contactId"))
    if at is None or not contact or not kind:
        raise Unreadable("contact event: no time, eventType or contactId")
    first = text(detail.get("initialContactId")) or contact
    began = kind == BEGINS and contact == first and text(detail.get("initiationMethod")) in BY_CUSTOMERS
    if not began and kind not in EVENTS:
        return Remark(f"contact event {kind}")
    said = _began(detail) if began else _went_on(kind, detail)
    number = e164(text(mapping(detail.get("customerEndpoint")).get("address")))
    return Inbound(
        channel=NAME,
        external_id=f"{first}:{BEGINS}" if began else f"{contact}:{kind}",
        sender=_caller(number, first, began=began),
        received_at=at,
        subject=f"Call from {number or WITHHELD}" if began else "",
        text=said,
        full_text=said,
        recipients=(_instance(detail),),
        references=() if began else (f"{first}:{BEGINS}",),
        automatic=Automatic.NO if began else Automatic.EVENT,
        automatic_because="" if began else EVENTS[kind],
        sent_at=iso_instant(text(detail.get("initiationTimestamp"))) if began else at,
    )


def _caller(number: str, first: str, *, began: bool) -> Handle:
    """A number is what the network says of a caller; without one, nobody but this call, and an event may be nobody's."""
    if number:
        return Handle("phone", number)
    return Handle(NAME, first, WITHHELD) if began else Handle(NAME, "")


def _instance(detail: dict[str, Any]) -> str:
    """The address in desk.yaml: the number that was called if the event names it, else the instance's id."""
    called = text(mapping(detail.get("systemEndpoint")).get("address"))
    return called or text(detail.get("instanceArn")).rpartition("/")[2] or NAME


def _began(detail: dict[str, Any]) -> str:
    kind = text(detail.get("channel")).lower()
    return "Incoming call" if kind in ("voice", "") else f"Incoming {kind}"


def _went_on(kind: str, detail: dict[str, Any]) -> str:
    agent = text(mapping(detail.get("agentInfo")).get("agentArn")).rpartition("/")[2]
    return f"({line(EVENTS[kind], agent if kind == 'CONNECTED_TO_AGENT' else '', text(detail.get('disconnectReason')), by=': ')})"
