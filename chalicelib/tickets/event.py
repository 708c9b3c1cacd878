"""The base of every event and what several kinds of them hold, beneath the modules that say which events there are."""

from typing import ClassVar

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about a ticket."""

    NAME: ClassVar[str] = ""


@dataclass(frozen=True, slots=True)
class File:
    """An attachment as history keeps it; `key` is its place in the files bucket."""

    name: str
    type: str
    size: int
    sha256: str
    key: str = ""
    content_id: str = ""
