"""A pretended AWS in this process: import it before anything of the application, because settings are read once."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-north-1"
QUEUE_NAMES = ("inbound", "routing", "checks", "deliveries", "background", "poison")
for name in [name for name in os.environ if name.startswith(("AWS_", "VUORO_"))]:
    # A mistake must not reach a real account.
    del os.environ[name]
os.environ |= {
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    # Streams answer in process only without the account's own host name.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
    "VUORO_PUBLIC_URL": "https://desk.kauppa.example",
    "VUORO_MAIL_DOMAIN": "kauppa.example",
    "VUORO_LOG_LEVEL": "CRITICAL",
    **{f"VUORO_{name.upper()}_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/vuoro-{name}" for name in QUEUE_NAMES},
}

from moto import mock_aws  # noqa: E402  # the environment comes first

from chalicelib.desk import actions as desks  # noqa: E402  # the environment comes first
from chalicelib.settings import settings  # noqa: E402  # the environment comes first
from infra.tables import tables  # noqa: E402  # the environment comes first
from tests.world import START, World, client, make_places, watch_delays  # noqa: E402  # the environment comes first

UNKNOWN_HERE = ("PointInTimeRecoverySpecification", "TimeToLiveSpecification")


@contextmanager
def pretended() -> Iterator[None]:
    """An AWS with our queues, buckets and secrets, and no tables yet."""
    with mock_aws():
        make_places()
        watch_delays()
        yield


def fresh_world(document: dict[str, Any]) -> World:
    """A desk with this configuration and nothing else in its tables and queues."""
    from app import app

    dynamodb, sqs = client("dynamodb"), client("sqs")
    for name in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=name)
    make_tables(dynamodb)
    for name in QUEUE_NAMES:
        sqs.delete_queue(QueueUrl=settings().queue_url(name))
        sqs.create_queue(QueueName=f"vuoro-{name}")
    desks.forget()
    desks.activate(document, START, "bench")
    world = World(app)
    world.mails_read = len(world.mails())
    return world


def make_tables(dynamodb: Any) -> None:
    """The tables as the template declares them."""
    for name, declared in tables().items():
        properties = {key: value for key, value in declared["Properties"].items() if key not in UNKNOWN_HERE}
        stream: dict[str, Any] = properties.pop("StreamSpecification", {})
        extra = {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}
        dynamodb.create_table(TableName=table_name(name), **properties, **extra)


def table_name(declared: str) -> str:
    """The physical name of a table of the template."""
    found: str = getattr(settings(), f"{declared.lower()}_table")
    return found
