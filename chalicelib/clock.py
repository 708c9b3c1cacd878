"""The only reader of the wall clock; handlers call it and pass `now` on."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present instant in UTC, with microseconds."""
    return _source() if _source else datetime.now(UTC)


@contextmanager
def running(source: Callable[[], datetime]) -> Iterator[None]:
    """Let `source` tell the time, so that a whole story can be played at another date."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before
