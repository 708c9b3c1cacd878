"""Instagram messages: proves and reads the webhooks of our accounts, writes the calls that send; the network is elsewhere."""

from typing import Any

from chalicelib.channels import meta, meta_entries, meta_messaging
from chalicelib.channels.carrying import posted
from chalicelib.channels.message import Enclosure, HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import leniently, text
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, VuoroError

NAME = "instagram"
CHAT = True
API_URL = meta.API_URL
# https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message: 1,000 bytes of UTF-8.
MANNERS = Manners(longest=1000, in_bytes=True, window=meta.WINDOW, agent_window=meta.AGENT_WINDOW, receipts=True)
MEDIA_HOSTS = meta_messaging.MEDIA_HOSTS
greeting, is_genuine = meta.greeting, meta.is_genuine


def parse(call: WebhookCall) -> Parsed:
    """Every event of every entry; comments below our posts come by the same webhook and are read too."""
    return meta_entries.parse(call, NAME)


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    if not outbound.text.strip():
        raise ProviderRefused("Instagram carries no empty message")
    if (size := len(outbound.text.encode("utf-8", "replace"))) > MANNERS.longest:
        raise ProviderRefused(f"Instagram carries {MANNERS.longest} bytes, this message has {size}")
    return _posted(outbound, sending, {"text": outbound.text})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """Meta fetches the file itself; PDF is the only document (https://developers.facebook.com/docs/instagram-platform)."""
    if file.main_type not in ("image", "audio", "video") and file.type != "application/pdf":
        raise ProviderRefused("Instagram carries pictures, sounds, videos and PDF only")
    return _posted(outbound, sending, {"attachment": meta.attachment(file)})


def _posted(outbound: Outbound, sending: Sending, message: dict[str, Any]) -> HttpCall:
    content = {"recipient": {"id": outbound.to.value}, "message": message} | (meta.written(outbound) if outbound.late else {})
    return posted(meta.edge(sending, outbound.account, "messages"), content, meta.bearer(sending, outbound.account))


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("message_id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return meta.refusal("Instagram", status, answer)
