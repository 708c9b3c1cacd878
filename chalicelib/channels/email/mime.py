"""A mail's parts, split by hand within a budget of depth and number: no nesting or size makes this slow or fail."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import field
from itertools import islice

from chalicelib.channels.email import params
from chalicelib.channels.email.headers import Headers, split
from chalicelib.channels.email.words import is_base64, loose_base64
from chalicelib.values import dataclass

MOST_BYTES = 45_000_000
DEEPEST = 20
MOST_PARTS = 300
# Lines that only begin like a boundary: a boundary inside another's name makes a few, a hostile mail millions.
MOST_LIKENESSES = 20_000
# Never given back (`*+`): a way back to each of many million empty lines takes gigabytes.
_BEFORE_HEADERS = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*+(?:>?From [^\n]*\n)?")
_UU_BEGIN = re.compile(rb"^begin [0-7]{3,4} .*$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its headers, where its bytes stand in the mail, its type, and the parts inside it."""

    headers: Headers
    mail: bytes = field(repr=False)
    start: int
    end: int
    type: str = "text/plain"
    parameters: dict[str, str] = field(default_factory=dict)
    children: tuple["Part", ...] = ()

    @property
    def main_type(self) -> str:
        return self.type.partition("/")[0]

    @property
    def raw(self) -> bytes:
        return self.mail[self.start : self.end]

    @property
    def disposition(self) -> params.Valued:
        return params.parse(self.headers.first("content-disposition"))

    @property
    def name(self) -> str:
        return params.file_name(self.disposition.get("filename") or self.parameters.get("name", ""))

    def content(self) -> bytes:
        return _transferred(self.raw, self.headers.first("content-transfer-encoding"))

    def walk(self) -> Iterator["Part"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(slots=True)
class Reading:
    """A mail while it is read: its bytes, how many parts may still be opened, and what was wrong so far."""

    mail: bytes
    parts_left: int = MOST_PARTS
    likenesses_left: int = MOST_LIKENESSES
    faults: list[str] = field(default_factory=list)

    @classmethod
    def of(cls, raw: bytes) -> "Reading":
        """Without what programs put before the first header; a mail whose lines end with CR alone gets LF."""
        mail = raw[:MOST_BYTES]
        if b"\n" not in mail[:100_000] and b"\r" in mail[:100_000]:
            mail = mail.replace(b"\r", b"\n")
        found = _BEFORE_HEADERS.match(mail)
        return cls(mail[found.end() :] if found else mail, faults=["mail_cut"] if len(raw) > MOST_BYTES else [])

    def may_look_on(self) -> bool:
        """Whether the search for a boundary goes on behind a line that only began like it."""
        self.likenesses_left -= 1
        if self.likenesses_left < 0:
            self.fault("too_many_parts")
        return self.likenesses_left >= 0

    def fault(self, name: str) -> None:
        if name not in self.faults:
            self.faults.append(name)


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where in the mail, how deep, and the type of a part that names none."""

    start: int
    end: int
    depth: int = 0
    otherwise: str = "text/plain"


def part(reading: Reading, span: Span) -> Part:
    """The part that stands in `span`, headers first."""
    head = split(reading.mail, span.start, span.end)
    for name in head.faults if span.depth == 0 else ():
        reading.fault(name)
    kind = params.parse(head.headers.first("content-type"))
    name = kind.value if kind.value.count("/") == 1 and not kind.value.startswith("/") else span.otherwise
    inner = Span(min(head.body, span.end), span.end, span.depth + 1)
    children = _children(reading, inner, name, kind.get("boundary")) if _holds_parts(name) else ()
    name = "text/plain" if name.startswith("multipart/") and not children else name
    return Part(head.headers, reading.mail, inner.start, inner.end, name, kind.parameters, children)


def _holds_parts(name: str) -> bool:
    return name.startswith("multipart/") or name in ("message/rfc822", "message/global")


def _children(reading: Reading, span: Span, name: str, boundary: str) -> tuple[Part, ...]:
    if span.depth > DEEPEST:
        reading.fault("mime_too_deep")
        return ()
    if not name.startswith("multipart/"):
        return (part(reading, Span(_skip_blank(reading.mail, span), span.end, span.depth)),)
    otherwise = "message/rfc822" if name == "multipart/digest" else "text/plain"
    found = []
    for start, end in _pieces(reading, span, boundary):
        if reading.parts_left == 0:
            reading.fault("too_many_parts")
            break
        reading.parts_left -= 1
        found.append(part(reading, Span(start, end, span.depth, otherwise)))
    return tuple(found)


def _skip_blank(mail: bytes, span: Span) -> int:
    start = span.start
    while start < span.end and mail[start] in b"\r\n":
        start += 1
    return start


def _pieces(reading: Reading, span: Span, boundary: str) -> Iterator[tuple[int, int]]:
    """What stands between the boundary lines; a missing last boundary ends with the region (RFC 2046 5.1)."""
    marker = b"--" + boundary.rstrip().encode("latin-1", "replace")
    lines = list(islice(_boundary_lines(reading, span, marker), MOST_PARTS + 2)) if boundary else []
    if not lines:
        reading.fault("boundary_missing")
    for number, (_, start, is_last) in enumerate(lines):
        if is_last:
            return
        yield start, lines[number + 1][0] if number + 1 < len(lines) else span.end


def _boundary_lines(reading: Reading, span: Span, marker: bytes) -> Iterator[tuple[int, int, bool]]:
    """Of each boundary line: where it starts with the line end before it, where the next starts, whether it closes."""
    mail = reading.mail
    at = span.start if mail.startswith(marker, span.start) else _next_line_with(mail, span, marker)
    while at >= 0:
        end = mail.find(b"\n", at, span.end)
        end = span.end if end < 0 else end
        rest = mail[at + len(marker) : min(end, at + len(marker) + 100)].strip()
        if rest in (b"", b"--"):
            yield _before_line_end(mail, span.start, at), min(end + 1, span.end), rest == b"--"
        elif not reading.may_look_on():
            return
        at = _next_line_with(mail, Span(end, span.end), marker)


def _next_line_with(mail: bytes, span: Span, marker: bytes) -> int:
    at = mail.find(b"\n" + marker, max(span.start - 1, 0), span.end)
    return at + 1 if at >= 0 else -1


def _before_line_end(mail: bytes, start: int, at: int) -> int:
    if mail[max(start, at - 2) : at] == b"\r\n":
        return at - 2
    return max(start, at - 1)


def _transferred(raw: bytes, encoding: bytes) -> bytes:
    match encoding.partition(b";")[0].strip().lower():
        case b"base64":
            return loose_base64(raw) if is_base64(raw) else raw
        case b"quoted-printable":
            return binascii.a2b_qp(raw)
        case b"x-uuencode" | b"uuencode" | b"x-uue":
            return _uudecoded(raw)
        case _:
            return raw


def _uudecoded(raw: bytes) -> bytes:
    begin = _UU_BEGIN.search(raw)
    return uu_lines(raw[begin.end() :]) if begin else raw


def uu_lines(raw: bytes) -> bytes:
    """Lines of uuencode up to `end`; a broken line is left out."""
    out = bytearray()
    for line in raw.split(b"\n"):
        if line.strip() == b"end":
            break
        try:
            out += binascii.a2b_uu(line.rstrip(b"\r\n"))
        except binascii.Error:
            continue
    return bytes(out)
