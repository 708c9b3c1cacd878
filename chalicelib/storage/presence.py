"""Who is on a ticket's page: H#<ticket> in the Seen table, one sign of life an agent, judged when it is read."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.settings import settings
from chalicelib.storage.rows import ask, key_of, shared_connection

KEPT = timedelta(hours=1)
SIGN = "a"


def sign(ticket: int, agent: int, written: str, now: datetime) -> dict[int, str]:
    """Keep an agent's sign of life and answer everybody's, in one request; the row goes an hour after the last one."""
    expires = {"N": str(int((now + KEPT).timestamp()))}
    names, values = {"#a": f"{SIGN}{agent}", "#e": "expires"}, {":s": {"S": written}, ":e": expires}
    return _signs(_update(ticket, "SET #a = :s, #e = :e", names, values))


def forget(ticket: int, agents: Iterable[int]) -> None:
    """Take old signs away; one that is given at this very moment comes back with its agent's next."""
    names = {f"#a{position}": f"{SIGN}{agent}" for position, agent in enumerate(agents)}
    _update(ticket, f"REMOVE {', '.join(names)}", names, {})


def signs(ticket: int) -> dict[int, str]:
    """Everybody's, read at half the price: the last moments may be missing."""
    asked = {"TableName": settings().seen_table, "Key": key_of(_key(ticket), None), "ConsistentRead": False}
    return _signs(ask(lambda: shared_connection().dispatch("GetItem", asked)).get("Item", {}))


def _update(ticket: int, expression: str, names: dict[str, str], values: dict[str, Any]) -> dict[str, Any]:
    asked: dict[str, Any] = {
        "TableName": settings().seen_table, "Key": key_of(_key(ticket), None), "UpdateExpression": expression,
        "ExpressionAttributeNames": names, "ReturnValues": "ALL_NEW",
    }  # fmt: skip
    answer = ask(lambda: shared_connection().dispatch("UpdateItem", asked | ({"ExpressionAttributeValues": values} if values else {})))
    kept: dict[str, Any] = answer.get("Attributes", {})
    return kept


def _signs(item: dict[str, Any]) -> dict[int, str]:
    return {int(name[1:]): value["S"] for name, value in item.items() if name[0] == SIGN and name[1:].isdigit()}


def _key(ticket: int) -> str:
    return f"H#{ticket}"
