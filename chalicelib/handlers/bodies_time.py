"""The bodies of time entries."""

import re
from typing import Any

from chalicelib.handlers.schema import Field, NotAllowedError, NotOfTypeError, Schema, flag, instant, lines, number

SPENT = re.compile(r"(\d{1,3}):([0-5]\d)")
NOTE = 4_000


def spent() -> Field:
    """Hours and minutes as 01:20, read as seconds."""
    return Field(_seconds, False, None, {"type": "string", "pattern": r"^\d{1,3}:[0-5]\d$"})


def _seconds(value: Any) -> int:
    if not isinstance(value, str):
        raise NotOfTypeError("It should be a string in the format 01:20")
    if not (found := SPENT.fullmatch(value.strip())):
        raise NotAllowedError("It should be hours and minutes in the format 01:20")
    return int(found[1]) * 3600 + int(found[2]) * 60


ENTRY: Schema = {
    "agent_id": number(),
    "billable": flag(empty=True),
    "note": lines(NOTE),
    "time_spent": spent(),
    "timer_running": flag(),
    "start_time": instant(),
    "executed_at": instant(),
}
