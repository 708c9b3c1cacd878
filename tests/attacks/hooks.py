"""Webhook cases: a body posted to a channel's public door, signed as the case says, and what the desk keeps of it."""

import hashlib
import hmac
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from chalicelib.channels.message import WebhookCall
from chalicelib.outside import secrets
from chalicelib.settings import settings
from tests.attacks import scene
from tests.attacks.pack import CHECK
from tests.attacks.scene import Scene, whatsapp_body
from tests.channels.signing import SIGNERS
from tests.world import APP_SECRET, World, client

HEADER = "x-hub-signature-256"
JSON = {"content-type": "application/json"}
OTHER_SECRET = "the-secret-of-another-channel"


def observe(case: dict[str, Any], world: World) -> dict[str, Any]:
    scene.activate(world)
    here = Scene(world, scene.Client(world))
    given = case["input"]
    scene.mark(here)
    with scene.heard() as told:
        answers = _asked(case, world) if given.get("method") == "GET" else _posted(case, world)
        world.settle()
    after = scene.counted(here)
    messages = sum(after["tickets"].values())
    return {
        "status": answers[-1]["statusCode"],
        "statuses": [answer["statusCode"] for answer in answers],
        "body": str(answers[-1]["body"]),
        "headers": answers[-1]["headers"],
        "tickets_created": len(after["tickets"]),
        "messages": messages,
        "stored": messages,
        "lost": 0,
        "messages_html": [_shown(here, number) for number in after["tickets"]],
        "logs": told.getvalue(),
        "facts": {"reflected": given.get("query", "").split("hub.challenge=")[-1] in str(answers[-1]["body"])},
    }


def _asked(case: dict[str, Any], world: World) -> list[Any]:
    return [world.http("GET", f"/hooks/{case['input']['channel']}?{case['input']['query']}")]


def _posted(case: dict[str, Any], world: World) -> list[Any]:
    given = case["input"]
    if given["ts"] or _tells_of_our_envelope(case):
        return [_timed(case, world)]
    # The pack's own chat speaks to a channel that the desk has under another name.
    name = "whatsapp" if given["channel"] in ("chat", "whatsapp") else given["channel"]
    bodies = [whatsapp_body(text) for text in given.get("sequence", ())] or [_body(case)] * given.get("repeat", 1)
    path = f"/hooks/{quote(name, safe='')}"
    return [world.http("POST", path, body=body, headers={**_headers(body, given), **given["headers"]}) for body in bodies]


def _tells_of_our_envelope(case: dict[str, Any]) -> bool:
    """A whole chat with a right signature of which the door shall say that it is malformed: only an envelope of ours has a form."""
    refused = set(case["expect"].get("status", ())) == {400, 413, 415, 422}
    return refused and case["input"]["channel"] == "chat" and case["input"]["body"] is not None


def _timed(case: dict[str, Any], world: World) -> Any:
    """The channel whose envelope is ours: what is said in the case's own types, signed as if by a clock that is so many seconds off."""
    said = json.loads(CHECK.materialise(case))
    body = json.dumps({**said, "sender": {"kind": "phone", "value": said["from"]}}).encode()
    call = WebhookCall(body, {}, world.now + timedelta(seconds=case["input"]["ts"]))
    signer = SIGNERS["standard_webhooks"]
    with _known_secret("standard_webhooks", signer.secrets):
        headers = signer.headers(call, signer.secrets) | JSON | case["input"]["headers"]
        return world.http("POST", "/hooks/standard_webhooks", body=body, headers=headers)


@contextmanager
def _known_secret(channel: str, given: Mapping[str, str]) -> Iterator[None]:
    """The desk knows one more channel's secret for a moment."""
    ssm, name = client("ssm"), settings().keys_parameter
    stored = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    keys = json.loads(stored)
    keys["hooks"][channel] = dict(given)
    ssm.put_parameter(Name=name, Value=json.dumps(keys), Type="SecureString", Overwrite=True)
    secrets.forget()
    try:
        yield
    finally:
        ssm.put_parameter(Name=name, Value=stored, Type="SecureString", Overwrite=True)
        secrets.forget()


def _body(case: dict[str, Any]) -> bytes:
    raw: bytes = CHECK.materialise(case)
    if case["input"].get("gen_gzip") or case["input"].get("body_b64"):
        return raw
    return whatsapp_body(raw.decode("utf-8", "surrogatepass"))


def _headers(body: bytes, given: Mapping[str, Any]) -> dict[str, str]:
    right = _mac(body, APP_SECRET)
    signatures = {
        "valid": f"sha256={right}",
        "none": "",
        "empty": "sha256=",
        "random": f"sha256={'ab' * 32}",
        "no_prefix": right,
        "sha1": f"sha1={hmac.new(APP_SECRET.encode(), body, hashlib.sha1).hexdigest()}",
        "truncated": f"sha256={right[:32]}",
        "other_channel": f"sha256={_mac(body, OTHER_SECRET)}",
        "valid_for_compact": f"sha256={_mac(body.replace(b' ', b''), APP_SECRET)}",
        "wrong_then_right": f"sha256={'ab' * 32},sha256={right}",
    }
    signature = signatures[given["sig"]]
    return {"content-type": "application/json", **({HEADER: signature} if given["sig"] != "none" else {})}


def _mac(body: bytes, secret: str) -> str:
    return hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _shown(here: Scene, number: int) -> str:
    told = here.api.get(f"/tickets/{number}?include=conversations").body
    return "\n".join([told["description"] or "", *(said["body"] for said in told["conversations"])])
