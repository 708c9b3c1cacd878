"""What a mail says and carries: one readable text, its HTML, and the files, whatever shape the MIME tree has."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from chalicelib.channels.email import html
from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.mime import Part, Reading, uu_lines
from chalicelib.channels.email.params import file_name
from chalicelib.channels.message import Attachment

MOST_FILES = 100
MOST_TEXT = 1_000_000
_ENDINGS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif", "application/pdf": ".pdf", "text/calendar": ".ics",
    "text/plain": ".txt", "text/html": ".html", "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "message/rfc822": ".eml",
    "application/zip": ".zip",
}  # fmt: skip
_SAID = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/x-markdown", "text/markdown"))
# Another form of what the mail says anyway.
_REPEATED = frozenset(("text/watch-html", "text/x-amp-html"))
_CARRIED = frozenset(("text/calendar", "text/rfc822-headers", "text/x-vcard", "text/vcard", "text/csv"))
_UUENCODED = re.compile(rb"^begin [0-7]{3,4} (.{1,200})\r?\n((?:[\x20-\x60]{1,70}\r?\n){1,200000}?)(?:`|)\r?\n?end\r?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Body:
    """`text` is all of it; `marked` is the same with quotes marked, when the text was made from HTML."""

    text: str = ""
    html: str = ""
    marked: str = ""
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class _Said:
    """One piece of the text in the forms it came in."""

    plain: str = ""
    html: str = ""


@dataclass(slots=True)
class _Found:
    said: list[_Said] = field(default_factory=list)
    files: list[tuple[str, Part, bytes]] = field(default_factory=list)


def read(root: Part, reading: Reading) -> Body:
    found = _Found()
    _collect(root, found)
    if len(found.files) > MOST_FILES:
        reading.fault("too_many_attachments")
    marked = [_marked(piece) for piece in found.said]
    texts = [piece.plain if not mark else html.without_marks(mark) for piece, mark in zip(found.said, marked, strict=True)]
    files = tuple(_attachment(*file, number) for number, file in enumerate(found.files[:MOST_FILES], 1))
    text = "\n\n".join(filter(None, (part.strip("\n") for part in texts)))
    if len(text) > MOST_TEXT:
        reading.fault("text_cut")
    return Body(text[:MOST_TEXT], _page(found.said), "\n\n".join(marked) if all(marked) else "", files)


def _collect(part: Part, found: _Found) -> None:
    if part.type == "multipart/alternative":
        _alternative(part.children, found)
    elif part.main_type == "multipart":
        for child in part.children:
            _collect(child, found)
    elif _is_text(part):
        _say(part, found)
    else:
        found.files.append((part.name, part, part.raw if part.type == "message/rfc822" else part.content()))


def _alternative(children: Iterable[Part], found: _Found) -> None:
    """Several forms of one text: the plain one and the last HTML one are kept, files of any of them too."""
    plain, page = "", ""
    for child in children:
        inner = _Found()
        _collect(child, inner)
        found.files.extend(inner.files)
        has_page = any(piece.html for piece in inner.said)
        if has_page:
            page = _page(inner.said)
        elif not plain.strip():
            plain = "\n\n".join(piece.plain for piece in inner.said)
    found.said.append(_Said(plain, page))


def _is_text(part: Part) -> bool:
    if part.type not in _SAID:
        return part.main_type == "text" and not part.name and part.type not in _CARRIED
    disposition = part.disposition.value
    return disposition != "attachment" and not (part.name and disposition != "inline")


def _say(part: Part, found: _Found) -> None:
    if part.type in _REPEATED:
        return
    content = part.content()
    if part.type == "text/html":
        found.said.append(_Said(html=decode(content, part.parameters.get("charset", "") or _meta_charset(content))))
        return
    if b"\nend" in content and b"begin " in content:
        content = _without_uuencoded(content, part, found)
    text = decode(content, part.parameters.get("charset", "")).replace("\r\n", "\n").replace("\r", "\n")
    is_flowed = part.parameters.get("format", "").lower() == "flowed"
    found.said.append(_Said(plain=_unflowed(text, part.parameters.get("delsp", "").lower() == "yes") if is_flowed else text))


def _without_uuencoded(content: bytes, part: Part, found: _Found) -> bytes:
    for file in _UUENCODED.finditer(content):
        found.files.append((file_name(decode(file[1])), Part(part.headers, b"", 0, 0, "application/octet-stream"), uu_lines(file[2])))
    return _UUENCODED.sub(b"", content)


def _meta_charset(content: bytes) -> str:
    found = re.search(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", content[:4000])
    return found[1].decode("ascii") if found else ""


def _unflowed(text: str, joins_words: bool) -> str:
    """Paragraphs put together again (RFC 3676 4): a line that ends with a space goes on in the next of its depth."""
    out: list[str] = []
    flowing = ""
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        mark, words = line[:depth], line[depth:].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        shown = words[:-1] if goes_on and joins_words else words
        if flowing and flowing == f"{mark}+" and words != "-- ":
            out[-1] += shown
        else:
            out.append(f"{mark} {shown}" if mark else shown)
        flowing = f"{mark}+" if goes_on else ""
    return "\n".join(out)


def _marked(piece: _Said) -> str:
    """The text made from HTML, which is what the sender saw; where that says nothing, the plain form counts."""
    return html.marked_text(piece.html) if piece.html else ""


def _page(said: Iterable[_Said]) -> str:
    pages = [piece.html for piece in said if piece.html]
    return "\n".join(pages)[: html.MOST_HTML]


def _attachment(name: str, part: Part, content: bytes, number: int) -> Attachment:
    return Attachment(
        name=name or _invented_name(part, number),
        type=part.type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        content_id=decode(part.headers.first("content-id")).strip().strip("<>")[:200],
        content=content,
    )


def _invented_name(part: Part, number: int) -> str:
    """A nameless file is called by its subject, its description or its id, whichever it has."""
    subject = part.children[0].headers.text("subject") if part.type == "message/rfc822" and part.children else ""
    described = subject or part.headers.text("content-description")
    ending = _ENDINGS.get(part.type, "")
    stem = file_name(described[:80]).removesuffix(ending)
    if not stem and part.main_type != "image":
        stem = file_name(part.headers.text("content-id").strip("<>").partition("@")[0])
    return f"{stem or ('image' if part.main_type == 'image' else f'attachment-{number}')}{ending}"
