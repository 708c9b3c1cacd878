"""The pretended AWS of this process, reached into: to ask by its API for what a test needs around it would be most of the test's time.

Tables made here are moto's own, by moto's own operation; only client, signature and web server are left out.
"""

from collections.abc import Iterator
from datetime import UTC
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.model_instances import reset_model_data
from moto.dynamodb.models import dynamodb_backends
from moto.dynamodb.responses import DynamoHandler
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from chalicelib.settings import QUEUES, settings
from tests.tables import declared


def make_tables() -> None:
    """Fresh tables as the template declares them, here and nowhere else."""
    for declaration in declared():
        handler = DynamoHandler()
        handler.region, handler.current_account = settings().region, DEFAULT_ACCOUNT_ID
        handler.body = declaration
        handler.create_table()


def drop_tables() -> None:
    """Also moto's list of everything it ever made, which would hold all rows of all tests."""
    for declaration in declared():
        tables().pop(declaration["TableName"], None)
    reset_model_data()


def fresh_queues() -> None:
    """New ones, not emptied ones: moto remembers what was deleted."""
    for name in QUEUES:
        queues().pop(f"vuoro-{name}", None)
        _sqs().create_queue(f"vuoro-{name}")


def fresh_buckets() -> None:
    """A file lies under a name made of its message, so the like message of another test would find it."""
    for bucket in buckets():
        dict.clear(bucket.keys)


def has_tables() -> bool:
    """Whether the tables are here at all, and not with another engine."""
    return settings().tickets_table in tables()


def tables() -> dict[str, Any]:
    found: dict[str, Any] = dynamodb_backends[DEFAULT_ACCOUNT_ID][settings().region].tables
    return found


def queues() -> dict[str, Any]:
    found: dict[str, Any] = _sqs().queues
    return found


def buckets() -> Iterator[Any]:
    held = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets
    return (held[name] for name in {settings().raw_bucket, settings().files_bucket})


def streamed(after: int) -> list[dict[str, Any]]:
    """The next hundred records of the Tickets table's stream after so many, oldest first."""
    items = tables()[settings().tickets_table].stream_shard.items[after : after + 100]
    return [_dated(item.record) for item in items]


def looks() -> Iterator[str]:
    """The instants in the agenda, in no order."""
    for partition in tables()[settings().tickets_table].items.values():
        found = (row.attrs.get("agenda_sk") for row in partition.values())
        yield from (str(key.value).partition("#")[0] for key in found if key is not None)


def taken(queue: str, most: int) -> list[str]:
    """Takes the bodies of the oldest messages off a queue, whatever their delay."""
    messages = queues()[f"vuoro-{queue}"]._messages
    bodies = [message.body for message in messages[:most]]
    del messages[:most]
    return bodies


def put(queue: str, body: str) -> None:
    _sqs().send_message(f"vuoro-{queue}", body)


def _dated(record: dict[str, Any]) -> dict[str, Any]:
    """With an instant as a client reads it; moto's is UTC without saying so."""
    inner = record["dynamodb"]
    return {**record, "dynamodb": {**inner, "ApproximateCreationDateTime": inner["ApproximateCreationDateTime"].replace(tzinfo=UTC)}}


def _sqs() -> Any:
    return sqs_backends[DEFAULT_ACCOUNT_ID][settings().region]
