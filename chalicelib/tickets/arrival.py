"""What makes two deliveries the same message."""

from chalicelib.channels.message import Inbound
from chalicelib.ids import digest


def fingerprint_of(message: Inbound) -> str:
    """Its id, sender, words and files, never how it travelled: a squatted Message-ID with other words is another message."""
    return digest(
        message.channel, message.external_id, message.sender.kind, message.sender.value, message.full_text or message.text,
        *(file.sha256 for file in message.attachments),
    )  # fmt: skip
