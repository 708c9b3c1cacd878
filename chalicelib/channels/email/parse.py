"""A mail's bytes to the one form in which every channel hands in a message; nothing in a mail makes this fail.

What was odd stands in `faults`, as words: mail_cut, header_block_cut, header_line_broken, no_headers, boundary_missing, mime_too_deep,
too_many_parts, too_many_attachments, text_cut, no_sender, ambiguous_sender, sender_from_<header>, display_name_is_address, homograph,
unauthenticated, encrypted, signed.
"""

import hashlib
import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from chalicelib.channels.email import body, bounces, language, loops, phrases, quotes, tokens
from chalicelib.channels.email.addresses import Mailbox, is_foreign_domain, mailboxes, names_address
from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.headers import Headers
from chalicelib.channels.email.mime import Part, Reading, Span, part
from chalicelib.channels.email.receipt import Receipt
from chalicelib.channels.message import Automatic, Inbound, Verdicts
from chalicelib.values import dataclass

MOST_REFERENCES = 50
_LONGEST_SUBJECT = 500
# They speak of a mail that was sent to somebody else, and name it by its headers.
_REPORTS = (Automatic.BOUNCE, Automatic.COMPLAINT)
_SENDERS = ("from", "reply-to", "return-path", "sender")
_ID = re.compile(r"<[^<>\s]{1,250}>")
_BARE_ID = re.compile(r"[^<>\s,;]{1,250}")
_ORIGINAL_ID = re.compile(r"^message-id:\s*(<[^<>\s]{1,250}>)", re.I | re.M)
_FORWARD = re.compile(r"\s*(?:fwd?|vl|vb|wg|tr|rv|edasi|fs|välitetty|doorst|i)\s*:", re.I)
_ANSWER = re.compile(
    r"\s*(?:\[[^\]\n]{1,60}\]\s*)*(?:re|vs|sv|aw|antw|antwort|ang|vast|vá|odp|ref|rif|res|r|respuesta|réf|ré)\s*"
    r"(?:\[\d{1,3}\]|\(\d{1,3}\)|\^?\d{1,3})?\s*[:：]",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Sender:
    box: Mailbox
    faults: tuple[str, ...] = ()


def parse(raw: bytes, receipt: Receipt) -> Inbound:
    reading = Reading.of(raw)
    root = part(reading, Span(0, len(reading.mail)))
    said = body.read(root, reading)
    sender = find_sender(root.headers, fallback_charset(root))
    subject = root.headers.text("subject", fallback_charset(root))[:_LONGEST_SUBJECT]
    reply = _reply(said, _kind(root.headers, subject, said))
    verdict = loops.classify(_evidence(root, receipt, sender=sender, subject=subject, text=said.text))
    charset = fallback_charset(root)
    return Inbound(
        channel="email",
        external_id=message_id(root.headers) or _invented_id(raw),
        sender=sender.box.handle(),
        received_at=receipt.received_at,
        subject=subject,
        text=reply.text,
        full_text=said.text,
        html=said.html,
        recipients=receipt.recipients,
        to=tuple(box.handle() for box in mailboxes(root.headers.first("to"), charset)),
        cc=tuple(box.handle() for box in mailboxes(root.headers.first("cc"), charset)),
        reply_to=next((box.identity for box in mailboxes(root.headers.first("reply-to"), charset)), ""),
        references=references(root, said.text if verdict.kind in _REPORTS else None),
        markers=_markers(root, said, verdict.kind),
        attachments=said.attachments,
        automatic=verdict.kind,
        automatic_because=verdict.because,
        failed_recipients=verdict.failed_recipients,
        gave_up=verdict.gave_up,
        about=bounces.original_tag(root) if verdict.kind in _REPORTS else "",
        verdicts=receipt.verdicts,
        sent_at=sent_at(root.headers),
        language=language.detect(reply.text or said.text).language,
        raw=receipt.raw,
        return_path=receipt.mail_from,
        faults=(*reading.faults, *sender.faults, *_unproven(receipt.verdicts)),
    )


def message_id(headers: Headers) -> str:
    """The Message-ID in angle brackets, also when it came without."""
    return next(iter(message_ids(headers.first("message-id"))), "")


def message_ids(value: bytes) -> tuple[str, ...]:
    """All message ids of a field in their order; words without brackets count only when nothing has them."""
    text = decode(value[-20_000:])
    found = _ID.findall(text) or [f"<{word}>" for word in _BARE_ID.findall(text)]
    return tuple(found)


def references(root: Part, bounced_text: str | None = None) -> tuple[str, ...]:
    """Ids in the order threading tries them; those of a mail that came back are what a bounce refers to."""
    headers = root.headers
    found = [*message_ids(headers.first("in-reply-to")), *reversed(message_ids(headers.first("references")))]
    if bounced_text is not None:
        found += _ORIGINAL_ID.findall(f"{decode(bounces.original_headers(root))}\n{bounced_text[:20_000]}")
    return tuple(dict.fromkeys(found))[:MOST_REFERENCES]


def find_sender(headers: Headers, fallback: str = "") -> Sender:
    """Who wrote: the first address of From, else of the next best header, which no DMARC verdict covers."""
    for name in _SENDERS:
        boxes = [box for value in headers.every(name) for box in mailboxes(value, fallback)]
        best = next((box for box in boxes if box.identity), None)
        if best is not None:
            return Sender(best, _sender_faults(name, boxes, best))
    named = next((box for name in _SENDERS for box in mailboxes(headers.first(name), fallback)), Mailbox("", "", ""))
    return Sender(named, ("no_sender",))


def fallback_charset(root: Part) -> str:
    """The charset for 8-bit headers that name none: what the mail's text is written in."""
    return next((found for part in root.walk() if part.main_type == "text" and (found := part.parameters.get("charset", ""))), "")


def sent_at(headers: Headers) -> datetime | None:
    try:
        when = parsedate_to_datetime(headers.text("date")[:100])
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _unproven(verdicts: Verdicts) -> tuple[str, ...]:
    """The sender's domain disowns the mail, or nothing at all speaks for it."""
    is_so = verdicts.dmarc == "FAIL" or (verdicts.spf == verdicts.dkim == "FAIL")
    return ("unauthenticated",) if is_so else ()


def _sender_faults(name: str, boxes: list[Mailbox], best: Mailbox) -> tuple[str, ...]:
    faults = {
        "ambiguous_sender": len({box.identity for box in boxes}) > 1,
        f"sender_from_{name}": name != "from",
        "display_name_is_address": names_address(best.name) and best.name.strip("<> '\"").lower() != best.written.lower(),
        "homograph": is_foreign_domain(best.identity) or not best.identity.isascii(),
    }
    return tuple(fault for fault, is_so in faults.items() if is_so)


def _reply(said: body.Body, kind: quotes.Kind) -> quotes.Reply:
    return quotes.strip_html(said.marked, kind) if said.marked else quotes.strip(said.text, kind)


def _kind(headers: Headers, subject: str, said: body.Body) -> quotes.Kind:
    """A mail answers another one if it names it, if its subject says so, or if our own line stands in it."""
    if _FORWARD.match(subject) or phrases.is_passed_on_in_danish(subject, said.text):
        return quotes.Kind.FORWARD
    is_answer = headers.has("in-reply-to") or headers.has("references") or _ANSWER.match(subject) or tokens.find(said.text)
    return quotes.Kind.ANSWER if is_answer else quotes.Kind.FIRST


def _evidence(root: Part, receipt: Receipt, *, sender: Sender, subject: str, text: str) -> loops.Evidence:
    path = receipt.mail_from or decode(root.headers.first("return-path")).strip()[:200]
    return loops.Evidence(
        root=root,
        subject=subject,
        sender=sender.box.identity or sender.box.written,
        sender_name=sender.box.name,
        text=text,
        return_path="<>" if path.replace(" ", "") == "<>" else path,
        own_addresses=receipt.own_addresses,
    )


def _markers(root: Part, said: body.Body, kind: Automatic) -> tuple[str, ...]:
    found = [*tokens.find(said.text), *tokens.find(said.html)]
    if kind in _REPORTS:
        found += tokens.find(decode(bounces.original_headers(root)))
    return tuple(dict.fromkeys(found))[: tokens.MOST]


def _invented_id(raw: bytes) -> str:
    """A mail without a Message-ID is told by its content, so that a second delivery gets the same id."""
    return f"<{hashlib.sha256(raw).hexdigest()[:40]}@no-message-id>"
