"""WhatsApp by Twilio: the same posts as SMS with another kind of address, and Meta's window of 24 hours."""

from datetime import timedelta

from chalicelib.channels import twilio, twilio_messages
from chalicelib.channels.message import HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.registry import Parsed
from chalicelib.errors import VuoroError

NAME = "twilio_whatsapp"
API_URL = twilio.API_URL
CHAT = True
KINDS = ("whatsapp",)
MANNERS = Manners(longest=1600, window=timedelta(hours=24), receipts=True)
MEDIA_HOSTS = twilio.MEDIA_HOSTS
is_genuine = twilio.is_genuine
answer = twilio.answer
provider_id = twilio.provider_id
media = twilio.media


def parse(call: WebhookCall) -> Parsed:
    return twilio_messages.read(NAME, call)


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    return twilio.compose("Twilio WhatsApp", outbound, sending, MANNERS)


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return twilio.refusal("Twilio WhatsApp", status, answer)
