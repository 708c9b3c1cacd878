"""The SMTP door: a mail to our domain lies in the raw bucket and its receipt on the topic before the sender hears 250, as with SES."""

import asyncio
import email
import email.utils
import json
import logging
import secrets
import string
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from botocore.exceptions import BotoCoreError, ClientError

from infra.local import mail_head, ses_events
from infra.local.ownership import Ownership

LOG = logging.getLogger("vuoro.local.smtp")
LARGEST = 40 * 1024 * 1024
VERDICTS = "x-local-verdicts"
MAX_RECIPIENTS = 100


class Intake:
    """What SES does with a mail for our domain: store the MIME, publish the receipt."""

    def __init__(self, s3: Any, sns: Any, *, bucket: str, topic: str, say: Callable[[str], None]) -> None:
        self._s3, self._sns = s3, sns
        self._bucket, self._topic, self._say = bucket, topic, say

    def take(self, sender: str, recipients: list[str], content: bytes, *, helo: str = "localhost") -> str:
        """The id of the stored mail; raises ClientError or BotoCoreError when it is not safely stored and announced."""
        content, taken = mail_head.take_out(content, lambda name: name == VERDICTS)
        ident = "".join(secrets.choice(string.ascii_lowercase + string.digits) for _ in range(40))
        stored = ses_events.Stored(
            id=ident,
            sender=sender,
            recipients=tuple(recipients),
            bucket=self._bucket,
            key=f"mail/{ident}",
            topic=self._topic,
            at=datetime.now(UTC),
            verdicts=_verdicts(taken),
        )
        self._s3.put_object(Bucket=self._bucket, Key=stored.key, Body=mail_head.put_in_front(content, _trace(stored, helo)))
        notice = ses_events.receipt(stored, email.message_from_bytes(mail_head.split(content)[0]))
        self._sns.publish(TopicArn=self._topic, Subject="Amazon SES Email Receipt Notification", Message=json.dumps(notice))
        self._say(f"mail in   {sender or '<>'} -> {', '.join(recipients)}: {notice['mail']['commonHeaders'].get('subject', '')}")
        return ident


class SmtpDoor:
    """Listens for mail on loopback; takes nothing for foreign addresses."""

    def __init__(self, port: int, intake: Intake, ours: Ownership) -> None:
        self._controller = Controller(_Handler(intake, ours), hostname="127.0.0.1", port=port, data_size_limit=LARGEST, ident="Vuoro")

    def start(self) -> None:
        self._controller.start()

    def stop(self) -> None:
        if self._controller.server is not None:
            self._controller.stop()


class _Handler:
    def __init__(self, intake: Intake, ours: Ownership) -> None:
        self._intake, self._ours = intake, ours

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  # aiosmtpd calls it so
        if not await asyncio.to_thread(self._ours.takes, address):
            return "550 5.1.1 Requested action not taken: mailbox unavailable"
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd calls it so
        content = envelope.original_content or b""
        sender, helo = (envelope.mail_from or "").strip("<>"), session.host_name or "localhost"
        try:
            ident = await asyncio.to_thread(self._intake.take, sender, envelope.rcpt_tos, content, helo=helo)
        except (ClientError, BotoCoreError) as fault:
            LOG.error("mail refused for now: %s", fault)
            return "451 4.3.0 Requested action aborted: local error in processing"
        return f"250 OK {ident}"


def _verdicts(taken: list[tuple[str, str]]) -> dict[str, str]:
    pairs = (pair.partition("=") for _, value in taken for pair in value.split(","))
    return {name.strip().lower(): value.strip().upper() for name, _, value in pairs if value}


def _trace(stored: ses_events.Stored, helo: str) -> list[tuple[str, str]]:
    """The headers that SES puts in front of a mail it stores; the order is its own."""
    verdict = {check: stored.verdicts.get(check, "PASS") for check in ses_events.CHECKS}
    domain = stored.sender.rpartition("@")[2] or helo
    results = f"spf={verdict['spf'].lower()} smtp.mailfrom={domain}; dkim={verdict['dkim'].lower()} header.i=@{domain};"
    by = f"inbound-smtp.eu-north-1.amazonaws.com with SMTP id {stored.id}"
    return [
        ("Return-Path", f"<{stored.sender}>"),
        ("Received", f"from {helo} ({helo} [127.0.0.1]) by {by} for {stored.recipients[0]}; {email.utils.format_datetime(stored.at)}"),
        ("X-SES-Spam-Verdict", verdict["spam"]),
        ("X-SES-Virus-Verdict", verdict["virus"]),
        ("Received-SPF", f"{verdict['spf'].lower()} (spfCheck: local) client-ip=127.0.0.1; envelope-from={stored.sender}; helo={helo};"),
        ("Authentication-Results", f"amazonses.com; {results} dmarc={verdict['dmarc'].lower()} header.from={domain};"),
    ]
