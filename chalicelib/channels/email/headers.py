"""The header block of a mail or of one of its parts: raw bytes kept, size capped before anything is read."""

import re

from chalicelib.channels.email.words import unwrap
from chalicelib.values import dataclass

MOST_BLOCK = 512_000
MOST_FIELDS = 2_000
_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:(.*)", re.DOTALL)
_KNOWN = re.compile(rb"(?:from|to|cc|subject|date|received|return-path|reply-to|message-id|mime-version|content-type|x-[\w-]{2,60}):", re.I)
_MOST_BROKEN = 20
_BLANK = re.compile(rb"\n\r?\n")


@dataclass(frozen=True, slots=True)
class Headers:
    """Fields in their order, names in lower case, values unfolded."""

    fields: tuple[tuple[str, bytes], ...] = ()

    def first(self, name: str) -> bytes:
        return next((value for key, value in self.fields if key == name), b"")

    def every(self, name: str) -> tuple[bytes, ...]:
        return tuple(value for key, value in self.fields if key == name)

    def has(self, name: str) -> bool:
        return any(key == name for key, _ in self.fields)

    def text(self, name: str, fallback: str = "") -> str:
        return unwrap(self.first(name), fallback)


@dataclass(frozen=True, slots=True)
class Split:
    """A header block, the offset where the body starts, and what was wrong."""

    headers: Headers
    body: int
    faults: tuple[str, ...] = ()


def split(raw: bytes, start: int, end: int) -> Split:
    """The headers of raw[start:end], whose lines end with LF or CRLF; a block that is no header gives no fields."""
    if raw[start : start + 1] == b"\n" or raw[start : start + 2] == b"\r\n":
        return Split(Headers(), raw.index(b"\n", start) + 1)
    blank = _BLANK.search(raw, start, end)
    until = blank.start() + 1 if blank else end
    lines, faults = _lines(raw[start : min(until, start + MOST_BLOCK)]), _size_faults(until - start)
    fields, used = _fields(lines)
    if not fields:
        return Split(Headers(), start, ("no_headers",))
    if used < len(lines):
        body = start + sum(len(line) + 1 for line in lines[:used])
        return Split(Headers(tuple(fields)), body, (*faults, "header_line_broken"))
    return Split(Headers(tuple(fields)), blank.end() if blank else end, faults)


def _size_faults(size: int) -> tuple[str, ...]:
    return ("header_block_cut",) if size > MOST_BLOCK else ()


def _lines(block: bytes) -> list[bytes]:
    return block.removesuffix(b"\n").split(b"\n")


def _fields(lines: list[bytes]) -> tuple[list[tuple[str, bytes]], int]:
    """Fields read and lines used: a line that is no header ends the block unless headers go on behind it."""
    fields: list[tuple[str, list[bytes]]] = []
    for number, line in enumerate(lines):
        if line[:1] in (b" ", b"\t") and fields:
            fields[-1][1].append(line)
        elif found := _FIELD.match(line):
            if len(fields) < MOST_FIELDS:
                fields.append((found[1].decode("ascii").lower(), [found[2]]))
        elif not _headers_go_on(lines, number):
            return _unfolded(fields), number
    return _unfolded(fields), len(lines)


def _headers_go_on(lines: list[bytes], number: int) -> bool:
    after = lines[number + 1 : number + 1 + _MOST_BROKEN]
    return number < MOST_FIELDS and any(_KNOWN.match(line) for line in after)


def _unfolded(fields: list[tuple[str, list[bytes]]]) -> list[tuple[str, bytes]]:
    return [(name, _joined(parts)) for name, parts in fields]


def _joined(parts: list[bytes]) -> bytes:
    # A carriage return inside a field is no line end here, so that it cannot bring a second From of its own.
    return b" ".join(part.strip() for part in parts).replace(b"\r", b" ").strip()
