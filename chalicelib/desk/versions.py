"""Which configuration obeys from when: a numbered list of activations, of which the last one holds."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation; `at` in UTC, `by` a person or program, `previous` the version that held before ("" for the first).

    `through` is "api" where single fields were changed there, and empty where a whole file was activated.
    """

    number: int
    version: str
    at: datetime
    by: str
    previous: str = ""
    through: str = ""


def follow(latest: Activation | None, version: str, *, now: datetime, by: str, through: str = "") -> Activation:
    """The activation that makes `version` hold: the latest one if it already does."""
    if latest is None:
        return Activation(1, version, now, by, "", through)
    if latest.version == version:
        return latest
    return Activation(latest.number + 1, version, now, by, latest.version, through)


def file_behind(activations: Iterable[Activation]) -> str:
    """The version that was last activated as a whole, of activations newest first; "" if it is not among them."""
    return next((one.version for one in activations if not one.through), "")
