"""Instagram messages: proves and reads the webhooks of our accounts, writes the calls that send; the network is elsewhere."""

from datetime import timedelta

from chalicelib.channels import meta, meta_entries, meta_messaging
from chalicelib.channels.carrying import posted
from chalicelib.channels.message import HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import leniently, text
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, VuoroError

NAME = "instagram"
CHAT = True
API_URL = meta.API_URL
# https://developers.facebook.com/docs/messenger-platform/instagram/features/send-message: 1,000 bytes of UTF-8.
MANNERS = Manners(longest=1000, in_bytes=True, window=timedelta(hours=24), receipts=True)
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
    content = {"recipient": {"id": outbound.to.value}, "message": {"text": outbound.text}}
    return posted(meta.edge(sending, outbound.account, "messages"), content, meta.bearer(sending, outbound.account))


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("message_id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return meta.refusal("Instagram", status, answer)
