"""What many tests share: one pretended AWS for the whole session, fresh tables for each test, a small desk, a world to run it in."""

import os
from collections.abc import Iterator
from typing import Any

ACCOUNT = "123456789012"
REGION = "eu-north-1"
QUEUE_NAMES = ("inbound", "routing", "checks", "deliveries", "background", "poison")
# Before anything of ours is imported, because settings are read once.
os.environ.update(
    {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        # Streams answer in process only without the account's own host name.
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "VUORO_PUBLIC_URL": "https://desk.kauppa.example",
        "VUORO_MAIL_DOMAIN": "kauppa.example",
        "POWERTOOLS_LOG_LEVEL": "CRITICAL",
        **{f"VUORO_{name.upper()}_QUEUE_URL": f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/vuoro-{name}" for name in QUEUE_NAMES},
    }
)

import boto3  # noqa: E402
import pytest  # noqa: E402
from moto import mock_aws  # noqa: E402

from chalicelib.desk import actions as desks  # noqa: E402
from chalicelib.desk.model import Desk  # noqa: E402
from chalicelib.settings import settings  # noqa: E402
from infra.tables import tables as declared_tables  # noqa: E402
from tests.small_desk import DOCUMENT  # noqa: E402
from tests.world import START, World, make_places, watch_delays  # noqa: E402

UNKNOWN_TO_MOTO = ("PointInTimeRecoverySpecification", "TimeToLiveSpecification")


@pytest.fixture(scope="session")
def aws() -> Iterator[None]:
    """An empty AWS in this process; each test makes what it needs."""
    with mock_aws():
        yield


@pytest.fixture(scope="session")
def places(aws: None) -> None:
    make_places()
    watch_delays()


@pytest.fixture
def tables(places: None) -> Iterator[None]:
    """Fresh tables as the template declares them."""
    dynamodb = boto3.client("dynamodb")
    names = {name: getattr(settings(), f"{name.lower()}_table") for name in declared_tables()}
    for name, resource in declared_tables().items():
        properties = {key: value for key, value in resource["Properties"].items() if key not in UNKNOWN_TO_MOTO}
        stream: dict[str, Any] = properties.pop("StreamSpecification", {})
        extra = {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}
        dynamodb.create_table(TableName=names[name], **properties, **extra)
    desks.forget()
    yield
    for name in names.values():
        dynamodb.delete_table(TableName=name)


@pytest.fixture
def desk(tables: None) -> Desk:
    """A small web shop with three agents, activated."""
    return desks.activate(DOCUMENT, START, "tests")


@pytest.fixture
def world(desk: Desk) -> Iterator[World]:
    """The desk with all its handlers, at eight in the morning (UTC) of a Tuesday."""
    from app import app
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses.models import ses_backends

    ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages.clear()
    for name in QUEUE_NAMES:
        # Purging is allowed once a minute only, so the queues are made anew.
        boto3.client("sqs").delete_queue(QueueUrl=settings().queue_url(name))
        boto3.client("sqs").create_queue(QueueName=f"vuoro-{name}")
    yield World(app)
