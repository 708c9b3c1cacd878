"""The index: kept up with what happens to tickets and contacts, and walked for those who search."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
from math import inf

from chalicelib import ids, meter
from chalicelib.context import Context
from chalicelib.errors import Busy, NotFound
from chalicelib.search.card import Card, Difference, difference, next_card
from chalicelib.search.fields import CREATED, UPDATED
from chalicelib.search.leafing import Drawers, Spoken
from chalicelib.search.literals import WORD, Alternative
from chalicelib.search.page import Found, Gate, found
from chalicelib.search.sheets import GONE, NOTED, OPENLY, TOP, below, drawers, many, parted, sheet_of, together, without
from chalicelib.search.terms import Said, corrects, facets, said, word_term
from chalicelib.search.walk import AllOf, Allowance, AnyOf, Every, Known, Numbers, Postings, Within, downward
from chalicelib.storage import history, seen
from chalicelib.storage import line as lines
from chalicelib.storage import search as rows
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.rows import pause
from chalicelib.storage.search import Kept, Lying, Since
from chalicelib.tickets.state import State

TRIES = 5
MOST_REQUESTS = 60
# Fields' terms that a card remembers to have lost; of words those that the last run took.
MOST_GONE = 40
# Of so many messages one looks whether the first drawer is full.
LOOK_EACH = 8
CHECKPOINT_EACH = 100
MOST_IN_FEED = 2_000
# A day of the feed is eight lists, so only a few days are read of it; of longer ago tickets are looked at one by one.
FEED_SPAN = timedelta(days=7)
HIGHEST = 10**15 - 1
# Numbers are given before the first commit is written, so they may be a little out of order.
SLACK = timedelta(hours=1)
FAN = 8

# -- keeping up --


def index(number: int, seq: int, context: Context, *, whole: bool = False, forced: bool = False) -> bool:
    """Let the index say of a ticket what is so now; whether anything was written. Of its history only what is new is read.

    A repetition, and whoever comes behind a later commit, finds the work done. `whole` looks at everything that was said;
    `forced` writes all of it once more, whatever the card says. Raises Busy after five lost races.
    """
    doubtful: frozenset[str] = frozenset()
    for attempt in range(TRIES):
        kept = rows.find_card(ticket_rows.ticket_key(number))
        if not whole and kept.card.seq >= seq:
            _clean_up(number, kept)
            return False
        wanted = _wanted(number, kept, context, whole=whole)
        if wanted is None:
            return False
        doubtful |= (wanted.terms | kept.card.terms) if forced else frozenset()
        changes = difference(kept.card, wanted, doubtful)
        # One that is as before is noted all the same, so that a slower run with an older state loses.
        if wanted.same == kept.card.same and not doubtful and (whole or wanted.seq == kept.card.seq):
            return False
        if _write(number, kept, wanted, changes):
            return True
        doubtful |= changes.terms
        pause(attempt)
    raise Busy(f"ticket {number} was indexed by {TRIES} others while we tried")


def _write(number: int, kept: Kept, wanted: Card, changes: Difference) -> bool:
    """What is new before the card, what is gone behind it, so that a run that is cut off leaves an entry too many and none missing.

    False if another run was faster.
    """
    version = kept.version + 1
    rows.put_entries(number, wanted.seq, changes.puts)
    said = sheet_of(number, version, {NOTED: changes.in_notes, OPENLY: changes.openly})
    rows.put_sheets({TOP: said})
    if kept.card.form != wanted.form:
        rows.take_all_away(number, map(word_term, (*kept.card.words, *kept.card.notes)))
    facets = tuple(sorted({*changes.gone, *kept.card.gone_facets} - wanted.terms))[:MOST_GONE]
    if not rows.put_card(ticket_rows.ticket_key(number), replace(wanted, gone=(*facets, *map(word_term, changes.lost))), kept.version):
        return False
    rows.take_away(number, wanted.seq, changes.gone)
    # Those of the run before too: it may have been cut off here.
    rows.put_sheets({TOP: sheet_of(number, version, {GONE: {*changes.lost, *kept.card.lost} - {*wanted.words, *wanted.notes}})})
    if said and int(rows.digest_of(said)[:8], 16) % LOOK_EACH == 0:
        put_together(TOP)
    return True


def _wanted(number: int, kept: Kept, context: Context, *, whole: bool) -> Card | None:
    """The card as it should be; None for a ticket that is not there."""
    since = rows.read_since(number, 0 if whole else kept.card.seq)
    try:
        state = _state(number, since)
    except NotFound:
        return None
    shown = facets(state)
    # Of a ticket that comes back all is found again; one that stays hidden may grow long.
    anew = whole or (bool(shown) and (kept.card.hidden or corrects(since.commits)))
    if anew and not whole:
        since = rows.read_since(number, 0)
    return next_card(Card() if anew else kept.card, state.version, shown, said(state, since.commits, context.desk) if shown else Said())


def _state(number: int, since: Since) -> State:
    view = since.view
    if view is None or (since.commits and int(view.version) < since.commits[-1].seq):
        return history.catch_up(number, view.value() if view and view.is_current else None)
    return history.standing(number, view)


def _clean_up(number: int, kept: Kept) -> None:
    """What a run that was cut off left standing."""
    if kept.card.gone_facets:
        rows.take_away(number, kept.card.seq, rows.standing(number, kept.card.gone_facets))
    rows.put_sheets({TOP: sheet_of(number, kept.version, {GONE: kept.card.lost})})


def put_together(drawer: str, *, wait: float = rows.SETTLED) -> None:
    """Part what lies in a drawer among those below it, if it is much, and look into two of those.

    Whoever is cut off leaves sheets in both, which say the same. Whoever finds afterwards that somebody took a sheet, to
    part it or to erase words, takes back what it put: it may say what nobody may say any more.
    """
    with meter.for_all():
        found = rows.lying(drawer)
        if not many(drawer) or (len(found) < many(drawer) and sum(one.size for one in found) <= rows.MOST_BYTES):
            return
        whole, read = together(one.sheet for one in found), [one.place for one in found]
        put, is_whole = rows.put_sheets(parted(whole, drawer), by=ids.part_id()), False
        try:
            rows.settle(wait)
            is_whole = {*read} <= {one.place for one in rows.lying(drawer, most=inf)}
        finally:
            # Also where nobody knows, because the table did not answer: what was read still lies there.
            if not is_whole:
                rows.take_sheets(put.items())
        if not is_whole:
            return
        rows.take_sheets((drawer, one) for one in read)
        chance = int(rows.digest_of(whole)[:2], 16)
        for place in {chance % 16, chance // 16}:
            put_together(below(drawer)[place], wait=wait)


def erase(number: int, context: Context) -> None:
    """After words left a ticket's history: no entry, sheet or card knows them any more, not even as what went. Raises Busy."""
    _until_done(number, lambda kept: _without_words(number, kept, context))
    index(number, 0, context, whole=True)
    _until_done(number, lambda kept: _without_gone(number, kept))


def _until_done(number: int, clean: Callable[[Kept], Card | None]) -> None:
    """Put the card that `clean` makes of what stands; None if there is nothing to do. Raises Busy."""
    for attempt in range(TRIES):
        kept = rows.find_card(ticket_rows.ticket_key(number))
        card = clean(kept)
        if card is None or rows.put_card(ticket_rows.ticket_key(number), card, kept.version):
            return
        pause(attempt)
    raise Busy(f"ticket {number} was indexed by {TRIES} others while we tried")


def _without_words(number: int, kept: Kept, context: Context) -> Card | None:
    """The sheets first: while the card knows the words, whoever was cut off finds them again."""
    wanted = _wanted(number, kept, context, whole=True)
    words = {*kept.card.words, *kept.card.notes, *kept.card.lost} - {*(wanted.words if wanted else ()), *(wanted.notes if wanted else ())}
    if not words:
        return None
    _forget(number, words)
    openly, noted = (tuple(word for word in said if word not in words) for said in (kept.card.words, kept.card.notes))
    return replace(kept.card, words=openly, notes=noted, gone=kept.card.gone_facets)


def _without_gone(number: int, kept: Kept) -> Card | None:
    if not kept.card.gone:
        return None
    # A run that had read them before they went, and lost to ours, told that they are gone.
    if words := kept.card.lost - {*kept.card.words, *kept.card.notes}:
        _forget(number, words)
    rows.take_away(number, kept.card.seq, kept.card.gone_facets)
    return replace(kept.card, gone=())


def _forget(number: int, words: Collection[str]) -> None:
    """Write each sheet anew that tells of this ticket and one of these words; entries of the old form go too.

    From the first drawer down, as sheets move, so that none passes by.
    """
    rows.take_all_away(number, map(word_term, words))
    for drawer in sorted({drawer for word in words for drawer in drawers(word)}):
        while not all(_rewritten(drawer, one, number, words) for one in rows.lying(drawer, most=inf)):
            pass


def _rewritten(drawer: str, one: Lying, number: int, words: Collection[str]) -> bool:
    """Put what is left of a sheet in its place. False, and nothing is put, if somebody took it first: theirs may have the words."""
    left = without(one.sheet, number, words)
    if left == one.sheet:
        return True
    put = rows.put_sheets({drawer: left}, by=ids.part_id())
    if rows.take_sheet(drawer, one.place):
        return True
    rows.take_sheets(put.items())
    return False


def index_all(context: Context, *, limit: int = 0, forced: bool = False, told: Callable[[int], None] = lambda number: None) -> int:
    """Index every ticket anew, newest first, going on where an earlier run was cut off; how many were looked at."""
    begun = rows.checkpoint() or seen.newest_number() + 1
    looked_at = 0
    for number in range(begun - 1, 0, -1):
        index(number, 0, context, whole=True, forced=forced)
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
    listed = partial(_listed, drawers_=Drawers(rows.sheets_of, allowance), allowance=allowance)
    lists = [_numbers(one, listed, allowance, newest, now) for one in wanted]
    return found(wanted, [downward(numbers, newest) for numbers in lists], page, gate, allowance)


def _listed(name: str, drawers_: Drawers, allowance: Allowance) -> Numbers:
    return Spoken(name.removeprefix(WORD), drawers_) if name.startswith(WORD) else Postings(name, rows.read_list, allowance)


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
