"""The People table: contacts and their handles, companies, API keys, agents' loads and presence."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pynamodb.attributes import JSONAttribute, ListAttribute, NumberAttribute, UnicodeAttribute

from chalicelib.channels.message import Handle
from chalicelib.ids import number_of
from chalicelib.settings import settings
from chalicelib.storage.rows import Items, Part, Row, query, stamp_of

SHARDS = 4
PROFILE = "PROFILE"


class PersonRow(Row):
    """Anything in the People table, told apart by its keys; `data` is the object's own fields."""

    class Meta:
        table_name = settings().people_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True, default=PROFILE)
    id = NumberAttribute(null=True)
    data = JSONAttribute(null=True)
    handles = ListAttribute[Any](null=True)
    kind_pk = UnicodeAttribute(null=True)
    kind_sk = UnicodeAttribute(null=True)
    at = UnicodeAttribute(null=True)
    changed = UnicodeAttribute(null=True)


@dataclass(frozen=True, slots=True)
class Listed:
    """A stored object as the API lists it."""

    id: int
    data: dict[str, Any]
    created_at: datetime
    updated_at: datetime


def handle_key(handle: Handle) -> str:
    return f"H#{handle.kind}#{handle.value}"


def contact_key(number: int) -> str:
    return f"CT#{number}"


def company_key(number: int) -> str:
    return f"CO#{number}"


def domain_key(domain: str) -> str:
    return f"DOM#{domain}"


def key_key(key_hash: str) -> str:
    return f"K#{key_hash}"


def put_handle(handle: Handle, contact: int, evidence: str, now: datetime, *, company: str = "") -> int:
    """Bind a handle to a contact, first writer wins; the contact it belongs to now."""
    edge = {"name": handle.name, "evidence": evidence, "company": company}
    standing = PersonRow(handle_key(handle), PROFILE, id=contact, data=edge, at=stamp_of(now)).put(PersonRow.pk.does_not_exist())
    return int(standing.id) if standing else contact


def put_object(kind: str, number: int, data: dict[str, Any], now: datetime) -> bool:
    """Create an object that is listed under `kind`; False if it is there already."""
    stamp = stamp_of(now)
    row = PersonRow(
        f"{kind}#{number}", PROFILE, id=number, data=data, at=stamp, changed=stamp,
        kind_pk=f"{kind}#{number % SHARDS}", kind_sk=f"{stamp}#{number}",
    )  # fmt: skip
    return row.put(PersonRow.pk.does_not_exist()) is None


def change_object(kind: str, number: int, data: dict[str, Any], now: datetime, was: datetime) -> Listed | None:
    """Replace the object's fields if nobody changed it since `was`; None if somebody did."""
    row = PersonRow.change(
        f"{kind}#{number}", PROFILE, [PersonRow.data.set(data), PersonRow.changed.set(stamp_of(now))], PersonRow.changed == stamp_of(was)
    )
    return listed(row) if row else None


def find_object(kind: str, number: int) -> Listed | None:
    row = PersonRow.find(f"{kind}#{number}", PROFILE)
    return listed(row) if row else None


def list_objects(kind: str, shard: int, limit: int, start: dict[str, Any] | None = None) -> Items:
    """One page of one shard, oldest first."""
    return query(PersonRow, Part(f"{kind}#{shard}", index="kind", limit=limit, start=start))


def listed(row: PersonRow) -> Listed:
    return Listed(int(row.id), dict(row.data or {}), datetime.fromisoformat(row.at), datetime.fromisoformat(row.changed or row.at))


def wanted(pks: Iterable[str]) -> list[tuple[type[Row], str, str]]:
    return [(PersonRow, pk, PROFILE) for pk in pks]


def company_id(name: str) -> int:
    return number_of(f"company:{name.casefold()}")
