"""How each provider signs what it sends us, written apart from the code under test; a channel is one function and one line."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from chalicelib.channels.message import WebhookCall
from tests.channels import keys

NOW = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
SECRET = "the app's secret"


@dataclass(frozen=True)
class Signer:
    """One provider: `headers` are what it adds to a call under `secrets`, our entry under "hooks" without what proves nothing.

    `sending` is our entry under "senders". `covers_body`: its proof changes with the body. `hides`: none of `sending` may
    stand in the URL of a call that sends. `url`: our address as the provider knows it.
    """

    headers: Callable[[WebhookCall, Mapping[str, str]], dict[str, str]]
    secrets: Mapping[str, str] = field(default_factory=lambda: {"app_secret": SECRET})
    sending: Mapping[str, str] = field(default_factory=lambda: {"access_token": "s3cret-token"})
    covers_body: bool = True
    hides: bool = True
    content_type: str = "application/json"
    url: str = "https://desk.kauppa.example/hooks/"

    def signed(self, call: WebhookCall, secrets: Mapping[str, str] | None = None) -> WebhookCall:
        added = self.headers(call, self.secrets if secrets is None else secrets)
        return replace(call, headers={**call.headers, **{name.lower(): value for name, value in added.items()}})


def meta(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    return {"X-Hub-Signature-256": "sha256=" + hmac.digest(secrets["app_secret"].encode(), call.body, hashlib.sha256).hex()}


def telegram(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    return {"X-Telegram-Bot-Api-Secret-Token": secrets["secret_token"]}


def twilio(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    is_json = "bodySHA256=" in call.url
    pairs = [] if is_json else parse_qsl(call.body.decode("utf-8", "replace"), keep_blank_values=True)
    signed = call.url + "".join(name + value for name, value in sorted(pairs))
    mac = hmac.digest(secrets["auth_token"].encode(), signed.encode("utf-8", "replace"), hashlib.sha1)
    return {"X-Twilio-Signature": base64.b64encode(mac).decode()}


def slack(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    time = str(int(call.at.timestamp()))
    mac = hmac.digest(secrets["signing_secret"].encode(), f"v0:{time}:".encode() + call.body, hashlib.sha256)
    return {"X-Slack-Request-Timestamp": time, "X-Slack-Signature": "v0=" + mac.hex()}


def line(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    mac = hmac.digest(secrets["channel_secret"].encode(), call.body, hashlib.sha256)
    return {"X-Line-Signature": base64.b64encode(mac).decode()}


def viber(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    return {"X-Viber-Content-Signature": hmac.digest(secrets["auth_token"].encode(), call.body, hashlib.sha256).hex()}


def teams(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    at = call.at.timestamp()
    claims = {"iss": "https://api.botframework.com", "aud": secrets["app_id"], "nbf": at - 60, "exp": at + 3600}
    return {"Authorization": "Bearer " + keys.token({**claims, "serviceurl": "https://smba.trafficmanager.net/emea/tenant-1/"})}


def standard(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    name, time = "msg_1", str(int(call.at.timestamp()))
    try:
        key = base64.b64decode(secrets["signing_secret"].removeprefix("whsec_"))
    except ValueError:
        key = b""
    mac = hmac.digest(key, f"{name}.{time}.".encode() + call.body, hashlib.sha256)
    return {"webhook-id": name, "webhook-timestamp": time, "webhook-signature": "v1," + base64.b64encode(mac).decode()}


FORM = "application/x-www-form-urlencoded"
TWILIO = Signer(twilio, {"auth_token": SECRET}, {"auth_token": "s3cret-token"}, content_type=FORM)
WHSEC = "whsec_" + base64.b64encode(b"a secret of 24 bytes or more").decode()


def web(call: WebhookCall, secrets: Mapping[str, str]) -> dict[str, str]:
    """A pass of the visitor and site that the body names, good for a day."""
    try:
        told = json.loads(call.body)
        visitor, account = told["visitor"], told["account"]
    except (ValueError, KeyError, TypeError):
        visitor, account = "v:nobody", "https://shop.example"
    claims = json.dumps({"v": visitor, "a": account, "e": int(call.at.timestamp()) + 86_400}).encode()
    body = base64.urlsafe_b64encode(claims).decode().rstrip("=")
    mac = hmac.new(secrets["inbox_secret"].encode(), b"visit:" + body.encode(), hashlib.sha256).hexdigest()
    return {"Authorization": f"Bearer {body}.{mac}"}


SIGNERS: dict[str, Signer] = {
    "comments": Signer(meta),
    "instagram": Signer(meta),
    "messenger": Signer(meta),
    "whatsapp": Signer(meta),
    "telegram": Signer(telegram, {"secret_token": SECRET}, covers_body=False, hides=False),
    "twilio_sms": TWILIO,
    "twilio_whatsapp": TWILIO,
    "twilio_voice": TWILIO,
    "slack": Signer(slack, {"signing_secret": SECRET}),
    "line": Signer(line, {"channel_secret": SECRET}),
    "viber": Signer(viber, {"auth_token": SECRET}),
    "teams": Signer(teams, {"app_id": keys.APP, "jwks": keys.jwks()}, covers_body=False),
    "web": Signer(web, {"inbox_secret": SECRET}, covers_body=False),
    "device": Signer(standard, {"signing_secret": WHSEC}),
    "phone": Signer(standard, {"signing_secret": WHSEC}),
    "standard_webhooks": Signer(standard, {"signing_secret": WHSEC}),
}
