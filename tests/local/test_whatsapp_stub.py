"""The stub of the Cloud API takes messages as Meta does and reports on them to our webhook, signed."""

import hashlib
import hmac
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local.outbox import Outbox
from infra.local.ports import ports_from
from infra.local.web import Answer, Asked, LoopbackServer
from infra.local.whatsapp_stub import WhatsAppStub
from tests.local.stand_ins import nothing

TEXT = {"messaging_product": "whatsapp", "to": "+358401234567", "type": "text", "text": {"body": "Hei"}, "biz_opaque_callback_data": "7-3"}


class Meta:
    """A stub and the webhook it reports to."""

    def __init__(self, folder: Path) -> None:
        ports = ports_from(0)
        self.url, self.heard = f"http://127.0.0.1:{ports.whatsapp}", list[Asked]()
        self.hook = LoopbackServer(ports.api, self._hear)
        webhook = f"http://127.0.0.1:{ports.api}/hooks/whatsapp"
        self.stub = WhatsAppStub(ports.whatsapp, outbox=Outbox(folder), access_token="t", app_secret="s", webhook=webhook, say=nothing)

    def _hear(self, asked: Asked) -> Answer:
        self.heard.append(asked)
        return Answer()

    def call(self, path: str, body: Any = None, token: str = "t") -> tuple[int, Any]:
        raw = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.url + path, raw, {"Authorization": f"Bearer {token}"})
        try:
            with urllib.request.urlopen(request, timeout=10) as reply:
                return reply.status, json.load(reply)
        except urllib.error.HTTPError as refusal:
            return refusal.code, json.load(refusal)

    def statuses(self) -> list[dict[str, Any]]:
        until = time.monotonic() + 5
        while len(self.heard) < 2 and time.monotonic() < until:
            time.sleep(0.01)
        return [json.loads(asked.body)["entry"][0]["changes"][0]["value"]["statuses"][0] for asked in self.heard]


@pytest.fixture
def meta(tmp_path: Path) -> Iterator[Meta]:
    made = Meta(tmp_path)
    made.hook.start()
    made.stub.start()
    yield made
    made.stub.stop()
    made.hook.stop()


@pytest.mark.parametrize("path", ["/123/messages", "/v23.0/123/messages"])
def test_a_message_is_taken_and_remembered(meta: Meta, path: str) -> None:
    status, answer = meta.call(path, TEXT)
    assert status == 200
    (kept,) = meta.call("/api/messages?to=%2B358401234567")[1]
    assert (kept["id"], kept["text"], kept["body"]) == (answer["messages"][0]["id"], "Hei", TEXT)
    assert meta.call("/api/messages?to=1")[1] == []


def test_sent_and_delivered_are_reported_signed_with_our_tag(meta: Meta) -> None:
    _, answer = meta.call("/123/messages", TEXT)
    statuses = meta.statuses()
    assert [(row["status"], row["id"], row["biz_opaque_callback_data"]) for row in statuses] == [
        (status, answer["messages"][0]["id"], "7-3") for status in ("sent", "delivered")
    ]
    for asked in meta.heard:
        assert asked.headers["x-hub-signature-256"] == "sha256=" + hmac.new(b"s", asked.body, hashlib.sha256).hexdigest()


def test_a_wrong_token_is_refused(meta: Meta) -> None:
    status, answer = meta.call("/123/messages", TEXT, token="other")
    assert (status, answer["error"]["code"]) == (401, 190)


@pytest.mark.parametrize("body", [{}, {"messaging_product": "whatsapp"}, {"to": "1"}])
def test_an_incomplete_message_is_refused(meta: Meta, body: dict[str, str]) -> None:
    assert meta.call("/123/messages", body)[0] == 400


@pytest.mark.parametrize(
    ("order", "status", "code"), [({"status": 500}, 500, 131000), ({"error_code": 131047, "status": 400}, 400, 131047)]
)
def test_ordered_faults_come_as_often_as_ordered(meta: Meta, order: dict[str, int], status: int, code: int) -> None:
    assert meta.call("/api/faults", {"times": 2, **order})[1] == {"waiting": 2}
    for _ in range(2):
        answered, answer = meta.call("/123/messages", TEXT)
        assert (answered, answer["error"]["code"]) == (status, code)
    assert meta.call("/123/messages", TEXT)[0] == 200
