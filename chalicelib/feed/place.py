"""A place in the feed: up to where somebody has read."""

import re
from datetime import UTC, datetime

from chalicelib.values import dataclass

# Behind the last event of a commit, and behind every commit of an instant.
END = 999
_KEY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)#(\d{1,15})#(\d{1,6})")


@dataclass(frozen=True, slots=True)
class Place:
    """Behind the event at `position` of the commit whose sort key in the feed is `key`; END: behind the whole commit."""

    key: str
    position: int = END

    @property
    def at(self) -> datetime:
        return datetime.fromisoformat(self.key.partition("#")[0])

    @property
    def ticket(self) -> int:
        return int(self.key.split("#")[1])

    @property
    def seq(self) -> int:
        return int(self.key.split("#")[2])

    def told(self, key: str) -> int:
        """How many events of the commit with this key lie behind the reader."""
        if key < self.key:
            return END
        return self.position + 1 if key == self.key else 0

    def text(self) -> str:
        return f"{self.key}#{self.position}"


def before(at: datetime) -> Place:
    """In front of everything of this instant."""
    return Place(f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}#0#0")


def place_of(text: str) -> Place | None:
    """The place that `text` names, None for anything else."""
    key, _, position = text.rpartition("#")
    if not _KEY.fullmatch(key) or not re.fullmatch(r"\d{1,3}", position):
        return None
    try:
        datetime.fromisoformat(key.partition("#")[0])
    except ValueError:
        return None
    return Place(key, int(position))
