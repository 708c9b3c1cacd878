"""Dates that a person promises instead of the policy's."""

from datetime import datetime
from typing import ClassVar

from chalicelib.tickets.event import Event
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class DueSet(Event):
    """A person promised the first response or the resolution (`kind`) for this instant; None withdraws that, and the policy's holds."""

    NAME: ClassVar[str] = "due.set"
    kind: str
    due: datetime | None


@dataclass(frozen=True, slots=True)
class SetBy:
    """Who set the date that stands for a kind of promise, and when."""

    kind: str
    by: str
    at: datetime
