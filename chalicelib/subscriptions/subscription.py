"""A webhook subscription, how far it has come, and what becomes of a delivery."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from chalicelib.ids import key_mark, webhook_secret
from chalicelib.instants import instant
from chalicelib.standard_signature import secret_of
from chalicelib.values import dataclass

# After the first failure, the second …; the last one again and again until a day is over.
PAUSES = tuple(timedelta(seconds=seconds) for seconds in (5, 30, 120, 600, 1_800, 3_600, 7_200, 14_400))
GIVE_UP = timedelta(hours=24)
# How long the secret before the present one goes on signing.
OVERLAP = timedelta(hours=24)
# So many events refused without a receipt between them, and nothing new is tried until one of them gets through.
DOWN = 3
MOST_PARKED = 20
GONE = 410
KEYLESS = "the desk's key that its secret was made with is gone: rotate the secret"
DELIVERED, FAILED, DEAD = "delivered", "failed", "dead"


@dataclass(frozen=True, slots=True)
class Secret:
    """What a signing secret is worked out from, beside a key of the desk's: a `salt`, and the `mark` by which the key is known.

    `until` is when it ends, None for the present one. `value` is a secret that was stored whole, as it once was; it goes on until
    it is rotated.
    """

    value: str = field(default="", repr=False)
    until: datetime | None = None
    salt: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who is told of what; `again` counts how often its course was moved by hand, each time to `place`.

    `on_since` is when it was turned on again: what failed before that counts no more.
    """

    id: int
    url: str
    created_at: datetime
    updated_at: datetime
    name: str = ""
    types: tuple[str, ...] = ()
    personal: bool = False
    active: bool = True
    because: str = ""
    secrets: tuple[Secret, ...] = ()
    place: str = ""
    again: int = 0
    on_since: datetime | None = None

    def signing(self, now: datetime, keys: Mapping[str, str]) -> tuple[str, ...]:
        """The secrets that sign at this instant as the standard writes them, the present one first; none where its key is gone."""
        standing = [self._written(secret, keys) for secret in self.secrets if secret.until is None or now < secret.until]
        return tuple(secret for secret in standing if secret) if standing and standing[0] else ()

    def _written(self, secret: Secret, keys: Mapping[str, str]) -> str:
        made_with = next((key for key in keys.values() if key_mark(key) == secret.mark), "")
        return secret.value or (secret_of(webhook_secret(self.id, secret.salt, made_with)) if made_with else "")

    def wants(self, name: str) -> bool:
        return not self.types or name in self.types


@dataclass(frozen=True, slots=True)
class Course:
    """How far a subscription has come: everything up to `place` is delivered, parked or dead.

    `failures` events were refused since the last success, the first at `failing_since`; `wake_at` is when a message will come that goes on.
    """

    place: str
    again: int = 0
    failures: int = 0
    failing_since: datetime | None = None
    succeeded_at: datetime | None = None
    wake_at: datetime | None = None
    deliveries: int = 0


@dataclass(frozen=True, slots=True)
class Parked:
    """A ticket whose event at `seq` and `position` was not taken; its later events wait behind it."""

    ticket: int
    seq: int
    position: int
    since: datetime
    attempts: int
    next_at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt: `answer` is the status that came back, 0 for none, and `told` its beginning or what was in the way."""

    event: int
    ticket: int
    seq: int
    type: str
    attempt: int
    at: datetime
    status: str
    answer: int = 0
    told: str = ""
    position: int = 0
    again: bool = False

    @property
    def done(self) -> bool:
        return self.status == DELIVERED


def waking(number: int) -> str:
    """The message that lets a subscription go on."""
    return f'{{"webhook":{number}}}'


def whole_seconds(after: timedelta) -> int:
    """Rounded up, never negative."""
    return max(0, -int(-after.total_seconds() // 1))


def host_of(url: str) -> str:
    """The host of a URL as the guard reads it; empty for what is none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def status_of(answer: int) -> str:
    """Any 2xx is a receipt; nothing else is, a redirect neither."""
    return DELIVERED if 200 <= answer < 300 else FAILED


def pause(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts."""
    return PAUSES[min(attempts, len(PAUSES)) - 1]


def disabled_because(course: Course, now: datetime) -> str:
    """Why a subscription is turned off: for a day nothing was taken. Nothing is lost, it can go on where it stood; empty: it goes on."""
    if course.failing_since and now - course.failing_since >= GIVE_UP:
        return f"nothing was accepted since {instant(course.failing_since)}"
    return ""


def is_dead(parked: Parked, course: Course, now: datetime) -> bool:
    """Whether an event is given up: refused for a day while others were taken."""
    taken = course.succeeded_at is not None and course.succeeded_at > parked.since
    return taken and now - parked.since >= GIVE_UP
