"""Conversations: always the whole set of keys, because clients construct objects from it."""

from collections.abc import Callable

from chalicelib.channels.email.params import is_dangerous
from chalicelib.handlers.shapes.plain import Json, between, instant
from chalicelib.handlers.shapes.ticket import html_of
from chalicelib.ids import conversation_id, number_of
from chalicelib.tickets.events import File, MessageReceived, NoteWritten, ReplyWritten, SurveyAnswered
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.tickets.state import State
from chalicelib.tickets.views import Conversation

# The numbers of a conversation's source.
REPLY, NOTE, FEEDBACK, FORWARD = 0, 2, 6, 8
Link = Callable[[str, str], str]


def conversation(said: Conversation, state: State, link: Link) -> Json:
    """`link` makes an address from an attachment's key and name."""
    content = said.content
    return {
        "id": conversation_id(said.ticket, said.seq),
        "ticket_id": said.ticket,
        "body": html_of(content),
        "body_text": content.text if content else "",
        "incoming": said.incoming,
        "private": said.private,
        **_author(said, state),
        **_failure(said),
        "category": None,
        "thread_id": None,
        "thread_message_id": None,
        "last_edited_at": instant(said.edited.at) if said.edited else None,
        "last_edited_user_id": (said.edited.agent or None) if said.edited else None,
        "automation_id": None,
        "automation_type_id": None,
        "auto_response": said.automatic,
        "source_additional_info": None,
        "attachments": [attachment(file, said, link) for file in said.files],
        **between(said.at, said.edited.at if said.edited else said.at),
        "delivery": said.sent.status.value if said.sent else None,
        "warnings": list(said.warnings),
        "moved_to_ticket_id": said.moved_to or None,
        "canned_response_id": _canned(said),
    }


def attachment(file: File, said: Conversation, link: Link) -> Json:
    return {
        "id": number_of(f"file:{said.ticket}:{said.seq}:{file.key or file.sha256}:{file.name}"),
        "name": file.name,
        "content_type": file.type,
        "size": file.size,
        "attachment_url": link(file.key, file.name) if file.key else None,
        "thumb_url": None,
        "dangerous": is_dangerous(file.name),
        **between(said.at, said.at),
    }


def _author(said: Conversation, state: State) -> Json:
    """Who speaks to whom, and in which way."""
    match said.event:
        case MessageReceived() as event:
            copies = [handle.value for handle in event.participants if handle.kind == "email" and handle.value not in event.recipients]
            return _way(REPLY, event.contact, event.sender.value, (*event.recipients,), copies)
        case ReplyWritten() as event:
            way = _way(REPLY, event.agent, state.account, (event.to.value,), list(event.cc))
            return {**way, "bcc_emails": list(event.bcc)}
        case ForwardWritten() as event:
            way = _way(FORWARD, event.agent, state.account, event.to, list(event.cc))
            return {**way, "bcc_emails": list(event.bcc)}
        case NoteWritten() as event:
            return _way(NOTE, event.agent, "", event.notified, [])
        case SurveyAnswered():
            return _way(FEEDBACK, state.contact, "", (), [])


def _way(source: int, user: int, sender: str, recipients: tuple[str, ...], copies: list[str]) -> Json:
    return {
        "source": source,
        "user_id": user or None,
        "from_email": sender or None,
        "support_email": None,
        "to_emails": list(recipients),
        "cc_emails": copies,
        "bcc_emails": [],
    }


def _canned(said: Conversation) -> int | None:
    return said.event.canned or None if isinstance(said.event, ReplyWritten | NoteWritten) else None


def _failure(said: Conversation) -> Json:
    reason, offer = (said.sent.reason, said.sent.offer) if said.sent else ("", None)
    other = {"channel": offer.channel, "to": offer.to.value} if offer else None
    told = {"reason": reason, "fallback": other} if reason else None
    return {"email_failure_count": 1 if reason else None, "outgoing_failures": told}
