"""The key sets that providers publish: fetched from their one address, kept in this process for a day."""

import threading
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.channels.message import HttpCall
from chalicelib.errors import ProviderRefused, Unavailable
from chalicelib.outside import http

KEPT = timedelta(days=1)
REREAD_AFTER = timedelta(minutes=5)
LONGEST = 512 * 1024
# A provider waits for our answer meanwhile.
SECONDS = 4.0

_lock = threading.Lock()
_known: dict[str, tuple[str, datetime]] = {}


def published(url: str, now: datetime) -> str:
    """The key set at `url` as JSON text; raises Unavailable if it cannot be had now."""
    known = _known.get(url)
    if known and now - known[1] < KEPT:
        return known[0]
    with _lock:
        _known[url] = (_fetched(url), now)
        return _known[url][0]


def renew(url: str, now: datetime) -> bool:
    """After a proof failed: forget this key set unless it is young; True if it is worth a second try."""
    with _lock:
        known = _known.get(url)
        if known and now - known[1] < REREAD_AFTER:
            return False
        return _known.pop(url, None) is not None


def forget() -> None:
    with _lock:
        _known.clear()


def _fetched(url: str) -> str:
    host = urlsplit(url).hostname or ""
    try:
        status, answer = http.perform(HttpCall("GET", url, {}, b""), (host,), safe=True, seconds=SECONDS, longest=LONGEST)
    except ProviderRefused as fault:
        raise Unavailable(f"key set: {fault.message}") from fault
    if status != 200:
        raise Unavailable(f"key set: {host} answered {status}")
    return answer.decode("utf-8", "replace")
