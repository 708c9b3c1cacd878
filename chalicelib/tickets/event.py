"""The base of every event, beneath the modules that say which events there are."""

from typing import ClassVar

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Event:
    """One fact about a ticket."""

    NAME: ClassVar[str] = ""
