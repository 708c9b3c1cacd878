"""Slack: proves and reads events, button presses, forms and slash commands, writes the calls that send; the network is elsewhere.

A message has no id of its own; channel and time together name it. A thread is a conversation: the account written to is
`<channel>:<time of its first message>`, so that an answer goes into the thread.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qsl

from chalicelib.channels.batch import Found, Remark, gathered
from chalicelib.channels.carrying import carried, is_at, posted, verdict
from chalicelib.channels.message import Attachment, Automatic, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.payload import elements, instant, leniently, load, mapping, stand_in, text
from chalicelib.channels.proof import header, is_fresh, same, signed
from chalicelib.channels.registry import Parsed
from chalicelib.channels.slack_content import attachments_of, deeds, plain, said_in
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, Unreadable, VuoroError

NAME = "slack"
API_URL = "https://slack.com/api"
CHAT = True
# A channel is needed to write into.
KINDS: tuple[str, ...] = ()
MANNERS = Manners(longest=4000)
MEDIA_HOSTS = ("files.slack.com",)
TIME, SIGNATURE = "x-slack-request-timestamp", "x-slack-signature"
CHALLENGE = re.compile(r"[A-Za-z0-9_.-]{1,256}")
MESSAGE = re.compile(r"([CDG][A-Z0-9]+):([0-9]+\.[0-9]+)")
WRITTEN = ("", "file_share", "thread_broadcast", "me_message", "reply_broadcast")
REACTIONS = ("reaction_added", "reaction_removed")
# Answers that a form or menu waits for, and forms that were closed: nobody wrote.
SILENT = ("block_suggestion", "dialog_suggestion", "dialog_cancellation", "view_closed", "workflow_step_edit")
BUSY = ("ratelimited", "rate_limited", "service_unavailable", "team_added_to_org", "request_timeout")
# Credentials that the operator has to renew, no fault of the message.
LOCKED_OUT = ("invalid_auth", "not_authed", "token_expired", "token_revoked", "account_inactive")
HALF_DONE = ("internal_error", "fatal_error")
MOST_FIELDS = 100


def greeting(call: WebhookCall, secrets: Mapping[str, str]) -> WebAnswer | None:
    """Slack's url_verification: its word is said back if the call is signed by Slack."""
    told = leniently(call.body)
    if told.get("type") != "url_verification" or not is_genuine(call, secrets):
        return None
    word = text(told.get("challenge"))
    return WebAnswer(word) if CHALLENGE.fullmatch(word) else None


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Slack-Signature: `v0=` and the hex HMAC-SHA256 of `v0:time:body` under the signing secret, not older than 300 s."""
    secret, time = secrets.get("signing_secret", ""), header(call.headers, TIME)
    if not secret or not is_fresh(time, call.at):
        return False
    return same(header(call.headers, SIGNATURE), "v0=" + signed(secret, b"v0:%s:%s" % (time.encode(), call.body)).hex())


def answer(call: WebhookCall) -> WebAnswer:
    """Slack shows whatever a command is answered, and closes a form that is answered nothing."""
    return WebAnswer("")


def parse(call: WebhookCall) -> Parsed:
    """An event as JSON; a press, a form or a command as a form."""
    payload = _payload(call.body)
    if payload.get("type") == "event_callback":
        return gathered(_event(payload, call))
    if "command" in payload:
        return gathered(_command(payload, call))
    if "user" in payload and "type" in payload:
        return gathered(_interaction(payload, call))
    if "type" in payload:
        return gathered([Remark(f"body: {text(payload['type']) or 'without a type'}")])
    raise Unreadable("body: neither event nor action nor command")


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    said = carried("Slack", outbound, MANNERS)
    there = MESSAGE.fullmatch(outbound.account)
    # A form has no channel: its sender is written to directly.
    channel = there[1] if there else outbound.account or outbound.to.value.rpartition(".")[2]
    answered = MESSAGE.fullmatch(outbound.in_reply_to)
    thread = there[2] if there else answered[2] if answered and answered[1] == channel and not channel.startswith("D") else ""
    content: dict[str, Any] = {"channel": channel, "text": said.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")}
    content |= {"mrkdwn": False, "unfurl_links": False, "unfurl_media": False} | ({"thread_ts": thread} if thread else {})
    return posted(f"{sending.url.rstrip('/')}/chat.postMessage", content, _bearer(sending))


def provider_id(answer: bytes) -> str:
    told = leniently(answer)
    return _message_id(text(told.get("channel")), text(told.get("ts")))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    """Slack answers 200 to almost everything and says in the body whether it was done."""
    told = leniently(answer)
    error = text(told.get("error"))
    if not 200 <= status < 300:
        return verdict("Slack", status, error)
    if told.get("ok") is True:
        return None
    reason = f"Slack answered: {error or 'no reason given'}"
    if error in BUSY or error in LOCKED_OUT:
        return Unavailable(reason, retry_after=60)
    return Uncertain(reason) if error in HALF_DONE or not told else ProviderRefused(reason)


def media(file: Attachment, sending: Sending) -> HttpCall:
    """Files are read with our token, which goes to Slack's own hosts and nowhere else."""
    ours = is_at(file.content_id, MEDIA_HOSTS) or file.content_id.startswith(f"{sending.url.rstrip('/')}/")
    return HttpCall("GET", file.content_id, _bearer(sending) if ours else {}, b"")


def _bearer(sending: Sending) -> dict[str, str]:
    return {"Authorization": f"Bearer {sending.secrets.get('access_token', '')}"}


def _payload(body: bytes) -> dict[str, Any]:
    if body.lstrip().startswith(b"{"):
        return load(body)
    try:
        form = dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError as error:
        raise Unreadable(f"body: no form ({error})") from error
    return load(form["payload"].encode("utf-8", "replace")) if "payload" in form else form


# -- events --


def _event(payload: dict[str, Any], call: WebhookCall) -> Iterator[Found]:
    event = payload.get("event")
    if not isinstance(event, dict):
        yield Remark("event: expected an object", is_fault=True)
        return
    kind, subtype = text(event.get("type")), text(event.get("subtype"))
    if kind in REACTIONS:
        yield _reaction(payload, event, call)
    elif kind not in ("message", "app_mention"):
        yield Remark(f"event: {kind or 'without a type'}")
    elif subtype in ("message_changed", "message_deleted"):
        yield _changed(payload, event, subtype, call)
    elif because := _left_out(event, subtype):
        yield Remark(f"event: {because}")
    else:
        yield _message(payload, event, call)


def _left_out(event: dict[str, Any], subtype: str) -> str:
    if subtype == "bot_message" or event.get("bot_id") or event.get("bot_profile"):
        return "a bot's message"
    # What Slack itself writes into a channel (joins, topics, pins) has a subtype and no id of a client that wrote it.
    return f"a notice, {subtype}" if subtype not in WRITTEN and not event.get("client_msg_id") else ""


def _message(payload: dict[str, Any], event: dict[str, Any], call: WebhookCall) -> Found:
    who = _person(payload, event)
    if who is None:
        return Remark("event.user: no sender", is_fault=True)
    said = said_in(event, _bots(payload))
    files = attachments_of(event)
    channel, at, root = (text(event.get(key)) for key in ("channel", "ts", "thread_ts"))
    return Inbound(
        channel=NAME,
        external_id=_message_id(channel, at) or text(payload.get("event_id")) or stand_in(who.value, at, said),
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts(event, channel, root or at),
        references=(_message_id(channel, root),) if channel and root and root != at else (),
        thread=_thread(_accounts(event, channel, root or at)),
        attachments=files,
        sent_at=_when(at),
    )


def _changed(payload: dict[str, Any], event: dict[str, Any], subtype: str, call: WebhookCall) -> Found:
    """An edit is a message about another; a deletion is something that happened to one."""
    before, after = mapping(event.get("previous_message")), mapping(event.get("message"))
    was = before if subtype == "message_deleted" else after or before
    if because := _left_out(was, text(was.get("subtype"))):
        return Remark(f"event: {because}, {subtype}")
    if subtype == "message_changed" and plain(text(after.get("text"))) == plain(text(before.get("text"))):
        return Remark("event: message_changed, the words are the same")
    who = _person(payload, was)
    if who is None:
        return Remark("event.message.user: no sender", is_fault=True)
    channel, stamp = text(event.get("channel")), text(event.get("event_ts")) or text(event.get("ts"))
    first = text(was.get("ts")) or text(before.get("ts")) or text(event.get("deleted_ts"))
    original = _message_id(channel, first)
    deleted = subtype == "message_deleted"
    said = "(deleted a message)" if deleted else f"(edited) {said_in(after, _bots(payload))}"
    root = text(was.get("thread_ts")) or first
    return Inbound(
        channel=NAME,
        external_id=f"{original or channel}:{'deleted' if deleted else 'edited'}:{stamp}",
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts(event, channel, root),
        references=tuple(dict.fromkeys(filter(None, (original, _message_id(channel, root))))),
        automatic=Automatic.EVENT if deleted else Automatic.NO,
        automatic_because="Slack: message deleted" if deleted else "",
        sent_at=_when(stamp),
    )


def _reaction(payload: dict[str, Any], event: dict[str, Any], call: WebhookCall) -> Found:
    who, item = _person(payload, event), mapping(event.get("item"))
    if who is None:
        return Remark("event.user: no sender", is_fault=True)
    about = _message_id(text(item.get("channel")), text(item.get("ts")))
    emoji, stamp = text(event.get("reaction")), text(event.get("event_ts"))
    said = f"(reacted with :{emoji}:)" if event.get("type") == "reaction_added" else f"(took back :{emoji}:)"
    return Inbound(
        channel=NAME,
        external_id=f"{about}:{who.value}:{emoji}:{stamp}",
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts({}, text(item.get("channel")), text(item.get("ts"))),
        references=(about,) if about else (),
        automatic=Automatic.EVENT,
        automatic_because="Slack: reaction",
        sent_at=_when(stamp),
    )


def _person(payload: dict[str, Any], event: dict[str, Any]) -> Handle | None:
    """Team and user, for a user's id is unique within its team."""
    user = text(event.get("user"))
    team = text(event.get("user_team")) or text(event.get("team")) or text(payload.get("team_id"))
    card = mapping(event.get("user_profile"))
    name = text(card.get("real_name")) or text(card.get("display_name"))
    return Handle(NAME, f"{team}.{user}" if team else user, name) if user else None


def _bots(payload: dict[str, Any]) -> tuple[str, ...]:
    """Our own ids in the workspaces this event is for."""
    authorized = [text(mapping(one).get("user_id")) for one in elements(payload.get("authorizations"))]
    return tuple(filter(None, authorized or (text(one) for one in elements(payload.get("authed_users")))))


def _accounts(event: dict[str, Any], channel: str, root: str) -> tuple[str, ...]:
    """In a direct message all is one conversation, in a channel each thread is one."""
    if not channel:
        return ()
    is_direct = text(event.get("channel_type")) == "im" or channel.startswith("D")
    return (channel,) if is_direct or not root else (f"{channel}:{root}",)


def _thread(accounts: tuple[str, ...]) -> str:
    """A thread is named as the message that began it; a direct message is nobody else's."""
    return next((account for account in accounts if ":" in account), "")


def _message_id(channel: str, at: str) -> str:
    return f"{channel}:{at}" if channel and at else ""


# -- presses, forms and commands --


def _interaction(payload: dict[str, Any], call: WebhookCall) -> Iterator[Found]:
    kind, user = text(payload.get("type")), mapping(payload.get("user"))
    if kind in SILENT:
        yield Remark(f"body: {kind}")
    elif not text(user.get("id")):
        yield Remark("body.user: no sender", is_fault=True)
    else:
        yield _deed(payload, kind, _card(user, payload), call)


def _card(user: dict[str, Any], payload: dict[str, Any]) -> Handle:
    team = text(user.get("team_id")) or text(mapping(payload.get("team")).get("id"))
    number = text(user.get("id"))
    return Handle(NAME, f"{team}.{number}" if team else number, text(user.get("name")) or text(user.get("username")))


def _deed(payload: dict[str, Any], kind: str, who: Handle, call: WebhookCall) -> Inbound:
    said = deeds(payload, kind)
    container, message = mapping(payload.get("container")), mapping(payload.get("message"))
    channel = text(mapping(payload.get("channel")).get("id")) or text(container.get("channel_id"))
    about = text(container.get("message_ts")) or text(payload.get("message_ts")) or text(message.get("ts"))
    root = text(message.get("thread_ts")) or text(container.get("thread_ts")) or about
    stamp = text(payload.get("action_ts")) or text(mapping((elements(payload.get("actions")) or [{}])[0]).get("action_ts"))
    own = text(payload.get("trigger_id")) or stand_in(who.value, kind, stamp, said)
    return Inbound(
        channel=NAME,
        external_id=f"{kind}:{own}",
        sender=who,
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts({}, channel, root),
        references=tuple(dict.fromkeys(filter(None, (_message_id(channel, about), _message_id(channel, root))))),
        sent_at=_when(stamp),
    )


def _command(form: dict[str, Any], call: WebhookCall) -> Iterator[Found]:
    user, team, channel = (text(form.get(key)) for key in ("user_id", "team_id", "channel_id"))
    if not user:
        yield Remark("body.user_id: no sender", is_fault=True)
        return
    said = f"{text(form.get('command'))} {plain(text(form.get('text')))}".strip() or "(a command)"
    yield Inbound(
        channel=NAME,
        external_id=f"command:{text(form.get('trigger_id')) or stand_in(user, said)}",
        sender=Handle(NAME, f"{team}.{user}" if team else user, text(form.get("user_name"))),
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=(channel,) if channel else (),
    )


def _when(stamp: str) -> datetime | None:
    return instant(stamp.partition(".")[0])
