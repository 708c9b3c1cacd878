"""The JSON that SES publishes: the receipt of a mail that came in, and what became of a mail that went out."""

import email.errors
import email.header
import email.message
import email.utils
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

ACCOUNT = "000000000000"
HEADER_BYTES = 10_240
CHECKS = ("spam", "virus", "spf", "dkim", "dmarc")


@dataclass(frozen=True, slots=True)
class Stored:
    """A mail in the raw bucket: who sent it to whom (the envelope), where it lies, and the verdicts that are not PASS."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    bucket: str
    key: str
    topic: str
    at: datetime
    verdicts: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sent:
    """A mail that SES took from us; `tags` are the message tags, `configuration` the configuration set."""

    id: str
    sender: str
    recipients: tuple[str, ...]
    tags: dict[str, str]
    configuration: str
    at: datetime


def receipt(stored: Stored, message: email.message.Message) -> dict[str, Any]:
    """The notification of a receipt rule with an S3 action (SES developer guide, "Contents of notifications")."""
    prefix = stored.key.removesuffix(stored.id)
    action = {"type": "S3", "topicArn": stored.topic, "bucketName": stored.bucket, "objectKeyPrefix": prefix, "objectKey": stored.key}
    verdicts = {f"{check}Verdict": {"status": stored.verdicts.get(check, "PASS")} for check in CHECKS}
    policy = {"dmarcPolicy": "reject"} if stored.verdicts.get("dmarc") == "FAIL" else {}
    return {
        "notificationType": "Received",
        "mail": _mail(stored.id, stored.sender, stored.recipients, stored.at) | _headers(message, stored.sender),
        "receipt": {
            "timestamp": _iso(stored.at),
            "processingTimeMillis": 40,
            "recipients": list(stored.recipients),
            **verdicts,
            **policy,
            "action": action,
        },
    }


def outcomes(sent: Sent, message: email.message.Message) -> list[dict[str, Any]]:
    """The events of a mail in their order: Send, then per outcome Delivery, Bounce (recipients `bounce@`), Complaint (`complaint@`)."""
    tags = {"ses:configuration-set": [sent.configuration], "ses:source-tls-version": ["TLSv1.3"]}
    mail = _mail(sent.id, sent.sender, sent.recipients, sent.at) | _headers(message, "")
    mail["tags"] = tags | {name: [value] for name, value in sent.tags.items()}
    bounced = [address for address in sent.recipients if _local_part(address) == "bounce"]
    delivered = [address for address in sent.recipients if address not in bounced]
    complained = [address for address in sent.recipients if _local_part(address) == "complaint"]
    events: list[dict[str, Any]] = [{"eventType": "Send", "mail": mail, "send": {}}]
    if delivered:
        events.append({"eventType": "Delivery", "mail": mail, "delivery": _delivery(delivered, sent.at)})
    if bounced:
        events.append({"eventType": "Bounce", "mail": mail, "bounce": _bounce(bounced, sent)})
    if complained:
        events.append({"eventType": "Complaint", "mail": mail, "complaint": _complaint(complained, sent)})
    return events


def _delivery(recipients: list[str], at: datetime) -> dict[str, Any]:
    return {
        "timestamp": _iso(at),
        "processingTimeMillis": 120,
        "recipients": recipients,
        "smtpResponse": "250 2.0.0 OK",
        "reportingMTA": "a1-1.smtp-out.eu-north-1.amazonses.com",
    }


def _bounce(recipients: list[str], sent: Sent) -> dict[str, Any]:
    diagnosis = {"action": "failed", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    return {
        "bounceType": "Permanent",
        "bounceSubType": "General",
        "bouncedRecipients": [{"emailAddress": address, **diagnosis} for address in recipients],
        "timestamp": _iso(sent.at),
        "feedbackId": f"{sent.id}-bounce",
        "reportingMTA": "dns; a1-1.smtp-out.eu-north-1.amazonses.com",
    }


def _complaint(recipients: list[str], sent: Sent) -> dict[str, Any]:
    return {
        "complainedRecipients": [{"emailAddress": address} for address in recipients],
        "timestamp": _iso(sent.at),
        "feedbackId": f"{sent.id}-complaint",
        "complaintSubType": None,
        "complaintFeedbackType": "abuse",
        "arrivalDate": _iso(sent.at),
    }


def _mail(ident: str, sender: str, recipients: tuple[str, ...], at: datetime) -> dict[str, Any]:
    return {
        "timestamp": _iso(at),
        "source": sender,
        "sourceArn": f"arn:aws:ses:eu-north-1:{ACCOUNT}:identity/{sender.rpartition('@')[2]}",
        "sendingAccountId": ACCOUNT,
        "messageId": ident,
        "destination": list(recipients),
    }


def _headers(message: email.message.Message, return_path: str) -> dict[str, Any]:
    headers = [{"name": name, "value": str(value)} for name, value in message.items()]
    small = sum(len(item["name"]) + len(item["value"]) for item in headers) <= HEADER_BYTES
    common: dict[str, Any] = {"returnPath": return_path} if return_path else {}
    for name in ("From", "To", "Cc", "Reply-To"):
        if message.get_all(name):
            common["replyTo" if name == "Reply-To" else name.lower()] = _addresses(message, name)
    for name, key in (("Date", "date"), ("Message-ID", "messageId"), ("Subject", "subject")):
        if message.get(name):
            common[key] = words(str(message[name]))
    return {"headersTruncated": not small, "headers": headers if small else [], "commonHeaders": common}


def _addresses(message: email.message.Message, name: str) -> list[str]:
    pairs = email.utils.getaddresses([str(value) for value in message.get_all(name, [])])
    return [f"{words(shown)} <{address}>" if shown else address for shown, address in pairs if address]


def words(header: str) -> str:
    """A header for people: encoded words decoded, or left as they are where that fails."""
    try:
        return str(email.header.make_header(email.header.decode_header(header)))
    except (email.errors.HeaderParseError, LookupError, ValueError):
        return header


def _local_part(address: str) -> str:
    return address.partition("@")[0].lower()


def _iso(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
