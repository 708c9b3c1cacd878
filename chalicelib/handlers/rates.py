"""The rate limit of each caller: a bucket of tokens in this process's memory, which costs nothing and knows nothing of other processes.

It keeps one key from using up an instance, and tells clients how fast they may go. It is no limit over all instances: with n of them
awake a caller may have n times as much. The limit of the whole desk is the gateway's (infra/functions.py).
"""

import math
import threading
from datetime import datetime

from chalicelib.bounded import make_room
from chalicelib.errors import Passing
from chalicelib.settings import settings
from chalicelib.values import dataclass

SECONDS = 60
MOST_CALLERS = 1_000
_guard = threading.Lock()


class TooMany(Passing):
    """You have sent too many requests; wait a moment."""

    status = 429
    code = "rate_limited"


@dataclass(frozen=True, slots=True)
class Bucket:
    """How many requests were left at that instant; it fills up evenly within a minute."""

    left: float
    at: datetime

    def filled(self, most: int, now: datetime) -> "Bucket":
        """As it is at `now`; full again if the clock was set back."""
        elapsed = (now - self.at).total_seconds()
        left = most if elapsed < 0 else min(self.left + elapsed * most / SECONDS, most)
        return Bucket(left, now)


_buckets: dict[str, Bucket] = {}


def take(caller: str, now: datetime) -> None:
    """Count a request of the caller. Raises TooMany."""
    most = settings().rate
    with _guard:
        bucket = _buckets.pop(caller, Bucket(most, now)).filled(most, now)
        make_room(_buckets, MOST_CALLERS)
        is_free = bucket.left >= 1
        _buckets[caller] = Bucket(bucket.left - 1, now) if is_free else bucket
    if not is_free:
        raise TooMany(retry_after=math.ceil((1 - bucket.left) * SECONDS / most))


def rate_headers(caller: str, now: datetime) -> dict[str, str]:
    """How much is left, in the words of both worlds; the later two are those of draft-ietf-httpapi-ratelimit-headers."""
    most = settings().rate
    left = _buckets.get(caller, Bucket(most, now)).filled(most, now).left
    full = math.ceil((most - left) * SECONDS / most)
    return {
        "X-RateLimit-Total": str(most),
        "X-RateLimit-Remaining": str(int(left)),
        "X-RateLimit-Used-CurrentRequest": "1",
        "RateLimit-Policy": f'"default";q={most};w={SECONDS}',
        "RateLimit": f'"default";r={int(left)};t={full}',
    }


def forget() -> None:
    with _guard:
        _buckets.clear()
