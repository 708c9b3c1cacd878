"""The six ports of a desk on loopback."""

import contextlib
import socket
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ports:
    """Where things listen on 127.0.0.1."""

    api: int
    smtp: int
    mailbox: int
    whatsapp: int
    ses: int
    aws: int


class DeskBusyError(Exception):
    """Another desk runs on these ports or this state folder."""


def ports_from(base: int) -> Ports:
    """Six ports from `base` on, or six free ones for 0."""
    if base:
        return Ports(*range(base, base + 6))
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.socket()) for _ in range(6)]
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return Ports(*(each.getsockname()[1] for each in sockets))


def claim(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as fault:
            raise DeskBusyError(f"port {port} is taken: stop what listens there or give another --port-base") from fault
