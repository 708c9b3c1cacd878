"""What nobody can read goes back until its dead-letter queue takes it, its neighbours pass once, and redriving it adds nothing."""

import json
from typing import Any

import boto3
import pytest

from chalicelib.settings import settings
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import MessageReceived
from infra import redrive
from infra.queues import queues
from tests.bad_days import stores
from tests.bad_days.watched import Watched, handed_over

MOST_RECEIVES: int = queues()["InboundQueue"]["Properties"]["RedrivePolicy"]["maxReceiveCount"]
POISON = ("{", '["no", "object"]', '{"of": "a kind that nobody knows"}', '{"ticket": 1}')


@pytest.fixture
def sqs(watched: Watched) -> Any:
    """The inbound queue with the dead-letter queue that the template gives it."""
    sqs = boto3.client("sqs")
    dead = sqs.create_queue(QueueName="vuoro-inbound-dead")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=dead, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    policy = {"deadLetterTargetArn": arn, "maxReceiveCount": str(MOST_RECEIVES)}
    sqs.set_queue_attributes(QueueUrl=alive(), Attributes={"RedrivePolicy": json.dumps(policy)})
    yield sqs
    sqs.delete_queue(QueueUrl=dead)


def alive() -> str:
    return settings().queue_url("inbound")


def dead() -> str:
    return f"{alive()}-dead"


def poll(world: Watched, sqs: Any) -> int:
    """As Lambda does: a batch to the handler, what it did not give back is deleted; how many there were."""
    batch = sqs.receive_message(QueueUrl=alive(), MaxNumberOfMessages=10, VisibilityTimeout=0).get("Messages", [])
    records = [{"messageId": message["MessageId"], "body": message["Body"], "eventSource": "aws:sqs"} for message in batch]
    if records:
        with world.time():
            failed = {row["itemIdentifier"] for row in world.invoke("on_inbound", {"Records": records})["batchItemFailures"]}
        for message in (each for each in batch if each["MessageId"] not in failed):
            sqs.delete_message(QueueUrl=alive(), ReceiptHandle=message["ReceiptHandle"])
    return len(batch)


def poll_until_quiet(world: Watched, sqs: Any) -> int:
    """How often the queue had something to give."""
    for rounds in range(4 * MOST_RECEIVES):
        if not poll(world, sqs):
            return rounds
    raise AssertionError("the queue does not come to rest")


def received() -> list[str]:
    """Senders of all messages on all tickets."""
    events = [event for number in stores.ticket_numbers() for commit in find_commits(number) for event in commit.events]
    return sorted(event.sender.value for event in events if isinstance(event, MessageReceived))


def test_poison_reaches_its_dead_letter_queue_while_its_neighbours_pass_once(watched: Watched, sqs: Any) -> None:
    for number, poison in enumerate(POISON):
        watched.mail(f"aino{number}@asiakas.example", "Apua", "Keitin ei lämpene.")
        watched.send("inbound", poison)
    rounds = poll_until_quiet(watched, sqs)
    assert (rounds, redrive.waiting(sqs, dead())) == (MOST_RECEIVES, len(POISON))
    assert received() == [f"aino{number}@asiakas.example" for number in range(len(POISON))]

    assert sum(redrive.move(sqs, dead(), alive(), limit=100, wait_s=0)) == len(POISON)
    poll_until_quiet(watched, sqs)
    assert redrive.waiting(sqs, dead()) == len(POISON)
    assert received() == [f"aino{number}@asiakas.example" for number in range(len(POISON))]


def test_a_good_message_that_is_redriven_twice_is_stored_once(watched: Watched, sqs: Any) -> None:
    watched.mail("aino@asiakas.example", "Apua", "Keitin ei lämpene.")
    (body,) = stores.waiting("inbound")
    for _ in range(2):
        sqs.send_message(QueueUrl=dead(), MessageBody=body)
    assert sum(redrive.move(sqs, dead(), alive(), limit=100, wait_s=0)) == 2
    poll_until_quiet(watched, sqs)
    assert received() == ["aino@asiakas.example"]


@pytest.mark.parametrize("raw", [b"", b"\x00\xff\xfe" * 400, b"From: x\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n" * 90])
def test_a_mail_nobody_can_parse_is_not_lost(watched: Watched, raw: bytes) -> None:
    watched.mail("aino@asiakas.example", "Apua", "Keitin ei lämpene.")
    watched.raw_mail(raw, recipients=["help@kauppa.example"], mail_from="joku@muu.example")
    watched.settle()
    assert watched.failures == []
    assert "aino@asiakas.example" in received()
    assert len(stores.ticket_numbers()) == 2


def test_the_good_parts_of_a_webhook_pass_before_its_bad_part_sends_it_back(watched: Watched, sqs: Any) -> None:
    good = {"from": "358401112223", "id": "wamid.good", "timestamp": "1796112000", "type": "text", "text": {"body": "Moi, missä?"}}
    watched.webhook({"messages": [good, "no message at all"]})
    poll_until_quiet(watched, sqs)
    assert (received(), redrive.waiting(sqs, dead())) == (["358401112223"], 1)


def test_a_poison_commit_is_set_aside_and_the_stream_goes_on(watched: Watched) -> None:
    for number in range(3):
        watched.mail(f"aino{number}@asiakas.example", "Apua", "Keitin ei lämpene.")
    watched.pump_queues()
    records = [handed_over(item.record) for item in stores.streamed() if item.record["dynamodb"]["Keys"]["sk"]["S"] == "C#000001"]
    records[1]["dynamodb"]["NewImage"]["body"] = {"B": "AAAA"}
    with watched.time():
        assert watched.invoke("on_commits", {"Records": records}) == {"batchItemFailures": []}
    assert [json.loads(body) for body in stores.waiting("poison")] == [{"ticket": stores.ticket_numbers()[1], "seq": 1}]
    announced = {json.loads(body)["ticket"] for body in stores.waiting("routing")}
    assert announced == {stores.ticket_numbers()[0], stores.ticket_numbers()[2]}
