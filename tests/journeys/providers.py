"""The world of a desk with every chat channel: providers answer on loopback, and their webhooks come in signed."""

import json
import os
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chalicelib.channels.message import WebhookCall
from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
from chalicelib.outside.providers import forget_logins
from chalicelib.settings import settings
from infra.local.outbox import Outbox
from infra.local.ports import ports_from
from infra.local.provider_stub import ProviderStub, calls
from tests.channels.signing import NOW, SIGNERS
from tests.small_desk import DOCUMENT
from tests.world import World, client

PAGE, INSTAGRAM = "100300000000003", "178410000000003"
ACCOUNTS = (
    {"channel": "messenger", "address": PAGE}, {"channel": "comments", "address": PAGE}, {"channel": "instagram", "address": INSTAGRAM},
    {"channel": "telegram", "address": "kauppa_bot"}, {"channel": "twilio_sms", "address": "+358401000000"},
)  # fmt: skip


@dataclass
class Providers:
    """What providers do to a world: they send, and they are asked to send."""

    world: World
    outbox: Outbox
    url: str

    def hook(self, name: str, body: dict[str, Any] | bytes) -> int:
        """A webhook of that channel, signed; the status it was answered with."""
        signer = SIGNERS[name]
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        path = f"/hooks/{name}"
        call = signer.signed(WebhookCall(raw, {"content-type": signer.content_type}, NOW, settings().public_url + path))
        status: int = self.world.http("POST", path, body=raw, headers=dict(call.headers))["statusCode"]
        self.world.settle()
        return status

    def calls(self, name: str) -> list[dict[str, Any]]:
        """What the channel was asked to send, oldest first."""
        return calls(self.outbox, name, "")[::-1]

    def keep(self, name: str, content: bytes, kind: str = "image/jpeg") -> str:
        """The address at which the provider has this file."""
        address = f"{self.url}/media/{name}"
        request = urllib.request.Request(address, content, {"Content-Type": kind}, method="PUT")
        with urllib.request.urlopen(request, timeout=10):
            return address

    def fault(self, name: str, **order: Any) -> None:
        request = urllib.request.Request(f"{self.url}/api/faults", json.dumps({"channel": name, **order}).encode())
        with urllib.request.urlopen(request, timeout=10):
            return


@contextmanager
def providers(world: World, folder: Path, **desk: Any) -> Iterator[Providers]:
    """Every channel configured, with the desk's further fields as given."""
    port = ports_from(0).whatsapp
    url, outbox = f"http://127.0.0.1:{port}", Outbox(folder)
    senders = {name: {"account_sid": "AC3", **signer.sending} for name, signer in SIGNERS.items()}
    stub = ProviderStub(port, outbox=outbox, senders=senders, hooks={}, webhooks="", say=lambda line: None)
    kept = {name: _parameter(name) for name in (settings().keys_parameter, settings().senders_parameter)}
    hooks = {name: dict(signer.secrets) for name, signer in SIGNERS.items()}
    _put(settings().keys_parameter, {**kept[settings().keys_parameter], "hooks": hooks})
    _put(settings().senders_parameter, senders)
    desks.activate({**DOCUMENT, "accounts": [*DOCUMENT["accounts"], *ACCOUNTS], **desk}, world.now, "tests")
    # WhatsApp may have an address of its own, which stands before that of all.
    own = os.environ.pop("VUORO_WHATSAPP_URL", None)
    os.environ["VUORO_PROVIDERS_URL"] = url
    settings.cache_clear()
    forget_logins()
    stub.start()
    try:
        yield Providers(world, outbox, url)
    finally:
        stub.stop()
        del os.environ["VUORO_PROVIDERS_URL"]
        os.environ.update({"VUORO_WHATSAPP_URL": own} if own else {})
        settings.cache_clear()
        for name, value in kept.items():
            _put(name, value)


def _parameter(name: str) -> Any:
    return json.loads(client("ssm").get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"])


def _put(name: str, value: Any) -> None:
    client("ssm").put_parameter(Name=name, Value=json.dumps(value), Type="SecureString", Overwrite=True)
    secrets.forget()
    desks.forget()
