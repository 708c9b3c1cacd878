"""The webhook channels by name; a queue handler loads only the one that its message names."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from functools import cache
from importlib import import_module
from typing import Any, Protocol, cast

from chalicelib.channels.message import (
    Attachment,
    Enclosure,
    HttpCall,
    Inbound,
    Manners,
    Outbound,
    Sending,
    StatusReport,
    WebAnswer,
    WebhookCall,
)
from chalicelib.errors import NotFound, VuoroError
from chalicelib.values import dataclass

# One line a channel. Mail is none: it arrives by SES and leaves as MIME, see channels/email.
CHANNELS: dict[str, str] = {
    "comments": "chalicelib.channels.comments",
    "device": "chalicelib.channels.device",
    "instagram": "chalicelib.channels.instagram",
    "line": "chalicelib.channels.line",
    "messenger": "chalicelib.channels.messenger",
    "phone": "chalicelib.channels.phone",
    "slack": "chalicelib.channels.slack",
    "standard_webhooks": "chalicelib.channels.standard_webhooks",
    "teams": "chalicelib.channels.teams",
    "telegram": "chalicelib.channels.telegram",
    "twilio_sms": "chalicelib.channels.twilio_sms",
    "twilio_voice": "chalicelib.channels.twilio_voice",
    "twilio_whatsapp": "chalicelib.channels.twilio_whatsapp",
    "viber": "chalicelib.channels.viber",
    "web": "chalicelib.channels.web",
    "whatsapp": "chalicelib.channels.whatsapp",
}
# Whose chats are those of another channel: a call is answered by SMS, and what the caller writes back is about the call.
CHATS_OF = {"twilio_voice": "twilio_sms"}
PREVIOUS = "_previous"


@dataclass(frozen=True, slots=True)
class Parsed:
    """Everything one webhook body held: `ignored` names what we leave out on purpose, `faults` what we could not read."""

    messages: tuple[Inbound, ...] = ()
    statuses: tuple[StatusReport, ...] = ()
    ignored: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


class Module(Protocol):
    """What every channel's module offers; all of it is pure. `OPTIONAL` lists what it may offer besides."""

    NAME: str
    API_URL: str
    MANNERS: Manners
    CHAT: bool

    def is_genuine(self, call: WebhookCall, secrets: Mapping[str, str]) -> bool:
        """Whether the provider made exactly this call; never raises, an empty secret proves nothing."""

    def parse(self, call: WebhookCall) -> Parsed:
        """All of a batch; one bad part does not take its neighbours along. Raises Unreadable if nothing can be read."""

    def compose(self, outbound: Outbound, sending: Sending) -> HttpCall:
        """The request that sends `outbound`; raises ProviderRefused if the channel cannot carry it."""

    def provider_id(self, answer: bytes) -> str:
        """The provider's id of the message it took, empty if the answer does not tell."""

    def refusal(self, status: int, answer: bytes) -> VuoroError | None:
        """None if the provider took the message, else the error, which says whether a retry can help."""


OPTIONAL = (
    "KINDS", "FETCHED", "BODY",
    "KEPT_HEADERS", "API_HOSTS", "MEDIA_HOSTS", "KEY_SET_URL", "greeting", "answer", "media", "media_next", "login", "credentials",
    "enclose",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel as everybody uses it: what its module offers, and a plain answer for what it leaves out."""

    module: Module

    @property
    def name(self) -> str:
        return self.module.NAME

    @property
    def manners(self) -> Manners:
        return self.module.MANNERS

    @property
    def chat(self) -> bool:
        """Whether the messages of one sender to one account of ours form one conversation."""
        return self.module.CHAT

    @property
    def api_url(self) -> str:
        return self.module.API_URL

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of handles that this channel can write to."""
        return cast(tuple[str, ...], self._offered("KINDS", (self.name,)))

    @property
    def fetched(self) -> bool:
        """Whether nobody is called to send: the reader asks for what was composed, which waits for them in the desk."""
        return bool(self._offered("FETCHED", False))

    @property
    def kept_headers(self) -> tuple[str, ...]:
        """The headers, in lower case, that are stored with the body because reading it needs them."""
        return cast(tuple[str, ...], self._offered("KEPT_HEADERS", ()))

    @property
    def api_hosts(self) -> tuple[str, ...]:
        """Further hosts that may be called to send: exact names, or ".suffix" for every name below."""
        return cast(tuple[str, ...], self._offered("API_HOSTS", ()))

    @property
    def media_hosts(self) -> tuple[str, ...]:
        """The hosts that media may be fetched from: exact names, or ".suffix" for every name below."""
        return cast(tuple[str, ...], self._offered("MEDIA_HOSTS", ()))

    @property
    def key_set_url(self) -> str:
        """Where the provider publishes the keys it signs with, empty if it signs with a secret that we share."""
        return str(self._offered("KEY_SET_URL", ""))

    @property
    def body(self) -> Any:
        """The shape of the channel's body where its envelope is ours to define (channels/envelope.py), None for a provider's."""
        return self._offered("BODY", None)

    @property
    def greets(self) -> bool:
        """Whether the provider asks for a word of ours before it believes our address."""
        return self._offered("greeting", None) is not None

    def greeting(self, call: WebhookCall, secrets: Mapping[str, Any]) -> WebAnswer | None:
        """The answer that proves our address to the provider, None if this call asks for none."""
        greeting = self._offered("greeting", None)
        for given in variants(secrets) if greeting else ():
            if answer := greeting(call, given):
                return cast(WebAnswer, answer)
        return None

    def is_genuine(self, call: WebhookCall, secrets: Mapping[str, Any]) -> bool:
        """Whether the provider made exactly this call, under the present secrets or those before them."""
        return any(self.module.is_genuine(call, given) for given in variants(secrets))

    def answer(self, call: WebhookCall) -> WebAnswer:
        answer = self._offered("answer", None)
        return cast(WebAnswer, answer(call)) if answer else WebAnswer()

    def parse(self, call: WebhookCall) -> Parsed:
        return self.module.parse(call)

    def window(self, *, by_person: bool = False) -> timedelta | None:
        """How long after the customer's last message a free text is taken, None for ever; what a person answered may go longer."""
        return (self.manners.agent_window if by_person else None) or self.manners.window

    def window_open(self, last_customer_message: datetime | None, now: datetime, *, by_person: bool = False) -> bool:
        """Whether the provider takes a free text to this customer now."""
        window = self.window(by_person=by_person)
        return window is None or (last_customer_message is not None and now - last_customer_message < window)

    def login(self, sending: Sending) -> HttpCall | None:
        """The call that turns our standing credentials into a passing one, None if they are used as they are."""
        login = self._offered("login", None)
        return login(sending) if login else None

    def credentials(self, answer: bytes) -> Mapping[str, str]:
        """What the answer to `login` adds to the secrets; raises a VuoroError if it was refused."""
        return cast(Mapping[str, str], self._offered("credentials", lambda answer: {})(answer))

    def compose(self, outbound: Outbound, sending: Sending) -> HttpCall:
        return self.module.compose(outbound, sending)

    @property
    def encloses(self) -> bool:
        """Whether files can go out this way."""
        return self._offered("enclose", None) is not None

    def enclose(self, outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
        """The request that sends one file of `outbound`; raises ProviderRefused if the channel cannot carry it."""
        return cast(HttpCall, self._offered("enclose", None)(outbound, file, sending))

    def provider_id(self, answer: bytes) -> str:
        return self.module.provider_id(answer)

    def refusal(self, status: int, answer: bytes) -> VuoroError | None:
        return self.module.refusal(status, answer)

    def media(self, file: Attachment, sending: Sending) -> HttpCall:
        """The call that fetches a file of a message; without a way of the module, `content_id` is the address itself."""
        media = self._offered("media", None)
        return media(file, sending) if media else HttpCall("GET", file.content_id, {}, b"")

    def media_next(self, answer: bytes, file: Attachment, sending: Sending) -> HttpCall | None:
        """The second call, where the first answer only names the address; None if the answer was the file."""
        media_next = self._offered("media_next", None)
        return media_next(answer, file, sending) if media_next else None

    def _offered(self, name: str, otherwise: Any) -> Any:
        return getattr(self.module, name, otherwise)


def channel(name: str) -> Channel:
    """The channel of that name; raises NotFound for one that is not in the registry."""
    if name not in CHANNELS:
        raise NotFound(f"There is no channel {name!r}")
    return _loaded(name)


def is_chat(name: str) -> bool:
    """Whether `name` is a channel of which one sender's messages form one conversation."""
    return name in CHANNELS and channel(name).chat


def in_chat(message: Inbound) -> bool:
    """Whether a message belongs to its sender's chat; a form of a page is mail of the address that it names."""
    return is_chat(message.channel) and message.sender.kind != "email"


def variants(secrets: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    """The secrets as they hold, then with each of those before them, which `<name>_previous` holds as text or list."""
    present = {name: _text(value) for name, value in secrets.items() if not name.endswith(PREVIOUS)}
    yield present
    for name, value in secrets.items():
        if name.endswith(PREVIOUS):
            earlier = value if isinstance(value, list | tuple) else [value]
            yield from (present | {name.removesuffix(PREVIOUS): _text(one)} for one in earlier if one)


def _text(value: Any) -> str:
    """A key set as JSON; what was left open is no secret, for "null" is a word that anybody can sign with."""
    if isinstance(value, str):
        return value
    return json.dumps(value) if value and value is not True else ""


@cache
def _loaded(name: str) -> Channel:
    return Channel(cast(Module, import_module(CHANNELS[name])))
