"""What every action is given by its handler: the configuration in force, the instant, and a clock for stamps."""

from collections.abc import Callable
from datetime import datetime

from chalicelib.desk.model import Desk
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """One piece of work: `now` is when it began (UTC), `stamp` tells the present instant for each write."""

    desk: Desk
    now: datetime
    stamp: Callable[[], datetime]
