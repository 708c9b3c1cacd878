"""Taking from the day's allowance before something is sent."""

import threading

from chalicelib.bounded import make_room
from chalicelib.context import Context
from chalicelib.errors import Passing
from chalicelib.outgoing.allowance import Tally, ahead, refusal, seconds_left, tallies
from chalicelib.people.keys import Principal
from chalicelib.storage import sent as rows
from chalicelib.values import dataclass

MOST_KNOWN = 2_000
_guard = threading.Lock()


class DailyLimit(Passing):
    """The day's allowance is used up; the next day brings another."""

    status = 429
    code = "daily_limit"


@dataclass(frozen=True, slots=True)
class _Purse:
    """What this process has taken and not sent, and what it has sent."""

    left: int = 0
    sent: int = 0


_purses: dict[Tally, _Purse] = {}


def take(count: int, author: Principal, caller: Principal, context: Context) -> None:
    """Allow a message to so many recipients, or raise DailyLimit; what is taken stays taken, also where nothing is sent in the end."""
    taken: list[Tally] = []
    for tally in tallies(author, caller, context.desk.outgoing, context.now):
        if over := _take(tally, count, context):
            for earlier in taken:
                _move(earlier, -count)
            raise DailyLimit(refusal(author.name, over, count, context.now), retry_after=seconds_left(context.now))
        taken.append(tally)


def forget() -> None:
    """What this process had taken ahead is lost."""
    with _guard:
        _purses.clear()


def _take(tally: Tally, count: int, context: Context) -> tuple[str, int] | None:
    """None: taken; else the limit that stands in the way."""
    purse = _purses.get(tally, _Purse())
    if missing := max(0, count - purse.left):
        more = missing + ahead(purse.sent, tally)
        over = rows.count(tally.owner, more, tally.most, context.now)
        if over and more > missing:
            more, over = missing, rows.count(tally.owner, missing, tally.most, context.now)
        if over:
            return over
        _move(tally, 0, more)
    _move(tally, count)
    return None


def _move(tally: Tally, sent: int, taken: int = 0) -> None:
    with _guard:
        purse = _purses.pop(tally, _Purse())
        make_room(_purses, MOST_KNOWN)
        _purses[tally] = _Purse(purse.left + taken - sent, purse.sent + sent)
