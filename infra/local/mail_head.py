"""The head of a raw mail as bytes: headers taken out, read and put in front without touching anything else."""

import re
from collections.abc import Callable

HEADER = re.compile(rb"(?P<name>[!-9;-~]+)[ \t]*:(?P<value>[^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)\r?\n?")
END_OF_HEAD = re.compile(rb"\r?\n\r?\n")


def split(raw: bytes) -> tuple[bytes, bytes]:
    """The head with its last line end, and the rest from the empty line on."""
    end = END_OF_HEAD.search(raw)
    if end is None:
        return raw, b""
    first_newline = raw.index(b"\n", end.start()) + 1
    return raw[:first_newline], raw[first_newline:]


def take_out(raw: bytes, wanted: Callable[[str], bool]) -> tuple[bytes, list[tuple[str, str]]]:
    """The mail without the headers whose lower-case name is `wanted`, and those headers, unfolded."""
    head, body = split(raw)
    taken: list[tuple[str, str]] = []

    def judge(match: re.Match[bytes]) -> bytes:
        name = match["name"].decode("ascii").lower()
        if not wanted(name):
            return match[0]
        taken.append((name, re.sub(rb"\r?\n", b"", match["value"]).decode("utf-8", "replace").strip()))
        return b""

    return HEADER.sub(judge, head) + body, taken


def put_in_front(raw: bytes, headers: list[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}\r\n" for name, value in headers).encode() + raw
