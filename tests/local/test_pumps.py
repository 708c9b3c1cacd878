"""Pumps on a real emulator: partial batches, a stream in order without gaps, also over a restart."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chalice.app import Chalice, DynamoDBEvent, SQSEvent

from infra.local import provision
from infra.local.emulator import Emulator
from infra.local.functions import Functions, Limits
from infra.local.ports import ports_from
from infra.local.pumps import Pumps
from infra.local.stream import StreamPump
from tests.local.stand_ins import nothing

pytestmark = pytest.mark.slow
TABLE, QUEUE = "pumped", "pumped"


class Heard:
    """What the handlers were given; they fail for the words in `broken`."""

    def __init__(self) -> None:
        self.bodies, self.rows, self.broken = list[str](), list[str](), set[str]()
        self.sizes = list[int]()

    def app(self) -> Chalice:
        app = Chalice(app_name="tiny", configure_logs=False)

        @app.on_sqs_message(queue=QUEUE, batch_size=10)
        def on_queue(event: SQSEvent) -> dict[str, Any]:
            records = event.to_dict()["Records"]
            self.bodies += [record["body"] for record in records if record["body"] not in self.broken]
            return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in records if record["body"] in self.broken]}

        @app.on_dynamodb_record(stream_arn="arn:aws:dynamodb:::table/x/stream/y", batch_size=10)
        def on_stream(event: DynamoDBEvent) -> dict[str, Any]:
            records = event.to_dict()["Records"]
            self.sizes.append(len(records))
            for record in records:
                name = record["dynamodb"]["Keys"]["pk"]["S"]
                if name in self.broken:
                    return {"batchItemFailures": [{"itemIdentifier": record["dynamodb"]["SequenceNumber"]}]}
                self.rows.append(name)
            return {"batchItemFailures": []}

        return app


class World:
    """An emulator with one table and one queue; `pumping` runs the pumps over them."""

    def __init__(self, state: Path) -> None:
        self.state, self.heard = state, Heard()
        self.port = ports_from(0).aws
        self.start()
        keys: Any = {
            "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}],
            "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        }
        stream: Any = {"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}
        self.cloud.dynamodb.create_table(TableName=TABLE, BillingMode="PAY_PER_REQUEST", StreamSpecification=stream, **keys)
        self.cloud.sqs.create_queue(QueueName=QUEUE, Attributes={"VisibilityTimeout": "1"})

    def start(self) -> None:
        self.emulator = Emulator(self.state / "aws", self.port)
        self.emulator.start()
        self.cloud = provision.clients(self.emulator.url)

    def pumps(self, patterns: tuple[dict[str, Any], ...] = ()) -> Pumps:
        app = self.heard.app()
        functions = Functions(app, {"on_stream": Limits(patterns=patterns)}, nothing)

        def stream(source: Any, state: Path) -> StreamPump:
            clients = (self.cloud.dynamodb, self.cloud.streams)
            return StreamPump(functions, name=source.name, batch_size=source.batch_size, table=TABLE, clients=clients, state=state)

        return Pumps(app, functions, sqs=self.cloud.sqs, stream=stream, state=self.state)

    def put(self, *names: str) -> None:
        for name in names:
            self.cloud.dynamodb.put_item(TableName=TABLE, Item={"pk": {"S": name}})

    def send(self, *bodies: str) -> None:
        url = self.cloud.sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
        for body in bodies:
            self.cloud.sqs.send_message(QueueUrl=url, MessageBody=body)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = World(tmp_path)
    yield made
    made.emulator.stop()


def eventually(seen: Callable[[], object], wanted: object) -> None:
    until = time.monotonic() + 10
    while seen() != wanted and time.monotonic() < until:
        time.sleep(0.02)
    assert seen() == wanted


def test_a_failed_message_comes_again_and_its_neighbours_do_not(world: World) -> None:
    world.heard.broken = {"bad"}
    world.send("good", "bad", "fine")
    pumps = world.pumps()
    pumps.start()
    eventually(lambda: sorted(world.heard.bodies), ["fine", "good"])
    world.heard.broken = set()
    eventually(lambda: sorted(world.heard.bodies), ["bad", "fine", "good"])
    pumps.stop()


def test_a_failed_record_holds_back_what_comes_after_it(world: World) -> None:
    world.heard.broken = {"c"}
    world.put("a", "b", "c", "d")
    pumps = world.pumps()
    pumps.start()
    eventually(lambda: world.heard.rows, ["a", "b"])
    time.sleep(0.5)
    world.heard.broken = set()
    eventually(lambda: world.heard.rows, ["a", "b", "c", "d"])
    assert 1 in world.heard.sizes
    pumps.stop()


def test_records_that_the_function_does_not_want_are_passed_over(world: World) -> None:
    world.put("a", "b", "c")
    pumps = world.pumps(({"dynamodb": {"Keys": {"pk": {"S": [{"anything-but": "b"}]}}}},))
    pumps.start()
    eventually(lambda: world.heard.rows, ["a", "c"])
    pumps.stop()


def test_nothing_of_the_stream_is_lost_or_repeated_by_a_restart_of_everything(world: World) -> None:
    world.put("a", "b")
    pumps = world.pumps()
    pumps.start()
    eventually(lambda: world.heard.rows, ["a", "b"])
    world.heard.broken = {"c"}
    world.put("c", "d")
    time.sleep(0.5)
    pumps.stop()
    world.emulator.stop()

    world.start()
    world.heard.broken = set()
    world.put("e")
    pumps = world.pumps()
    pumps.start()
    eventually(lambda: world.heard.rows, ["a", "b", "c", "d", "e"])
    pumps.stop()


def test_the_stop_waits_for_the_batch_under_way(world: World) -> None:
    pumps = world.pumps()
    pumps.start()
    world.send("last")
    eventually(lambda: world.heard.bodies, ["last"])
    pumps.stop()
    url = world.cloud.sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"]
    left = world.cloud.sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    assert (left["ApproximateNumberOfMessages"], left["ApproximateNumberOfMessagesNotVisible"]) == ("0", "0")
    assert not [thread for thread in threading.enumerate() if thread.name.startswith(("queue-", "stream-"))]


def test_the_checkpoint_is_the_last_handled_record(world: World) -> None:
    world.put("a")
    pumps = world.pumps()
    pumps.start()
    eventually(lambda: world.heard.rows, ["a"])
    pumps.stop()
    (number,) = json.loads((world.state / "stream-on_stream.json").read_text()).values()
    assert number.isdigit()
