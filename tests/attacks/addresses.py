"""Addresses that somebody wants to be called: judged when a webhook is made and when it is called, with the case's own DNS."""

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chalicelib.channels.message import HttpCall
from chalicelib.errors import InvalidInput, ProviderRefused
from chalicelib.outside import guard, http
from chalicelib.settings import settings
from chalicelib.subscriptions import actions as subscriptions
from chalicelib.subscriptions.subscription import DELIVERED, host_of, status_of
from infra.local.ports import ports_from
from infra.local.web import Answer, LoopbackServer
from tests.attacks.outside import outgoing
from tests.world import World

Seen = dict[str, Any]


def observe(case: dict[str, Any], world: World) -> Seen:
    given = case["input"]
    started = time.process_time()
    with outgoing() as reached:
        result = _is_called(given["url"], given["dns"]) and (not given["redirects"] or _is_reached_by_redirects())
    elapsed = (time.process_time() - started) * 1000
    return {"result": result, "elapsed_ms": elapsed, "outgoing": [one for one in reached if "127.0.0.1" not in one]}


def _is_called(url: str, dns: Mapping[str, list[list[str]]]) -> bool:
    """The two doors of a webhook: what may be written down, and what is connected to whatever was written down."""
    with _in_production():
        try:
            subscriptions.check_address(url)
        except InvalidInput:
            kept = False
        else:
            kept = True
    try:
        there = guard.destination(url, [host_of(url)], local=False)
        called = bool(guard.addresses(dns.get(there.host, [[]])[0], there))
    except ProviderRefused:
        called = False
    if called and not kept:
        raise AssertionError(f"{url} would be called, but not written down")
    return kept and called


@contextmanager
def _in_production() -> Iterator[None]:
    """Only a desk that runs locally may call loopback."""
    before = os.environ.get("VUORO_STAGE")
    os.environ["VUORO_STAGE"] = "production"
    settings.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("VUORO_STAGE") if before is None else os.environ.update(VUORO_STAGE=before)
        settings.cache_clear()


def _is_reached_by_redirects() -> bool:
    """A server on loopback always leads on: a delivery, which follows nothing, and a download, which follows some redirects."""
    port = ports_from(0).whatsapp
    here = f"http://127.0.0.1:{port}/loop"
    server = LoopbackServer(port, lambda asked: Answer(302, headers={"Location": here}))
    server.start()
    try:
        status, _ = http.perform(HttpCall("POST", here, {}, b"{}"), ["127.0.0.1"])
        return status_of(status) == DELIVERED or _is_downloaded(here)
    finally:
        server.stop()


def _is_downloaded(url: str) -> bool:
    try:
        http.fetch(HttpCall("GET", url, {}, b""), ["127.0.0.1"], 1_000, 5)
    except ProviderRefused:
        return False
    return True
