"""What many tests share: one pretended AWS for the whole session, fresh tables for each test, a small desk, a world to run it in."""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws

from chalicelib import meter
from chalicelib.desk import actions as desks
from chalicelib.desk.model import Desk
from chalicelib.outgoing import actions as outgoing
from chalicelib.subscriptions import actions as subscriptions
from tests import REGION, kept, pretended, short_way
from tests.contract.engines import ENGINES, MOTO, running
from tests.tables import drop_tables, make_tables
from tests.world import World, client, fresh_buckets, fresh_queues, make_places, watch_delays


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--engine", choices=ENGINES, default=os.environ.get("VUORO_ENGINE", ENGINES[0]), help="where the tables live")


@pytest.fixture(scope="session")
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What serves the tables: moto in this process, or another engine beside it."""
    name: str = request.config.getoption("--engine")
    with running(name, tmp_path_factory.mktemp("engine")):
        yield name


@pytest.fixture(scope="session")
def aws(engine: str) -> Iterator[None]:
    """An empty AWS in this process; each test makes what it needs."""
    short_way.take()
    with mock_aws():
        yield


@pytest.fixture(scope="session")
def places(aws: None) -> None:
    make_places()


@pytest.fixture
def tables(places: None, engine: str) -> Iterator[None]:
    """Fresh tables as the template declares them."""
    if engine == MOTO:
        pretended.make_tables()
    else:
        make_tables(client("dynamodb"))
    desks.forget()
    subscriptions.forget()
    meter.forget()
    outgoing.forget()
    yield
    if engine == MOTO:
        pretended.drop_tables()
    else:
        drop_tables(client("dynamodb"))


@pytest.fixture
def desk(tables: None) -> Desk:
    """A small web shop with three agents, activated."""
    return kept.small_desk()


@pytest.fixture
def world(desk: Desk) -> World:
    """The desk with all its handlers, at eight in the morning (UTC) of a Tuesday."""
    from moto.core import DEFAULT_ACCOUNT_ID
    from moto.ses.models import ses_backends

    from app import app

    ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages.clear()
    fresh_queues()
    fresh_buckets()
    watch_delays()
    return World(app)
