"""DynamoDB's replica that lags: reads that do not ask for consistency see the tables as they were when it stopped."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.settings import settings
from chalicelib.storage import newest
from chalicelib.storage.rows import shared_connection
from tests.world import client

Items = list[dict[str, Any]]
TABLES = ("tickets", "seen", "people", "desk")
BEFORE, AFTER = "before-parameter-build.dynamodb", "after-call.dynamodb"


class Replica:
    """`served` counts the reads that got an old answer."""

    def __init__(self) -> None:
        self.served = 0
        self._tables: dict[str, Items] = {}

    def stop(self) -> None:
        """What is written from now on, it does not see; and whoever reads is a process that wrote nothing."""
        names = (getattr(settings(), f"{name}_table") for name in TABLES)
        self._tables = {name: client("dynamodb").scan(TableName=name)["Items"] for name in names}
        self.stop_memory()

    def stop_memory(self) -> None:
        """Whoever reads from now on is again a process that wrote nothing."""
        newest.forget()

    def lose(self, sk: str) -> None:
        """Rows of this sort key have not reached it, though later ones have."""
        self._tables = {name: [item for item in items if item.get("sk", {}).get("S") != sk] for name, items in self._tables.items()}

    def asked(self, params: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        context["asked"] = params

    def get(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        asked = context["asked"]
        if asked["TableName"] in self._tables and not asked.get("ConsistentRead"):
            found = next((item for item in self._tables[asked["TableName"]] if asked["Key"].items() <= item.items()), None)
            self.served += parsed.pop("Item", None) != found
            parsed |= {"Item": found} if found else {}

    def batch(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        for table, asked in context["asked"]["RequestItems"].items():
            if table in self._tables and not asked["ConsistentRead"]:
                wanted = [item for item in self._tables[table] if any(key.items() <= item.items() for key in asked["Keys"])]
                self._answer(parsed["Responses"], table, wanted)

    def query(self, parsed: dict[str, Any], context: dict[str, Any], **_: Any) -> None:
        """Of the table itself and of a whole partition."""
        asked = context["asked"]
        if asked["TableName"] not in self._tables or asked.get("ConsistentRead") or "IndexName" in asked:
            return
        pk = asked["ExpressionAttributeValues"][":p"]
        found = sorted((item for item in self._tables[asked["TableName"]] if item["pk"] == pk), key=lambda item: str(item["sk"]["S"]))
        self._answer(parsed, "Items", found if asked["ScanIndexForward"] else found[::-1])

    def _answer(self, parsed: dict[str, Any], name: str, items: Items) -> None:
        self.served += parsed.get(name, []) != items
        parsed[name] = items


@contextmanager
def lagging() -> Iterator[Replica]:
    """Between our code and DynamoDB, by botocore's own events."""
    replica, events = Replica(), shared_connection().client.meta.events
    hooks: list[tuple[str, Callable[..., None]]] = [
        (f"{AFTER}.GetItem", replica.get),
        (f"{AFTER}.BatchGetItem", replica.batch),
        (f"{AFTER}.Query", replica.query),
    ]
    hooks += [(f"{BEFORE}.{operation}", replica.asked) for operation in ("GetItem", "BatchGetItem", "Query")]
    for event, hook in hooks:
        events.register(event, hook)
    try:
        yield replica
    finally:
        for event, hook in hooks:
            events.unregister(event, hook)
