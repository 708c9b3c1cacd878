"""The stub of the providers takes what each channel sends, answers as that provider does, and gives back files."""

import base64
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.message import Attachment, Outbound, Sending
from chalicelib.channels.registry import CHANNELS, channel
from infra.local.outbox import Outbox
from infra.local.ports import ports_from
from infra.local.provider_stub import ProviderStub
from infra.local.web import Answer, Asked, LoopbackServer
from tests.channels.signing import SIGNERS
from tests.channels.test_registry import first_text
from tests.local.stand_ins import nothing

SENDERS = {name: {"account_sid": "AC3", **signer.sending} for name, signer in SIGNERS.items()}
# What a page fetches itself is sent to nobody.
SENT = [name for name in CHANNELS if not channel(name).fetched]
HOOKS = {name: {"app_secret": "s"} for name in CHANNELS}


class Stubbed:
    """A stub on loopback, and the webhooks it reports to."""

    def __init__(self, folder: Path) -> None:
        ports = ports_from(0)
        self.url, self.heard = f"http://127.0.0.1:{ports.whatsapp}", list[Asked]()
        self.hook = LoopbackServer(ports.api, self._hear)
        webhooks = f"http://127.0.0.1:{ports.api}/hooks"
        self.stub = ProviderStub(ports.whatsapp, outbox=Outbox(folder), senders=SENDERS, hooks=HOOKS, webhooks=webhooks, say=nothing)

    def _hear(self, asked: Asked) -> Answer:
        self.heard.append(asked)
        return Answer()

    def send(self, name: str, sending: Sending | None = None) -> tuple[int, bytes]:
        """One answer of ours as that channel puts it."""
        asked = first_text(name)
        outbound = Outbound(name, asked.recipients[0], asked.sender, "7-4", "Irrota johto.", references=(asked.external_id,))
        base = self.url if name == "whatsapp" else f"{self.url}/{name}"
        made = channel(name).compose(outbound, sending or Sending(base, SENDERS[name]))
        return self.call(made.method, made.url.removeprefix(self.url), made.body, made.headers)

    def call(self, method: str, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> tuple[int, bytes]:
        request = urllib.request.Request(self.url + path, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, reply.read()
        except urllib.error.HTTPError as refusal:
            return refusal.code, refusal.read()

    def told(self, name: str, to: str = "") -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = json.loads(self.call("GET", f"/api/messages?channel={name}&to={to}")[1])
        return rows


@pytest.fixture
def stubbed(tmp_path: Path) -> Iterator[Stubbed]:
    made = Stubbed(tmp_path)
    made.hook.start()
    made.stub.start()
    yield made
    made.stub.stop()
    made.hook.stop()


@pytest.mark.parametrize("name", SENT)
def test_what_a_channel_sends_is_taken_remembered_and_answered_as_it_reads_it(stubbed: Stubbed, name: str) -> None:
    status, answer = stubbed.send(name)
    assert channel(name).refusal(status, answer) is None
    assert channel(name).provider_id(answer)
    assert [row["text"] for row in stubbed.told(name)] == ["Irrota johto."]
    assert stubbed.told(name, "nobody") == []


@pytest.mark.parametrize("name", SENT)
def test_wrong_credentials_are_refused(stubbed: Stubbed, name: str) -> None:
    base = stubbed.url if name == "whatsapp" else f"{stubbed.url}/{name}"
    status, _ = stubbed.send(name, Sending(base, {"account_sid": "AC3", **dict.fromkeys(SENDERS[name], "wrong")}))
    assert status == 401
    assert stubbed.told(name) == []


def test_ordered_faults_come_as_often_as_ordered(stubbed: Stubbed) -> None:
    order = json.dumps({"channel": "line", "times": 2, "status": 503}).encode()
    assert json.loads(stubbed.call("POST", "/api/faults", order)[1]) == {"waiting": 2}
    assert [stubbed.send("line")[0] for _ in range(3)] == [503, 503, 200]
    assert stubbed.send("viber")[0] == 200


def test_messengers_delivery_is_reported_signed(stubbed: Stubbed) -> None:
    _, answer = stubbed.send("messenger")
    until = time.monotonic() + 5
    while not stubbed.heard and time.monotonic() < until:
        time.sleep(0.01)
    (asked,) = stubbed.heard
    assert (asked.path, "x-hub-signature-256" in asked.headers) == ("/hooks/messenger", True)
    receipt = json.loads(asked.body)["entry"][0]["messaging"][0]
    assert receipt["delivery"]["mids"] == [json.loads(answer)["message_id"]]


def test_a_file_is_given_back_as_it_was_put(stubbed: Stubbed) -> None:
    assert stubbed.call("GET", "/media/a.jpg")[0] == 404
    stubbed.call("PUT", "/media/a.jpg", b"\xff\xd8", {"Content-Type": "image/jpeg"})
    assert stubbed.call("GET", "/media/a.jpg") == (200, b"\xff\xd8")


@pytest.mark.parametrize("name", ["telegram", "line"])
def test_a_file_is_had_as_its_channel_asks_for_it_and_asking_sends_nothing(stubbed: Stubbed, name: str) -> None:
    way, given = channel(name), Sending(f"{stubbed.url}/{name}", SENDERS[name])
    file = Attachment("cat.jpg", "image/jpeg", 0, "", content_id="cat-1")

    def fetched() -> tuple[int, bytes]:
        call = way.media(file, given)
        status, answer = stubbed.call("GET", call.url.removeprefix(stubbed.url), None, call.headers)
        following = way.media_next(answer, file, given) if status == 200 else None
        return stubbed.call("GET", following.url.removeprefix(stubbed.url), None, following.headers) if following else (status, answer)

    assert fetched()[0] == 404
    stubbed.call("PUT", "/media/cat-1", b"\xff\xd8", {"Content-Type": "image/jpeg"})
    assert (fetched(), stubbed.told(name)) == ((200, b"\xff\xd8"), [])


def test_basic_credentials_are_read(stubbed: Stubbed) -> None:
    word = base64.b64encode(b"AC3:s3cret-token").decode()
    body = b"To=%2B358402&From=%2B358401&Body=Hei"
    headers = {"Authorization": f"Basic {word}", "Content-Type": "application/x-www-form-urlencoded"}
    assert stubbed.call("POST", "/twilio_sms/2010-04-01/Accounts/AC3/Messages.json", body, headers)[0] == 200
    assert [(row["to"], row["text"]) for row in stubbed.told("twilio_sms")] == [("+358402", "Hei")]


def test_a_channel_is_told_of_its_own_messages_only(stubbed: Stubbed) -> None:
    stubbed.send("viber")
    assert stubbed.told("line") == []
