"""Carrying a subscription on: from its place along the feed, one event after the other, each ticket's in their order.

At least once and never lost: the place moves after the receipt. A ticket whose event is not taken is parked with all that
follows on it, and the others go on; after three
events in a row that were not taken nothing new is tried until a parked one gets through.
"""

import secrets as randomness
from collections.abc import Iterable, Sequence
from dataclasses import field, replace
from datetime import datetime, timedelta

from chalicelib.channels.message import HttpCall
from chalicelib.context import Context
from chalicelib.errors import ProviderRefused, Unavailable
from chalicelib.feed.place import END, Place, place_of
from chalicelib.feed.shape import event as shape
from chalicelib.feed.told import Told, told
from chalicelib.outside import http, queues
from chalicelib.outside.secrets import keys, renew
from chalicelib.storage import feed
from chalicelib.storage import webhooks as rows
from chalicelib.subscriptions.carrying.call import PING, call, name_of, ping
from chalicelib.subscriptions.subscription import (
    DEAD,
    DOWN,
    GONE,
    KEYLESS,
    MOST_PARKED,
    Course,
    Delivery,
    Parked,
    Subscription,
    disabled_because,
    host_of,
    is_dead,
    pause,
    status_of,
    waking,
    whole_seconds,
)
from chalicelib.tickets.events import Commit
from chalicelib.values import dataclass

LEASE = timedelta(seconds=90)
# No delivery begins later than this, and the last one may take ten seconds more: ten subscriptions that one invocation
# is handed end before it does (.chalice/config.json).
LONGEST = timedelta(seconds=5)
ANSWER_SECONDS = 10.0
STRETCH = 50
SAVED_AFTER = 10
LONGEST_TOLD = 200
LONGEST_WAKE = timedelta(seconds=900)
# Whoever finds somebody at work comes again then, and is reckoned with until a little before.
AGAIN, RECKONED = timedelta(seconds=10), timedelta(seconds=9)


@dataclass(slots=True)
class _Run:
    """One turn of a subscription under its lease."""

    subscription: Subscription
    course: Course
    holder: str
    context: Context
    parked: dict[int, Parked] = field(default_factory=dict)
    unsaved: int = 0
    more: bool = False
    left: bool = False
    gone: bool = False
    lost: bool = False

    @property
    def is_over(self) -> bool:
        return self.gone or self.lost or self.context.stamp() - self.context.now > LONGEST

    @property
    def id(self) -> int:
        return self.subscription.id


def carry(number: int, context: Context) -> int:
    """Deliver what is due, and see to it that somebody comes again when there is more; how many were taken."""
    found = rows.find(number)
    if found is None or not found[0].active:
        return 0
    if not _signing(found[0], context.now):
        rows.turn_off(number, KEYLESS, context.now)
        return 0
    holder = randomness.token_hex(8)
    course = rows.take(number, holder, context.now, context.now + LEASE)
    if course is None:
        _come_again(number, context.now)
        return 0
    run = _Run(found[0], course, holder, context)
    before = course.deliveries
    _begin(run)
    _again(run)
    _retry(run)
    _onward(run)
    _end(run)
    return run.course.deliveries - before


def _come_again(number: int, now: datetime) -> None:
    """Whoever is at it may have read before the commit that waked us was settled; of all who find it so one comes again."""
    if not rows.is_awaited(number, now):
        _wake(number, AGAIN)
        rows.await_until(number, now + RECKONED)


def send_ping(number: int, context: Context) -> str:
    """Try the receiver with an event that says nothing; what came of it."""
    found = rows.find(number)
    if found is None:
        return "there is no such webhook"
    secrets = _signing(found[0], context.now)
    if not secrets:
        return KEYLESS
    given = call(found[0].url, secrets, f"ping_{randomness.token_hex(8)}", ping(number, context.now), context.now)
    answer, words = _sent(given)
    rows.record(number, Delivery(0, 0, 0, PING, 1, context.stamp(), status_of(answer), answer, words), None)
    return status_of(answer)


def _signing(one: Subscription, now: datetime) -> tuple[str, ...]:
    """Another process may know a newer key of the desk's than this one has read."""
    found = one.signing(now, keys()["token"])
    return found if found or not renew(now) else one.signing(now, keys()["token"])


# -- one turn --


def _begin(run: _Run) -> None:
    """Who is parked; where the hand of an administrator moved it to, and a fresh start if it was turned on again."""
    run.parked = {one.ticket: one for one in rows.parked(run.id)}
    if run.course.again != run.subscription.again:
        for ticket in run.parked:
            rows.unpark(run.id, ticket)
        run.parked = {}
        run.course = replace(run.course, place=run.subscription.place, again=run.subscription.again, failures=0, failing_since=None)
    on_since, failing_since = run.subscription.on_since, run.course.failing_since
    if on_since and failing_since and failing_since < on_since:
        run.parked = {ticket: replace(one, next_at=min(one.next_at, run.context.now)) for ticket, one in run.parked.items()}
        run.course = replace(run.course, failures=0, failing_since=None)


def _again(run: _Run) -> None:
    """What was given up and is to be told once more."""
    for letter in rows.dead(run.id):
        if not letter.again:
            continue
        if run.is_over:
            run.left = True
            return
        one = _event(letter)
        if one is None or _deliver(run, one, letter.attempt + 1):
            rows.unbury(run.id, letter.event)
        else:
            rows.bury(run.id, replace(letter, attempt=letter.attempt + 1, again=False))


def _event(letter: Delivery) -> Told | None:
    commits = feed.commits_of(letter.ticket, letter.seq, 1)
    return next((one for one in told(commits) if one.position == letter.position), None)


def _retry(run: _Run) -> None:
    """Parked tickets whose time has come, each up to where the others are."""
    for parked in sorted(run.parked.values(), key=lambda one: one.next_at):
        if run.is_over or parked.next_at > run.context.stamp():
            break
        _retry_ticket(run, parked)


def _retry_ticket(run: _Run, parked: Parked) -> None:
    commits = feed.commits_of(parked.ticket, parked.seq, STRETCH)
    if failed := _first_failure(run, parked, commits):
        return _park(run, failed)
    if len(commits) == STRETCH and _place(run).told(feed.key_of(commits[-1])) >= END:
        # A long history: go on behind what was read.
        return _park(run, replace(parked, seq=commits[-1].seq + 1, position=0, attempts=0, next_at=run.context.stamp()))
    rows.unpark(run.id, parked.ticket)
    run.parked.pop(parked.ticket)
    return None


def _first_failure(run: _Run, parked: Parked, commits: Sequence[Commit]) -> Parked | None:
    """Deliver what waits on a ticket in its order, up to where the others are; where it stops, given up ones aside."""
    place = _place(run)
    for one in told(commits):
        spot = (one.commit.seq, one.position)
        is_behind = place.told(feed.key_of(one.commit)) > one.position
        if spot < (parked.seq, parked.position) or not is_behind or not run.subscription.wants(one.type):
            continue
        is_first = spot == (parked.seq, parked.position)
        if run.is_over and not is_first:
            return Parked(parked.ticket, *spot, run.context.stamp(), 0, run.context.stamp())
        attempt = parked.attempts + 1 if is_first else 1
        if _deliver(run, one, attempt):
            continue
        now = run.context.stamp()
        failed = Parked(parked.ticket, *spot, parked.since if is_first else now, attempt, now + pause(attempt))
        if not is_dead(failed, run.course, now):
            return failed
        rows.bury(run.id, Delivery(one.id, parked.ticket, one.commit.seq, one.type, attempt, now, DEAD, position=one.position))
    return None


def _onward(run: _Run) -> None:
    """Along the feed from where it stands."""
    while not run.is_over and run.course.failures < DOWN and len(run.parked) < MOST_PARKED:
        stretch = feed.read(_place(run), feed.settled(run.context.stamp()), STRETCH)
        if not _along(run, told(stretch.commits)):
            run.more = True
            return
        run.course = replace(run.course, place=stretch.place.text())
        run.more = stretch.more
        if not stretch.more:
            return


def _along(run: _Run, events: Iterable[Told]) -> bool:
    """Whether all of them are settled: delivered, parked, or not asked for."""
    place = _place(run)
    for one in events:
        if one.position < place.told(feed.key_of(one.commit)):
            continue
        if run.is_over or run.course.failures >= DOWN or len(run.parked) >= MOST_PARKED:
            return False
        if run.subscription.wants(one.type) and one.commit.ticket not in run.parked and not _deliver(run, one, 1):
            now = run.context.stamp()
            _park(run, Parked(one.commit.ticket, one.commit.seq, one.position, now, 1, now + pause(1)))
        run.course = replace(run.course, place=Place(feed.key_of(one.commit), END if one.is_last else one.position).text())
        _save_sometimes(run)
    return True


def _park(run: _Run, parked: Parked) -> None:
    rows.park(run.id, parked)
    run.parked[parked.ticket] = parked


def _deliver(run: _Run, one: Told, attempt: int) -> bool:
    now = run.context.stamp()
    told_of = shape(one, run.context.desk, personal=run.subscription.personal)
    given = call(run.subscription.url, _signing(run.subscription, now), name_of(one.id), told_of, now)
    answer, words = _sent(given)
    made = Delivery(one.id, one.commit.ticket, one.commit.seq, one.type, attempt, now, status_of(answer), answer, words, one.position)
    rows.record(run.id, made, run.course.deliveries)
    course = replace(run.course, deliveries=run.course.deliveries + 1)
    if made.done:
        run.course = replace(course, failures=0, failing_since=None, succeeded_at=now)
    else:
        # That an old failure lasts says nothing about the others.
        run.course = replace(course, failures=course.failures + (attempt == 1), failing_since=course.failing_since or now)
        run.gone = answer == GONE
    return made.done


def _sent(given: HttpCall) -> tuple[int, str]:
    """What was answered, with its beginning; 0 and why if there was no answer."""
    try:
        answer, body = http.perform(given, (host_of(given.url),), seconds=ANSWER_SECONDS)
    except (ProviderRefused, Unavailable) as fault:
        return 0, fault.message[:LONGEST_TOLD]
    return answer, body[:LONGEST_TOLD].decode("utf-8", "replace")


def _place(run: _Run) -> Place:
    found = place_of(run.course.place)
    if found is None:
        raise AssertionError(f"webhook {run.id} stands nowhere")
    return found


def _save_sometimes(run: _Run) -> None:
    run.unsaved += 1
    if run.unsaved >= SAVED_AFTER:
        run.unsaved = 0
        run.lost = not rows.save(run.id, run.course, run.holder, run.context.stamp() + LEASE)


def _end(run: _Run) -> None:
    """Turn it off if there is no hope; else see to it that somebody comes again. Then let go."""
    now = run.context.stamp()
    because = "the receiver answered 410 Gone" if run.gone else disabled_because(run.course, now)
    if because:
        rows.turn_off(run.id, because, now)
    elif (at := _next(run, now)) and not (run.course.wake_at and now < run.course.wake_at <= at):
        at = min(at, now + LONGEST_WAKE)
        _wake(run.id, at - now)
        run.course = replace(run.course, wake_at=at)
    rows.save(run.id, run.course, run.holder)


def _wake(number: int, after: timedelta) -> None:
    queues.send("background", waking(number), whole_seconds(after))


def _next(run: _Run, now: datetime) -> datetime | None:
    """When there is something to do again; None when a commit will tell."""
    instants = [max(one.next_at, now) for one in run.parked.values()]
    if run.left or (run.more and run.course.failures < DOWN and len(run.parked) < MOST_PARKED):
        instants.append(now)
    return min(instants, default=None)
