"""What a winmail.dat holds (MS-OXTNEF): the files and the text that Outlook packed into it, read within its bounds."""

import struct
from collections.abc import Iterator

from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.params import file_name
from chalicelib.values import dataclass

SIGNATURE = b"\x78\x9f\x3e\x22"
MOST_ATTRIBUTES = 2_000
MOST_PROPERTIES = 2_000
_TITLE, _DATA, _PROPERTIES, _RENDERING, _BODY, _MESSAGE, _CODEPAGE = 0x8010, 0x800F, 0x9005, 0x9002, 0x800C, 0x9003, 0x9007
_LONG_NAME, _TEXT, _PAGE, _BYTES = 0x3707, 0x1000, 0x1013, 0x3701
# Sizes of the property types whose values stand by themselves (MS-OXCDATA 2.11.1).
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
_STRINGS, _MANY = (0x1E, 0x1F, 0x0D, 0x102), 0x1000


@dataclass(frozen=True, slots=True)
class Unpacked:
    """Files as (name, bytes), and the text and page of the message if it was packed too."""

    files: tuple[tuple[str, bytes], ...] = ()
    text: str = ""
    page: str = ""


class _Ends(ValueError):
    """The bytes end before what they announce."""


def unpack(raw: bytes) -> Unpacked | None:
    """None for what is no such file; of a broken one what stands before the break."""
    if not raw.startswith(SIGNATURE):
        return None
    files: list[list[bytes]] = []
    whole: dict[int, bytes] = {}
    for name, data in _attributes(raw):
        if name == _RENDERING:
            files.append([b"", b""])
        elif name in (_TITLE, _DATA, _PROPERTIES):
            _add(files, name, data)
        elif name in (_BODY, _MESSAGE, _CODEPAGE):
            whole[name] = data
    codepage = f"cp{struct.unpack_from('<I', whole[_CODEPAGE])[0]}" if len(whole.get(_CODEPAGE, b"")) >= 4 else "cp1252"
    message = dict(_properties(whole.get(_MESSAGE, b"")))
    text = whole.get(_BODY, b"") or message.get(_TEXT, b"")
    named = tuple((file_name(_text(title, codepage)), data) for title, data in files if data)
    return Unpacked(named, _text(text, codepage), _text(message.get(_PAGE, b""), codepage))


def _text(data: bytes, codepage: str) -> str:
    """Plain UTF-8 is never valid by accident, so it beats the code page."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        text = decode(data, codepage)
    return text.replace("\r\n", "\n").strip("\0 \n\t")


def _add(files: list[list[bytes]], name: int, data: bytes) -> None:
    """A title, the bytes or the properties of the file that was begun last."""
    if not files:
        return
    if name == _PROPERTIES:
        _rename(files[-1], dict(_properties(data)))
    else:
        files[-1][name == _DATA] = data.rstrip(b"\0") if name == _TITLE else data


def _rename(file: list[bytes], found: dict[int, bytes]) -> None:
    """The title of the file is cut to eight letters and three; its long name stands among the properties."""
    file[0] = found.get(_LONG_NAME, b"").rstrip(b"\0") or file[0]
    file[1] = file[1] or found.get(_BYTES, b"")


def _attributes(raw: bytes) -> Iterator[tuple[int, bytes]]:
    """Level, id and type, length, data, checksum, one after the other behind the signature and a key."""
    at = 6
    for _ in range(MOST_ATTRIBUTES):
        if at + 9 > len(raw):
            return
        name, _, length = struct.unpack_from("<HHI", raw, at + 1)
        end = at + 9 + length
        if end > len(raw):
            return
        yield name, raw[at + 9 : end]
        at = end + 2


def _properties(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Properties of the types that hold text or bytes; those of other types are stepped over."""
    try:
        yield from _each_property(data)
    except (_Ends, struct.error):
        return


def _each_property(data: bytes) -> Iterator[tuple[int, bytes]]:
    at = 4
    for _ in range(min(struct.unpack_from("<I", data)[0], MOST_PROPERTIES)):
        kind, name = struct.unpack_from("<HH", data, at)
        at += 4
        if name >= 0x8000:
            at = _behind_name(data, at)
        if kind & ~_MANY in _STRINGS or kind & _MANY:
            values, at = _values(data, at, kind)
            if values and not kind & _MANY:
                # Text of two bytes a letter is written as UTF-8, which is read first wherever text is read.
                yield name, values[0].decode("utf-16-le", "replace").encode() if kind == 0x1F else values[0]
        else:
            at += _FIXED.get(kind, 4)


def _behind_name(data: bytes, at: int) -> int:
    (kind,) = struct.unpack_from("<I", data, at + 16)
    if kind == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + _padded(length)


def _values(data: bytes, at: int, kind: int) -> tuple[list[bytes], int]:
    (count,) = struct.unpack_from("<I", data, at)
    at += 4
    plain = _FIXED.get(kind & ~_MANY)
    if plain and kind & _MANY:
        return [], at + plain * min(count, len(data))
    found = []
    for _ in range(min(count, MOST_PROPERTIES)):
        (length,) = struct.unpack_from("<I", data, at)
        if at + 4 + length > len(data):
            raise _Ends
        found.append(data[at + 4 : at + 4 + length])
        at += 4 + _padded(length)
    return found, at


def _padded(length: int) -> int:
    return length + -length % 4
