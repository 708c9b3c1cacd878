"""Which configuration obeys from when: a numbered list of activations, of which the last one holds."""

from datetime import datetime

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Activation:
    """One activation; `at` in UTC, `by` a person or program, `previous` the version that held before ("" for the first)."""

    number: int
    version: str
    at: datetime
    by: str
    previous: str = ""


def follow(latest: Activation | None, version: str, *, now: datetime, by: str) -> Activation:
    """The activation that makes `version` hold: the latest one if it already does."""
    if latest is None:
        return Activation(1, version, now, by)
    if latest.version == version:
        return latest
    return Activation(latest.number + 1, version, now, by, latest.version)
