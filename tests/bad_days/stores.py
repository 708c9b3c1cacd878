"""What the pretended AWS holds, saved and put back, so that a story can be taken up again in its middle."""

import copy
import pickle
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from moto.core import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from moto.ses.models import ses_backends
from moto.sqs.models import sqs_backends

from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
from chalicelib.settings import settings
from infra.tables import tables


@dataclass(frozen=True)
class Saved:
    """A copy of all that is stored: rows by table, the stream, messages by queue, objects by bucket, mails sent."""

    rows: dict[str, bytes]
    streamed: tuple[Any, ...]
    messages: dict[str, tuple[Any, ...]]
    objects: dict[str, dict[str, Any]]
    mails: tuple[Any, ...]
    more: dict[str, Any] = field(default_factory=dict)


def save(**more: Any) -> Saved:
    """`more` is kept beside it, copied."""
    return Saved(
        {name: pickle.dumps(table.items) for name, table in _tables().items()},
        tuple(streamed()),
        {name: tuple(queue._messages) for name, queue in _queues().items()},
        {name: {key: list(versions) for key, versions in dict.items(bucket.keys)} for name, bucket in _buckets().items()},
        tuple(sent()),
        copy.deepcopy(more),
    )


def restore(saved: Saved) -> dict[str, Any]:
    """Everything as it was, every process cold; what was kept beside it, copied again."""
    for name, table in _tables().items():
        table.items = pickle.loads(saved.rows[name])
    streamed()[:] = saved.streamed
    for name, queue in _queues().items():
        queue._messages[:] = saved.messages[name]
        queue._pending_messages.clear()
    for name, bucket in _buckets().items():
        dict.clear(bucket.keys)
        dict.update(bucket.keys, {key: list(versions) for key, versions in saved.objects[name].items()})
    sent()[:] = saved.mails
    forget()
    return copy.deepcopy(saved.more)


def empty_buckets() -> None:
    """They outlive a test; other stores are made anew for each."""
    for bucket in _buckets().values():
        dict.clear(bucket.keys)


def forget() -> None:
    """A process that has just started knows nothing yet."""
    desks.forget()
    secrets.forget()


def streamed() -> list[Any]:
    """The records of the Tickets table's stream, oldest first."""
    shard = _tables()[settings().tickets_table].stream_shard
    found: list[Any] = shard.items
    return found


def sent() -> list[Any]:
    """The mails that SES took."""
    found: list[Any] = _ses().sent_messages
    return found


def waiting(queue: str) -> list[str]:
    """Takes the bodies of all messages off a queue."""
    messages = _queues()[f"vuoro-{queue}"]._messages
    bodies = [message.body for message in messages]
    messages.clear()
    return bodies


def put(queue: str, body: str) -> None:
    sqs_backends[DEFAULT_ACCOUNT_ID][settings().region].send_message(f"vuoro-{queue}", body)


def rows(table: str) -> list[dict[str, Any]]:
    """Every item of a table as a client reads it, in the order of its keys."""
    found = [item for rows in _tables()[table].items.values() for item in (rows.values() if isinstance(rows, dict) else (rows,))]
    return sorted((item.to_json()["Attributes"] for item in found), key=lambda item: (item["pk"]["S"], item.get("sk", {}).get("S", "")))


def keys(prefix: str) -> list[str]:
    """Of the raw bucket, in order."""
    return sorted(key for key in _buckets()[settings().raw_bucket].keys if key.startswith(prefix))


def date_raw(at: datetime) -> None:
    """The pretended bucket keeps real time; its objects get the world's."""
    for key in _buckets()[settings().raw_bucket].keys.values():
        key.last_modified = at


def ticket_numbers() -> list[int]:
    """Tickets that have a history."""
    return [int(item["pk"]["S"][2:]) for item in rows(settings().tickets_table) if item["sk"]["S"] == "C#000001"]


def _tables() -> dict[str, Any]:
    names = [getattr(settings(), f"{name.lower()}_table") for name in tables()]
    held = dynamodb_backends[DEFAULT_ACCOUNT_ID][settings().region].tables
    return {name: held[name] for name in names}


def _queues() -> dict[str, Any]:
    found: dict[str, Any] = sqs_backends[DEFAULT_ACCOUNT_ID][settings().region].queues
    return found


def _buckets() -> dict[str, Any]:
    held = s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets
    return {name: held[name] for name in (settings().raw_bucket, settings().files_bucket)}


def _ses() -> Any:
    return ses_backends[DEFAULT_ACCOUNT_ID][settings().region]
