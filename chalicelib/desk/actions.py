"""Which configuration holds now, which held then, and making another one hold."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chalicelib import codec
from chalicelib.desk.model import Desk
from chalicelib.desk.reading import Document, desk_of, document_of
from chalicelib.desk.versions import Activation, follow
from chalicelib.errors import BadConfiguration, Busy, NotFound, Unavailable
from chalicelib.settings import settings
from chalicelib.storage import desk as rows

FRESH = timedelta(seconds=60)
KEPT_VERSIONS = 16
LARGEST_DOCUMENT = 350_000
TRIES = 5
_current: dict[str, tuple[datetime, Desk]] = {}
_versions: dict[tuple[str, str], Desk] = {}
_lifetimes: dict[str, tuple[datetime, tuple[datetime, datetime]]] = {}


def current(now: datetime) -> Desk:
    """The desk that holds, at most 60 seconds old. Raises Unavailable before the first activation, so that mail waits for it."""
    place = settings().desk_table
    read_at, desk = _current.get(place, (None, None))
    if desk is None or read_at is None or not timedelta(0) <= now - read_at < FRESH:
        holding = rows.current()
        if holding is None:
            raise Unavailable("No configuration is active yet: run python -m infra config activate desk.yaml", retry_after=60)
        desk = version(holding.version)
        _current[place] = (now, desk)
    return desk


def version(version_id: str) -> Desk:
    """The desk as it was stored under this version; raises NotFound."""
    key = (settings().desk_table, version_id)
    if key not in _versions:
        content = rows.document(version_id)
        if content is None:
            raise NotFound(f"There is no configuration version {version_id}")
        if len(_versions) >= KEPT_VERSIONS:
            _versions.pop(next(iter(_versions)), None)
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
