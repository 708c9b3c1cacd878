"""Redriving moves every dead message back once, keeps its content, and may be interrupted anywhere."""

from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws

from infra import redrive
from infra.queues import physical_name

KEY = {"DataType": "String", "StringValue": "T1"}


@pytest.fixture
def sqs() -> Iterator[Any]:
    with pytest.MonkeyPatch.context() as environment, mock_aws():
        for name, value in {"AWS_DEFAULT_REGION": "eu-north-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "y"}.items():
            environment.setenv(name, value)
        client = boto3.client("sqs")
        yield client
        # Another test's pretended AWS may be around ours and keeps what is left.
        for url in client.list_queues(QueueNamePrefix=physical_name("dev", "")).get("QueueUrls", []):
            client.delete_queue(QueueUrl=url)


@pytest.fixture
def dead(sqs: Any) -> str:
    """The dead-letter queue of `checks`, holding 23 messages."""
    url = sqs.create_queue(QueueName=physical_name("dev", "checks-dead"))["QueueUrl"]
    for number in range(23):
        sqs.send_message(QueueUrl=url, MessageBody=f"check {number}", MessageAttributes={"ticket": KEY})
    return str(url)


@pytest.fixture
def alive(sqs: Any) -> str:
    return str(sqs.create_queue(QueueName=physical_name("dev", "checks"))["QueueUrl"])


def test_every_dead_message_comes_back_with_its_attributes(sqs: Any, dead: str, alive: str) -> None:
    assert sum(redrive.move(sqs, dead, alive, limit=100, wait_s=0)) == 23
    assert redrive.waiting(sqs, dead) == 0
    assert _drain(sqs, alive) == {f"check {number}": "T1" for number in range(23)}


def test_a_limit_leaves_the_rest_for_the_next_run(sqs: Any, dead: str, alive: str) -> None:
    assert list(redrive.move(sqs, dead, alive, limit=12)) == [10, 2]
    assert (redrive.waiting(sqs, dead), redrive.waiting(sqs, alive)) == (11, 12)


def test_a_run_killed_between_two_batches_loses_nothing(sqs: Any, dead: str, alive: str) -> None:
    assert next(redrive.move(sqs, dead, alive, limit=100, wait_s=0)) == 10
    assert redrive.waiting(sqs, dead) + redrive.waiting(sqs, alive) == 23


def test_a_dry_run_only_counts(sqs: Any, dead: str, alive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive.main(["checks", "--dry-run"]) == 0
    assert capsys.readouterr().out == "23 messages wait in checks-dead\n"
    assert redrive.waiting(sqs, alive) == 0


def test_the_command_tells_how_many_it_moved(sqs: Any, dead: str, alive: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert redrive.main(["checks", "--stage", "dev", "--limit", "23"]) == 0
    assert capsys.readouterr().out == "\rmoved 23, 0 left in checks-dead\n"


@pytest.mark.usefixtures("sqs")
def test_poison_is_not_redriven_blindly() -> None:
    with pytest.raises(SystemExit):
        redrive.main(["poison"])


def _drain(sqs: Any, url: str) -> dict[str, str]:
    found: dict[str, str] = {}
    while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"]).get("Messages"):
        found |= {message["Body"]: message["MessageAttributes"]["ticket"]["StringValue"] for message in messages}
    return found
