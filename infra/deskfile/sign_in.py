"""What must hold for the company's own sign-in: an address that cannot be overheard, and keys that can prove something."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from chalicelib.channels.rsa import public_key
from infra.deskfile.faults import Faults
from infra.deskfile.kinds import entries


def check_sign_in(sheet: Mapping[str, Any], faults: Faults) -> None:
    section = sheet.get("sign_in", {})
    if not section:
        return
    if ("keys" in section) == ("keys_url" in section):
        faults.add("sign_in", "needs either keys or keys_url")
    if "keys_url" in section and not _is_safe(section["keys_url"]):
        faults.add("sign_in.keys_url", f'expected an address that begins with https://, found "{section["keys_url"]}"')
    for path, row in entries(section, "sign_in", "keys"):
        key = public_key(row.get("n", ""), row.get("e", "AQAB"))
        if key is None or not key.is_sound:
            faults.add(f"{path}.n", "expected an RSA key of 2048 to 8192 bits in base64url without padding")


def _is_safe(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and bool(parts.hostname) and parts.username is None and not parts.fragment
