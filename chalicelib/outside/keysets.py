"""The key sets that providers publish: fetched from their one address each day, and kept for some days where it does not answer."""

import threading
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.channels.message import HttpCall
from chalicelib.errors import ProviderRefused, Unavailable
from chalicelib.outside import http
from chalicelib.values import dataclass

KEPT = timedelta(days=1)
STILL_GOOD = timedelta(days=5)
REREAD_AFTER = timedelta(minutes=5)
LONGEST = 512 * 1024
# A provider waits for our answer meanwhile.
SECONDS = 4.0

_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _KeySet:
    """As it was read at that instant; `is_doubted` after a proof by it failed."""

    text: str
    at: datetime
    is_doubted: bool = False


_known: dict[str, _KeySet] = {}


def published(url: str, now: datetime) -> str:
    """The key set at `url` as JSON text; raises Unavailable if it cannot be had now and none of the last days is known."""
    known = _known.get(url)
    if known and not known.is_doubted and now - known.at < KEPT:
        return known.text
    with _lock:
        try:
            _known[url] = _KeySet(_fetched(url), now)
        except Unavailable:
            if known is None or now - known.at > STILL_GOOD:
                raise
            return known.text
        return _known[url].text


def renew(url: str, now: datetime) -> bool:
    """After a proof failed: fetch this key set again unless it is young; True if it is worth a second try."""
    with _lock:
        known = _known.get(url)
        if known is None or now - known.at < REREAD_AFTER:
            return False
        _known[url] = replace(known, is_doubted=True)
        return True


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
