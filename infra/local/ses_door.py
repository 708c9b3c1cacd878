"""The SES API for raw mail: takes it, replaces its Message-ID, keeps it in the outbox and publishes what became of it.

The emulator's own SES rebuilds raw mail from its parts and forgets tags, so sending stops here; every other SES call is passed on.
"""

import base64
import email
import email.message
import email.utils
import json
import secrets
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs
from xml.sax.saxutils import escape

from botocore.exceptions import BotoCoreError, ClientError

from infra.local import mail_head, ses_events
from infra.local.errands import Attended, Errands
from infra.local.faults import Faults
from infra.local.outbox import Outbox
from infra.local.ownership import Ownership
from infra.local.smtp_door import Intake
from infra.local.web import Answer, Asked, LoopbackServer, as_json

SENDING_DOMAIN = "eu-north-1.amazonses.com"
MAX_RECIPIENTS = 50
LARGEST = {"v1": 10 * 1024 * 1024, "v2": 40 * 1024 * 1024}


class RejectedError(Exception):
    """SES does not take the mail: MessageRejected."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A raw mail that somebody wants sent, the same from both versions of the API."""

    api: str
    raw: bytes
    sender: str = ""
    recipients: tuple[str, ...] = ()
    tags: dict[str, str] = field(default_factory=dict)
    configuration: str = ""


class SesDoor(Attended):
    """Answers SendEmail with raw content (v2) and SendRawEmail (v1)."""

    def __init__(
        self,
        port: int,
        *,
        outbox: Outbox,
        intake: Intake,
        publish: Callable[[dict[str, Any]], None],
        behind: str,
        ours: Ownership,
        say: Callable[[str], None],
    ) -> None:
        self.faults = Faults()
        self._outbox, self._intake, self._publish = outbox, intake, publish
        self._behind, self._ours, self._say = behind, ours, say
        self._errands = Errands("ses-outcomes", (ClientError, BotoCoreError))
        self._server = LoopbackServer(port, self._answer)

    def _answer(self, asked: Asked) -> Answer:
        wish = read_wish(asked)
        if wish is None:
            return _pass_on(self._behind, asked)
        if fault := self.faults.next():
            return _error(wish.api, "ServiceUnavailable", "ordered fault", fault.status)
        try:
            ident = self.send(wish)
        except RejectedError as refusal:
            return _error(wish.api, "MessageRejected", str(refusal), 400)
        return as_json({"MessageId": ident}) if wish.api == "v2" else _xml("SendRawEmail", f"<MessageId>{ident}</MessageId>")

    def send(self, wish: Wish) -> str:
        """The id that SES answers; raises RejectedError."""
        message = email.message_from_bytes(wish.raw)
        sender = wish.sender or str(message.get("From", ""))
        recipients = wish.recipients or tuple(_addresses(message, "To", "Cc", "Bcc"))
        self._judge(wish, [sender, *_addresses(message, "From")], recipients)
        ident = f"0110{secrets.token_hex(6)}-{uuid.uuid4()}-000000"
        raw, taken = mail_head.take_out(wish.raw, lambda name: name in ("message-id", "bcc", "return-path") or name.startswith("x-ses-"))
        own = [("Message-ID", f"<{ident}@{SENDING_DOMAIN}>"), ("X-SES-Outgoing", f"{datetime.now(UTC):%Y.%m.%d}-127.0.0.1")]
        raw = mail_head.put_in_front(raw, own)
        asked = dict(taken)
        sent = ses_events.Sent(
            id=ident,
            sender=email.utils.parseaddr(sender)[1],
            recipients=recipients,
            tags=wish.tags or _tags(asked.get("x-ses-message-tags", "")),
            configuration=wish.configuration or asked.get("x-ses-configuration-set", ""),
            at=datetime.now(UTC),
        )
        self._outbox.add(channel="email", ident=ident, sender=sent.sender, to=list(recipients), raw=raw)
        self._say(f"mail out  {sent.sender} -> {', '.join(recipients)}: {ses_events.words(str(message.get('Subject', '')))}")
        self._follow(sent, raw, message)
        return ident

    def _judge(self, wish: Wish, senders: list[str], recipients: tuple[str, ...]) -> None:
        foreign = [address for address in senders if not self._ours.may_send(_bare(address))]
        if foreign:
            raise RejectedError(f"Email address is not verified. The following identities failed the check: {', '.join(foreign)}")
        if not 0 < len(recipients) <= MAX_RECIPIENTS:
            raise RejectedError(f"Recipient count must be 1 to {MAX_RECIPIENTS}, not {len(recipients)}")
        if len(wish.raw) > LARGEST[wish.api]:
            raise RejectedError(f"Message length is more than {LARGEST[wish.api]} bytes long: {len(wish.raw)}")

    def _follow(self, sent: ses_events.Sent, raw: bytes, message: email.message.Message) -> None:
        if sent.configuration:
            for event in ses_events.outcomes(sent, message):
                self._errands.add(lambda event=event: self._publish(event))  # type: ignore[misc]  # mypy cannot type a bound default
        home = [address for address in sent.recipients if self._ours.takes(address)]
        if home:
            self._errands.add(lambda: _ignore(self._intake.take(f"{sent.id}@{SENDING_DOMAIN}", home, raw, helo=SENDING_DOMAIN)))


def read_wish(asked: Asked) -> Wish | None:
    """The mail to send, or None when the request is another SES call."""
    if asked.method == "POST" and asked.path.endswith("/v2/email/outbound-emails"):
        return _wish_v2(asked.json())
    form = parse_qs(asked.body.decode("utf-8", "replace")) if asked.path == "/" else {}
    return _wish_v1({key: values[0] for key, values in form.items()}) if form.get("Action") == ["SendRawEmail"] else None


def _wish_v2(body: dict[str, Any]) -> Wish:
    content = body.get("Content", {}).get("Raw")
    if content is None:
        raise ValueError("the local desk sends raw content only")
    there = body.get("Destination") or {}
    return Wish(
        api="v2",
        raw=base64.b64decode(content["Data"]),
        sender=body.get("FromEmailAddress", ""),
        recipients=tuple(_bare(address) for key in ("ToAddresses", "CcAddresses", "BccAddresses") for address in there.get(key) or ()),
        tags={tag["Name"]: tag["Value"] for tag in body.get("EmailTags") or ()},
        configuration=body.get("ConfigurationSetName", ""),
    )


def _wish_v1(form: dict[str, str]) -> Wish:
    names = [key for key in form if key.startswith("Tags.member.") and key.endswith(".Name")]
    return Wish(
        api="v1",
        raw=base64.b64decode(form["RawMessage.Data"]),
        sender=form.get("Source", ""),
        recipients=tuple(_bare(value) for key, value in form.items() if key.startswith("Destinations.member.")),
        tags={form[name]: form.get(name.removesuffix("Name") + "Value", "") for name in names},
        configuration=form.get("ConfigurationSetName", ""),
    )


def _addresses(message: email.message.Message, *names: str) -> list[str]:
    values = [str(value) for name in names for value in message.get_all(name, [])]
    return [address for _, address in email.utils.getaddresses(values) if address]


def _bare(address: str) -> str:
    return email.utils.parseaddr(address)[1]


def _tags(header: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in header.split(","))
    return {name.strip(): value.strip() for name, _, value in pairs if name.strip()}


def _error(api: str, code: str, text: str, status: int) -> Answer:
    if api == "v2":
        return Answer(status, json.dumps({"message": text}).encode(), headers={"x-amzn-ErrorType": code})
    side = "Sender" if status < 500 else "Receiver"
    xml = f"<ErrorResponse><Error><Type>{side}</Type><Code>{code}</Code><Message>{escape(text)}</Message></Error></ErrorResponse>"
    return Answer(status, xml.encode(), "text/xml")


def _xml(action: str, result: str) -> Answer:
    return Answer(200, f"<{action}Response><{action}Result>{result}</{action}Result></{action}Response>".encode(), "text/xml")


def _pass_on(behind: str, asked: Asked) -> Answer:
    headers = {name: value for name, value in asked.headers.items() if name not in ("host", "content-length", "connection")}
    request = urllib.request.Request(behind + asked.path, asked.body or None, headers, method=asked.method)
    try:
        with urllib.request.urlopen(request, timeout=10) as reply:
            return Answer(reply.status, reply.read(), reply.headers.get_content_type())
    except urllib.error.HTTPError as refusal:
        return Answer(refusal.code, refusal.read(), refusal.headers.get_content_type())


def _ignore(value: object) -> None:
    """An errand answers nothing."""
