"""Messages reach the queue, or the sender learns which did not."""

import json
import uuid
from typing import Any

import pytest

from chalicelib.errors import Unavailable
from chalicelib.outside import aws, queues
from tests.outside.conftest import Configure
from tests.outside.faults import provoked


@pytest.fixture
def url(configure: Configure) -> str:
    made: str = aws.client("sqs").create_queue(QueueName=f"vuoro-{uuid.uuid4()}")["QueueUrl"]
    configure(INBOUND_QUEUE_URL=made)
    return made


def waiting(url: str) -> list[str]:
    bodies: list[str] = []
    while messages := aws.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
        bodies += [message["Body"] for message in messages]
    return sorted(bodies)


def delayed(url: str) -> int:
    counts = aws.client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["ApproximateNumberOfMessagesDelayed"])
    return int(counts["Attributes"]["ApproximateNumberOfMessagesDelayed"])


def failing(*positions: int, taken: tuple[int, ...] = ()) -> tuple[int, str]:
    failed = [{"Id": str(position), "Code": "InternalError", "SenderFault": False} for position in positions]
    digest = "acbd18db4cc2f85cedef654fccc4a4d8"
    done = [{"Id": str(position), "MessageId": "m", "MD5OfMessageBody": digest} for position in taken]
    return 200, json.dumps({"Failed": failed, "Successful": done})


def test_one_message_is_sent(url: str) -> None:
    queues.send("inbound", "hello")
    assert waiting(url) == ["hello"]


@pytest.mark.parametrize(("delay", "held"), [(5, 1), (100_000, 1), (0, 0), (-3, 0)])
def test_a_delay_is_kept_within_what_sqs_allows(url: str, delay: int, held: int) -> None:
    queues.send("inbound", "later", delay)
    assert delayed(url) == held


def test_many_messages_go_in_batches_of_ten(url: str) -> None:
    with provoked("sqs", "SendMessageBatch") as calls:
        queues.send_many("inbound", [(f"{number:02}", 0) for number in range(23)])
    assert (len(calls), waiting(url)) == (3, [f"{number:02}" for number in range(23)])


def test_a_batch_stays_under_the_size_sqs_takes(url: str) -> None:
    with provoked("sqs", "SendMessageBatch") as calls:
        queues.send_many("inbound", [("ä" * 300_000, 0)] * 3)
    assert (len(calls), len(waiting(url))) == (3, 3)


def test_nothing_to_send_calls_nobody(url: str) -> None:
    with provoked("sqs", "SendMessageBatch") as calls:
        queues.send_many("inbound", [])
    assert calls == []


def test_only_the_failed_part_of_a_batch_is_sent_again(url: str) -> None:
    with provoked("sqs", "SendMessageBatch", failing(1), None) as calls:
        queues.send_many("inbound", [("first", 0), ("second", 0), ("third", 0)])
    # All were stored by the first call; its replaced answer denies one of them.
    assert (len(calls), waiting(url)) == (2, ["first", "second", "second", "third"])


def test_what_was_not_sent_is_named_by_position(url: str) -> None:
    with (
        provoked("sqs", "SendMessageBatch", failing(0, 2), failing(2), failing(2)),
        pytest.raises(Unavailable, match=r"queue inbound: 1 of 3 messages not sent: 2 \(InternalError\)"),
    ):
        queues.send_many("inbound", [("secret", 0), ("b", 0), ("c", 0)])


@pytest.mark.parametrize("call", [lambda: queues.send("inbound", "x"), lambda: queues.send_many("inbound", [("x", 0)])])
def test_a_queue_that_refuses_us_is_no_passing_fault(url: str, call: Any) -> None:
    denied = (403, json.dumps({"__type": "AccessDenied", "message": "no"}))
    with (
        provoked("sqs", "SendMessage", denied),
        provoked("sqs", "SendMessageBatch", denied),
        pytest.raises(Exception, match="AccessDenied"),
    ):
        call()
