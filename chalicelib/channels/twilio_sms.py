"""SMS and MMS by Twilio: what is special to them; the rest is in twilio.py."""

from functools import partial

from chalicelib.channels import twilio, twilio_messages
from chalicelib.channels.message import Manners

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
enclose = twilio.enclose
parse = partial(twilio_messages.read, NAME)
compose = partial(twilio.compose, "Twilio SMS", manners=MANNERS)
refusal = partial(twilio.refusal, "Twilio SMS")
