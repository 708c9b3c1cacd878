"""What a mail says and carries: one readable text, its HTML, and the files, whatever shape the MIME tree has."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import field, replace
from html import escape
from itertools import islice

from chalicelib.channels.email import html
from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.headers import Headers
from chalicelib.channels.email.mime import Part, Reading, uu_lines
from chalicelib.channels.email.params import file_name
from chalicelib.channels.email.words import loose_base64
from chalicelib.channels.message import Attachment
from chalicelib.values import dataclass

MOST_FILES = 100
MOST_TEXT = 1_000_000
_ENDINGS = {
    "image/png": ".png", "image/jpeg": ".jpg", "image/jpg": ".jpg", "image/gif": ".gif", "application/pdf": ".pdf", "text/calendar": ".ics",
    "text/plain": ".txt", "text/html": ".html", "text/rfc822-headers": ".txt", "message/delivery-status": ".txt", "message/rfc822": ".eml",
    "application/zip": ".zip", "application/pkcs7-mime": ".p7m", "application/x-pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s",
    "application/pgp-signature": ".asc", "application/pgp-encrypted": ".asc",
}  # fmt: skip
_SAID = frozenset(("text/plain", "text/html", "text/enriched", "text/richtext", "text/x-markdown", "text/markdown"))
# Another form of what the mail says anyway.
_REPEATED = frozenset(("text/watch-html", "text/x-amp-html"))
_CARRIED = frozenset(("text/calendar", "text/rfc822-headers", "text/x-vcard", "text/vcard", "text/csv"))
_PACKED = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))
_SMIME = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_DATA_IMAGE = re.compile(rb"data:(image/(?:png|jpe?g|gif|webp|bmp|heic|tiff))(?:;[\w=-]{1,40})?;base64,([A-Za-z0-9+/=\s]*)", re.I)
# Smaller ones are lines, dots and faces.
_LEAST_PICTURE = 1_000
_LONGEST_LETTER = 100_000
_SIGNATURES = frozenset(("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"))
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
    is_cut: bool = False


def read(root: Part, reading: Reading) -> Body:
    found = _Found()
    _collect(root, found)
    _unpack(found)
    _tell_invitations(found)
    _read_out(found)
    for fault in _sealed(root, found):
        reading.fault(fault)
    if len(found.files) > MOST_FILES:
        reading.fault("too_many_attachments")
    marked = list(_marked(found.said))
    texts = [piece.plain if not mark else html.without_marks(mark) for piece, mark in zip(found.said, marked, strict=True)]
    files = tuple(_attachment(*file, number) for number, file in enumerate(found.files[:MOST_FILES], 1))
    text = "\n\n".join(filter(None, (part.strip("\n") for part in texts)))
    if len(text) > MOST_TEXT or found.is_cut:
        reading.fault("text_cut")
    return Body(text[:MOST_TEXT], _page(found.said), "\n\n".join(marked) if all(marked) else "", files)


def _unpack(found: _Found) -> None:
    """Each winmail.dat gives way to what is in it, and stays where it cannot be read."""
    for position, (name, part, content) in reversed(list(enumerate(found.files))):
        if part.type not in _PACKED and name.lower() != "winmail.dat":
            continue
        # Few mails have one, and the reader is not needed for any other.
        from chalicelib.channels.email import tnef

        inside = tnef.unpack(content)
        if inside is None:
            continue
        plain = Part(part.headers, b"", 0, 0, "application/octet-stream")
        found.files[position : position + 1] = [(inner, plain, data) for inner, data in inside.files]
        if not any(piece.plain.strip() or piece.html.strip() for piece in found.said) and (inside.text or inside.page):
            found.said.append(_Said(inside.text, inside.page))


def _tell_invitations(found: _Found) -> None:
    """An invitation's what, when and where, unless the mail says them itself."""
    for part, content in [(part, content) for _, part, content in found.files if part.type == "text/calendar"]:
        from chalicelib.channels.email import invitations

        told = invitations.told(decode(content, part.parameters.get("charset", "")))
        known = "".join(piece.plain + piece.html for piece in found.said)
        if told and told.splitlines()[0] not in known:
            page = f"<p>{escape(told)}</p>".replace("\n", "<br>") if any(piece.html for piece in found.said) else ""
            found.said.append(_Said("" if page else told, page))


def _read_out(found: _Found) -> None:
    """A mail that says nothing but has a text as a file was sent by a program that gives its words a name: they are its words."""
    if any(piece.plain.strip() or piece.html for piece in found.said):
        return
    texts = ((part, content) for _, part, content in found.files if part.type in ("text/plain", "text/html"))
    named = next((part for part, content in texts if content.strip() and len(content) <= _LONGEST_LETTER), None)
    if named is not None and named.mail:
        _say(named, found)


def _sealed(root: Part, found: _Found) -> Iterator[str]:
    """Whether the mail is encrypted or signed; it is kept as it came either way.

    A list or a scanner that adds its lines puts the sealed mail, or its signature alone, into a mail of another shape.
    """
    parts = list(root.walk())
    kinds = {part.type for part in parts}
    sealed = [part.parameters.get("smime-type", "").lower() for part in parts if part.type in _SMIME]
    armour = "".join(piece.plain[:2000] for piece in found.said)
    names = [part.name.lower() for part in parts]
    is_open = [name in ("certs-only", "signed-data") for name in sealed]
    if "multipart/encrypted" in kinds or not all(is_open) or "-----BEGIN PGP MESSAGE-----" in armour:
        yield "encrypted"
    is_signed = "multipart/signed" in kinds or "signed-data" in sealed or "-----BEGIN PGP SIGNED MESSAGE-----" in armour
    if is_signed or kinds & _SIGNATURES or any(name.endswith(".p7s") for name in names):
        yield "signed"


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
        found.is_cut = found.is_cut or inner.is_cut
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
        charset = part.parameters.get("charset", "") or _meta_charset(content)
        content = _without_data_images(content, part, found)
        found.said.append(_Said(html=decode(_beginning(content, html.MOST_HTML, found), charset)))
        return
    if b"\nend" in content and b"begin " in content:
        content = _without_uuencoded(content, part, found)
    text = decode(_beginning(content, MOST_TEXT, found), part.parameters.get("charset", ""))
    text = text[: MOST_TEXT + 1].replace("\r\n", "\n").replace("\r", "\n")
    is_flowed = part.parameters.get("format", "").lower() == "flowed"
    found.said.append(_Said(plain=_unflowed(text, part.parameters.get("delsp", "").lower() == "yes") if is_flowed else text))


def _without_data_images(content: bytes, part: Part, found: _Found) -> bytes:
    """Pictures that were pasted into the page itself are files like others; no page is shown with them, and they may be all it is."""

    def kept(picture: re.Match[bytes]) -> bytes:
        data = loose_base64(picture[2])
        if len(data) >= _LEAST_PICTURE and len(found.files) <= MOST_FILES:
            found.files.append(("", replace(part, headers=Headers(), type=picture[1].decode().lower()), data))
        return b""

    return _DATA_IMAGE.sub(kept, content) if b"base64," in content else content


def _beginning(content: bytes, most: int, found: _Found) -> bytes:
    """As many bytes as that many letters may take, not ending inside one of them: what follows would be cut in any case."""
    end = 4 * most
    if len(content) <= end:
        return content
    found.is_cut = True
    return content[: next(at for at in range(end, end - 4, -1) if at == end - 3 or content[at] & 0xC0 != 0x80)]


def _without_uuencoded(content: bytes, part: Part, found: _Found) -> bytes:
    """Files that stand in the text, as many as are kept at all; what is left of the text."""
    most = MOST_FILES + 1 - len(found.files)
    if most <= 0:
        return content
    for file in islice(_UUENCODED.finditer(content), most):
        found.files.append((file_name(decode(file[1])), Part(part.headers, b"", 0, 0, "application/octet-stream"), uu_lines(file[2])))
    return _UUENCODED.sub(b"", content, count=most)


def _meta_charset(content: bytes) -> str:
    found = re.search(rb"charset\s{0,9}=\s{0,9}[\"']?([A-Za-z0-9_.:-]{2,40})", content[:4000])
    return found[1].decode("ascii") if found else ""


def _unflowed(text: str, joins_words: bool) -> str:
    """Paragraphs put together again (RFC 3676 4): a line that ends with a space goes on in the next of its depth."""
    out: list[list[str]] = []
    flowing = ""
    for line in text.split("\n"):
        depth = len(line) - len(line.lstrip(">"))
        mark, words = line[:depth], line[depth:].removeprefix(" ")
        goes_on = words.endswith(" ") and words != "-- "
        shown = words[:-1] if goes_on and joins_words else words
        if flowing and flowing == f"{mark}+" and words != "-- ":
            out[-1].append(shown)
        else:
            out.append([f"{mark} {shown}" if mark else shown])
        flowing = f"{mark}+" if goes_on else ""
    return "\n".join(map("".join, out))


def _marked(said: Iterable[_Said]) -> Iterator[str]:
    """The text made from HTML, which is what the sender saw; where that says nothing, the plain form counts."""
    left = html.MOST_HTML
    for piece in said:
        yield html.marked_text(piece.html[:left]) if piece.html and left else ""
        left = max(0, left - len(piece.html))


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
