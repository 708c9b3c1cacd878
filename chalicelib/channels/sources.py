"""The numbers of a ticket's source that clients know, by channel; 11 and up are a desk's own."""

from chalicelib.channels.registry import CHANNELS

SOURCES = {"email": 1, "portal": 2, "phone": 3, "comments": 6, "chat": 7, "whatsapp": 13}
SOURCES |= {"twilio_voice": SOURCES["phone"], "twilio_whatsapp": SOURCES["whatsapp"], "standard_webhooks": SOURCES["portal"]}
SOURCES |= {"amazon_connect": SOURCES["phone"], "device": SOURCES["portal"]}
PORTAL, CHAT = SOURCES["portal"], SOURCES["chat"]


def source_of(channel: str, told: int = 0) -> int:
    """What was said of a ticket's source, else what its channel is."""
    return told or SOURCES.get(channel, CHAT if channel in CHANNELS else PORTAL)
