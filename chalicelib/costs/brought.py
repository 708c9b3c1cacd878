"""What AWS did to bring us a message, as quantities on the account of whoever reads it."""

from collections.abc import Mapping

MAIL_CHUNK = 262_144


def came_with(notice: Mapping[str, object]) -> dict[str, int]:
    """What AWS did to bring us a message of the inbound queue: a mail in, or word of a mail that went out."""
    if notice.get("notificationType") == "Received":
        return {"mails_in": 1}
    return {"notices_in": 1} if "eventType" in notice or "notificationType" in notice else {}


def chunks(mail: bytes) -> dict[str, int]:
    """SES charges a received mail for its full chunks of 256 KiB too."""
    return {"mail_chunks_in": full} if (full := len(mail) // MAIL_CHUNK) else {}
