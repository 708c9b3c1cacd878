"""What our tables are asked at their edges, what AWS documents as the answer, and which engine is known to answer differently.

An answer is a short text: `taken`, `refused`, or what was counted. The AWS answers follow the DynamoDB Developer Guide and
API Reference: "Read and write capacity modes", "Service, account and table quotas", "Query", "BatchGetItem", "Streams".
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.settings import settings
from tests.contract.engines import DYNAMODB_LOCAL, MINISTACK, MOTO
from tests.world import client

Item = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """One question; engines that are not among the `others` answer as AWS does."""

    name: str
    ask: Callable[[], str]
    aws: str
    others: dict[str, str] = field(default_factory=dict)

    def expected(self, engine: str) -> str:
        return self.others.get(engine, self.aws)


def verdict(call: Callable[[], Any]) -> str:
    try:
        call()
    except ClientError as error:
        return "refused" if error.response["Error"]["Code"] == "ValidationException" else error.response["Error"]["Code"]
    return "taken"


def dynamodb() -> Any:
    return client("dynamodb")


def text(**values: str) -> Item:
    return {name: {"S": value} for name, value in values.items()}


def put(table: str, item: Item, **more: Any) -> Item:
    answer: Item = dynamodb().put_item(TableName=table, Item=item, **more)
    return answer


# -- what things cost --


def units(answer: Item) -> str:
    """The table's units and those of each index."""
    told = answer.get("ConsumedCapacity", {})
    parts = {"table": told.get("Table", told), **told.get("GlobalSecondaryIndexes", {})}
    return ", ".join(f"{name} {part['CapacityUnits']:g}" for name, part in sorted(parts.items()) if part.get("CapacityUnits"))


VIEW = text(pk="T#1", sk="VIEW", contact_pk="a", contact_sk="b", agenda_pk="a", agenda_sk="b", state="x" * 1200)


def cost_of_a_new_row() -> str:
    return units(put(settings().tickets_table, VIEW, ReturnConsumedCapacity="INDEXES"))


def cost_of_a_row_that_moves_in_an_index() -> str:
    put(settings().tickets_table, VIEW)
    return units(put(settings().tickets_table, VIEW | text(agenda_sk="c"), ReturnConsumedCapacity="INDEXES"))


def cost_of_a_consistent_read() -> str:
    put(settings().surveys_table, text(pk="S#1", sk="a", comment="x" * 5000))
    key = text(pk="S#1", sk="a")
    return units(dynamodb().get_item(TableName=settings().surveys_table, Key=key, ConsistentRead=True, ReturnConsumedCapacity="TOTAL"))


# -- pages and batches --


def answers(count: int) -> None:
    for number in range(count):
        put(settings().surveys_table, text(pk="S#2", sk=f"{number}"))


def query(condition: str = "pk = :p", *, values: Item | None = None, **more: Any) -> Item:
    given = text(**{":p": "S#2"}) | (values or {})
    table = settings().surveys_table
    found: Item = dynamodb().query(TableName=table, KeyConditionExpression=condition, ExpressionAttributeValues=given, **more)
    return found


def page_that_is_just_full() -> str:
    answers(2)
    return "a key to go on from" if query(Limit=2).get("LastEvaluatedKey") else "no key"


def start_in_another_partition() -> str:
    answers(1)
    return verdict(lambda: query(ExclusiveStartKey=text(pk="S#3", sk="0")))


def start_without_its_sort_key() -> str:
    return verdict(lambda: query(ExclusiveStartKey=text(pk="S#2")))


def between_with_its_ends_reversed() -> str:
    return verdict(lambda: query("pk = :p AND sk BETWEEN :a AND :b", values=text(**{":a": "2", ":b": "1"})))


def batch(keys: list[Item]) -> Item:
    found: Item = dynamodb().batch_get_item(RequestItems={settings().seen_table: {"Keys": keys}})
    return found


def batch_of_101() -> str:
    return verdict(lambda: batch([text(pk=f"D#{number}") for number in range(101)]))


def the_same_key_twice_in_a_batch() -> str:
    return verdict(lambda: batch([text(pk="D#1"), text(pk="D#1")]))


def batch_beyond_16_megabytes() -> str:
    keys = [text(pk=f"D#{number}") for number in range(50)]
    for key in keys:
        put(settings().seen_table, key | text(data="x" * 380_000))
    return "the rest is left over" if batch(keys).get("UnprocessedKeys") else "all in one answer"


def consistent_read_of_an_index() -> str:
    more = {"IndexName": "contact", "ConsistentRead": True}
    values = text(**{":p": "a"})
    table = settings().tickets_table
    return verdict(
        lambda: dynamodb().query(TableName=table, KeyConditionExpression="contact_pk = :p", ExpressionAttributeValues=values, **more)
    )


def what_a_keys_only_index_gives() -> str:
    put(settings().tickets_table, VIEW)
    values = text(**{":p": "a"})
    asked = {"KeyConditionExpression": "contact_pk = :p", "ExpressionAttributeValues": values}
    (row,) = dynamodb().query(TableName=settings().tickets_table, IndexName="contact", **asked)["Items"]
    return ", ".join(sorted(row))


# -- what is refused --


def index_key_of_the_wrong_type_put() -> str:
    return verdict(lambda: put(settings().tickets_table, VIEW | {"agenda_pk": {"N": "1"}}))


def index_key_of_the_wrong_type_set() -> str:
    put(settings().tickets_table, VIEW)
    change = {"UpdateExpression": "SET agenda_pk = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
    return verdict(lambda: dynamodb().update_item(TableName=settings().tickets_table, Key=text(pk="T#1", sk="VIEW"), **change))


def empty_index_key() -> str:
    return verdict(lambda: put(settings().tickets_table, VIEW | text(agenda_pk="")))


def row_beyond_400_kilobytes() -> str:
    return verdict(lambda: put(settings().surveys_table, text(pk="S#1", sk="a", comment="x" * 410_000)))


def expression_beyond_4_kilobytes() -> str:
    long = " OR ".join(["attribute_not_exists(pk)"] * 200)
    return verdict(lambda: put(settings().surveys_table, text(pk="S#1", sk="a"), ConditionExpression=long))


def change_inside_a_map_that_is_not_there() -> str:
    put(settings().surveys_table, text(pk="S#1", sk="a"))
    change = {"UpdateExpression": "SET entries.one = :n", "ExpressionAttributeValues": {":n": {"N": "1"}}}
    return verdict(lambda: dynamodb().update_item(TableName=settings().surveys_table, Key=text(pk="S#1", sk="a"), **change))


def what_a_failed_condition_tells() -> str:
    put(settings().surveys_table, text(pk="S#1", sk="a", score="5"))
    more = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
    try:
        put(settings().surveys_table, text(pk="S#1", sk="a"), **more)
    except ClientError as error:
        standing: Any = error.response.get("Item", {})
        return ", ".join(sorted(standing))
    return "taken"


# -- values and the stream --


def number_with_a_zero_behind_it() -> str:
    put(settings().surveys_table, text(pk="S#1", sk="a") | {"score": {"N": "1.50"}})
    found: str = dynamodb().get_item(TableName=settings().surveys_table, Key=text(pk="S#1", sk="a"))["Item"]["score"]["N"]
    return found


def records_of_a_put_that_changes_nothing() -> str:
    arn = _stream()
    for _ in range(2):
        put(settings().tickets_table, VIEW)
    return ", ".join(record["eventName"] for iterator in _iterators(arn) for record in _read(iterator)["Records"])


def stream_read_on_before_the_first_record() -> str:
    iterators = [_read(iterator)["NextShardIterator"] for iterator in _iterators(_stream())]
    put(settings().tickets_table, VIEW)
    try:
        return ", ".join(record["eventName"] for iterator in iterators for record in _read(iterator)["Records"])
    except ClientError as error:
        return str(error.response["Error"]["Code"])


def _stream() -> str:
    return str(dynamodb().describe_table(TableName=settings().tickets_table)["Table"]["LatestStreamArn"])


def _iterators(arn: str) -> Iterator[str]:
    for shard in client("dynamodbstreams").describe_stream(StreamArn=arn)["StreamDescription"]["Shards"]:
        asked = {"StreamArn": arn, "ShardId": shard["ShardId"], "ShardIteratorType": "TRIM_HORIZON"}
        yield client("dynamodbstreams").get_shard_iterator(**asked)["ShardIterator"]


def _read(iterator: str) -> Item:
    found: Item = client("dynamodbstreams").get_records(ShardIterator=iterator)
    return found


CASES = (
    Case("units of a new row of 1.3 kB in two indexes", cost_of_a_new_row, "agenda 1, contact 1, table 2", {MOTO: "table 1"}),
    Case("units when a row moves in one index", cost_of_a_row_that_moves_in_an_index, "agenda 2, table 2", {MOTO: "table 1"}),
    Case("units of a consistent read of 5 kB", cost_of_a_consistent_read, "table 2", {MOTO: "table 0.5", MINISTACK: "table 1"}),
    Case("a page that is just full", page_that_is_just_full, "a key to go on from", {MOTO: "no key"}),
    Case("going on from a key of another partition", start_in_another_partition, "refused", {MOTO: "taken"}),
    Case("going on from a key without its sort key", start_without_its_sort_key, "refused", {MOTO: "taken"}),
    Case("BETWEEN with its ends reversed", between_with_its_ends_reversed, "refused", {MOTO: "taken"}),
    Case("a batch get of 101", batch_of_101, "refused"),
    Case("the same key twice in a batch", the_same_key_twice_in_a_batch, "refused"),
    Case("a batch beyond 16 MB", batch_beyond_16_megabytes, "the rest is left over", {MINISTACK: "all in one answer"}),
    Case("a consistent read of an index", consistent_read_of_an_index, "refused"),
    Case("what a KEYS_ONLY index gives", what_a_keys_only_index_gives, "contact_pk, contact_sk, pk, sk"),
    Case("an index key of the wrong type in a put", index_key_of_the_wrong_type_put, "refused", {MOTO: "taken"}),
    Case("an index key of the wrong type in an update", index_key_of_the_wrong_type_set, "refused", {DYNAMODB_LOCAL: "taken"}),
    Case("an empty index key", empty_index_key, "refused"),
    Case("a row beyond 400 kB", row_beyond_400_kilobytes, "refused"),
    Case("an expression beyond 4 kB", expression_beyond_4_kilobytes, "refused", {MOTO: "taken"}),
    Case("a change inside a map that is not there", change_inside_a_map_that_is_not_there, "refused"),
    Case("what a failed condition tells", what_a_failed_condition_tells, "pk, score, sk"),
    Case("the number 1.50 read back", number_with_a_zero_behind_it, "1.5", {MOTO: "1.50"}),
    Case("stream records when a put changes nothing", records_of_a_put_that_changes_nothing, "INSERT", {MOTO: "INSERT, MODIFY"}),
    Case("a stream read before its first record, then after it", stream_read_on_before_the_first_record, "INSERT"),
)
