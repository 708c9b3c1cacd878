"""The desk that the attack pack speaks of: tickets T1 and T2 of Alice, their tokens and ids, and what the desk keeps of a case."""

import io
import json
import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.handlers.edge import log
from chalicelib.people import actions as people
from chalicelib.people.keys import Key
from chalicelib.settings import settings
from chalicelib.storage import seen
from tests.handlers.client import ADMIN_KEY, Client
from tests.small_desk import DOCUMENT
from tests.world import World, client

ALICE, SUPPORT, SALES = "alice@customer.example", "support@acme-help.example", "sales@acme-help.example"
PLACEHOLDER = re.compile(rb"\{([A-Z][A-Z0-9]*(?:\.[a-z_]+)?)\}")
ACME: dict[str, Any] = {
    **DOCUMENT,
    "name": "Acme",
    "language": "en",
    "accounts": [
        {"channel": "email", "address": SUPPORT},
        {"channel": "email", "address": SALES},
        {"channel": "whatsapp", "address": "10001", "number": "+358401234567"},
    ],
    "groups": [{"name": "Support", "lead": "ann@acme-help.example"}, {"name": "Vault"}],
    "agents": [
        {"email": "ann@acme-help.example", "name": "Ann", "groups": ["Support"], "languages": ["en"], "cap": 50, "role": "admin"},
        {"email": "agent@acme-help.example", "name": "Agent", "groups": ["Support"], "languages": ["en"], "cap": 50},
        {"email": "bob@acme-help.example", "name": "Bob", "groups": ["Vault"], "languages": ["en"], "cap": 1, "scope": "restricted"},
    ],
    "companies": [],
    "rules": [],
    "policies": [],
    "incoming": {"acknowledge": True},
}


@dataclass
class Scene:
    """The desk as a case finds it; `before` is what was there already."""

    world: World
    api: Client
    t1: int = 1
    t2: int = 2
    names: dict[str, str] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    sent_before: int = 0

    def filled(self, raw: bytes) -> bytes:
        return PLACEHOLDER.sub(lambda found: self.names[found[1].decode()].encode(), raw)


def activate(world: World) -> None:
    client("ses").verify_domain_identity(Domain="acme-help.example")
    desks.activate(ACME, world.now, "tests")
    desks.forget()
    people.forget()
    people.ensure_key(ADMIN_KEY, Key(), world.now)


def prepared(world: World) -> Scene:
    """Alice's two tickets; T1 is answered and noted on. Everything goes in by the doors that customers and agents use."""
    activate(world)
    api = Client(world)
    scene = Scene(world, api)
    world.raw_mail(_first_mail(), recipients=[SUPPORT], mail_from=ALICE)
    world.settle()
    world.mail(f"Alice <{ALICE}>", "An invoice", "Please send me the invoice again.", to=SUPPORT, message_id="<t2@customer.example>")
    world.settle()
    for name in ("mike", "kate"):
        made = api.post("/contacts", {"name": name, "email": f"{name}@customer.example"})
        if made.status != 201:
            raise AssertionError(made.body)
    api.post(f"/tickets/{scene.t1}/reply", {"body": "Please turn it off and on. T1-SECRET-CANARY"})
    api.post(f"/tickets/{scene.t1}/notes", {"body": "An internal note"})
    world.settle()
    reply = next(sent for sent in world.mails(ALICE) if "turn it off" in sent.text)
    scene.names = {
        "T1.number": str(scene.t1),
        "T1.message_id": "<t1@customer.example>",
        "T1.outbound_id": f"<{reply.message_id}@{settings().region}.amazonses.com>",
        "T1.reply_address": str(reply.mail["Reply-To"]).split("<")[-1].strip(">"),
    }
    return scene


def with_survey(scene: Scene) -> None:
    """T2 was resolved and its survey went out."""
    count = len(scene.world.mails(ALICE))
    scene.api.put(f"/tickets/{scene.t2}", {"status": 4})
    scene.world.after(hours=2)
    survey = scene.world.mails(ALICE)[count]
    scene.names["SURVEY1.outbound_id"] = f"<{survey.message_id}@{settings().region}.amazonses.com>"


def mark(scene: Scene) -> None:
    """From here on it is the case."""
    scene.before = counted(scene)
    scene.sent_before = len(scene.world.mails())


def counted(scene: Scene) -> dict[str, Any]:
    """What the desk holds: messages by ticket, what waits for release, and what was dropped."""
    tickets = {number: _received(number) for number in range(1, seen.newest_number() + 1)}
    rows = client("dynamodb").scan(TableName=settings().seen_table)["Items"]
    dropped = [row["pk"]["S"] for row in rows if row["pk"]["S"].startswith("D#") and row.get("ticket", {}).get("N") == "0"]
    suspended = scene.api.get("/suspended").body if _has_route(scene, "/api/v2/suspended") else []
    return {"tickets": {number: count for number, count in tickets.items() if count}, "dropped": dropped, "suspended": suspended}


def _has_route(scene: Scene, path: str) -> bool:
    return path in scene.world.app.routes


def _received(number: int) -> int:
    from chalicelib.storage.tickets import find_commits

    return sum(name == "message.received" for commit in find_commits(number) for name in commit.names)


@contextmanager
def heard() -> Iterator[io.StringIO]:
    """All that the handlers log while the case runs, in the form in which Lambda would print it."""
    told = io.StringIO()
    handler = logging.StreamHandler(told)
    handler.setFormatter(log.registered_formatter)
    printer = logging.getLogger(log.service)
    level = printer.level
    printer.addHandler(handler)
    printer.setLevel("DEBUG")
    try:
        yield told
    finally:
        printer.setLevel(level)
        printer.removeHandler(handler)


def _first_mail() -> bytes:
    message = EmailMessage(policy=SMTP)
    message["From"], message["To"], message["Subject"] = f"Alice <{ALICE}>", SUPPORT, "Printer"
    message["Message-ID"] = "<t1@customer.example>"
    message.set_content("My printer is broken. T1-SECRET-CANARY")
    message.add_attachment(b"T1-ATTACHMENT-CANARY", maintype="application", subtype="pdf", filename="order.pdf")
    return message.as_bytes()


def whatsapp_body(chat: str) -> bytes:
    """A chat of the pack in the envelope of the channel: same id, sender and words, whatever they are."""
    try:
        said = json.loads(chat)
    except ValueError:
        return chat.encode()
    if not isinstance(said, dict) or "entry" in said:
        return chat.encode()
    sender = said.get("from")
    plain = sender.lstrip("+") if isinstance(sender, str) else sender
    message = {"id": said.get("id"), "from": plain, "timestamp": "1796112000", "type": "text", "text": {"body": said.get("text")}}
    value = {
        "messaging_product": "whatsapp",
        "metadata": {"phone_number_id": "10001"},
        "contacts": [{"profile": {"name": str(sender)}, "wa_id": plain}],
        "messages": [message],
    }
    is_echo = said.get("direction") == "outbound"
    change = {"field": "smb_message_echoes" if is_echo else "messages", "value": value}
    return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": "1", "changes": [change]}]}).encode()
