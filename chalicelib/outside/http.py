"""The one door for HTTP to the outside: guarded addresses, short timeouts, no redirects, a small answer."""

import random
import re
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import field
from functools import cache
from http.client import HTTPException
from urllib.parse import urljoin, urlsplit

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError
from urllib3.response import BaseHTTPResponse

from chalicelib.channels.message import HttpCall
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.outside import guard
from chalicelib.settings import settings
from chalicelib.values import dataclass

CONNECT_SECONDS = 2
ANSWER_SECONDS = 10
LONGEST_ANSWER = 64 * 1024
CHUNK = 256 * 1024
MOST_REDIRECTS = 3
REDIRECTS = (301, 302, 303, 307, 308)
PAUSES = (0.1, 0.4)

Resolve = Callable[[str, int], list[str]]
# Seconds for request and answer together, bytes of the answer.
Most = tuple[float, int]


@dataclass(frozen=True, slots=True)
class Download:
    """A file as it was given: its bytes and the type it is said to have."""

    body: bytes = field(repr=False)
    type: str = ""


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    body: bytes
    headers: Mapping[str, str]


class _TooLong(HTTPException):
    """More came than was asked for."""


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a name; raises Unavailable if it has none now."""
    try:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except OSError as error:
        raise Unavailable(f"{host}: no address ({error})") from error


def perform(
    call: HttpCall,
    allow_hosts: Collection[str],
    *,
    safe: bool = False,
    seconds: float = ANSWER_SECONDS,
    longest: int = LONGEST_ANSWER,
    resolve: Resolve = resolved,
) -> tuple[int, bytes]:
    """Make one call and return status and answer, whatever the status.

    Raises ProviderRefused if we do not go there, Unavailable if the request never left us, Uncertain if it left and the
    answer was lost or longer than `longest` bytes. Tried three times if it did not leave, or if it is `safe` to repeat and the
    answer was lost, 429 or 5xx. `seconds` is the time for request and answer together, connecting aside.
    """
    there = guard.destination(call.url, allow_hosts, local=settings().stage == "local")
    for pause in PAUSES:
        try:
            found = _once(call, there, _connected(there, resolve), (seconds, longest))
        except Unavailable as error:
            if isinstance(error, Uncertain) and not safe:
                raise
        else:
            if not (safe and (found.status == 429 or found.status >= 500)):
                return found.status, found.body
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret
    found = _once(call, there, _connected(there, resolve), (seconds, longest))
    return found.status, found.body


def fetch(call: HttpCall, allow_hosts: Collection[str], longest: int, seconds: float, *, resolve: Resolve = resolved) -> Download:
    """Get a file of at most `longest` bytes; raises ProviderRefused for what is never to be had, Unavailable for now.

    A redirect is followed to allowed hosts only, and without our credentials where it leads to another host.
    """
    for _ in range(MOST_REDIRECTS + 1):
        there = guard.destination(call.url, allow_hosts, local=settings().stage == "local")
        found = _fetched(call, there, _connected(there, resolve), (seconds, longest))
        if found.status not in REDIRECTS:
            return _judged(found, there)
        call = _onward(call, there, found.headers.get("location", ""))
    raise ProviderRefused(f"{there.host}: redirected more than {MOST_REDIRECTS} times")


def _onward(call: HttpCall, there: guard.Destination, location: str) -> HttpCall:
    try:
        onward = urljoin(call.url, location)
        is_same = urlsplit(onward).netloc == urlsplit(call.url).netloc
    except ValueError as error:
        raise ProviderRefused(f"{there.host}: redirected to what is no address") from error
    return HttpCall("GET", onward, call.headers if is_same else {}, b"")


def _fetched(call: HttpCall, there: guard.Destination, connection: HTTPConnection, most: Most) -> _Answer:
    try:
        return _once(call, there, connection, most)
    except Uncertain as fault:
        if isinstance(fault.__cause__, _TooLong):
            raise ProviderRefused(f"larger than {most[1] // 1024**2} MB") from fault
        raise


def _judged(found: _Answer, there: guard.Destination) -> Download:
    if found.status == 200:
        return Download(found.body, found.headers.get("content-type", "").partition(";")[0].strip().lower())
    if found.status in (401, 408, 425, 429) or found.status >= 500:
        raise Unavailable(f"{there.host} answered {found.status}")
    raise ProviderRefused(f"{there.host} answered {found.status}")


def _once(call: HttpCall, there: guard.Destination, connection: HTTPConnection, most: Most) -> _Answer:
    # A socket's own timeout starts again with each byte; this one ends the whole exchange.
    end = threading.Timer(most[0], _cut, (connection,))
    end.daemon = True
    end.start()
    try:
        return _exchange(call, there, connection, most)
    except (HTTPError, HTTPException, OSError) as error:
        raise Uncertain(f"{there.host}: answer lost ({type(error).__name__})") from error
    finally:
        end.cancel()
        connection.close()


def _connected(there: guard.Destination, resolve: Resolve) -> HTTPConnection:
    """A connection over which nothing was sent yet."""
    reason = "no address"
    # Looked up and judged once, then connected to by number: a second answer of DNS cannot differ.
    for address in guard.addresses(resolve(there.host, there.port), there):
        connection = _connection(there, address)
        try:
            connection.connect()
        except (HTTPError, OSError) as error:
            connection.close()
            reason = type(error).__name__
        else:
            return connection
    raise Unavailable(f"{there.host}: not reached ({reason})")


def _connection(there: guard.Destination, address: str) -> HTTPConnection:
    if there.scheme == "http":
        return HTTPConnection(address, there.port, timeout=CONNECT_SECONDS)
    # OpenSSL itself compares the certificate with the name; urllib3's own comparison would replace it.
    return HTTPSConnection(address, there.port, timeout=CONNECT_SECONDS, ssl_context=trust(), server_hostname=there.host)


@cache
def trust() -> ssl.SSLContext:
    """The system's certificate authorities, read once; `trust.cache_clear()` reads them again."""
    return ssl.create_default_context()


def _exchange(call: HttpCall, there: guard.Destination, connection: HTTPConnection, most: Most) -> _Answer:
    seconds, longest = most
    connection.sock.settimeout(seconds)
    headers = {**call.headers, "Host": there.authority, "Connection": "close"}
    connection.request(call.method, there.target, body=call.body, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    announced = response.headers.get("Content-Length", "")
    length = int(announced) if re.fullmatch(r"[0-9]{1,18}", announced) else 0
    if length > longest:
        raise _TooLong(f"{length} bytes")
    answer = _read(response, longest)
    if len(answer) < length:
        raise HTTPException(f"{len(answer)} bytes of {length}")
    return _Answer(response.status, answer, {name.lower(): value for name, value in response.headers.items()})


def _read(response: BaseHTTPResponse, longest: int) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read(min(CHUNK, longest + 1 - size)):
        parts.append(part)
        size += len(part)
        if size > longest:
            raise _TooLong(f"more than {longest} bytes")
    return b"".join(parts)


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)
