"""Where a request may go: https to named public hosts, and on a desk that runs locally also loopback."""

import ipaddress
import re
from collections.abc import Collection, Iterable
from urllib.parse import urlsplit

from chalicelib.errors import ProviderRefused
from chalicelib.values import dataclass

LOOPBACK = ("localhost", "127.0.0.1", "::1")
NAME = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]")
URL = re.compile(r"[!-~]{1,2048}")


@dataclass(frozen=True, slots=True)
class Destination:
    """A URL that passed the guard, taken apart once so that no second reading can differ."""

    scheme: str
    host: str
    port: int
    authority: str
    target: str
    is_local: bool = False


def destination(url: str, allow_hosts: Collection[str], *, local: bool) -> Destination:
    """The destination of `url`; raises ProviderRefused with the reason if we do not go there.

    `allow_hosts` are exact host names, or ".suffix" for every name below it. With `local`, a loopback host among them may
    use http and any port.
    """
    try:
        parts = urlsplit(url) if URL.fullmatch(url) else None
        port = parts.port if parts else None
    except ValueError:
        parts = None
    if parts is None:
        raise ProviderRefused("URL refused: it is not a plain URL")
    host, scheme = parts.hostname or "", parts.scheme
    is_local = local and host in LOOPBACK
    reason = _objection(scheme, host, port, is_local=is_local) or _login(parts.username)
    if reason or not _is_allowed(host, allow_hosts):
        raise ProviderRefused(f"URL refused: {reason or f'{host} is not a host we call'}")
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Destination(scheme, host, port or (443 if scheme == "https" else 80), parts.netloc, target, is_local)


def addresses(found: Iterable[str], there: Destination) -> list[str]:
    """The resolved addresses of a destination; refused if there is one among them that is not public."""
    addresses = list(dict.fromkeys(found))
    fitting = _is_loopback if there.is_local else _is_public
    if not addresses or not all(fitting(address) for address in addresses):
        raise ProviderRefused(f"URL refused: {there.host} has an address that we do not call")
    return addresses


def _is_allowed(host: str, allow_hosts: Collection[str]) -> bool:
    return host in allow_hosts or any(allowed.startswith(".") and host.endswith(allowed) for allowed in allow_hosts)


def _objection(scheme: str, host: str, port: int | None, *, is_local: bool) -> str:
    if is_local:
        return "" if scheme in ("http", "https") else f"scheme {scheme}"
    if scheme != "https":
        return f"scheme {scheme or 'missing'}"
    if not NAME.fullmatch(host):
        return f"{host or 'nothing'} is not a host name"
    return "" if port in (None, 443) else f"port {port}"


def _login(username: str | None) -> str:
    return "" if username is None else "it carries a login"


def _is_loopback(address: str) -> bool:
    return ipaddress.ip_address(address).is_loopback


def _is_public(address: str) -> bool:
    number = ipaddress.ip_address(address)
    if isinstance(number, ipaddress.IPv6Address):
        # Forms that carry an IPv4 address inside could lead anywhere.
        carries = number.ipv4_mapped or number.sixtofour or number.teredo or number in ipaddress.ip_network("64:ff9b::/32")
        return number.is_global and not number.is_multicast and not carries
    return number.is_global and not number.is_multicast
