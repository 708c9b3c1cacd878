"""A page of a shop as its visitor's browser has it, and the desk that it calls: what the script does, without the script."""

import hashlib
import hmac
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.outside import secrets
from chalicelib.settings import settings
from tests.small_desk import DOCUMENT
from tests.world import APP_SECRET, TOKEN_KEYS, World, client

SHOP, SECRET = "https://shop.example", "the-inbox-secret-of-the-shop"
HOOKS = {"whatsapp": {"app_secret": APP_SECRET, "verify_token": "verify-me"}, "web": {"inbox_secret": SECRET}}


@contextmanager
def opened(world: World, *origins: str, public_url: str = "https://desk.kauppa.example") -> Iterator[None]:
    """The desk with a web channel for these sites."""
    before = client("ssm").get_parameter(Name=settings().keys_parameter, WithDecryption=True)["Parameter"]["Value"]
    put_keys({"token": TOKEN_KEYS, "hooks": HOOKS})
    accounts = [*DOCUMENT["accounts"], *({"channel": "web", "address": origin, "group": "Billing"} for origin in origins or (SHOP,))]
    desks.activate({**DOCUMENT, "accounts": accounts}, world.now, "tests")
    address = os.environ.get("VUORO_PUBLIC_URL")
    os.environ["VUORO_PUBLIC_URL"] = public_url
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("VUORO_PUBLIC_URL") if address is None else os.environ.update(VUORO_PUBLIC_URL=address)
        settings.cache_clear()
        put_keys(json.loads(before))


def put_keys(keys: dict[str, Any]) -> None:
    client("ssm").put_parameter(Name=settings().keys_parameter, Value=json.dumps(keys), Type="SecureString", Overwrite=True)
    secrets.forget()
    desks.forget()


def vouched(user: str, secret: str = SECRET) -> dict[str, str]:
    """What the shop's server writes into its page for a user it knows."""
    return {"id": user, "hash": hmac.new(secret.encode(), user.encode(), hashlib.sha256).hexdigest()}


@dataclass
class Page:
    """One open page; `visit` is what it keeps of the visit."""

    world: World
    origin: str = SHOP
    visit: dict[str, Any] = field(default_factory=dict)
    count: int = 0

    def call(self, method: str, path: str = "", body: Any = None, **headers: str) -> tuple[int, Any, dict[str, str]]:
        told = {"origin": self.origin, "content-type": "application/json", **headers}
        if "pass" in self.visit:
            told.setdefault("authorization", f"Bearer {self.visit['pass']}")
        raw = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        answer = self.world.http(method, f"/hooks/web{path}", body=raw, headers=told)
        return answer["statusCode"], json.loads(answer["body"]) if answer["body"] else None, answer["headers"]

    def begin(self, user: dict[str, str] | None = None) -> int:
        status, told, _ = self.call("POST", "/visits", {"user": user} if user else {})
        if status == 201:
            self.visit = told
        return status

    def bring(self, *events: dict[str, Any], **more: Any) -> tuple[int, Any, dict[str, str]]:
        if not self.visit:
            assert self.begin() == 201
        named = []
        for event in events:
            self.count += 1
            named.append({"id": f"{id(self)}-{self.count}", **event})
        told = {
            "visitor": self.visit["visitor"],
            "account": self.visit["account"],
            "name": "Aino",
            "language": "fi",
            "events": named,
            **more,
        }
        return self.call("POST", "", told)

    def say(self, text: str, **more: Any) -> int:
        return self.bring({"type": "message", "text": text, **more})[0]

    def form(self, email: str, text: str, **more: Any) -> tuple[int, Any]:
        status, told, _ = self.bring({"type": "form", "email": email, "subject": "Paketti", "text": text, **more})
        return status, told

    def lines(self) -> list[tuple[bool, str]]:
        status, told, _ = self.call("GET")
        assert status == 200, told
        return [(line["own"], line["text"]) for line in told["lines"]]
