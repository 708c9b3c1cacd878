"""The doors of a desk as the world outside sees them: SMTP, signed webhooks, the HTTP API, the survey page, mailboxes."""

import base64
import hashlib
import hmac
import html
import json
import re
import smtplib
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from email.utils import formatdate
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from infra.demo.script import File, Forgery
from infra.local.desk import LocalDesk

PATIENCE = 90.0
STEP = 0.15
BUSINESS = "102290129340398"
LINK = re.compile(r"http://127\.0\.0\.1:\d+/survey/[\w.~-]+")
CHECKED = re.compile(r'<input type="radio" name="score"[^>]*value="(\d)"[^>]* checked')
PAGE_LANGUAGE = re.compile(r'<html lang="(\w+)"')
RETURNED = """\
From: Mail Delivery System <mailer-daemon@{server}>
To: {to}
Subject: Undelivered Mail Returned to Sender
Date: {date}
Message-ID: {ident}
In-Reply-To: {of}
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="returned"

--returned
Content-Type: text/plain; charset=utf-8

Your message could not be delivered to {recipient}:
{because}

--returned
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.{server}

Final-Recipient: rfc822; {recipient}
Action: failed
Status: 5.2.2
Diagnostic-Code: smtp; {because}

--returned--
"""
T = TypeVar("T")


class NotInTime(Exception):
    """What was waited for did not come."""


class Refused(Exception):
    """The API answered with an error."""


def until(probe: Callable[[], T | None], what: str, patience: float = PATIENCE) -> T:
    """The first answer of `probe` that is not None or false; raises NotInTime after `patience` seconds."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        if found := probe():
            return found
        time.sleep(STEP)
    raise NotInTime(f"{what}: not within {patience:.0f} s")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an HTTP server said."""

    status: int
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")


def call(method: str, url: str, *, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Answer:
    """One HTTP request; an error status is an answer like any other."""
    request = urllib.request.Request(url, body, dict(headers or {}), method=method)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return Answer(answer.status, answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return Answer(error.code, error.read())


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its reader finds it: a mail, or a WhatsApp text without subject and headers."""

    id: str
    text: str
    subject: str = ""
    headers: Mapping[str, str] | None = None
    to: tuple[str, ...] = ()
    at: datetime = datetime.min

    @property
    def reply_to(self) -> str:
        return _address(self.header("Reply-To"))

    def header(self, name: str) -> str:
        return next((value for key, value in (self.headers or {}).items() if key.lower() == name.lower()), "")

    @property
    def survey_link(self) -> str:
        found = LINK.search(html.unescape(self.text))
        return found[0] if found else ""


class Doors:
    """Everything that the cast can reach; nothing else of the desk is touched."""

    def __init__(self, desk: LocalDesk) -> None:
        self.api = Api(desk.api_url, desk.admin_key)
        self._smtp_port, self._api_url, self._mailbox_url = desk.smtp_port, desk.api_url, desk.mailbox_url
        self._secret, self._number = desk.hooks_secret, desk.addresses.whatsapp_number

    def mail(self, message: EmailMessage) -> None:
        """Hand a mail to the SMTP door; it is safe when this returns."""
        with smtplib.SMTP("127.0.0.1", self._smtp_port, timeout=60) as door:
            door.send_message(message)

    def report(self, to: str, raw: str) -> None:
        """Hand a report in as mail servers do: from nobody, so that nothing is ever answered to it (RFC 5321, 4.5.5)."""
        with smtplib.SMTP("127.0.0.1", self._smtp_port, timeout=60) as door:
            door.sendmail("", to, raw.replace("\n", "\r\n").encode())

    def whatsapp(self, messages: list[dict[str, Any]], copies: int = 1) -> list[int]:
        """POST one signed webhook body with these messages, as Meta does, `copies` times; the statuses of the answers."""
        body = self._webhook_body(messages)
        return [self._post_webhook(body, _signature(self._secret, body)) for _ in range(copies)]

    def forged_whatsapp(self, message: dict[str, Any], how: Forgery) -> int:
        """The same with a signature that proves nothing; the status of the answer."""
        body = self._webhook_body([message])
        signature = {
            Forgery.UNSIGNED: "",
            Forgery.FOREIGN: _signature(f"not {self._secret}", body),
            Forgery.CHANGED: _signature(self._secret, body.replace(b'"text"', b'"test"')),
        }
        return self._post_webhook(body, signature[how])

    def _webhook_body(self, messages: list[dict[str, Any]]) -> bytes:
        contacts = [{"profile": {"name": message["name"]}, "wa_id": message["from"]} for message in messages]
        rows = [{key: value for key, value in message.items() if key != "name"} for message in messages]
        meta = {"display_phone_number": "358405550142", "phone_number_id": self._number}
        value = {"messaging_product": "whatsapp", "metadata": meta, "contacts": contacts, "messages": rows}
        change = {"field": "messages", "value": value}
        return json.dumps({"object": "whatsapp_business_account", "entry": [{"id": BUSINESS, "changes": [change]}]}).encode()

    def _post_webhook(self, body: bytes, signature: str) -> int:
        headers = {"Content-Type": "application/json"} | ({"X-Hub-Signature-256": signature} if signature else {})
        return call("POST", f"{self._api_url}/hooks/whatsapp", body=body, headers=headers).status

    def fetch(self, address: str) -> bytes:
        """What a link of the API leads to."""
        return call("GET", address).body

    def letters(self, channel: str, to: str) -> list[Letter]:
        """What the desk sent to this address or number, oldest first."""
        kind = "messages" if channel == "whatsapp" else "mails"
        rows = json.loads(call("GET", f"{self._mailbox_url}/api/{kind}?to={quote(to)}").body)
        return [_letter(row) for row in reversed(rows)]

    def sent(self) -> int:
        """How many messages the desk has sent so far, to anybody."""
        return len(self._sent())

    def recipients(self) -> set[str]:
        """Every address and number that the desk has written to."""
        return {address for row in self._sent() for address in ([row["to"]] if isinstance(row["to"], str) else row["to"])}

    def _sent(self) -> list[dict[str, Any]]:
        return [row for kind in ("mails", "messages") for row in json.loads(call("GET", f"{self._mailbox_url}/api/{kind}").body)]


def _signature(secret: str, body: bytes) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def _letter(row: dict[str, Any]) -> Letter:
    to = row["to"] if isinstance(row["to"], list) else [row["to"]]
    return Letter(row["id"], row["text"], row.get("subject", ""), row.get("headers"), tuple(to), datetime.fromisoformat(row["at"]))


def compose(sender: str, to: str, subject: str, text: str, headers: Mapping[str, str]) -> EmailMessage:
    """A mail as a mail program writes it; `headers` hold at least its Message-ID."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"] = formatdate()
    for name, value in headers.items():
        message[name] = value
    message.set_content(text)
    return message


def attach(message: EmailMessage, files: Iterable[File]) -> EmailMessage:
    for file in files:
        kind, _, subkind = file.type.partition("/")
        message.add_attachment(file.content, maintype=kind, subtype=subkind, filename=file.name)
    return message


def returned_mail(letter: Letter, recipient: str, because: str, ident: str) -> str:
    """The report of a mail server that could not deliver a letter of ours (RFC 3464)."""
    return RETURNED.format(
        server=recipient.partition("@")[2], to=letter.reply_to, date=formatdate(), ident=ident, because=because,
        recipient=recipient, of=letter.header("Message-ID"),
    )  # fmt: skip


def chat_message(*, sender: str, name: str, text: str, ident: str) -> dict[str, Any]:
    """A WhatsApp text as it stands in a webhook body, with the sender's profile name beside it."""
    return {"from": sender, "name": name, "id": ident, "timestamp": str(int(time.time())), "type": "text", "text": {"body": text}}


class Api:
    """The HTTP API with one key; answers are the parsed bodies. Raises Refused."""

    def __init__(self, url: str, key: str) -> None:
        self._url = f"{url}/api/v2"
        self._authorization = "Basic " + base64.b64encode(f"{key}:X".encode()).decode()
        # A person behind a page asks one thing at a time; twelve polling threads need not all be served at once.
        self._turn = threading.BoundedSemaphore(4)

    def get(self, path: str, **parameters: str | int) -> Any:
        return self._ask("GET", f"{path}?{urlencode(parameters)}" if parameters else path)

    def post(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("POST", path, body)

    def put(self, path: str, body: dict[str, Any]) -> Any:
        return self._ask("PUT", path, body)

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": self._authorization, "Content-Type": "application/json"}
        with self._turn:
            answer = call(method, self._url + path, body=None if body is None else json.dumps(body).encode(), headers=headers)
        if answer.status >= 400:
            raise Refused(f"{method} {path}: {answer.status} {answer.text[:400]}")
        return json.loads(answer.body) if answer.body else None


class SurveyPage:
    """The page behind a survey link, used as a browser without scripts uses it."""

    def __init__(self, link: str) -> None:
        self._link = link

    def open(self, score: int | None = None) -> Answer:
        return call("GET", self._link if score is None else f"{self._link}?score={score}")

    def send(self, score: int, comment: str) -> Answer:
        form = urlencode({"score": score, "comment": comment}).encode()
        return call("POST", self._link, body=form, headers={"Content-Type": "application/x-www-form-urlencoded"})


def chosen_on(page: str) -> int | None:
    """The smiley that a survey page shows as chosen."""
    found = CHECKED.search(page)
    return int(found[1]) if found else None


def language_of(page: str) -> str:
    found = PAGE_LANGUAGE.search(page)
    return found[1] if found else ""


def _address(header: str) -> str:
    return header.rpartition("<")[2].strip("> ")
