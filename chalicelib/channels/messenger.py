"""Facebook Messenger: proves and reads the webhooks of our pages, writes the calls that send; the network is elsewhere."""

from typing import Any

from chalicelib.channels import meta, meta_entries, meta_messaging
from chalicelib.channels.carrying import carried, posted
from chalicelib.channels.message import Enclosure, HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import leniently, text
from chalicelib.channels.registry import Parsed
from chalicelib.errors import VuoroError

NAME = "messenger"
CHAT = True
API_URL = meta.API_URL
# https://developers.facebook.com/docs/messenger-platform/send-messages: 2,000 characters.
MANNERS = Manners(longest=2000, window=meta.WINDOW, agent_window=meta.AGENT_WINDOW, receipts=True)
MEDIA_HOSTS = meta_messaging.MEDIA_HOSTS
greeting, is_genuine = meta.greeting, meta.is_genuine


def parse(call: WebhookCall) -> Parsed:
    """Every event of every entry; comments below our posts come by the same webhook and are read too."""
    return meta_entries.parse(call, NAME)


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """`metadata` comes back in the echo and says which message it was."""
    return _posted(outbound, sending, {"text": carried("Messenger", outbound, MANNERS), "metadata": outbound.tag})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """Meta fetches the file itself."""
    return _posted(outbound, sending, {"attachment": meta.attachment(file), "metadata": outbound.tag})


def _posted(outbound: Outbound, sending: Sending, message: dict[str, Any]) -> HttpCall:
    content = {"recipient": {"id": outbound.to.value}, "message": message, **meta.written(outbound)}
    return posted(meta.edge(sending, outbound.account, "messages"), content, meta.bearer(sending, outbound.account))


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("message_id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return meta.refusal("Messenger", status, answer)
