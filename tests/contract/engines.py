"""The engines that the tables of a test run may live on; all else stays with moto."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from infra.local.emulator import Emulator
from infra.local.ports import ports_from
from tests.contract.dynamodb_local import DynamoDBLocal

MOTO, MINISTACK, DYNAMODB_LOCAL = ENGINES = ("moto", "ministack", "dynamodb-local")
SERVICES = ("DYNAMODB", "DYNAMODB_STREAMS")


@contextmanager
def running(name: str, folder: Path) -> Iterator[None]:
    """Botocore's clients of DynamoDB and its streams lead there from now on."""
    if name == MOTO:
        yield
        return
    engine = Emulator(folder, ports_from(0).aws) if name == MINISTACK else DynamoDBLocal()
    try:
        engine.start()
        os.environ.update({f"AWS_ENDPOINT_URL_{service}": engine.url for service in SERVICES})
        yield
    finally:
        for service in SERVICES:
            os.environ.pop(f"AWS_ENDPOINT_URL_{service}", None)
        engine.stop()
