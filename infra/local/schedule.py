"""When a schedule expression fires: rate(…) aligned to the epoch, cron(…) in UTC with the six EventBridge fields."""

from dataclasses import dataclass
from datetime import UTC, datetime

MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")
DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
MINUTES_IN = {"minute": 1, "hour": 60, "day": 1440}


@dataclass(frozen=True, slots=True)
class Field:
    """One position of a cron expression: its lowest value and the names it knows, counted from there."""

    lowest: int
    names: tuple[str, ...] = ()


FIELDS = (Field(0), Field(0), Field(1), Field(1, MONTHS), Field(1, DAYS), Field(1970))


def is_due(expression: str, at: datetime) -> bool:
    """Whether `expression` fires in the minute that `at` (aware) lies in; raises ValueError when it cannot be read."""
    kind, _, inner = expression.strip().removesuffix(")").partition("(")
    if kind == "rate":
        return _rate_is_due(inner, at)
    if kind == "cron":
        return _cron_is_due(inner.split(), at.astimezone(UTC))
    raise ValueError(f"not a schedule expression: {expression}")


def _rate_is_due(inner: str, at: datetime) -> bool:
    count, unit = inner.split()
    every = int(count) * MINUTES_IN[unit.removesuffix("s")]
    return int(at.timestamp()) // 60 % every == 0


def _cron_is_due(parts: list[str], at: datetime) -> bool:
    if len(parts) != len(FIELDS):
        raise ValueError(f"a cron expression has six fields: {' '.join(parts)}")
    now = (at.minute, at.hour, at.day, at.month, at.isoweekday() % 7 + 1, at.year)
    rows = zip(parts, FIELDS, now, strict=True)
    return all(any(_fits(choice, field, value) for choice in part.split(",")) for part, field, value in rows)


def _fits(choice: str, field: Field, value: int) -> bool:
    span, _, step = choice.upper().partition("/")
    if span in ("*", "?"):
        first, last = field.lowest, value
    else:
        start, _, end = span.partition("-")
        first = _number(start, field)
        last = _number(end, field) if end else (value if step else first)
    return first <= value <= last and (value - first) % int(step or 1) == 0


def _number(text: str, field: Field) -> int:
    return field.names.index(text) + field.lowest if text in field.names else int(text)
