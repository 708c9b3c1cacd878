"""What a channel hands in and takes out: plain values, the same for every channel."""

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.values import dataclass


class Automatic(StrEnum):
    """Why a message is not a person writing to us; NO for an ordinary one.

    EVENT: something happened to an earlier message (deleted, reacted to) or to the account, and nobody wrote.
    """

    NO = ""
    AUTO_REPLY = "auto_reply"
    BOUNCE = "bounce"
    COMPLAINT = "complaint"
    LIST = "list"
    OWN = "own"
    EVENT = "event"


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
    `aliases` are other handles of the same sender that the channel itself vouches for. `return_path` is a mail's envelope
    sender; of a report about a mail of ours `gave_up` says whether it will never arrive, and `about` is our tag in what came
    back. `released` says who of the desk vouches for the message, by letting in what had been suspended or by passing it
    on; empty for everything else. `thread` names the conversation among `references` where several people write to each
    other and to us, such as a thread in a channel; empty where only the sender does. An event may have a sender without a
    value: the provider tells what happened to a message, but not who did it.
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
    gave_up: bool = False
    about: str = ""
    verdicts: Verdicts = Verdicts()
    sent_at: datetime | None = None
    language: str = ""
    raw: str = ""
    faults: tuple[str, ...] = ()
    aliases: tuple[Handle, ...] = ()
    return_path: str = ""
    released: str = ""
    thread: str = ""
    unproven: str = ""
    conversation: str = ""
    settles: str = ""


# Why nothing automatic goes to an address any more.
BOUNCED, COMPLAINED = "bounced", "complained"


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
    """A provider's word on a message of ours; `tag` is the one we sent with it, `provider_id` the provider's.

    `stops` says why nothing automatic goes to the recipient any more (bounced, complained); empty where that does not follow.
    With neither tag nor id it is a watermark: it holds for all that `account` sent to `recipient` until `at`.
    """

    channel: str
    status: Delivery
    at: datetime
    provider_id: str = ""
    tag: str = ""
    recipient: str = ""
    reason: str = ""
    stops: str = ""
    account: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure:
    """A file that goes out with a message; `url` gives it to whoever asks for an hour."""

    name: str
    type: str
    content: bytes = field(default=b"", repr=False)
    url: str = field(default="", repr=False)

    @property
    def main_type(self) -> str:
        return self.type.partition("/")[0]


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to a person, ready for a channel to put into its own form.

    `tag` names the message in provider reports (`<ticket>-<seq>`, of a part but the last `<ticket>-<seq>.<part>`), `token`
    is the reply token of the ticket. A mail goes to `more_to` and `cc` too. `private`: where the channel is public
    (comments), this goes to its reader alone. `late`: a person's answer after the channel's window, within `agent_window`.
    """

    channel: str
    account: str
    to: Handle
    tag: str
    text: str
    html: str = ""
    subject: str = ""
    cc: tuple[str, ...] = ()
    more_to: tuple[str, ...] = ()
    sender_name: str = ""
    sender_address: str = ""
    token: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    language: str = "en"
    automatic: bool = False
    private: bool = False
    late: bool = False
    files: tuple[Enclosure, ...] = ()


@dataclass(frozen=True, slots=True)
class HttpCall:
    """One HTTPS request that `outside.http` is asked to make."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class WebhookCall:
    """One call of a provider as it reached our public door.

    `url` is our public address with the query as it was called, header names are lower case, of a query name given twice
    the last value counts. `at` is the arrival in UTC.
    """

    body: bytes
    headers: Mapping[str, str]
    at: datetime
    url: str = ""
    query: Mapping[str, str] = field(default_factory=dict)
    method: str = "POST"


@dataclass(frozen=True, slots=True)
class WebAnswer:
    """What the provider gets to hear."""

    body: str = "ok"
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sending:
    """What a channel needs to send or to fetch: the base address of the provider's API and our credentials there."""

    url: str
    secrets: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Manners:
    """What a channel carries.

    `longest` counts characters of one text; `splits`: a longer one may go as several. `window`: free text goes only so
    long after the customer's last message; `agent_window`: what a person answered goes so long, said to be that.
    `receipts`: the provider reports what was delivered or read. `proactive`: we may write without having been asked
    something (a survey). `in_bytes`: `longest` counts bytes of UTF-8.
    """

    longest: int
    splits: bool = True
    window: timedelta | None = None
    receipts: bool = False
    proactive: bool = True
    in_bytes: bool = False
    agent_window: timedelta | None = None
