"""What a channel hands in and takes out: plain values, the same for every channel."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Automatic(StrEnum):
    """Why a message is not a person writing to us; NO for an ordinary one."""

    NO = ""
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    LIST = "list"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Handle:
    """One way to reach a person: kind email, whatsapp, phone …, value in its normal form."""

    kind: str
    value: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message; the bytes are not part of its printed form."""

    name: str
    type: str
    size: int
    sha256: str
    content_id: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the receiving mail service said of the sender: PASS, FAIL, GRAY, PROCESSING_FAILED or empty."""

    spf: str = ""
    dkim: str = ""
    dmarc: str = ""
    spam: str = ""
    virus: str = ""


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message from outside, read but not yet judged.

    `text` is what the sender wrote now (quotes and signature markers cut), `full_text` all of it. `references` are
    message ids in the order threading tries them: In-Reply-To, then References from right to left. `markers` are
    reply tokens found in the body, `recipients` the addresses it was really delivered to (mail: the envelope).
    `aliases` are other handles of the same sender that the channel itself vouches for.
    """

    channel: str
    external_id: str
    sender: Handle
    received_at: datetime
    subject: str = ""
    text: str = ""
    full_text: str = ""
    html: str = ""
    recipients: tuple[str, ...] = ()
    to: tuple[Handle, ...] = ()
    cc: tuple[Handle, ...] = ()
    reply_to: str = ""
    references: tuple[str, ...] = ()
    markers: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    automatic: Automatic = Automatic.NO
    automatic_because: str = ""
    failed_recipients: tuple[str, ...] = ()
    verdicts: Verdicts = Verdicts()
    sent_at: datetime | None = None
    language: str = ""
    raw: str = ""
    faults: tuple[str, ...] = ()
    aliases: tuple[Handle, ...] = ()


class Delivery(StrEnum):
    """How far an outgoing message got; the order is the rank, a later report never lowers it, FAILED is final."""

    WRITTEN = "written"
    CLAIMED = "claimed"
    SENT = "sent"
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class StatusReport:
    """A provider's word on a message of ours; `tag` is the one we sent with it, `provider_id` the provider's."""

    channel: str
    status: Delivery
    at: datetime
    provider_id: str = ""
    tag: str = ""
    recipient: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to a person, ready for a channel to put into its own form.

    `tag` names the message in provider reports (`<ticket>-<seq>`), `token` is the reply token of the ticket.
    """

    channel: str
    account: str
    to: Handle
    tag: str
    text: str
    html: str = ""
    subject: str = ""
    cc: tuple[str, ...] = ()
    sender_name: str = ""
    sender_address: str = ""
    token: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"
    automatic: bool = False


@dataclass(frozen=True, slots=True)
class HttpCall:
    """One HTTPS request that `outside.http` is asked to make."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes
