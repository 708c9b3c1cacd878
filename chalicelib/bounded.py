"""What a process remembers for a while, and no more of it than it may."""

from typing import Any


def make_room(known: dict[Any, Any], most: int) -> None:
    """Forget the oldest until one more fits; `most` is at least one."""
    while len(known) >= most:
        known.pop(next(iter(known)), None)
