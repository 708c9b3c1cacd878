"""Sending through the SES door: our Message-ID is replaced, tags and events come back, loops are possible."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.faults import Faults
from infra.local.outbox import Outbox
from infra.local.ownership import Ownership
from infra.local.ports import ports_from
from infra.local.ses_door import SesDoor
from infra.local.smtp_door import Intake
from tests.local.stand_ins import FakeCloud, nothing

MIME = (
    b"From: Help <support@help.example>\r\nTo: maija@example.org\r\nSubject: Re: Moi\r\nMessage-ID: <ours@help.example>\r\n"
    b"References: <root@help.example>\r\nX-SES-MESSAGE-TAGS: vuoro=7-3\r\nX-SES-CONFIGURATION-SET: desk\r\n\r\nHei!\r\n"
)


class Desk:
    """A SES door with what hangs on it, and clients of both versions of the API."""

    def __init__(self, folder: Path) -> None:
        port = ports_from(0).ses
        self.outbox, self.cloud, self.events = Outbox(folder), FakeCloud(), list[dict[str, Any]]()
        intake = Intake(self.cloud, self.cloud, bucket="raw", topic="arn:topic", say=nothing)
        ours = Ownership(frozenset({"help.example"}), lambda: ("shop@kauppa.example",))
        self.door = SesDoor(
            port, outbox=self.outbox, intake=intake, publish=self.events.append, behind="http://127.0.0.1:9", ours=ours, say=nothing
        )
        config = Config(region_name="eu-north-1", retries={"total_max_attempts": 1})
        keys: Any = {"aws_access_key_id": "x", "aws_secret_access_key": "x", "endpoint_url": f"http://127.0.0.1:{port}", "config": config}
        self.v1, self.v2 = boto3.client("ses", **keys), boto3.client("sesv2", **keys)

    @property
    def faults(self) -> Faults:
        return self.door.faults

    def send(self, to: str, **more: Any) -> str:
        answer = self.v2.send_email(Destination={"ToAddresses": [to]}, Content={"Raw": {"Data": MIME}}, **more)
        return str(answer["MessageId"])

    def kinds(self, count: int) -> list[str]:
        wait_until(lambda: len(self.events) >= count)
        return [event["eventType"] for event in self.events]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    made = Desk(tmp_path)
    made.door.start()
    yield made
    made.door.stop()


def wait_until(done: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not done() and time.monotonic() < until:
        time.sleep(0.01)


def test_the_mail_leaves_with_the_message_id_of_ses_and_without_its_control_headers(desk: Desk) -> None:
    ident = desk.send("maija@example.org")
    found = desk.outbox.find(ident)
    assert found is not None
    assert f"Message-ID: <{ident}@eu-north-1.amazonses.com>".encode() in found[1]
    assert b"ours@help.example" not in found[1]
    assert b"X-SES-MESSAGE-TAGS" not in found[1]
    assert b"References: <root@help.example>\r\n" in found[1]


def test_events_carry_the_id_and_the_tag_of_the_header(desk: Desk) -> None:
    ident = desk.send("maija@example.org")
    assert desk.kinds(2) == ["Send", "Delivery"]
    assert {event["mail"]["messageId"] for event in desk.events} == {ident}
    assert {tuple(event["mail"]["tags"]["vuoro"]) for event in desk.events} == {("7-3",)}
    assert desk.events[1]["delivery"]["recipients"] == ["maija@example.org"]


def test_tags_of_the_call_go_before_those_of_the_header(desk: Desk) -> None:
    desk.send("maija@example.org", EmailTags=[{"Name": "vuoro", "Value": "9-1"}])
    desk.kinds(1)
    assert desk.events[0]["mail"]["tags"]["vuoro"] == ["9-1"]


def test_a_bounce_is_permanent_and_no_delivery(desk: Desk) -> None:
    desk.send("bounce@example.org")
    assert desk.kinds(2) == ["Send", "Bounce"]
    bounce = desk.events[1]["bounce"]
    assert (bounce["bounceType"], bounce["bouncedRecipients"][0]["status"]) == ("Permanent", "5.1.1")


def test_a_complaint_follows_the_delivery(desk: Desk) -> None:
    desk.send("complaint@example.org")
    assert desk.kinds(3) == ["Send", "Delivery", "Complaint"]


def test_a_mail_to_ourselves_comes_in_again(desk: Desk) -> None:
    ident = desk.send("support@help.example")
    wait_until(lambda: bool(desk.cloud.notices))
    notice = json.loads(desk.cloud.notices[0])
    assert notice["mail"]["source"] == f"{ident}@eu-north-1.amazonses.com"
    assert notice["receipt"]["recipients"] == ["support@help.example"]


def test_version_one_of_the_api_does_the_same(desk: Desk) -> None:
    answer = desk.v1.send_raw_email(RawMessage={"Data": MIME}, Tags=[{"Name": "vuoro", "Value": "8-2"}])
    assert desk.kinds(2) == ["Send", "Delivery"]
    assert desk.events[0]["mail"]["messageId"] == answer["MessageId"]
    assert desk.events[0]["mail"]["tags"]["vuoro"] == ["8-2"]


def test_a_foreign_sender_is_rejected(desk: Desk) -> None:
    with pytest.raises(ClientError) as refusal:
        desk.send("maija@example.org", FromEmailAddress="boss@elsewhere.example")
    assert refusal.value.response["Error"]["Code"] == "MessageRejected"


def test_a_channel_with_an_address_elsewhere_may_send(desk: Desk) -> None:
    mime = MIME.replace(b"support@help.example", b"shop@kauppa.example")
    assert desk.v2.send_email(Destination={"ToAddresses": ["maija@example.org"]}, Content={"Raw": {"Data": mime}})["MessageId"]


def test_an_ordered_fault_fails_once(desk: Desk) -> None:
    desk.faults.order({"times": 1, "status": 503})
    with pytest.raises(ClientError):
        desk.send("maija@example.org")
    assert desk.send("maija@example.org")
