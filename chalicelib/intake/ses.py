"""What SES says in JSON: receipts of mails that came in, events of mails that went out.

Shapes: SES developer guide, "Contents of notifications for Amazon SES email receiving" and "Contents of event data that
Amazon SES publishes to Amazon SNS".
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from chalicelib.channels.email.receipt import Receipt
from chalicelib.channels.message import BOUNCED, COMPLAINED, Delivery, StatusReport, Verdicts
from chalicelib.channels.payload import elements, mapping, text
from chalicelib.errors import Unreadable
from chalicelib.values import dataclass

OURS = "vuoro"
CHECKS = ("spf", "dkim", "dmarc", "spam", "virus")


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail that SES stored: its key in the raw bucket and its receipt."""

    key: str
    receipt: Receipt


def stored_mail(notice: Mapping[str, Any], own_addresses: frozenset[str]) -> Stored:
    """Raises Unreadable if the notice does not say where the mail is."""
    receipt, mail = mapping(notice.get("receipt")), mapping(notice.get("mail"))
    key = text(mapping(receipt.get("action")).get("objectKey"))
    if not key:
        raise Unreadable("SES receipt: action.objectKey is missing")
    return Stored(
        key,
        Receipt(
            recipients=tuple(text(address).lower() for address in elements(receipt.get("recipients"))),
            received_at=_instant(receipt.get("timestamp") or mail.get("timestamp")), raw=key,
            verdicts=Verdicts(**{name: text(mapping(receipt.get(f"{name}Verdict")).get("status")) for name in CHECKS}),
            mail_from=text(mail.get("source")) or "<>", own_addresses=own_addresses,
        ),
    )  # fmt: skip


def reports(event: Mapping[str, Any]) -> Iterator[StatusReport]:
    """What one event says of a mail of ours; events that change nothing (opens, clicks) say nothing."""
    kind = text(event.get("eventType")) or text(event.get("notificationType"))
    mail = mapping(event.get("mail"))
    tag = next(map(text, elements(mapping(mail.get("tags")).get(OURS))), "")
    found = _READERS.get(kind)
    if found is None:
        return
    part = mapping(event.get(kind.lower()))
    stops = _stops(kind, part)
    for status, recipient, reason in found(part):
        at = _instant(part.get("timestamp") or mail.get("timestamp"))
        yield StatusReport("email", status, at, text(mail.get("messageId")), tag, recipient, reason, stops=stops)


def _stops(kind: str, part: Mapping[str, Any]) -> str:
    """A full mailbox may be emptied; an address that is not there will not come, and a complaint is meant."""
    if kind == "Complaint":
        return COMPLAINED
    return BOUNCED if kind == "Bounce" and text(part.get("bounceType")) == "Permanent" else ""


Said = tuple[Delivery, str, str]


def _send(part: dict[str, Any]) -> Iterator[Said]:
    yield Delivery.SENT, "", ""


def _delivery(part: dict[str, Any]) -> Iterator[Said]:
    yield Delivery.DELIVERED, ", ".join(map(text, elements(part.get("recipients")))), ""


def _bounce(part: dict[str, Any]) -> Iterator[Said]:
    kind = f"{text(part.get('bounceType'))} {text(part.get('bounceSubType'))}"
    for recipient in map(mapping, elements(part.get("bouncedRecipients"))):
        reason = text(recipient.get("diagnosticCode")) or kind
        # SES tells of soft bounces when it has given up; one without a diagnosis is mostly an out-of-office reply.
        if reason == "Transient General":
            continue
        yield Delivery.FAILED, text(recipient.get("emailAddress")), reason


def _complaint(part: dict[str, Any]) -> Iterator[Said]:
    for recipient in map(mapping, elements(part.get("complainedRecipients"))):
        yield Delivery.FAILED, text(recipient.get("emailAddress")), f"complaint: {text(part.get('complaintFeedbackType')) or 'abuse'}"


def _reject(part: dict[str, Any]) -> Iterator[Said]:
    yield Delivery.FAILED, "", f"SES rejected it: {text(part.get('reason'))}"


_READERS = {"Send": _send, "Delivery": _delivery, "Bounce": _bounce, "Complaint": _complaint, "Reject": _reject}


def _instant(stamp: Any) -> datetime:
    try:
        return datetime.fromisoformat(text(stamp).replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError) as fault:
        raise Unreadable(f"SES timestamp: {stamp!r}") from fault
