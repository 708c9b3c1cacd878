"""What sending has in common: a text goes whole or not at all, and an answer is for ever, for now, or unclear."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chalicelib.channels.message import Enclosure, HttpCall, Manners, Outbound
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, VuoroError

PATIENCE = 60


def carried(provider: str, outbound: Outbound, manners: Manners) -> str:
    """The text, if the channel can carry it; raises ProviderRefused with the reason if not."""
    if not outbound.text.strip():
        raise ProviderRefused(f"{provider} carries no empty message")
    if len(outbound.text) > manners.longest:
        raise ProviderRefused(f"{provider} carries {manners.longest} characters, this message has {len(outbound.text)}")
    return outbound.text


def posted(url: str, content: dict[str, Any], headers: dict[str, str]) -> HttpCall:
    """A POST of JSON."""
    body = json.dumps(content, ensure_ascii=False).encode("utf-8", "replace")
    return HttpCall("POST", url, {**headers, "Content-Type": "application/json"}, body)


def verdict(provider: str, status: int, said: str, retry_after: int = PATIENCE) -> VuoroError | None:
    """None if the provider took the message, else the error by HTTP status.

    `said` is the provider's own error; a fault of the server without one was told by a gateway, and the message may have
    gone through. A 401 is a credential that the operator has to renew, no fault of the message.
    """
    if 200 <= status < 300:
        return None
    reason = f"{provider} answered {status}: {said or 'no reason given'}"
    if status in (401, 429):
        return Unavailable(reason, retry_after=retry_after)
    if status >= 500 or status == 408:
        return Unavailable(reason, retry_after=retry_after) if said and status != 408 else Uncertain(reason)
    return ProviderRefused(reason)


def is_at(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether an address is https at one of these hosts, on the usual port: exact names, or ".suffix" for all below."""
    try:
        parts = urlsplit(url)
        host, plain = parts.hostname or "", parts.scheme == "https" and parts.port in (None, 443) and parts.username is None
    except ValueError:
        return False
    return plain and any(host == known or (known.startswith(".") and host.endswith(known)) for known in hosts)


def form(url: str, fields: Mapping[str, str], name: str, file: Enclosure) -> HttpCall:
    """A POST of fields and one file as multipart/form-data (RFC 7578)."""
    boundary = hashlib.sha256(file.content).hexdigest()[:32]
    # As browsers escape a name (https://html.spec.whatwg.org/#multipart-form-data).
    quoted = file.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
    parts = [f'Content-Disposition: form-data; name="{key}"\r\n\r\n{value}'.encode() for key, value in fields.items()]
    head = f'Content-Disposition: form-data; name="{name}"; filename="{quoted}"\r\nContent-Type: {file.type or "application/octet-stream"}'
    parts.append(head.encode() + b"\r\n\r\n" + file.content)
    body = b"".join(b"--" + boundary.encode() + b"\r\n" + part + b"\r\n" for part in parts) + f"--{boundary}--\r\n".encode()
    return HttpCall("POST", url, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, body)
