"""Telegram Bot API: proves and reads updates, writes the calls that send; the network is elsewhere.

An update does not name the bot: a private chat is with the account that the hook's address names, `/hooks/telegram?account=kukkabot`.
A place with more people (a group, a topic of one) or a business account is an account of its own, so that an answer goes back there.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from chalicelib.channels.batch import Found, Remark, gathered, line, objects
from chalicelib.channels.carrying import PATIENCE, carried, form, posted, verdict
from chalicelib.channels.message import Attachment, Automatic, Enclosure, Handle, HttpCall, Inbound, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import instant, leniently, load, mapping, stand_in, text
from chalicelib.channels.phones import vouched
from chalicelib.channels.proof import header, same
from chalicelib.channels.registry import Parsed
from chalicelib.channels.telegram_content import attachments_of, event_of, is_service, is_start, text_of
from chalicelib.errors import ProviderRefused, Unreadable, VuoroError

NAME = "telegram"
API_URL = "https://api.telegram.org"
CHAT = True
MANNERS = Manners(longest=4096)
MEDIA_HOSTS = ("api.telegram.org",)
SECRET = "x-telegram-bot-api-secret-token"  # noqa: S105 - the name of a header
MESSAGES = ("message", "business_message", "channel_post")
EDITS = tuple(f"edited_{kind}" for kind in MESSAGES)
EVENTS = ("message_reaction", "my_chat_member", "deleted_business_messages")
# About the bot's keyboards, payments and statistics; nobody wrote anything.
IGNORED = (
    "inline_query", "chosen_inline_result", "poll", "poll_answer", "chat_member", "chat_join_request", "chat_boost", "removed_chat_boost",
    "shipping_query", "pre_checkout_query", "business_connection", "message_reaction_count", "purchased_paid_media",
)  # fmt: skip
# A chat and a message or a topic in it.
NUMBERS = re.compile(r"(-?[0-9]{1,18})(?::([0-9]{1,18}))?")
SECONDS = re.compile(r"[0-9]{1,5}")
BUSINESS = "business:"


def is_genuine(call: WebhookCall, secrets: Mapping[str, str]) -> bool:
    """X-Telegram-Bot-Api-Secret-Token is the word we gave to setWebhook; the body itself is not signed."""
    return same(header(call.headers, SECRET), secrets.get("secret_token", ""))


def parse(call: WebhookCall) -> Parsed:
    """One update, or a list of them as getUpdates answers it."""
    payload = load(call.body)
    if "result" in payload:
        return gathered(found for where, update in objects(payload["result"], "result") for found in _update(where, update, call))
    if "update_id" not in payload:
        raise Unreadable("body: neither update_id nor result")
    return gathered(_update("", payload, call))


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    content: dict[str, Any] = {"text": carried("Telegram", outbound, MANNERS), "link_preview_options": {"is_disabled": True}}
    content |= _place(outbound)
    # Where others write too, an answer shows what it answers.
    answered = NUMBERS.fullmatch(outbound.in_reply_to or (next(iter(outbound.references), "") if outbound.account.startswith("-") else ""))
    if answered and answered[2] and int(answered[1]) == content["chat_id"]:
        content["reply_parameters"] = {"message_id": int(answered[2]), "allow_sending_without_reply": True}
    return posted(_method(sending, "sendMessage"), content, {})


def enclose(outbound: Outbound, file: Enclosure, sending: Sending) -> HttpCall:
    """The file itself goes along, up to 50 MB: from an address Telegram takes but a few types."""
    fields = {name: str(value) for name, value in _place(outbound).items()}
    return form(_method(sending, "sendDocument"), fields, "document", file)


def provider_id(answer: bytes) -> str:
    return _message_id(mapping(leniently(answer).get("result")))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    told = leniently(answer)
    hints = mapping(told.get("parameters"))
    wait, moved = text(hints.get("retry_after")), text(hints.get("migrate_to_chat_id"))
    said = text(told.get("description")) + (f" (the group is now {moved})" if moved else "")
    return verdict("Telegram", status, said, int(wait) if SECONDS.fullmatch(wait) else PATIENCE)


def media(file: Attachment, sending: Sending) -> HttpCall:
    """Asks where a file is; Telegram hands out files up to 20 MB."""
    return HttpCall("GET", f"{_method(sending, 'getFile')}?{urlencode({'file_id': file.content_id})}", {}, b"")


def media_next(answer: bytes, file: Attachment, sending: Sending) -> HttpCall | None:
    path = text(mapping(leniently(answer).get("result")).get("file_path"))
    if not path:
        raise ProviderRefused(f"Telegram named no place of {file.name}")
    return HttpCall("GET", f"{sending.url.rstrip('/')}/file/bot{_token(sending)}/{quote(path)}", {}, b"")


def _method(sending: Sending, name: str) -> str:
    # The Bot API takes its token in the path only.
    return f"{sending.url.rstrip('/')}/bot{_token(sending)}/{name}"


def _token(sending: Sending) -> str:
    return quote(sending.secrets.get("access_token", ""), safe=":")


def _place(outbound: Outbound) -> dict[str, Any]:
    """The chat to write to: the account when it names a group or a business account, else the person."""
    if outbound.account.startswith(BUSINESS):
        return {"chat_id": _chat(outbound.to.value), "business_connection_id": outbound.account.removeprefix(BUSINESS)}
    there = NUMBERS.fullmatch(outbound.account)
    if there is None:
        return {"chat_id": _chat(outbound.to.value)}
    return {"chat_id": int(there[1])} | ({"message_thread_id": int(there[2])} if there[2] else {})


def _chat(value: str) -> int:
    if not NUMBERS.fullmatch(value) or ":" in value:
        raise ProviderRefused(f"{value!r} is no chat of Telegram")
    return int(value)


def _update(where: str, update: dict[str, Any] | Remark, call: WebhookCall) -> Iterator[Found]:
    if isinstance(update, Remark):
        yield update
        return
    kinds = [kind for kind in update if kind != "update_id" and isinstance(update[kind], dict)]
    spoiled = [kind for kind in (*MESSAGES, *EDITS, *EVENTS, "callback_query") if kind in update and kind not in kinds]
    yield from (Remark(_at(where, kind) + ": expected an object", is_fault=True) for kind in spoiled)
    for kind in kinds:
        yield _part(_at(where, kind), kind, update[kind], call)
    if not (kinds or spoiled):
        yield Remark(f"{_at(where, 'update')}: nothing in it")


def _at(where: str, kind: str) -> str:
    return f"{where}.{kind}" if where else kind


def _part(where: str, kind: str, part: dict[str, Any], call: WebhookCall) -> Inbound | Remark:
    if kind in IGNORED:
        return Remark(f"{where}: nobody wrote")
    sender = _sender(part)
    if sender is None:
        return Remark(f"{where}: no sender", is_fault=True)
    if because := _left_out(part):
        return Remark(f"{where}: {because}")
    return _message(kind, part, sender, call)


def _sender(part: dict[str, Any]) -> Handle | None:
    """Who wrote: a chat that speaks for itself, else the person, else the chat it happened in."""
    for owner in (part.get("sender_chat"), part.get("from"), part.get("user"), part.get("actor_chat"), part.get("chat")):
        person = mapping(owner)
        if number := text(person.get("id")):
            name = line(text(person.get("first_name")), text(person.get("last_name")), by=" ")
            return Handle(NAME, number, name or text(person.get("title")) or text(person.get("username")))
    return None


def _left_out(part: dict[str, Any]) -> str:
    chat, author = mapping(part.get("chat")), mapping(part.get("from"))
    if author.get("is_bot") is True and not part.get("sender_chat"):
        return "a bot's message"
    if part.get("business_connection_id") and author and text(author.get("id")) != text(chat.get("id")):
        return "a message of the business account itself"
    return ""


def _message(kind: str, part: dict[str, Any], sender: Handle, call: WebhookCall) -> Inbound:
    is_event = not _is_written(kind, part)
    said = event_of(kind, part) if kind in EVENTS else text_of(part, kind)
    own, about = _ids(kind, part, sender)
    contact = mapping(part.get("contact"))
    is_own_number = bool(text(contact.get("user_id"))) and text(contact.get("user_id")) == sender.value
    return Inbound(
        channel=NAME,
        external_id=own or stand_in(sender.value, text(part.get("date")), said),
        sender=sender,
        aliases=vouched(text(contact.get("phone_number")), sender.name) if is_own_number else (),
        received_at=call.at,
        text=f"(edited) {said}" if kind in EDITS else said,
        full_text=f"(edited) {said}" if kind in EDITS else said,
        recipients=(_account(part) or call.query.get("account", "") or NAME,),
        references=about,
        attachments=attachments_of(part),
        automatic=Automatic.EVENT if is_event else Automatic.NO,
        automatic_because=f"Telegram: {kind.replace('_', ' ')}" if is_event else "",
        sent_at=instant(part.get("edit_date") or part.get("date")),
        language=text(mapping(part.get("from")).get("language_code")),
    )


def _is_written(kind: str, part: dict[str, Any]) -> bool:
    """Whether a person wrote or pressed something, as against what happened to a chat or a message."""
    if kind in (*MESSAGES, *EDITS):
        return not (is_service(part) or is_start(part))
    return kind == "callback_query" or (kind not in EVENTS and "message_id" in part)


def _ids(kind: str, part: dict[str, Any], sender: Handle) -> tuple[str, tuple[str, ...]]:
    """The id of this part, and of the messages it is about; a message's number counts within its chat only."""
    own = _message_id(part)
    if kind in EDITS:
        return f"{own}:edited:{text(part.get('edit_date'))}", (own,)
    if kind == "callback_query":
        return f"callback:{text(part.get('id'))}", tuple(filter(None, (_message_id(mapping(part.get("message"))),)))
    if kind == "deleted_business_messages":
        chat = text(mapping(part.get("chat")).get("id"))
        numbers = part.get("message_ids")
        gone = tuple(f"{chat}:{text(number)}" for number in (numbers if isinstance(numbers, list) else ()) if text(number))
        return f"deleted:{stand_in(*gone)}", gone
    if kind in EVENTS:
        return f"{kind}:{own}:{sender.value}:{text(part.get('date'))}", (own,) if own else ()
    replied = _message_id({"chat": part.get("chat"), **mapping(part.get("reply_to_message"))}) if part.get("reply_to_message") else ""
    return own, (replied,) if replied else ()


def _message_id(part: dict[str, Any]) -> str:
    chat, number = text(mapping(part.get("chat")).get("id")), text(part.get("message_id"))
    return f"{chat}:{number}" if chat and number else ""


def _account(part: dict[str, Any]) -> str:
    """The place that is more than a private chat with the bot."""
    if connection := text(part.get("business_connection_id")):
        return f"{BUSINESS}{connection}"
    chat = mapping(part.get("chat")) or mapping(mapping(part.get("message")).get("chat"))
    number, topic = text(chat.get("id")), text(part.get("message_thread_id"))
    if not number or text(chat.get("type")) in ("private", ""):
        return ""
    return f"{number}:{topic}" if part.get("is_topic_message") is True and topic else number
