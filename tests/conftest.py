"""What many tests share: one pretended AWS for the whole session, fresh tables for each test, a small desk, a world to run it in."""

from collections.abc import Iterator
from typing import Any

import pytest
from moto import mock_aws

from chalicelib.desk import actions as desks
from chalicelib.desk.model import Desk
from chalicelib.settings import settings
from infra.tables import tables as declared_tables
from tests import QUEUE_NAMES, REGION
from tests.small_desk import DOCUMENT
from tests.world import START, World, client, make_places, watch_delays

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
    dynamodb = client("dynamodb")
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
def world(desk: Desk) -> World:
    """The desk with all its handlers, at eight in the morning (UTC) of a Tuesday."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses.models import ses_backends

    from app import app

    ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages.clear()
    for name in QUEUE_NAMES:
        # Purging is allowed once a minute only, so the queues are made anew.
        client("sqs").delete_queue(QueueUrl=settings().queue_url(name))
        client("sqs").create_queue(QueueName=f"vuoro-{name}")
    return World(app)
