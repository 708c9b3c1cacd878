"""The one door for HTTP to the outside: guarded addresses, short timeouts, no redirects, a small answer."""

import random
import socket
import ssl
import threading
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import cache
from http.client import HTTPException

from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError

from chalicelib.channels.message import HttpCall
from chalicelib.errors import Unavailable, Uncertain
from chalicelib.outside import guard
from chalicelib.settings import settings

CONNECT_SECONDS = 2
ANSWER_SECONDS = 10
LONGEST_ANSWER = 64 * 1024
PAUSES = (0.1, 0.4)

Resolve = Callable[[str, int], list[str]]


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
    resolve: Resolve = resolved,
) -> tuple[int, bytes]:
    """Make one call and return status and answer, whatever the status.

    Raises ProviderRefused if we do not go there, Unavailable if the request never left us, Uncertain if it left and the
    answer was lost or longer than 64 kB. Tried three times if it did not leave, or if it is `safe` to repeat and the
    answer was lost, 429 or 5xx. `seconds` is the time for request and answer together, connecting aside.
    """
    there = guard.destination(call.url, allow_hosts, local=settings().stage == "local")
    for pause in PAUSES:
        try:
            status, answer = _once(call, there, _connected(there, resolve), seconds)
        except Unavailable as error:
            if isinstance(error, Uncertain) and not safe:
                raise
        else:
            if not (safe and (status == 429 or status >= 500)):
                return status, answer
        time.sleep(pause * random.uniform(0.5, 1.5))  # noqa: S311 - jitter, no secret
    return _once(call, there, _connected(there, resolve), seconds)


def _once(call: HttpCall, there: guard.Destination, connection: HTTPConnection, seconds: float) -> tuple[int, bytes]:
    # A socket's own timeout starts again with each byte; this one ends the whole exchange.
    end = threading.Timer(seconds, _cut, (connection,))
    end.daemon = True
    end.start()
    try:
        return _exchange(call, there, connection, seconds)
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


def _exchange(call: HttpCall, there: guard.Destination, connection: HTTPConnection, seconds: float) -> tuple[int, bytes]:
    connection.sock.settimeout(seconds)
    headers = {**call.headers, "Host": there.authority, "Connection": "close"}
    connection.request(call.method, there.target, body=call.body, headers=headers, preload_content=False, decode_content=False)
    response = connection.getresponse()
    answer = response.read(LONGEST_ANSWER + 1)
    announced = response.headers.get("Content-Length", "")
    if len(answer) > LONGEST_ANSWER or (announced.isdigit() and len(answer) < int(announced)):
        raise HTTPException(f"{len(answer)} bytes of {announced}")
    return response.status, answer


def _cut(connection: HTTPConnection) -> None:
    with suppress(OSError):
        connection.sock.shutdown(socket.SHUT_RDWR)
