"""Encoded words of mail headers (RFC 2047), read as leniently as mail programs write them."""

import binascii
import re

from chalicelib.channels.email.charset import decode

MOST_WORDS = 1000
_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*){0,20})\?=")
_ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
_FOREIGN = bytes(set(range(256)) - set(_ALPHABET))
_SPACE = re.compile(r"\s+")


def unwrap(value: bytes, fallback: str = "") -> str:
    """One line of text; words beyond the first thousand stay as they came (`fallback` = charset of bare 8-bit text)."""
    return _SPACE.sub(" ", read(value, fallback)).strip()


def read(value: bytes, fallback: str = "") -> str:
    pieces: list[str] = []
    run: tuple[str, bytes] | None = None
    end = 0
    for word in _first_words(value):
        between = value[end : word.start()]
        charset, data = _charset(word), _data(word)
        if run is not None and not between.strip() and run[0] == charset:
            run = (charset, run[1] + data)
        else:
            pieces.append(_finished(run))
            pieces.append(decode(between, fallback) if run is None or between.strip() else "")
            run = (charset, data)
        end = word.end()
    return "".join((*pieces, _finished(run), decode(value[end:], fallback)))


def loose_base64(data: bytes) -> bytes:
    """Base64 with anything foreign left out and a missing end allowed."""
    clean = data.translate(None, _FOREIGN)
    clean = clean[:-1] if len(clean) % 4 == 1 else clean
    return binascii.a2b_base64(clean + b"=" * (-len(clean) % 4))


def is_base64(data: bytes) -> bool:
    """Whether at least nine in ten bytes, white space aside, are of the alphabet."""
    words = data.translate(None, b" \t\r\n=")
    return 10 * len(words.translate(None, _FOREIGN)) >= 9 * len(words)


def _first_words(value: bytes) -> list[re.Match[bytes]]:
    if b"=?" not in value:
        return []
    words = []
    for word in _WORD.finditer(value):
        words.append(word)
        if len(words) == MOST_WORDS:
            break
    return words


def _charset(word: re.Match[bytes]) -> str:
    return word[1].decode("ascii", "replace").lower()


def _data(word: re.Match[bytes]) -> bytes:
    if word[2] in b"bB":
        return loose_base64(word[3])
    return binascii.a2b_qp(word[3], header=True)


def _finished(run: tuple[str, bytes] | None) -> str:
    return "" if run is None else decode(run[1], run[0])
