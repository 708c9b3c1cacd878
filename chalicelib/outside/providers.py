"""Calls to a provider's API: the base address and credentials that hold for it, and what its answer means."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from chalicelib.channels.message import HttpCall, Sending
from chalicelib.channels.registry import Channel
from chalicelib.errors import Unavailable
from chalicelib.outside import http
from chalicelib.outside.secrets import senders
from chalicelib.settings import settings

# What is left of a passing credential when it is renewed, and how long one lives that does not say.
MARGIN = timedelta(minutes=5)
USUAL = timedelta(minutes=30)

_logins: dict[str, tuple[Mapping[str, str], datetime]] = {}


def sending(way: Channel, now: datetime) -> Sending:
    """Where and with what this channel is called; raises Unavailable without an entry in the senders parameter."""
    entry: Mapping[str, Any] = senders().get(way.name, {})
    if not entry:
        raise Unavailable(f"the senders parameter has no entry for {way.name}")
    base = settings().channel_url(way.name, str(entry.get("url") or way.api_url).rstrip("/"))
    standing = Sending(base, {name: str(value) for name, value in entry.items()})
    passing = _login(way, standing, now)
    return Sending(base, {**standing.secrets, **passing}) if passing else standing


def send(way: Channel, call: HttpCall, given: Sending) -> str:
    """Make one call that sends; the provider's id of what it took. Raises what the provider's answer means."""
    status, answer = http.perform(call, hosts(way, given))
    if refusal := way.refusal(status, answer):
        if status == 401:
            forget_logins()
        raise refusal
    return way.provider_id(answer)


def hosts(way: Channel, given: Sending) -> tuple[str, ...]:
    return (urlsplit(given.url).hostname or "", *way.api_hosts)


def forget_logins() -> None:
    _logins.clear()


def _login(way: Channel, standing: Sending, now: datetime) -> Mapping[str, str]:
    """The passing credentials of providers that want some, kept in this process while they hold."""
    known = _logins.get(way.name)
    if known and now < known[1]:
        return known[0]
    call: HttpCall | None = way.login(standing)
    if call is None:
        return {}
    status, answer = http.perform(call, hosts(way, standing), safe=True)
    if status != 200:
        raise Unavailable(f"{way.name}: signing in was answered {status}")
    found = way.credentials(answer)
    _logins[way.name] = (found, now + _life(found))
    return found


def _life(found: Mapping[str, str]) -> timedelta:
    told = found.get("expires_in", "")
    return timedelta(seconds=int(told)) - MARGIN if told.isdigit() else USUAL
