"""The base of every stored row: one shared connection, conditions that answer with the row that stood in the way, one error tree."""

import hashlib
import random
import threading
import time
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any, Self

from pynamodb.attributes import BinaryAttribute, UnicodeAttribute
from pynamodb.connection.base import BOTOCORE_EXCEPTIONS, Connection
from pynamodb.connection.table import TableConnection
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib import meter
from chalicelib.agent import named
from chalicelib.answers import is_cut
from chalicelib.attributes import Readers
from chalicelib.errors import Unavailable
from chalicelib.values import dataclass

CONDITION_FAILED = "ConditionalCheckFailedException"
PASSING = frozenset(
    {
        "InternalServerError",
        "LimitExceededException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "RequestTimeout",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
    }
)
BATCH_GET_LIMIT = 100
BATCH_WRITE_LIMIT = 25
MOST_ATTEMPTS = 8
LONGEST_WAIT = 20
LONGEST_KEY = 2_048
_guard = threading.Lock()
_connections: dict[str, Connection] = {}


def bound(key: str) -> str:
    """The key as it is if a table takes it (2,048 bytes), else its beginning and a digest of the whole."""
    if len(key) <= LONGEST_KEY // 4 or len(key.encode("utf-8", "replace")) <= LONGEST_KEY:
        return key
    return f"{key[:200]}#sha256:{hashlib.sha256(key.encode('utf-8', 'replace')).hexdigest()}"


class Bytes(BinaryAttribute):
    """Raw bytes as they are."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(legacy_encoding=False, **kwargs)


class Row(Model):
    """A row with spelled-out keys; all tables share one client, because each client costs a cold start tens of milliseconds."""

    pk = UnicodeAttribute(hash_key=True)

    @classmethod
    def _get_connection(cls) -> TableConnection:
        if cls._connection is None:
            table = super()._get_connection()
            shared = shared_connection()
            if table.table_name not in shared._tables:
                shared.add_meta_table(table.connection.get_meta_table(table.table_name))
            table.connection = shared
            cls._connection = table
        return cls._connection

    def keys(self) -> tuple[str, str | None]:
        return self.pk, getattr(self, "sk", None)

    def put(self, condition: Condition | None = None) -> Self | None:
        """Write the row. None: written; else the row that made `condition` fail (one request either way)."""
        return self._put(shared_connection(), condition)

    def _put(self, connection: Connection, condition: Condition | None) -> Self | None:
        table = self._get_connection()
        (hash_key,), arguments = self._get_save_args(condition)
        arguments.setdefault("range_key", None)
        standing = "ALL_OLD" if condition is not None else None
        operation = table.connection.get_operation_kwargs(
            table.table_name, hash_key, key="Item", return_values_on_condition_failure=standing, **arguments
        )
        try:
            connection.dispatch("PutItem", operation)
        except BOTOCORE_EXCEPTIONS as fault:
            return type(self).from_raw_data(standing_item(fault))
        return None

    @classmethod
    def change(cls, pk: str, sk: str | None, actions: list[Action], condition: Condition | None = None) -> Self | None:
        """Update in place. The row as it now is, or None if `condition` failed."""
        table = cls._get_connection()
        operation = table.connection.get_operation_kwargs(
            table.table_name, pk, sk, actions=actions, condition=condition, return_values="ALL_NEW"
        )
        try:
            answer = table.connection.dispatch("UpdateItem", operation)
        except BOTOCORE_EXCEPTIONS as fault:
            standing_item(fault)
            return None
        return cls.from_raw_data(answer["Attributes"])

    @classmethod
    def find(cls, pk: str, sk: str | None = None, *, eventual: bool = False) -> Self | None:
        """One consistent read; an `eventual` one costs half, and may miss what was written some moments ago."""
        table = cls._get_connection()
        operation = table.connection.get_operation_kwargs(table.table_name, pk, sk, consistent_read=not eventual)
        item = ask(lambda: table.connection.dispatch("GetItem", operation)).get("Item")
        return cls.from_raw_data(item) if item else None

    @classmethod
    def remove(cls, pk: str, sk: str | None = None) -> None:
        table = cls._get_connection()
        operation = table.connection.get_operation_kwargs(table.table_name, pk, sk)
        ask(lambda: table.connection.dispatch("DeleteItem", operation))

    @classmethod
    def remove_if(cls, pk: str, sk: str | None, condition: Condition) -> bool:
        """Remove the row if it is so; whether it was."""
        table = cls._get_connection()
        operation = table.connection.get_operation_kwargs(table.table_name, pk, sk, condition=condition)
        try:
            table.connection.dispatch("DeleteItem", operation)
        except BOTOCORE_EXCEPTIONS as fault:
            standing_item(fault)
            return False
        return True


@dataclass(frozen=True, slots=True)
class Part:
    """Which rows of one partition: sort keys from `low` to `high` inclusive, of the table or of an index.

    An index named x has the keys x_pk and x_sk, unless `keys` says otherwise. `start` is the key a former page ended with.
    A read of the table is consistent unless `eventual`.
    """

    pk: str
    low: str = ""
    high: str = ""
    index: str = ""
    forward: bool = True
    limit: int | None = None
    start: dict[str, Any] | None = None
    eventual: bool = False
    keys: tuple[str, str] | None = None

    def request(self, table: str) -> dict[str, Any]:
        prefix = f"{self.index}_" if self.index else ""
        hashed, sorted_by = self.keys or (f"{prefix}pk", f"{prefix}sk")
        names, values = {"#p": hashed}, {":p": {"S": self.pk}}
        condition = "#p = :p"
        if self.low or self.high:
            condition += " AND #s BETWEEN :l AND :h"
            names["#s"] = sorted_by
            values |= {":l": {"S": self.low or " "}, ":h": {"S": self.high or "\uffff"}}
        place = {"IndexName": self.index} if self.index else {"ConsistentRead": not self.eventual}
        asked: dict[str, Any] = {"Limit": self.limit, "ExclusiveStartKey": self.start}
        return {
            "TableName": table, "KeyConditionExpression": condition, "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values, "ScanIndexForward": self.forward,
        } | place | {name: value for name, value in asked.items() if value}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Items:
    """One page of raw items and the key to go on from."""

    rows: tuple[dict[str, Any], ...]
    next: dict[str, Any] | None


def query(kind: type[Row], part: Part) -> Items:
    """One page, one request."""
    operation = part.request(kind._get_connection().table_name)
    answer = ask(lambda: shared_connection().dispatch("Query", operation))
    return Items(tuple(answer["Items"]), answer.get("LastEvaluatedKey"))


def query_all(kind: type[Row], part: Part) -> Iterator[dict[str, Any]]:
    """Every row of the part, page by page, up to its limit."""
    left, start = part.limit, part.start
    while True:
        page = query(kind, replace(part, start=start, limit=left))
        yield from page.rows
        left, start = left and left - len(page.rows), page.next
        if start is None or left == 0:
            return


def read_on(kind: type[Row], part: Part) -> Iterator[dict[str, Any]]:
    """Every row of the part, `limit` rows a request, asking for more only when they are taken."""
    start = part.start
    while True:
        page = query(kind, replace(part, start=start))
        yield from page.rows
        start = page.next
        if start is None:
            return


def read_many(
    wanted: Iterable[tuple[type[Row], str, str | None]], *, eventual: Collection[type[Row]] = ()
) -> dict[tuple[str, str | None], Any]:
    """Rows of several tables in one batch get, by (pk, sk); rows that do not exist are left out.

    Read consistently, but for the kinds named `eventual`: at half the price, a write of the last moments may be missing there.
    """
    half = {kind._get_connection().table_name for kind in eventual}
    kinds: dict[tuple[str, str, str | None], type[Row]] = {}
    for kind, pk, sk in wanted:
        kinds[kind._get_connection().table_name, pk, sk] = kind
    pending = [(table, key_of(pk, sk)) for table, pk, sk in kinds]
    found: dict[tuple[str, str | None], Any] = {}
    attempt = 0
    while pending:
        page, pending = pending[:BATCH_GET_LIMIT], pending[BATCH_GET_LIMIT:]
        answer = ask(lambda page=page: shared_connection().dispatch("BatchGetItem", {"RequestItems": _by_table(page, half)}))
        for table, items in answer.get("Responses", {}).items():
            for item in items:
                pk, sk = item["pk"]["S"], item.get("sk", {}).get("S")
                found[pk, sk] = kinds[table, pk, sk].from_raw_data(item)
        left = [(table, key) for table, part in answer.get("UnprocessedKeys", {}).items() for key in part["Keys"]]
        if left:
            pause(attempt := attempt + 1)
        pending += left
    return found


def write_many(rows: Iterable[Row]) -> None:
    """Put rows unconditionally, 25 in a request; rows with equal keys must be equal. Raises Unavailable if some are refused for long."""
    _write([(row._get_connection().table_name, {"PutRequest": {"Item": row.serialize()}}) for row in rows])


def remove_many(kind: type[Row], keys: Iterable[tuple[str, str | None]]) -> None:
    """Remove rows by (pk, sk), 25 in a request, whether they are there or not. Raises Unavailable if some are refused for long."""
    table = kind._get_connection().table_name
    _write([(table, {"DeleteRequest": {"Key": key_of(pk, sk)}}) for pk, sk in keys])


def _write(pending: list[tuple[str, dict[str, Any]]]) -> None:
    attempt = 0
    while pending:
        page, pending = pending[:BATCH_WRITE_LIMIT], pending[BATCH_WRITE_LIMIT:]
        request: dict[str, Any] = {}
        for table, entry in page:
            request.setdefault(table, []).append(entry)
        answer = ask(lambda request=request: shared_connection().dispatch("BatchWriteItem", {"RequestItems": request}))
        left = [(table, entry) for table, entries in answer.get("UnprocessedItems", {}).items() for entry in entries]
        if left and (attempt := attempt + 1) > MOST_ATTEMPTS:
            raise Unavailable(f"DynamoDB did not take {len(left)} rows")
        if left:
            pause(attempt)
        pending += left


def size_of(row: Row) -> int:
    """Bytes that DynamoDB counts for a row of text, bytes and numbers, without asking pynamodb to serialize it."""
    return sum(len(name) + _size(value) for name, value in row.attribute_values.items() if value is not None)


def _size(value: Any) -> int:
    if isinstance(value, bytes):
        return len(value)
    return len(value.encode()) if isinstance(value, str) else len(str(value)) // 2 + 2


def key_of(pk: str, sk: str | None) -> dict[str, Any]:
    return {"pk": {"S": pk}} | ({"sk": {"S": sk}} if sk is not None else {})


def _by_table(page: list[tuple[str, dict[str, Any]]], half: Collection[str]) -> dict[str, Any]:
    request: dict[str, Any] = {}
    for table, key in page:
        request.setdefault(table, {"Keys": [], "ConsistentRead": table not in half})["Keys"].append(key)
    return request


def shared_connection(profile: str = "usual") -> Connection:
    """One connection a process for usual work; `commit` gives up after a second and never retries by itself."""
    with _guard:
        if profile not in _connections:
            quick = profile == "commit"
            connection = Connection(connect_timeout_seconds=1, read_timeout_seconds=1 if quick else 3, max_retry_attempts=0 if quick else 4)
            connection.session.set_default_client_config(named())
            connection.session.register_component("response_parser_factory", Readers())
            # Made here under the lock: botocore's client creation is not thread safe.
            meter.listen(connection.client.meta.events)
            connection.client.meta.events.register("after-call", _refuse_cut)
            _connections[profile] = connection
        return _connections[profile]


def _refuse_cut(http_response: Any, model: Any, **_: Any) -> None:
    """Read as it came, it would say that no row is there."""
    if is_cut(http_response, model):
        raise Unavailable(f"the answer of DynamoDB to {model.name} was cut short")


def ask(call: Any) -> dict[str, Any]:
    try:
        answer: dict[str, Any] = call()
    except BOTOCORE_EXCEPTIONS as fault:
        raise _passing(fault) from fault
    return answer


def standing_item(fault: Exception) -> dict[str, Any]:
    """The item that made a condition fail; any other fault is raised as ours."""
    origin = fault.__cause__ if fault.__cause__ is not None else fault
    response = _response(origin)
    if response.get("Error", {}).get("Code") != CONDITION_FAILED:
        raise _passing(fault) from fault
    item: dict[str, Any] = response.get("Item", {})
    return item


def _passing(fault: Exception | None) -> Exception:
    code = _response(fault).get("Error", {}).get("Code", "")
    if code and code not in PASSING:
        return fault if fault is not None else Unavailable()
    return Unavailable(f"DynamoDB did not answer: {code or fault}")


def _response(fault: BaseException | None) -> dict[str, Any]:
    """What DynamoDB answered; a lost connection has the attribute and nothing in it."""
    return getattr(fault, "response", None) or {}


def pause(attempt: int, ceiling: float = 0.4) -> None:
    """Wait a little, longer each time, with full jitter so that rivals do not meet again."""
    time.sleep(random.uniform(0, min(ceiling, 0.02 * 2**attempt)))  # noqa: S311  # jitter is no secret


def spread(rivals: int) -> int:
    """Seconds after which to come again: anything up to one for each rival, so that who is told at once does not come back at once."""
    return random.randint(1, max(2, min(rivals, LONGEST_WAIT)))  # noqa: S311  # as above


def stamp_of(at: datetime) -> str:
    """An instant as sortable text: UTC, microseconds, Z."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
