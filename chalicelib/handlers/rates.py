"""The rate limit as headers tell it: the gateway enforces it, this counts what one process saw of a caller in a minute."""

from datetime import datetime

# The gateway takes 50 requests a second, see infra/functions.py.
A_MINUTE = 3_000
MOST_CALLERS = 1_000
_used: dict[str, tuple[int, int]] = {}


def rate_headers(caller: str, now: datetime) -> dict[str, str]:
    """Counts this request."""
    minute = int(now.timestamp()) // 60
    before, count = _used.get(caller, (minute, 0))
    used = count + 1 if before == minute else 1
    if len(_used) >= MOST_CALLERS:
        _used.clear()
    _used[caller] = (minute, used)
    left = max(A_MINUTE - used, 0)
    return {"X-RateLimit-Total": str(A_MINUTE), "X-RateLimit-Remaining": str(left), "X-RateLimit-Used-CurrentRequest": "1"}
