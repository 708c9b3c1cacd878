"""The short way to moto's tables answers as moto's web service does, also when it refuses."""

from typing import Any

import boto3
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from moto.core.models import botocore_stubber

from chalicelib.settings import settings
from tests import pretended, short_way

TABLE = settings().tickets_table
ALL = {
    "text": {"S": "Hyvää päivää"},
    "number": {"N": "7.25"},
    "bytes": {"B": b"\x00\xff some bytes"},
    "yes": {"BOOL": True},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "blobs": {"BS": [b"\x01", b"\x02"]},
    "list": {"L": [{"S": ""}, {"N": "0"}, {"B": b"\x03"}]},
    "map": {"M": {"inner": {"M": {"B": {"B": b"B"}}}, "S": {"S": "S"}}},
}


def key(sk: str) -> dict[str, Any]:
    return {"pk": {"S": "T#1"}, "sk": {"S": sk}}


def row(sk: str, **more: Any) -> dict[str, Any]:
    return {"TableName": TABLE, "Item": {**key(sk), **ALL, **more}}


ABSENT = {"ConditionExpression": "attribute_not_exists(pk)"}
OF_TICKET = {"TableName": TABLE, "KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": {"S": "T#1"}}}
REQUESTS: list[tuple[str, dict[str, Any]]] = [
    ("PutItem", row("C#000001") | ABSENT),
    ("PutItem", row("C#000001") | ABSENT),
    ("PutItem", row("C#000001") | ABSENT | {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}),
    ("PutItem", row("C#000001", text={"S": "newer"}) | {"ReturnValues": "ALL_OLD", "ReturnConsumedCapacity": "TOTAL"}),
    ("PutItem", {"TableName": TABLE, "Item": {"pk": {"S": "no sort key"}}}),
    ("PutItem", {"TableName": "vuoro-nowhere", "Item": key("C#000001")}),
    ("PutItem", row("VIEW", line_pk={"S": "L"}, line_sk={"S": "1"})),
    ("GetItem", {"TableName": TABLE, "Key": key("C#000001"), "ConsistentRead": True, "ReturnConsumedCapacity": "INDEXES"}),
    ("GetItem", {"TableName": TABLE, "Key": key("C#000009")}),
    ("GetItem", {"TableName": TABLE, "Key": key("VIEW"), "ProjectionExpression": "text, #m.S", "ExpressionAttributeNames": {"#m": "map"}}),
    ("UpdateItem", {"TableName": TABLE, "Key": key("LOAD"), "UpdateExpression": "SET text = :t ADD number :n", "ReturnValues": "ALL_NEW",
                    "ExpressionAttributeValues": {":t": {"S": "new"}, ":n": {"N": "3"}}}),
    ("UpdateItem", {"TableName": TABLE, "Key": key("LOAD"), "UpdateExpression": "REMOVE text", "ConditionExpression": "number < :n",
                    "ExpressionAttributeValues": {":n": {"N": "1"}}, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}),
    ("UpdateItem", {"TableName": TABLE, "Key": key("LOAD"), "UpdateExpression": "REMOVE text", "ReturnValues": "UPDATED_OLD"}),
    ("Query", OF_TICKET),
    ("Query", OF_TICKET | {"Limit": 2, "ScanIndexForward": False}),
    ("Query", OF_TICKET | {"Limit": 2, "ScanIndexForward": False, "ExclusiveStartKey": key("LOAD")}),
    ("Query", OF_TICKET | {"Select": "COUNT"}),
    ("Query", {"TableName": TABLE, "IndexName": "line", "KeyConditionExpression": "line_pk = :pk",
               "ExpressionAttributeValues": {":pk": {"S": "L"}}}),
    ("Query", OF_TICKET | {"IndexName": "none"}),
    ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [key("VIEW"), key("C#000009"), key("LOAD")], "ConsistentRead": True}}}),
    ("BatchGetItem", {"RequestItems": {TABLE: {"Keys": [key("VIEW"), key("VIEW")]}}}),
    ("BatchWriteItem", {"RequestItems": {TABLE: [{"PutRequest": {"Item": {**key("N#1"), **ALL}}},
                                                 {"DeleteRequest": {"Key": key("LOAD")}}]}}),
    ("DeleteItem", {"TableName": TABLE, "Key": key("N#1"), "ReturnValues": "ALL_OLD"}),
    ("DeleteItem", {"TableName": TABLE, "Key": key("N#1"), "ReturnValues": "ALL_OLD"}),
    ("DeleteItem", {"TableName": TABLE, "Key": key("VIEW"), "ConditionExpression": "attribute_not_exists(pk)"}),
    ("Query", OF_TICKET),
]  # fmt: skip


@pytest.fixture
def short(tables: None) -> Any:
    return boto3.client("dynamodb")


@pytest.fixture
def whole(tables: None) -> Any:
    made = boto3.client("dynamodb")
    made.meta.events.unregister("before-send", short_way.answer)
    made.meta.events.register("before-send", botocore_stubber)
    return made


def told(client: Any, operation: str, request: dict[str, Any]) -> dict[str, Any]:
    """The answer without its headers, or the error in it."""
    try:
        answer: dict[str, Any] = getattr(client, xform_name(operation))(**request)
    except ClientError as refused:
        answer = dict(refused.response)
    return {**answer, "ResponseMetadata": answer["ResponseMetadata"]["HTTPStatusCode"]}


def test_both_ways_answer_alike(short: Any, whole: Any) -> None:
    answers = [told(short, *request) for request in REQUESTS]
    pretended.drop_tables()
    pretended.make_tables()
    assert answers == [told(whole, *request) for request in REQUESTS]
    assert {operation for operation, _ in REQUESTS} == set(short_way.OFTEN)
    assert {answer["ResponseMetadata"] for answer in answers} == {200, 400}


def test_only_the_whole_way_has_an_id_for_each_request(short: Any, whole: Any) -> None:
    """So the other test does hold two ways against each other."""
    answers = [client.get_item(TableName=TABLE, Key=key("VIEW")) for client in (short, whole)]
    assert ["x-amzn-requestid" in answer["ResponseMetadata"]["HTTPHeaders"] for answer in answers] == [False, True]
