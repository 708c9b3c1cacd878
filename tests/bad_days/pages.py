"""What pages of a shop and an exchange bring, as legs of a story of its own: a visit, a chat, forms, confirmations, calls."""

import json
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from chalicelib.channels.message import WebhookCall
from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
from chalicelib.settings import settings
from tests.bad_days.watched import Watched
from tests.bad_days.way import FIRST, FORM, Leg, Play, mail, reply
from tests.channels.signing import SIGNERS
from tests.small_desk import DOCUMENT
from tests.web.page import HOOKS, SHOP, put_keys, vouched
from tests.world import TOKEN_KEYS, client

URL = "https://desk.kauppa.example"
AINO, EVE, NUMBER, OURS = "aino@asiakas.example", "eve@muu.example", "+358401112222", "+358409000000"
USER, VISITOR = "u:4711", "v:0123456789abcdef0123456789abcdef"
LINK = re.compile(rf"{re.escape(URL)}(/confirm/\S+)")
ACCOUNTS = [*DOCUMENT["accounts"], {"channel": "web", "address": SHOP, "group": "Billing"}, {"channel": "phone", "address": OURS}]


@contextmanager
def opened(world: Watched) -> Iterator[None]:
    """The desk with a web channel and an exchange."""
    parameter = client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    web = {"inbox_secret": SIGNERS["web"].secrets["inbox_secret"]}
    put_keys({"token": TOKEN_KEYS, "hooks": {**HOOKS, "web": web, "phone": dict(SIGNERS["phone"].secrets)}})
    before = os.environ.get("VUORO_PUBLIC_URL")
    os.environ["VUORO_PUBLIC_URL"] = URL
    settings.cache_clear()
    desks.activate({**DOCUMENT, "accounts": ACCOUNTS}, world.now, "tests")
    try:
        yield
    finally:
        os.environ.pop("VUORO_PUBLIC_URL") if before is None else os.environ.update(VUORO_PUBLIC_URL=before)
        settings.cache_clear()
        put_keys(json.loads(parameter))
        secrets.forget()


def begin(user: str = "") -> Play:
    """A visit; of whoever is new the visitor is a random name, so the others speak with a pass of their own."""
    told = {"user": vouched(user, SIGNERS["web"].secrets["inbox_secret"])} if user else {}
    return lambda world: _posted(world, "web", "/hooks/web/visits", told, 201)


def bring(visitor: str, **event: Any) -> Play:
    body = {"visitor": visitor, "account": SHOP, "name": "Aino", "language": "fi", "events": [event]}
    return lambda world: _posted(world, "web", "/hooks/web", body, 202)


def form(visitor: str, address: str, text: str, ident: str) -> Play:
    return bring(visitor, type="form", id=ident, email=address, subject="Paketti", text=text)


def confirm(address: str) -> Play:
    """The owner of the address opens the link of the newest question and presses its button."""

    def pressed(world: Watched) -> None:
        found = [LINK.search(sent.text) for sent in world.mails(address)]
        link = [one[1] for one in found if one][-1]
        assert world.http("POST", link, body=b"x=", headers=FORM)["statusCode"] == 200

    return pressed


def ring(number: str, call: str, *, verified: bool) -> Play:
    body = {"type": "ringing", "call": call, "from": number, "to": OURS, "verified": verified}
    return lambda world: _posted(world, "phone", "/calls/ringing", body, 200)


def ended(number: str, call: str, text: str) -> Play:
    body = {"type": "ended", "call": call, "from": number, "to": OURS, "verified": True, "seconds": 63, "text": text}
    return lambda world: _posted(world, "phone", "/hooks/phone", body, 200)


def knows_number(world: Watched) -> None:
    """An agent writes down the number of who wrote first."""
    from tests.handlers.client import Client

    agent = Client(world)
    with world.unwatched():
        contact = agent.get(f"/tickets/{FIRST + 1}").body["requester_id"]
        assert agent.put(f"/contacts/{contact}", {"phone": NUMBER}).status == 200


def _posted(world: Watched, channel: str, path: str, body: dict[str, Any], status: int) -> None:
    raw = json.dumps(body).encode()
    signed = SIGNERS[channel].signed(WebhookCall(raw, {"content-type": "application/json", "origin": SHOP}, world.now, URL + path))
    assert world.http("POST", path, body=raw, headers=dict(signed.headers))["statusCode"] == status


PAGES = (
    Leg("somebody known", mail(AINO, "Lasku 1234", "Laskuni 1234 on väärin, korjatkaa se."), watched=False),
    Leg("whose number is written down", knows_number, watched=False),
    Leg("a visit begins", begin()),
    Leg("a user's visit begins", begin("4711")),
    Leg("a line of the chat", bring(USER, type="message", id="e1", text="Hei, missä pakettini on?")),
    Leg("the answer on the page", reply(2, "Se on matkalla.")),
    Leg("another line", bring(USER, type="message", id="e2", text="Kiitos! Milloin se tulee, tiedättekö?")),
    Leg("a form of nobody known", form(VISITOR, EVE, "Haluan palauttaa paketin.", "f1")),
    Leg("another form before the first is confirmed", form(VISITOR, EVE, "Paketti 2 on myös rikki.", "f2")),
    Leg("the address is confirmed", confirm(EVE)),
    Leg("it is confirmed again", confirm(EVE)),
    Leg("a form that needs no word any more", form(VISITOR, EVE, "Ja vielä paketti 3, sekin on rikki.", "f3")),
    Leg("a call of somebody known rings", ring(NUMBER, "c1", verified=True)),
    Leg("the call ended", ended(NUMBER, "c1", "Asiakas kysyi laskusta 1234.")),
    Leg("a call of nobody known rings", ring("+358405550000", "c2", verified=False)),
)
