"""SMS and MMS by Twilio: what is special to them; the rest is in twilio.py."""

from chalicelib.channels import twilio, twilio_messages
from chalicelib.channels.message import HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.registry import Parsed
from chalicelib.errors import VuoroError

NAME = "twilio_sms"
API_URL = twilio.API_URL
CHAT = True
MANNERS = Manners(longest=1600, receipts=True)
KINDS = ("phone",)
MEDIA_HOSTS = twilio.MEDIA_HOSTS
is_genuine = twilio.is_genuine
answer = twilio.answer
provider_id = twilio.provider_id
media = twilio.media


def parse(call: WebhookCall) -> Parsed:
    return twilio_messages.read(NAME, call)


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    return twilio.compose("Twilio SMS", outbound, sending, MANNERS)


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return twilio.refusal("Twilio SMS", status, answer)
