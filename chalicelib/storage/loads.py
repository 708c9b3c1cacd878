"""Each agent's load as one row: a map of tickets to points with its total; reserving and releasing are one conditional update each."""

from collections.abc import Iterable, Iterator
from dataclasses import field
from datetime import datetime
from typing import Any

from pynamodb.connection.base import BOTOCORE_EXCEPTIONS

from chalicelib.codec import from_json, to_json
from chalicelib.people.load import Entry, Load
from chalicelib.people.profile import FIELDS
from chalicelib.people.shifts import Presence
from chalicelib.settings import settings
from chalicelib.storage.people import PROFILE
from chalicelib.storage.rows import BATCH_GET_LIMIT, ask, key_of, pause, shared_connection, stamp_of, standing_item
from chalicelib.values import dataclass

# Before the names of what an agent said of themselves.
PROFILED = "p_"


@dataclass(frozen=True, slots=True)
class Standing:
    """What is stored of an agent: the load, the presence, when work was last assigned (UTC), and what they said of themselves, and when."""

    load: Load = Load()
    presence: Presence = Presence()
    last_assigned_at: datetime | None = None
    profile: dict[str, str] = field(default_factory=dict)
    profile_at: datetime | None = None


def load_key(agent: int) -> str:
    return f"LOAD#{agent}"


def find_standings(agents: Iterable[int]) -> dict[int, Standing]:
    """Standings by agent in consistent batch gets; an agent never heard of has an empty one."""
    numbers = list(agents)
    found = {int(item["pk"]["S"].partition("#")[2]): _standing(item) for item in _items([load_key(number) for number in numbers])}
    return {number: found.get(number, Standing()) for number in numbers}


def _items(pks: list[str]) -> Iterator[dict[str, Any]]:
    table, pending, attempt = settings().people_table, [key_of(pk, PROFILE) for pk in pks], 0
    while pending:
        page, pending = pending[:BATCH_GET_LIMIT], pending[BATCH_GET_LIMIT:]
        request = {"RequestItems": {table: {"Keys": page, "ConsistentRead": True}}}
        answer = ask(lambda request=request: shared_connection().dispatch("BatchGetItem", request))
        yield from answer.get("Responses", {}).get(table, [])
        if left := answer.get("UnprocessedKeys", {}).get(table, {}).get("Keys", []):
            pause(attempt := attempt + 1)
            pending += left


def reserve(agent: int, ticket: int, entry: Entry, ceiling: int, now: datetime) -> bool:
    """Put the ticket into the map if it is not there and the total is at most `ceiling`; False if either fails.

    The same ticket for the same commit again is the same place: an answer was lost, or an attempt cut off.
    """
    values = {":e": _entry(entry), ":p": {"N": str(entry.points)}, ":c": {"N": str(ceiling)}, ":at": {"S": stamp_of(now)}}
    in_the_way = _update(
        agent,
        "SET #m.#t = :e, assigned = :at ADD #n :p",
        "attribute_exists(#m) AND attribute_not_exists(#m.#t) AND #n <= :c",
        {"#m": "entries", "#t": str(ticket), "#n": "total"},
        values,
    )
    held = _standing(in_the_way).load.entries.get(ticket) if in_the_way else None
    return in_the_way is None or (held is not None and held.seq == entry.seq)


def prepare(agent: int) -> None:
    """Make the row that reservations go into; nothing if it is there."""
    values = {":m": {"M": {}}, ":z": {"N": "0"}}
    _update(agent, "SET #m = :m, #n = :z", "attribute_not_exists(#m)", {"#m": "entries", "#n": "total"}, values)


def release(agent: int, ticket: int, seq: int, points: int) -> bool:
    """Take the ticket out of the map while its entry still waits for `seq`; False if it was gone or newer."""
    values = {":s": {"N": str(seq)}, ":p": {"N": str(-points)}}
    names = {"#m": "entries", "#t": str(ticket), "#n": "total", "#s": "seq"}
    return _update(agent, "REMOVE #m.#t ADD #n :p", "#m.#t.#s = :s", names, values) is None


def put_presence(agent: int, presence: Presence) -> None:
    _update(agent, "SET presence = :p", "", {}, {":p": {"S": to_json(presence).decode()}})


def put_profile(agent: int, fields: dict[str, str], now: datetime) -> None:
    """Each field by itself, so that two who change different ones at once are both heard."""
    names = {f"#f{place}": PROFILED + name for place, name in enumerate(fields)}
    values = {f":f{place}": {"S": value} for place, value in enumerate(fields.values())}
    told = ", ".join(f"#f{place} = :f{place}" for place in range(len(fields)))
    _update(agent, f"SET {told}, profiled = :at", "", names, {**values, ":at": {"S": stamp_of(now)}})


def forget_profile(agent: int) -> None:
    names = {f"#f{place}": PROFILED + name for place, name in enumerate(FIELDS)}
    _update(agent, f"REMOVE {', '.join(names)} SET profiled = :z", "", names, {":z": {"S": ""}})


def _update(agent: int, expression: str, condition: str, names: dict[str, str], values: dict[str, Any]) -> dict[str, Any] | None:
    """None: done; else the item as it stands, empty if there is none."""
    operation: dict[str, Any] = {
        "TableName": settings().people_table, "Key": key_of(load_key(agent), PROFILE),
        "UpdateExpression": expression, "ExpressionAttributeValues": values,
    }  # fmt: skip
    operation |= {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"} if condition else {}
    operation |= {"ExpressionAttributeNames": names} if names else {}
    try:
        shared_connection().dispatch("UpdateItem", operation)
    except BOTOCORE_EXCEPTIONS as fault:
        return standing_item(fault)
    return None


def _entry(entry: Entry) -> dict[str, Any]:
    return {"M": {"points": {"N": str(entry.points)}, "seq": {"N": str(entry.seq)}, "since": {"N": str(entry.since)}}}


def _standing(item: dict[str, Any]) -> Standing:
    entries = {
        int(number): Entry(**{name: int(value["N"]) for name, value in row["M"].items()})
        for number, row in item.get("entries", {"M": {}})["M"].items()
    }
    presence = from_json(item["presence"]["S"], Presence) if "presence" in item else Presence()
    assigned = datetime.fromisoformat(item["assigned"]["S"]) if "assigned" in item else None
    profile = {name: item[PROFILED + name]["S"] for name in FIELDS if PROFILED + name in item}
    since = datetime.fromisoformat(item["profiled"]["S"]) if item.get("profiled", {}).get("S") else None
    return Standing(Load(entries, int(item.get("total", {"N": "0"})["N"])), presence, assigned, profile, since)
