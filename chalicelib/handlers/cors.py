"""Which web pages may call the API from a browser (the Fetch standard's CORS protocol): the configured origins, none by default.

Keys travel in a header that the page sets itself, so no answer ever allows a browser's own credentials.
"""

from collections.abc import Collection

from chalicelib.settings import settings

ORIGIN = "Access-Control-Allow-Origin"
EXPOSED = (
    "Link", "Location", "ETag", "X-Request-Id", "Retry-After", "X-Cursor", "Idempotent-Replayed", "X-RateLimit-Total",
    "X-RateLimit-Remaining", "X-RateLimit-Used-CurrentRequest", "RateLimit-Policy", "RateLimit",
)  # fmt: skip
TAKEN = ("Accept", "Authorization", "Content-Type", "Idempotency-Key", "If-Match", "If-None-Match")
# Browsers forget a preflight after two hours at most.
SECONDS = 7_200


def headers(origin: str) -> dict[str, str]:
    """What every answer has; whether a page may read it depends on the page, which caches must know."""
    if not settings().origins:
        return {}
    told = {"Vary": "Origin"}
    if origin in settings().origins:
        told |= {ORIGIN: origin, "Access-Control-Expose-Headers": ", ".join(EXPOSED)}
    return told


def preflight(methods: Collection[str]) -> dict[str, str]:
    """What a browser is told before it asks; means nothing to it without the origin."""
    return {
        "Allow": ", ".join(sorted(methods)),
        "Access-Control-Allow-Methods": ", ".join(sorted(set(methods) - {"OPTIONS"})),
        "Access-Control-Allow-Headers": ", ".join(TAKEN),
        "Access-Control-Max-Age": str(SECONDS),
    }
