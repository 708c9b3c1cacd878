"""An empty Desk table for each test that asks for it."""

from collections.abc import Iterator

import boto3
import pytest

from chalicelib.desk import actions
from chalicelib.settings import settings


@pytest.fixture
def desk_table(aws: None) -> Iterator[str]:
    dynamodb, name = boto3.client("dynamodb", region_name=settings().region), settings().desk_table
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
    )
    actions.forget()
    yield name
    actions.forget()
    dynamodb.delete_table(TableName=name)
