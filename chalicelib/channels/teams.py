"""Microsoft Teams by the Bot Framework: proves and reads activities, writes the calls that send; the network is elsewhere.

An answer goes to the service and the conversation that the message came from, so both are the account that was written to:
`<path of the service>|<conversation>`. Only the public cloud's service is known here.
"""

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from chalicelib.channels import teams_proof
from chalicelib.channels.batch import Found, Remark, gathered, line
from chalicelib.channels.carrying import carried, is_at, posted, verdict
from chalicelib.channels.message import Attachment, Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.payload import iso_instant, leniently, load, mapping, stand_in, text
from chalicelib.channels.registry import Parsed
from chalicelib.channels.teams_content import attachments_of, reactions, text_of
from chalicelib.errors import ProviderRefused, Unavailable, Unreadable, VuoroError

NAME = "teams"
SERVICE = "smba.trafficmanager.net"
API_URL = f"https://{SERVICE}"
LOGIN_URL = "https://login.microsoftonline.com"
KEY_SET_URL = "https://login.botframework.com/v1/.well-known/keys"
SCOPE = "https://api.botframework.com/.default"
CHAT = True
# A message may be about 28 kB of UTF-16 with all around it: https://learn.microsoft.com/microsoftteams/limits-specifications-teams
MANNERS = Manners(longest=8000)
# A conversation is needed to write into.
KINDS: tuple[str, ...] = ()
API_HOSTS = ("login.microsoftonline.com",)
MEDIA_HOSTS = (SERVICE, ".sharepoint.com", ".asm.skype.com")
WITH_TOKEN = (SERVICE,)
MESSAGES = ("message", "messageUpdate", "messageDelete", "messageReaction")
EVENTS = ("messageDelete", "messageReaction")


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """A token of the Bot Framework for our app and for the service that this activity names, which must be the public cloud's."""
    service = text(leniently(call.body).get("serviceUrl"))
    return is_at(service, (SERVICE,)) and teams_proof.is_genuine(call, secrets)


def answer(call: WebhookCall) -> WebAnswer:
    return WebAnswer("")


def parse(call: WebhookCall) -> Parsed:
    """One activity; Teams puts no two into a call."""
    payload = load(call.body)
    if "type" not in payload:
        raise Unreadable("body: no type of activity")
    return gathered([_activity(payload, call)])


def login(sending: Sending) -> HttpCall | None:
    """Our app's name and password for a token that lasts an hour; None where a token is configured."""
    app, word = sending.secrets.get("app_id", ""), sending.secrets.get("app_password", "")
    if not (app and word):
        return None
    base = LOGIN_URL if sending.url == API_URL else sending.url.rstrip("/")
    content = {"grant_type": "client_credentials", "client_id": app, "client_secret": word, "scope": SCOPE}
    url = f"{base}/{quote(sending.secrets.get('tenant', '') or 'botframework.com', safe='')}/oauth2/v2.0/token"
    return HttpCall("POST", url, {"Content-Type": "application/x-www-form-urlencoded"}, urlencode(content).encode())


def credentials(answer: bytes) -> Mapping[str, str]:
    told = leniently(answer)
    token = text(told.get("access_token"))
    if not token:
        raise Unavailable(f"Microsoft gave no token: {line(text(told.get('error')), text(told.get('error_description')))}", retry_after=60)
    return {"access_token": token, "expires_in": text(told.get("expires_in"))}


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    service, bar, conversation = outbound.account.partition("|")
    if not bar or not conversation:
        raise ProviderRefused("Teams needs the conversation to write to")
    content: dict[str, Any] = {"type": "message", "text": carried("Teams", outbound, MANNERS), "textFormat": "plain"}
    content |= {"recipient": {"id": outbound.to.value}}
    path = "/".join(quote(part, safe="") for part in service.split("/") if part.strip("."))
    base = f"{sending.url.rstrip('/')}/{path}".rstrip("/")
    return posted(f"{base}/v3/conversations/{quote(conversation, safe='')}/activities", content, _bearer(sending))


def provider_id(answer: bytes) -> str:
    return text(leniently(answer).get("id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    told = mapping(leniently(answer).get("error"))
    return verdict("Teams", status, line(text(told.get("code")), text(told.get("message")), by=" "))


def media(file: Attachment, sending: Sending) -> HttpCall:
    """Pictures lie with the service and need our token; a file's own address is a passing permission in itself."""
    ours = is_at(file.content_id, WITH_TOKEN) or file.content_id.startswith(f"{sending.url.rstrip('/')}/")
    return HttpCall("GET", file.content_id, _bearer(sending) if ours else {}, b"")


def _bearer(sending: Sending) -> dict[str, str]:
    return {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}"}


def _activity(activity: dict[str, Any], call: WebhookCall) -> Found:
    kind, who = text(activity.get("type")), _person(activity)
    if kind not in MESSAGES:
        return Remark(f"body: {line(kind or 'without a type', text(activity.get('name')), text(activity.get('action')), by=' ')}")
    if who is None:
        return Remark("body.from: no sender", is_fault=True)
    if mapping(activity.get("from")).get("role") == "bot":
        return Remark("body: a bot's message")
    return _message(kind, activity, who, call)


def _person(activity: dict[str, Any]) -> Handle | None:
    card = mapping(activity.get("from"))
    number = text(card.get("id")) or text(card.get("aadObjectId"))
    return Handle(NAME, number, text(card.get("name"))) if number else None


def _message(kind: str, activity: dict[str, Any], who: Handle, call: WebhookCall) -> Inbound:
    said, own, (conversation, root) = _said(kind, activity), text(activity.get("id")), _conversation(activity)
    directory = text(mapping(activity.get("from")).get("aadObjectId"))
    replied = text(activity.get("replyToId"))
    about = [own] if kind in ("messageUpdate", "messageDelete") else []
    about = [number for number in (*about, replied, root) if number and (number != own or about)]
    stamp = text(activity.get("timestamp"))
    place = f"{conversation}:{own}" if own else stand_in(who.value, conversation, stamp, said)
    return Inbound(
        channel=NAME,
        external_id=place if kind == "message" else f"{kind}:{place}:{stamp}",
        sender=who,
        aliases=(Handle("entra", directory, who.name),) if directory and directory != who.value else (),
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts(activity),
        # Our own messages are known by their number alone, for that is all that Teams answers.
        references=tuple(dict.fromkeys(name for number in about for name in (f"{conversation}:{number}", number))),
        thread=f"{conversation}:{root}" if root and kind == "message" else "",
        attachments=() if kind in EVENTS else attachments_of(activity),
        automatic=Automatic.EVENT if kind in EVENTS else Automatic.NO,
        automatic_because=f"Teams: {kind}" if kind in EVENTS else "",
        sent_at=iso_instant(stamp),
        language=text(activity.get("locale")).partition("-")[0].lower(),
    )


def _said(kind: str, activity: dict[str, Any]) -> str:
    if kind == "messageDelete":
        return "(deleted a message)"
    if kind == "messageReaction":
        return reactions(activity)
    return f"(edited) {text_of(activity)}" if kind == "messageUpdate" else text_of(activity)


def _conversation(activity: dict[str, Any]) -> tuple[str, str]:
    """The conversation, and in a channel the message that began the thread: `19:abc@thread.tacv2;messageid=170`."""
    whole, _, root = text(mapping(activity.get("conversation")).get("id")).partition(";messageid=")
    return whole, root


def _accounts(activity: dict[str, Any]) -> tuple[str, ...]:
    conversation, service = text(mapping(activity.get("conversation")).get("id")), text(activity.get("serviceUrl"))
    path = urlsplit(service).path.strip("/") if is_at(service, (SERVICE,)) else ""
    return (f"{path}|{conversation}",) if conversation else ()
