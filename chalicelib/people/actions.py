"""API keys in the People table, and who is at work."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from chalicelib.bounded import make_room
from chalicelib.desk.model import Desk
from chalicelib.errors import BadCredentials, NotFound, Passing
from chalicelib.ids import key_hash, new_api_key, number_of
from chalicelib.people.keys import Key, Principal, key_of, principal_of
from chalicelib.settings import settings
from chalicelib.storage import loads
from chalicelib.storage import people as rows
from chalicelib.storage.loads import Standing
from chalicelib.values import dataclass

FRESH = timedelta(seconds=60)
# How exactly a key's last use is known; each note is one write.
NOTED_EVERY = timedelta(hours=1)
MOST_KEPT = 1_000
STANDINGS_AT_ONCE = 100
_kept: dict[tuple[str, str], tuple[datetime, Key]] = {}


def principal(api_key: str, desk: Desk, now: datetime) -> Principal:
    """Who calls with this key; a revoked key may work for 60 seconds more. Raises BadCredentials."""
    hashed = key_hash(api_key)
    key = _key(hashed, now)
    who = principal_of(key, hashed, desk) if key and key.holds(now) else None
    if who is None:
        raise BadCredentials
    return who


def create_key(key: Key, now: datetime) -> str:
    """A new key, shown once and stored as its hash."""
    api_key = new_api_key()
    ensure_key(api_key, key, now)
    return api_key


def ensure_key(api_key: str, key: Key, now: datetime) -> None:
    """Make this very key work; nothing changes if it already does."""
    hashed = key_hash(api_key)
    if rows.find_key(hashed) is None:
        rows.put_key(hashed, key.agent, key.data(), now)


@dataclass(frozen=True, slots=True)
class Kept:
    """A key as it is kept: `id` is what the API calls it; nobody can tell the key itself from this."""

    id: int
    hash: str
    key: Key
    created_at: datetime
    used_at: datetime | None


def all_keys() -> list[Kept]:
    """Every key that has not ended, oldest first."""
    found = (_kept_key(hashed, row) for hashed, row in rows.walk_keys())
    return sorted(found, key=lambda one: (one.created_at, one.id))


def make_key(api_key: str, key: Key, now: datetime) -> Kept:
    """Store a key by its hash; the one that stands if it was stored before."""
    hashed = key_hash(api_key)
    ensure_key(api_key, key, now)
    row = rows.find_key(hashed)
    if row is None:
        raise NotFound("The key was ended at this very moment")
    return _kept_key(hashed, row)


def end_key(one: Kept) -> None:
    """It may work for 60 seconds more in other processes."""
    rows.remove_key(one.hash)
    forget()


def _kept_key(hashed: str, row: rows.Listed) -> Kept:
    return Kept(number_of(hashed), hashed, key_of(row.id, row.data), row.created_at, row.used_at)


def list_keys() -> Iterator[tuple[str, Key, datetime]]:
    """Every key: the beginning of its hash, what it is, since when."""
    for hashed, row in rows.walk_keys():
        yield hashed[:16], key_of(row.id, row.data), row.created_at


def revoke_key(prefix: str) -> None:
    """Remove the key whose hash begins so. Raises NotFound if none or several do."""
    found = [hashed for hashed, _ in rows.walk_keys() if hashed.startswith(prefix)]
    if len(found) != 1:
        raise NotFound(f"{len(found)} keys begin with {prefix!r}")
    rows.remove_key(found[0])
    forget()


def revoke_keys_of(agent: int) -> None:
    """Every key of an agent who leaves; each may work for 60 seconds more elsewhere, unless the agent is gone by then."""
    for hashed in [hashed for hashed, row in rows.walk_keys() if row.id == agent]:
        rows.remove_key(hashed)
    forget()


def standings(agents: Iterable[int]) -> dict[int, Standing]:
    """The presence and the load of each agent."""
    numbers = list(agents)
    found: dict[int, Standing] = {}
    for start in range(0, len(numbers), STANDINGS_AT_ONCE):
        found |= loads.find_standings(numbers[start : start + STANDINGS_AT_ONCE])
    return found


def describe(agent: int, fields: dict[str, str], now: datetime) -> None:
    """What an agent says of themselves; nothing else of the desk is touched by it."""
    if fields:
        loads.put_profile(agent, fields, now)


def forget_profile(agent: int) -> None:
    """What somebody said who left; who comes back is as configured."""
    loads.forget_profile(agent)


def forget() -> None:
    """Look every key up anew."""
    _kept.clear()


def _key(hashed: str, now: datetime) -> Key | None:
    """From this process's memory for 60 seconds; a key that is unknown is never remembered, so a new one works at once."""
    place = (settings().people_table, hashed)
    if place in _kept and timedelta(0) <= now - _kept[place][0] < FRESH:
        return _kept[place][1]
    _kept.pop(place, None)
    row = rows.find_key(hashed)
    if row is None:
        return None
    make_room(_kept, MOST_KEPT)
    if now - (row.used_at or row.created_at) >= NOTED_EVERY:
        # Nobody is kept waiting or turned away for the sake of a note.
        with suppress(Passing):
            rows.note_use(hashed, now, now - NOTED_EVERY)
    key = key_of(row.id, row.data)
    _kept[place] = (now, key)
    return key
