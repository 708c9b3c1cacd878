"""The index: kept up with what happens to tickets and contacts, and walked for those who search."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice

from chalicelib.context import Context
from chalicelib.errors import Busy, NotFound
from chalicelib.search.card import Card, difference, next_card
from chalicelib.search.fields import CREATED, UPDATED
from chalicelib.search.literals import Alternative
from chalicelib.search.page import Found, Gate, found
from chalicelib.search.terms import Said, facets, said
from chalicelib.search.walk import AllOf, Allowance, AnyOf, Every, Known, Numbers, Postings, Within, downward
from chalicelib.storage import history, seen
from chalicelib.storage import line as lines
from chalicelib.storage import search as rows
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.rows import pause
from chalicelib.storage.search import Kept, Since
from chalicelib.tickets.state import State

TRIES = 5
MOST_REQUESTS = 60
# Terms that a card remembers to have lost.
MOST_GONE = 40
CHECKPOINT_EACH = 100
MOST_IN_FEED = 2_000
# A day of the feed is eight lists, so only a few days are read of it; of longer ago tickets are looked at one by one.
FEED_SPAN = timedelta(days=7)
HIGHEST = 10**15 - 1
# Numbers are given before the first commit is written, so they may be a little out of order.
SLACK = timedelta(hours=1)
FAN = 8

# -- keeping up --


def index(number: int, seq: int, context: Context, *, whole: bool = False) -> bool:
    """Let the index say of a ticket what is so now; whether anything was written. Of its history only what is new is read.

    A repetition, and whoever comes behind a later commit, finds the work done. Raises Busy after five lost races.
    """
    doubtful: frozenset[str] = frozenset()
    for attempt in range(TRIES):
        kept = rows.find_card(ticket_rows.ticket_key(number))
        if not whole and kept.card.seq >= seq:
            _clean_up(number, kept.card)
            return False
        wanted = _wanted(number, kept, context, whole=whole)
        if wanted is None:
            return False
        changes = difference(kept.card, wanted, doubtful)
        # One that is as before is noted all the same, so that a slower run with an older state loses.
        if wanted.same == kept.card.same and not doubtful and (whole or wanted.seq == kept.card.seq):
            return False
        rows.put_entries(number, wanted.seq, changes.puts, changes.in_notes)
        gone = tuple(sorted({*changes.gone, *kept.card.gone} - wanted.terms))[:MOST_GONE]
        last = replace(wanted, gone=gone)
        if rows.put_card(ticket_rows.ticket_key(number), last, kept.version):
            rows.take_away(number, wanted.seq, changes.gone)
            return True
        doubtful |= {*changes.puts, *changes.in_notes, *changes.gone}
        pause(attempt)
    raise Busy(f"ticket {number} was indexed by {TRIES} others while we tried")


def _wanted(number: int, kept: Kept, context: Context, *, whole: bool) -> Card | None:
    """The card as it should be; None for a ticket that is not there."""
    since = rows.read_since(number, 0 if whole else kept.card.seq)
    try:
        state = _state(number, since)
    except NotFound:
        return None
    shown = facets(state)
    if kept.card.hidden and shown and not whole:
        # Of a ticket that comes back all is found again; one that stays hidden may grow long.
        since = rows.read_since(number, 0)
    known = Card() if whole or kept.card.hidden else kept.card
    return next_card(known, state.version, shown, said(state, since.commits, context.desk) if shown else Said())


def _state(number: int, since: Since) -> State:
    view = since.view
    if view is None or (since.commits and int(view.version) < since.commits[-1].seq):
        return history.catch_up(number, view.value() if view and view.is_current else None)
    return history.standing(number, view)


def _clean_up(number: int, card: Card) -> None:
    """What a run that was cut off left standing."""
    if card.gone:
        rows.take_away(number, card.seq, rows.standing(number, card.gone))


def index_all(context: Context, *, limit: int = 0, told: Callable[[int], None] = lambda number: None) -> int:
    """Index every ticket anew, newest first, going on where an earlier run was cut off; how many were looked at."""
    begun = rows.checkpoint() or seen.newest_number() + 1
    looked_at = 0
    for number in range(begun - 1, 0, -1):
        index(number, 0, context, whole=True)
        looked_at += 1
        if number % CHECKPOINT_EACH == 0:
            rows.put_checkpoint(number)
            told(number)
        if looked_at == limit:
            rows.put_checkpoint(number)
            return looked_at
    rows.forget_checkpoint()
    return looked_at


# -- searching --


def find(wanted: Sequence[Alternative], page: int, gate: Gate[State], now: datetime) -> Found[State]:
    """Tickets that are as one of the alternatives says, newest first."""
    allowance = Allowance(MOST_REQUESTS)
    newest = seen.newest_number() if any(one.by_time or one.between(CREATED) for one in wanted) else HIGHEST
    lists = [_numbers(one, partial(Postings, read=rows.read_list, allowance=allowance), allowance, newest, now) for one in wanted]
    return found(wanted, [downward(numbers, newest) for numbers in lists], page, gate, allowance)


def _numbers(one: Alternative, listed: Callable[[str], Numbers], allowance: Allowance, newest: int, now: datetime) -> Numbers:
    lists: list[Numbers] = [AnyOf([listed(name) for name in sorted(names)]) for names in one.lists]
    created, updated = one.between(CREATED), one.between(UPDATED) if one.by_time else None
    if updated and updated.low and now - updated.low <= FEED_SPAN:
        lists.append(Known(_changed(updated.low, min(updated.high or now, now), allowance)))
    walked: Numbers = AllOf(lists) if lists else Every(newest)
    lows = [one.low for one in (created,) if one and one.low]
    # What has not changed since some moment was opened before it.
    highs = [one.high for one in (created, updated) if one and one.high]
    low = number_at(max(lows) - SLACK, newest) if lows else 1
    high = number_at(min(highs) + SLACK, newest) if highs and min(highs) < now else newest
    return Within(walked, low, high) if lows or highs else walked


def _changed(since: datetime, until: datetime, allowance: Allowance) -> list[int]:
    """Tickets that changed in that time; those of the newest changes where there were too many."""
    entries = list(islice(lines.feed_in_order(since, until + timedelta(seconds=1), forward=False), MOST_IN_FEED)) if until >= since else []
    allowance.is_cut = allowance.is_cut or len(entries) == MOST_IN_FEED
    return list({entry.ticket for entry in entries})


def number_at(at: datetime, newest: int) -> int:
    """The number about which tickets were opened at that time: each step reads a few tickets spread over what is left."""
    low, high = 0, newest + 1
    while high - low > FAN:
        step = (high - low) // FAN
        opened = rows.opened_at(range(low + step, high, step))
        before = [number for number, opening in opened.items() if opening <= at]
        behind = [number for number, opening in opened.items() if opening > at]
        narrower = max(before, default=low), min((number for number in behind if number > max(before, default=low)), default=high)
        if narrower == (low, high):
            break
        low, high = narrower
    return max(low, 1)
