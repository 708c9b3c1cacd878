"""A pretended AWS in this process: import it before anything of the application, because settings are read once."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

if "tests" not in sys.modules:
    for name in [name for name in os.environ if name.startswith(("AWS_", "VUORO_"))]:
        # A mistake must not reach a real account.
        del os.environ[name]
    import tests  # noqa: F401  # fills the environment

    os.environ |= {"AWS_EC2_METADATA_DISABLED": "true", "VUORO_LOG_LEVEL": "WARNING"}

from moto import mock_aws  # the environment comes first

from bench.doors import Doors, forget  # the environment comes first
from chalicelib.desk import actions as desks  # the environment comes first
from tests.tables import make_tables  # the environment comes first
from tests.world import START, World, client, fresh_queues, make_places, watch_delays  # the environment comes first


@contextmanager
def pretended() -> Iterator[None]:
    """An AWS with our queues, buckets and secrets, and no tables yet."""
    with mock_aws():
        make_places()
        watch_delays()
        yield


def fresh_world(document: Mapping[str, Any], doors: Doors) -> World:
    """A desk with this configuration and nothing else in its tables and queues."""
    dynamodb = client("dynamodb")
    for name in dynamodb.list_tables()["TableNames"]:
        dynamodb.delete_table(TableName=name)
    make_tables(dynamodb)
    fresh_queues()
    forget()
    desks.activate(document, START, "bench")
    world = World(doors)
    world.mails_read = len(world.mails())
    return world


def environment() -> dict[str, str]:
    """What a process needs to be one of ours, and no more."""
    return {name: value for name, value in os.environ.items() if name.startswith(("AWS_", "VUORO_")) or name in ("PATH", "HOME", "LANG")}
