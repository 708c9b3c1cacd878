"""Where the process reaches out to while a case runs, heard from the interpreter itself so that no way round a client is missed."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HEARD = ("socket.getaddrinfo", "socket.connect", "socket.sendto")
_listening: list[list[str]] = []


def _hear(event: str, given: tuple[Any, ...]) -> None:
    if _listening and event in HEARD:
        target = given[0] if event == "socket.getaddrinfo" else given[1]
        for heard in _listening:
            heard.append(str(target))


# An audit hook stays for the life of the process; it is deaf unless a case runs.
sys.addaudithook(_hear)


@contextmanager
def outgoing() -> Iterator[list[str]]:
    """Names that were looked up and addresses that were connected to; AWS is pretended within the process and not among them."""
    heard: list[str] = []
    _listening.append(heard)
    try:
        yield heard
    finally:
        _listening.remove(heard)
