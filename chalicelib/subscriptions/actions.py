"""Webhook subscriptions: made and changed by an administrator, waked by commits, and carried on from where each stands."""

import secrets as randomness
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from chalicelib import meter
from chalicelib.codec import to_json
from chalicelib.errors import Busy, FieldFault, Inconsistent, InvalidInput, NotFound, ProviderRefused
from chalicelib.feed.place import Place
from chalicelib.ids import key_mark, number_of
from chalicelib.outside import guard, queues
from chalicelib.outside.secrets import keys
from chalicelib.settings import settings
from chalicelib.storage import webhooks as rows
from chalicelib.storage.feed import SETTLED
from chalicelib.subscriptions.subscription import KEYLESS, OVERLAP, Course, Delivery, Secret, Subscription, host_of, waking, whole_seconds

FRESH = timedelta(seconds=60)
MOST = 10
TRIES = 5
SALT_BYTES = 16
# A wake goes out this long after the commit that asks for it, so one wake serves all commits of some seconds.
NUDGE_AFTER = timedelta(seconds=10)
MARGIN = timedelta(seconds=1)
_known: dict[str, tuple[datetime, tuple[int, ...]]] = {}
_waked: dict[str, datetime] = {}


# -- commits wake --


def nudge(at: datetime, now: datetime) -> int:
    """After a commit of `at`: wake every subscription once its commit is settled, unless a wake is under way that will see it.

    A desk without subscriptions pays one small query a minute of work. How many were waked.
    """
    place = settings().desk_table
    numbers = active(now)
    if not numbers or at < _waked.get(place, at):
        return 0
    with meter.for_all():
        for number in numbers:
            wake(number, NUDGE_AFTER)
    _waked[place] = now + NUDGE_AFTER - SETTLED - MARGIN
    return len(numbers)


def wake(number: int, after: timedelta = timedelta(0)) -> None:
    queues.send("background", waking(number), whole_seconds(after))


def forget() -> None:
    """Know nothing of subscriptions and wakes; other processes follow within 60 seconds."""
    _known.clear()
    _waked.clear()


def active(now: datetime) -> tuple[int, ...]:
    """Who is told of commits, known for a minute."""
    place = settings().desk_table
    read_at, numbers = _known.get(place, (None, ()))
    if read_at is None or not timedelta(0) <= now - read_at < FRESH:
        numbers = tuple(one.id for one in rows.everyone() if one.active)
        _known[place] = (now, numbers)
    return numbers


# -- an administrator's hands --


def all_of_them() -> list[Subscription]:
    return rows.everyone()


def subscription(number: int) -> Subscription:
    """Raises NotFound."""
    found = rows.find(number)
    if found is None:
        raise NotFound(f"There is no webhook {number}")
    return found[0]


def subscribe(fields: dict[str, Any], place: Place, now: datetime, *, key: str) -> Subscription:
    """A new subscription that begins at `place`; the same `key` makes it once. Raises InvalidInput, Inconsistent."""
    check_address(fields["url"])
    number = number_of(f"webhook:{key}")
    if standing := rows.find(number):
        return standing[0]
    if len(rows.everyone()) >= MOST:
        raise Inconsistent(f"There are {MOST} webhooks already")
    made = Subscription(number, created_at=now, updated_at=now, secrets=(_secret(),), place=place.text(), **fields)
    rows.begin(number, Course(made.place))
    rows.put(made)
    forget()
    # Other processes hear of it within a minute; what happens until then is told by this.
    for after in (NUDGE_AFTER, FRESH + NUDGE_AFTER):
        wake(number, after)
    return made


def change(number: int, fields: dict[str, Any], now: datetime, *, rotate: bool = False) -> Subscription:
    """Set the given fields; turned on again it goes on where it stood. Raises NotFound, InvalidInput, Busy."""
    if "url" in fields:
        check_address(fields["url"])
    if fields.get("active"):
        fields = {**fields, "because": ""}

    def changed(before: Subscription) -> Subscription:
        secrets = _rotated(before.secrets, now) if rotate else before.secrets
        on_since = now if fields.get("active") and not before.active else before.on_since
        return replace(before, **fields, secrets=secrets, on_since=on_since, updated_at=now)

    after = _replace(number, changed)
    if after.active:
        wake(number)
    if after.on_since == now:
        # Other processes may take it for turned off for a minute.
        wake(number, FRESH + NUDGE_AFTER)
    return after


def remove(number: int) -> None:
    """Raises NotFound."""
    subscription(number)
    rows.remove(number)
    forget()


def go_on_from(number: int, place: Place, now: datetime) -> Subscription:
    """Tell everything behind `place` once more. Raises NotFound, Busy."""
    after = _replace(number, lambda before: replace(before, place=place.text(), again=before.again + 1, updated_at=now))
    wake(number)
    return after


def revive(number: int, events: Sequence[int]) -> int:
    """Tell what was given up once more, all of it where no events are named; how many. Raises NotFound."""
    subscription(number)
    chosen = [one for one in rows.dead(number) if not events or one.event in events]
    for one in chosen:
        rows.bury(number, replace(one, again=True))
    if chosen:
        wake(number)
    return len(chosen)


def ask_for_ping(number: int) -> None:
    """Raises NotFound."""
    subscription(number)
    queues.send("background", to_json({"ping": number}).decode())


def deliveries(number: int) -> list[Delivery]:
    """The last hundred attempts, newest first. Raises NotFound."""
    subscription(number)
    return rows.deliveries(number)


def dead_letters(number: int) -> list[Delivery]:
    """What was given up. Raises NotFound."""
    subscription(number)
    return rows.dead(number)


def course(number: int) -> Course:
    return rows.course(number) or Course("")


def check_address(url: str) -> None:
    """Raises InvalidInput for an address that we would not call: https to a public name; on a desk that runs locally also loopback."""
    try:
        guard.destination(url, [host_of(url)], local=settings().stage == "local")
    except ProviderRefused as refusal:
        raise InvalidInput(FieldFault("url", refusal.message)) from refusal


def _replace(number: int, changed: Callable[[Subscription], Subscription]) -> Subscription:
    for _ in range(TRIES):
        found = rows.find(number)
        if found is None:
            raise NotFound(f"There is no webhook {number}")
        after = changed(found[0])
        if rows.replace_if(after, found[1]):
            forget()
            return after
    raise Busy(f"webhook {number} changed {TRIES} times while we tried")


def shown(one: Subscription, now: datetime) -> str:
    """The present secret, for whoever has just made it. Raises Inconsistent where the key it was made with is gone."""
    found = one.signing(now, keys()["token"])
    if not found:
        raise Inconsistent(KEYLESS)
    return found[0]


def _secret() -> Secret:
    """Worked out with the newest key."""
    return Secret(salt=randomness.token_hex(SALT_BYTES), mark=key_mark(keys()["token"]["current"]))


def _rotated(before: tuple[Secret, ...], now: datetime) -> tuple[Secret, ...]:
    """A new one, and the one before it for a day more: two at a time."""
    present = next(secret for secret in before if secret.until is None)
    return (_secret(), replace(present, until=now + OVERLAP))
