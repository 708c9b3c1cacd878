"""Scenarios: two desks that answer each other, and a form that is filled in again and again for somebody who never asked."""

import email.policy
import itertools
import json
from dataclasses import dataclass
from email import message_from_string
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.settings import settings
from tests.attacks import scene
from tests.attacks.scene import ACME, SUPPORT
from tests.receivers import listening
from tests.web.page import HOOKS, SHOP, Page, put_keys
from tests.world import TOKEN_KEYS, Sent, World, client

OTHER_DESK = "support@other-desk.example"
VICTIM = "victim@elsewhere.example"


def observe(case: dict[str, Any], world: World) -> dict[str, Any]:
    given = case["input"]
    if given["scenario"] == "webhook_capture":
        return {"result": _captured(world)}
    scene.activate(world)
    played = {"ping_pong": _answering_each_other, "form_spray": _sprayed}[given["scenario"]]
    played(given, world)
    return {"sent": [sent.raw.encode("utf-8", "surrogateescape") for sent in world.mails()]}


def _answering_each_other(given: dict[str, Any], world: World) -> None:
    """The other desk is one like ours: what it answers is what ours answers, with the addresses the other way round."""
    world.mail(OTHER_DESK, "A question", "Where is my parcel?", to=SUPPORT, message_id="<q@other-desk.example>")
    world.settle()
    answered = 0
    for turn in range(given["rounds"]):
        fresh = world.mails()[answered:]
        answered += len(fresh)
        theirs = [sent for sent in fresh if OTHER_DESK in sent.to]
        if not theirs:
            break
        for place, sent in enumerate(theirs):
            world.raw_mail(_as_the_other_desk(sent, f"<{turn}-{place}@other-desk.example>"), recipients=[SUPPORT], mail_from=OTHER_DESK)
        world.settle()
    if not answered:
        raise AssertionError("nobody was answered at all")
    world.after(days=1)


def _as_the_other_desk(sent: Sent, ident: str) -> bytes:
    mail = message_from_string(sent.raw, policy=email.policy.SMTP)
    reply_to = str(mail["Reply-To"] or SUPPORT)
    for name in ("Message-ID", "In-Reply-To", "References", "Reply-To", "X-SES-MESSAGE-TAGS", "X-SES-CONFIGURATION-SET"):
        del mail[name]
    mail.replace_header("From", f"Other desk <{OTHER_DESK}>")
    mail.replace_header("To", reply_to)
    mail["Message-ID"] = ident
    mail["In-Reply-To"] = f"<{sent.message_id}@{settings().region}.amazonses.com>"
    return mail.as_bytes()


@dataclass
class FromEverywhere:
    """The app behind a gateway that sees every call come from another source."""

    app: Any
    count: Any

    def __call__(self, event: dict[str, Any], context: Any) -> Any:
        place = next(self.count)
        event["requestContext"]["identity"]["sourceIp"] = f"198.51.{place // 256 % 256}.{place % 256}"
        return self.app(event, context)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.app, name)


def _sprayed(given: dict[str, Any], world: World) -> None:
    """Each form from a page and a source of its own."""
    stored = client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    put_keys({"token": TOKEN_KEYS, "hooks": HOOKS})
    desks.activate({**ACME, "accounts": [*ACME["accounts"], {"channel": "web", "address": SHOP}]}, world.now, "tests")
    desks.forget()
    world.app = FromEverywhere(world.app, itertools.count())
    try:
        for turn in range(given["n"]):
            address = f"v{turn}@elsewhere.example" if given["distinct_addresses"] else VICTIM
            Page(world).form(address, f"Buy now {turn}")
            if turn % 50 == 0:
                world.settle()
        world.settle()
        world.after(hours=2)
    finally:
        put_keys(json.loads(stored))
    if not world.mails():
        raise AssertionError("the form sends nothing at all")


def _captured(world: World) -> str:
    """What a receiver of the desk's events gets to see, header by header and word by word; in lower case, as the pack asks."""
    here, taken = scene.prepared(world), list[str]()

    def take(raw: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        taken.append("\n".join((*(f"{name}: {value}" for name, value in headers.items()), raw.decode())))
        return 204, b""

    with listening(take) as url:
        told = here.api.post("/webhooks", {"url": url, "after": "now", "personal": True})
        here.api.post(f"/tickets/{here.t1}/notes", {"body": "Somebody listens"})
        world.settle().after(seconds=30)
    if told.status != 201 or not taken:
        raise AssertionError(f"nothing was delivered: {told.body}")
    return "\n\n".join(taken).lower()
