"""Which configuration holds now, which held then, and making another one hold."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib import codec
from chalicelib.bounded import make_room
from chalicelib.desk.edits import Edit
from chalicelib.desk.model import Desk
from chalicelib.desk.reading import Document, desk_of, document_of
from chalicelib.desk.versions import Activation, file_behind, follow
from chalicelib.errors import BadConfiguration, Busy, Inconsistent, NotFound, Unavailable
from chalicelib.settings import settings
from chalicelib.storage import desk as rows

FRESH = timedelta(seconds=60)
KEPT_VERSIONS = 16
MOST_LOOKED_AT = 1_000
API = "api"
LARGEST_DOCUMENT = 350_000
TRIES = 5
Announce = Callable[[str, str], None]
_current: dict[str, tuple[datetime, int, Desk]] = {}
_versions: dict[tuple[str, str], Desk] = {}
_lifetimes: dict[str, tuple[datetime, tuple[datetime, datetime]]] = {}


def current(now: datetime, expected: str = "") -> Desk:
    """The desk that holds, at most 60 seconds old; read anew unless it is the `expected` version, if that is given.

    Raises Unavailable before the first activation, so that mail waits for it.
    """
    read_at, number, desk = _current.get(settings().desk_table, (None, 0, None))
    if desk and read_at and expected in ("", desk.version) and timedelta(0) <= now - read_at < FRESH:
        return desk
    # Who had one a minute ago may have it some moments longer, for half the price; who has just made another one forgot it.
    return _read(now, least=0 if expected else number)


def _read(now: datetime, *, least: int = 0) -> Desk:
    holding = rows.current(least=least)
    if holding is None:
        raise Unavailable("No configuration is active yet: run python -m infra config activate desk.yaml", retry_after=60)
    desk = version(holding.version)
    _current[settings().desk_table] = (now, holding.number, desk)
    return desk


def newest(now: datetime) -> Desk:
    """The desk that holds, as the table has it at this moment."""
    return _read(now)


def version(version_id: str) -> Desk:
    """The desk as it was stored under this version; raises NotFound."""
    key = (settings().desk_table, version_id)
    if key not in _versions:
        content = rows.document(version_id)
        if content is None:
            raise NotFound(f"There is no configuration version {version_id}")
        make_room(_versions, KEPT_VERSIONS)
        _versions[key] = desk_of(codec.unpack(content, Document), version_id)
    return _versions[key]


def activate(document: Mapping[str, Any], now: datetime, by: str) -> Desk:
    """Make this configuration hold from now on; the same content again changes nothing.

    The document is stored first and the pointer moves last, so a reader never finds a version without its document.
    The open tickets are checked against it by whoever calls this. Raises BadConfiguration, Busy.
    """
    desk = desk_of(document)
    rows.put_document(desk.version, _packed(desk))
    rows.point_to(_record(desk.version, now, by))
    forget()
    return desk


def change(edit: Edit, now: datetime, by: str, announce: Announce = lambda before, after: None) -> tuple[Desk, Desk]:
    """Make hold what `edit` makes of the newest configuration; what held before, and what holds now.

    `announce` is told both versions before the later one holds, so that no crash leaves one that nobody hears of.
    Whoever changes something at the same moment is not overwritten: the edit is made again on what they left. Nothing is
    written if it changes nothing. Raises whatever `edit` raises, Inconsistent for what no configuration may have, Busy.
    """
    for _ in range(TRIES):
        latest = next(iter(rows.activations(1)), None)
        if latest is None:
            raise Unavailable("No configuration is active yet", retry_after=60)
        # Whoever recorded it may have been cut off before it held.
        rows.point_to(latest)
        before = version(latest.version)
        after = _edited(before, edit)
        following = follow(latest, after.version, now=now, by=by, through=API)
        if following == latest:
            return before, before
        rows.put_document(after.version, _packed(after))
        announce(before.version, after.version)
        if rows.put_activation(following):
            rows.point_to(following)
            forget()
            return before, after
    raise Busy("Others change the configuration at the same moment")


def make_good(now: datetime) -> None:
    """Let the newest activation hold if whoever recorded it was cut off before it did."""
    for latest in rows.activations(1):
        rows.point_to(latest)
    newest(now)


def preview(edit: Edit, now: datetime) -> Desk:
    """What `change` would make hold; raises as it does, and writes nothing."""
    return _edited(newest(now), edit)


def _edited(before: Desk, edit: Edit) -> Desk:
    from chalicelib.desk.checks import new_faults

    after = desk_of(document_of(edit(before)))
    if faults := new_faults(before, after):
        raise Inconsistent("; ".join(faults))
    return after


def api_changes() -> tuple[Desk, Desk] | None:
    """The configuration as it was last activated whole and as the API has changed it since; None if nobody did."""
    latest = rows.activations(MOST_LOOKED_AT)
    base = file_behind(latest)
    if not latest or not base or not latest[0].through:
        return None
    return version(base), version(latest[0].version)


def history(limit: int = 50) -> tuple[Activation, ...]:
    """The activations, newest first."""
    return rows.activations(limit)


def lifetime(now: datetime) -> tuple[datetime, datetime]:
    """Since when there has been a configuration, and since when the present one holds; at most 60 seconds old."""
    place = settings().desk_table
    read_at, instants = _lifetimes.get(place, (None, None))
    if instants is None or read_at is None or not timedelta(0) <= now - read_at < FRESH:
        first, last = rows.activation(1), rows.current()
        instants = (first.at if first else now, last.at if last else now)
        _lifetimes[place] = (now, instants)
    return instants


def forget() -> None:
    """Read everything anew from the table; other processes follow within 60 seconds."""
    _current.clear()
    _lifetimes.clear()
    _versions.clear()


def _record(version_id: str, now: datetime, by: str) -> Activation:
    for _ in range(TRIES):
        latest = next(iter(rows.activations(1)), None)
        following = follow(latest, version_id, now=now, by=by)
        if following == latest or rows.put_activation(following):
            return following
    raise Busy("Others activate configurations at the same moment")


def _packed(desk: Desk) -> bytes:
    """Compressed; a row holds 400 kB at most, so more than 350 kB is refused."""
    content = codec.pack(document_of(desk))
    if len(content) > LARGEST_DOCUMENT:
        size = len(content) // 1000
        raise BadConfiguration(f"the configuration takes {size} kB after compression, more than the {LARGEST_DOCUMENT // 1000} kB that fit")
    return content
