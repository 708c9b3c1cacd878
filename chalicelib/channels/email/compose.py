"""A reply as raw MIME: plain and HTML part, and all by which the answer to it will be found again."""

import hashlib
import html
import re
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from chalicelib.channels.email.addresses import identity, mailboxes
from chalicelib.channels.email.headers import split
from chalicelib.channels.email.marks import OWN_MARK, REPLY_MARKERS
from chalicelib.channels.email.words import unwrap
from chalicelib.channels.message import Enclosure, Outbound
from chalicelib.errors import ProviderRefused

LONGEST_SUBJECT = 900
MOST_REFERENCES = 15
# Far below the 998 of RFC 5322, and longer than any id that we pass on, so that folding never breaks one.
_POLICY = SMTP.clone(max_line_length=300)
TYPE = re.compile(r"[a-z0-9-]{1,20}/[a-z0-9.+-]{1,80}")
_ID = re.compile(r"<[!-;=?-~]{3,240}>")
_NOT_IN_TAGS = re.compile(r"[^A-Za-z0-9_-]")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b\u200e\u200f\u2028-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]+")
_PREFIX = re.compile(r"\s*(?:(?:re|vs|sv|aw|antw|ref)(?:\[\d+\])?\s*:|(\[[^\]]{1,40}\]))", re.I)
# In escaped text; what ends a sentence or a bracket ends the address.
_LINK = re.compile(r"https?://(?:&amp;|[^\s<>&])*(?:&amp;|[^\s<>&.,:;!?)\]])")
_HIDDEN = "display:none;font-size:0;line-height:0;max-height:0;overflow:hidden;mso-hide:all"


def compose(outbound: Outbound, *, configuration_set: str = "", sent_at: datetime | None = None) -> bytes:
    """Deterministic for equal values; raises ProviderRefused when an address is not exactly one."""
    message = EmailMessage(policy=_POLICY)
    _address(message, outbound)
    message["Subject"] = subject(outbound.subject)
    _threading(message, outbound)
    _service(message, outbound, configuration_set)
    if sent_at is not None:
        message["Date"] = format_datetime(sent_at)
    message.set_content(_plain(outbound), charset="utf-8", cte="quoted-printable")
    message.add_alternative(_page(outbound), subtype="html", charset="utf-8", cte="quoted-printable")
    for file in outbound.files:
        _enclose(message, file)
    # Never part of a quoted-printable body, where "_" cannot follow "=".
    for depth, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{hashlib.sha256(message['Message-ID'].encode()).hexdigest()[:24]}{depth or ''}")
    raw = message.as_bytes(policy=_POLICY)
    _compare_recipients(raw, outbound)
    return raw


def reply_address(outbound: Outbound) -> str:
    """Where the answer goes: the token at the domain that we write from."""
    return f"{outbound.token}@{_domain(outbound)}"


def references_root(outbound: Outbound) -> str:
    """The id that heads the References of every mail of a ticket; mail programs hand it back whatever else they change."""
    return f"<{outbound.token}@{_domain(outbound)}>"


def subject(text: str) -> str:
    """One line, and one "Re:" however many there were."""
    line, tags, is_reply = _line(text), [], False
    while found := _PREFIX.match(line):
        tags.append(found[1] or "")
        is_reply = is_reply or not found[1]
        line = line[found.end() :]
    words = " ".join(filter(None, (*tags, line.strip())))
    return (f"Re: {words}" if is_reply else words)[:LONGEST_SUBJECT]


def _enclose(message: EmailMessage, file: Enclosure) -> None:
    """Its type as it was declared, where that is one that a mail program shows as a file; never text or HTML of its own."""
    main, _, kind = file.type.partition("/")
    if not TYPE.fullmatch(file.type) or main in ("multipart", "message", "text"):
        main, kind = ("text", "plain") if file.type == "text/plain" else ("application", "octet-stream")
    message.add_attachment(file.content, maintype=main, subtype=kind, filename=_line(file.name) or "file", cte="base64")


def _address(message: EmailMessage, outbound: Outbound) -> None:
    message["From"] = _named(outbound.sender_name, outbound.sender_address)
    message["To"] = [_named(outbound.to.name, outbound.to.value), *(_named("", address) for address in outbound.more_to)]
    if outbound.cc:
        message["Cc"] = [_named("", address) for address in outbound.cc]
    if outbound.token:
        message["Reply-To"] = _named(outbound.sender_name, reply_address(outbound))


def _threading(message: EmailMessage, outbound: Outbound) -> None:
    message["Message-ID"] = f"<{_tag(outbound.tag)}.{outbound.token or 'mail'}@{_domain(outbound)}>"
    answered = _ID.fullmatch(outbound.in_reply_to)
    if answered:
        message["In-Reply-To"] = answered[0]
    known = [found for found in (*outbound.references, outbound.in_reply_to) if _ID.fullmatch(found) and "=?" not in found]
    root = [references_root(outbound)] if outbound.token else []
    latest = [found for found in dict.fromkeys(known) if found not in root][-MOST_REFERENCES:]
    if root or latest:
        message["References"] = " ".join((*root, *latest))


def _service(message: EmailMessage, outbound: Outbound, configuration_set: str) -> None:
    tag = _tag(outbound.tag)
    message[OWN_MARK.title()] = tag
    message["X-SES-MESSAGE-TAGS"] = f"vuoro={tag}"
    if configuration_set:
        message["X-SES-CONFIGURATION-SET"] = _NOT_IN_TAGS.sub("", configuration_set)
    if outbound.automatic:
        message["Auto-Submitted"] = "auto-generated"
        message["X-Auto-Response-Suppress"] = "All"


def _plain(outbound: Outbound) -> str:
    text = outbound.text.replace("\r\n", "\n").replace("\r", "\n").strip("\n")
    return f"--- {_marker(outbound)} [{outbound.token}] ---\n\n{text}\n" if outbound.token else f"{text}\n"


def _page(outbound: Outbound) -> str:
    body = outbound.html or "".join(f"<p>{_escaped(paragraph)}</p>\n" for paragraph in re.split(r"\n\s*\n", outbound.text.strip()))
    above, below = "", ""
    if outbound.token:
        above = f'<p style="color:#767676;font-size:12px">--- {html.escape(_marker(outbound))} ---</p>\n'
        below = f'<div style="{_HIDDEN}">[{html.escape(outbound.token)}]</div>\n'
    language = html.escape(outbound.language)
    return f'<!DOCTYPE html>\n<html lang="{language}"><head><meta charset="utf-8"></head><body>\n{above}{body}\n{below}</body></html>\n'


def _escaped(paragraph: str) -> str:
    return _LINK.sub(r'<a href="\g<0>">\g<0></a>', html.escape(paragraph.replace("\r", ""))).replace("\n", "<br>\n")


def _marker(outbound: Outbound) -> str:
    return REPLY_MARKERS.get(outbound.language, REPLY_MARKERS["en"])


def _named(name: str, written: str) -> Address:
    local, _, domain = _only_one(written).rpartition("@")
    return Address(_line(name).replace('"', "'")[:200], local.strip('"'), domain)


def _only_one(written: str) -> str:
    address = identity(written)
    if not address or not address.isascii():
        raise ProviderRefused("the address is not one that mail can be sent to")
    return address


def _domain(outbound: Outbound) -> str:
    return _only_one(outbound.sender_address).rpartition("@")[2]


def _tag(tag: str) -> str:
    return _NOT_IN_TAGS.sub("", tag) or "0"


def _line(text: str) -> str:
    """No line end, no control, and no encoded word that a header parser would decode into one."""
    flat = unwrap(_UNPRINTABLE.sub(" ", text).encode())
    return " ".join(_UNPRINTABLE.sub(" ", flat).replace("=?", "= ?").split())


def _compare_recipients(raw: bytes, outbound: Outbound) -> None:
    """The last look at the bytes: exactly the people meant, nobody that a header brought along."""
    headers = split(raw, 0, len(raw)).headers
    found = [box.identity for name in ("to", "cc", "bcc") for value in headers.every(name) for box in mailboxes(value)]
    if sorted(found) != sorted(_only_one(address) for address in (outbound.to.value, *outbound.more_to, *outbound.cc)):
        raise ProviderRefused("the composed mail names other recipients than were asked for")
