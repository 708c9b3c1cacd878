"""Proofs of origin: constant-time comparison, HMACs over exact bytes, and the window in which a signed call is fresh."""

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta

WINDOW = timedelta(seconds=300)


def same(given: object, expected: str) -> bool:
    """Whether both are the same text, in a time that does not tell where they differ; an empty expectation proves nothing."""
    return bool(expected) and hmac.compare_digest(str(given).encode("utf-8", "replace"), expected.encode("utf-8", "replace"))


def signed(secret: str | bytes, message: bytes, algorithm: str = "sha256") -> bytes:
    """The HMAC of exactly these bytes."""
    return hmac.digest(secret.encode("utf-8", "replace") if isinstance(secret, str) else secret, message, algorithm)


def is_fresh(seconds: str, at: datetime) -> bool:
    """Whether a call stamped with these Unix seconds came within 300 seconds, early or late."""
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) <= 12):
        return False
    return abs(at.timestamp() - int(seconds)) <= WINDOW.total_seconds()


def header(headers: Mapping[str, str], name: str) -> str:
    """A header by its name in lower case, empty if the call has none."""
    return str(headers.get(name, ""))
