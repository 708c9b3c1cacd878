"""Our reading of DynamoDB's answers is botocore's, for whatever an answer may hold."""

import json
from base64 import b64encode
from typing import Any

from botocore.parsers import ResponseParserFactory
from botocore.session import get_session
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.attributes import Readers

MODEL = get_session().get_service_model("dynamodb")
TEXTS, BLOBS = st.text(max_size=8), st.binary(max_size=8).map(lambda raw: b64encode(raw).decode())
NUMBERS = st.integers().map(str)
PLAIN = st.one_of(
    st.fixed_dictionaries({"S": TEXTS}),
    st.fixed_dictionaries({"N": NUMBERS}),
    st.fixed_dictionaries({"B": BLOBS}),
    st.fixed_dictionaries({"BOOL": st.booleans()}),
    st.fixed_dictionaries({"NULL": st.just(True)}),
    st.fixed_dictionaries({"SS": st.lists(TEXTS, max_size=2)}),
    st.fixed_dictionaries({"NS": st.lists(NUMBERS, max_size=2)}),
    st.fixed_dictionaries({"BS": st.lists(BLOBS, max_size=2)}),
    # What DynamoDB never says.
    st.sampled_from([{}, {"S": None}, {"B": None}, {"S": "a", "N": "1"}, {"Z": "new"}, {"__type": "x", "S": "a"}]),
)
VALUES = st.recursive(
    PLAIN,
    lambda inner: st.one_of(
        st.fixed_dictionaries({"L": st.lists(inner, max_size=3)}),
        st.fixed_dictionaries({"M": st.dictionaries(TEXTS, inner, max_size=3)}),
    ),
    max_leaves=6,
)
ITEMS = st.dictionaries(st.text(min_size=1, max_size=4), VALUES, max_size=5)


def read(factory: ResponseParserFactory, operation: str, answer: Any, status: int = 200) -> Any:
    given = {"status_code": status, "headers": {"x-amzn-requestid": "1"}, "body": json.dumps(answer).encode()}
    shape: Any = MODEL.operation_model(operation).output_shape
    return factory.create_parser("json").parse(given, shape)


def both(operation: str, answer: Any, status: int = 200) -> tuple[Any, Any]:
    return read(Readers(), operation, answer, status), read(ResponseParserFactory(), operation, answer, status)


@given(ITEMS)
def test_an_item_reads_as_botocore_reads_it(item: dict[str, Any]) -> None:
    ours, theirs = both("GetItem", {"Item": item, "ConsumedCapacity": {"TableName": "t", "CapacityUnits": 0.5}})
    assert ours == theirs


@given(st.lists(ITEMS, max_size=3), ITEMS)
def test_a_page_and_a_batch_read_as_botocore_reads_them(items: list[dict[str, Any]], key: dict[str, Any]) -> None:
    ours, theirs = both("Query", {"Items": items, "Count": len(items), "LastEvaluatedKey": key})
    assert ours == theirs
    ours, theirs = both("BatchGetItem", {"Responses": {"t": items}, "UnprocessedKeys": {"t": {"Keys": [key], "ConsistentRead": True}}})
    assert ours == theirs


@given(ITEMS)
def test_a_refused_write_brings_the_row_that_stood_in_the_way(item: dict[str, Any]) -> None:
    refusal = {"__type": "com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException", "message": "no", "Item": item}
    ours, theirs = both("PutItem", refusal, 400)
    assert ours == theirs
