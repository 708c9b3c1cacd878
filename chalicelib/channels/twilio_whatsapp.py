"""WhatsApp by Twilio: the same posts as SMS with another kind of address, and Meta's window of 24 hours."""

from datetime import timedelta
from functools import partial

from chalicelib.channels import twilio, twilio_messages
from chalicelib.channels.message import Manners

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
enclose = twilio.enclose
parse = partial(twilio_messages.read, NAME)
compose = partial(twilio.compose, "Twilio WhatsApp", manners=MANNERS)
refusal = partial(twilio.refusal, "Twilio WhatsApp")
