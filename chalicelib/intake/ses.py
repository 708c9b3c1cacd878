"""What SES says in JSON: receipts of mails that came in, events of mails that went out.

Shapes: SES developer guide, "Contents of notifications for Amazon SES email receiving" and "Contents of event data that
Amazon SES publishes to Amazon SNS".
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.channels.email.parse import Receipt
from chalicelib.channels.message import Delivery, StatusReport, Verdicts
from chalicelib.errors import Unreadable

OURS = "vuoro"
CHECKS = ("spf", "dkim", "dmarc", "spam", "virus")


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail that SES stored: its key in the raw bucket and its receipt."""

    key: str
    receipt: Receipt


def stored_mail(notice: Mapping[str, Any], own_addresses: frozenset[str]) -> Stored:
    """Raises Unreadable if the notice does not say where the mail is."""
    try:
        receipt, mail = notice["receipt"], notice["mail"]
        key = str(receipt["action"]["objectKey"])
        received_at = _instant(receipt.get("timestamp") or mail["timestamp"])
    except (KeyError, TypeError) as fault:
        raise Unreadable(f"SES receipt: {fault} is missing") from fault
    verdicts = Verdicts(**{name: str((receipt.get(f"{name}Verdict") or {}).get("status", "")) for name in CHECKS})
    return Stored(
        key,
        Receipt(
            recipients=tuple(str(address).lower() for address in receipt.get("recipients") or ()), received_at=received_at, raw=key,
            verdicts=verdicts, mail_from=str(mail.get("source") or "") or "<>", own_addresses=own_addresses,
        ),
    )  # fmt: skip


def reports(event: Mapping[str, Any]) -> Iterator[StatusReport]:
    """What one event says of a mail of ours; events that change nothing (opens, clicks) say nothing."""
    kind = str(event.get("eventType") or event.get("notificationType") or "")
    mail = event.get("mail") or {}
    tag = next(iter((mail.get("tags") or {}).get(OURS) or ()), "")
    found = _READERS.get(kind)
    if found is None:
        return
    for status, part, recipient, reason in found(event):
        at = _instant(part.get("timestamp") or mail.get("timestamp"))
        yield StatusReport("email", status, at, str(mail.get("messageId", "")), tag, recipient, reason)


Said = tuple[Delivery, Mapping[str, Any], str, str]


def _send(event: Mapping[str, Any]) -> Iterator[Said]:
    yield Delivery.SENT, event.get("send") or {}, "", ""


def _delivery(event: Mapping[str, Any]) -> Iterator[Said]:
    part = event.get("delivery") or {}
    yield Delivery.DELIVERED, part, ", ".join(part.get("recipients") or ()), ""


def _bounce(event: Mapping[str, Any]) -> Iterator[Said]:
    part = event.get("bounce") or {}
    if part.get("bounceType") == "Transient":
        return
    for recipient in part.get("bouncedRecipients") or ():
        reason = recipient.get("diagnosticCode") or f"{part.get('bounceType')} {part.get('bounceSubType')}"
        yield Delivery.FAILED, part, str(recipient.get("emailAddress", "")), str(reason)


def _complaint(event: Mapping[str, Any]) -> Iterator[Said]:
    part = event.get("complaint") or {}
    for recipient in part.get("complainedRecipients") or ():
        yield Delivery.FAILED, part, str(recipient.get("emailAddress", "")), f"complaint: {part.get('complaintFeedbackType') or 'abuse'}"


def _reject(event: Mapping[str, Any]) -> Iterator[Said]:
    yield Delivery.FAILED, {}, "", f"SES rejected it: {(event.get('reject') or {}).get('reason', '')}"


_READERS = {"Send": _send, "Delivery": _delivery, "Bounce": _bounce, "Complaint": _complaint, "Reject": _reject}


def _instant(text: Any) -> datetime:
    try:
        return datetime.fromisoformat(str(text).replace("Z", "+00:00"))
    except ValueError as fault:
        raise Unreadable(f"SES timestamp: {text!r}") from fault
