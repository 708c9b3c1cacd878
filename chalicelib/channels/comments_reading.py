"""Comments below posts of our Facebook pages and Instagram accounts, as their webhooks tell of them."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from chalicelib.channels.batch import Found, Remark
from chalicelib.channels.message import Attachment, Automatic, Handle, Inbound, WebhookCall
from chalicelib.channels.payload import instant, mapping, stand_in, text

NAME = "comments"
FACEBOOK, INSTAGRAM = "facebook", "instagram"
FIELDS = ("feed", "comments", "live_comments")
REMOVED = {"remove": "(deleted a comment)", "hide": "(hid a comment)", "unhide": "(showed a comment again)"}
EDITED = ("edit", "edited")
PHOTO, VIDEO = ("photo.jpg", "image/jpeg"), ("video.mp4", "video/mp4")
Value = Mapping[str, Any]


def read(where: str, value: Value, source: tuple[str, str], call: WebhookCall) -> Iterator[Found]:
    """One change of `source`, the webhook's field and our account."""
    field, account = source
    if field == "feed" and text(value.get("item")) != "comment":
        yield Remark(f"{where}: feed {text(value.get('item'))} {text(value.get('verb'))}".rstrip())
        return
    writer = mapping(value.get("from"))
    ident = text(value.get("comment_id")) or text(value.get("id"))
    if ident and not text(writer.get("id")) and text(value.get("verb")) in REMOVED:
        # Meta does not say whose it was, nor who did it; the ticket that holds it has to know all the same.
        yield replace(_comment(value, ident, source, call), references=(ident,))
    elif not text(writer.get("id")) or not ident:
        yield Remark(f"{where}: a comment without {'its writer' if ident else 'an id'}", is_fault=True)
    elif text(writer.get("id")) == account:
        yield Remark(f"{where}: our own comment")
    else:
        yield _comment(value, ident, source, call)


def _comment(value: Value, ident: str, source: tuple[str, str], call: WebhookCall) -> Inbound:
    field, account = source
    kind = FACEBOOK if field == "feed" else INSTAGRAM
    writer, verb = mapping(value.get("from")), text(value.get("verb"))
    happened = REMOVED.get(verb, "")
    said = happened or _said(value, verb)
    name = text(writer.get("name")) or text(writer.get("username"))
    return Inbound(
        channel=NAME,
        external_id=stand_in(ident, verb, text(value.get("created_time"))) if happened else ident,
        sender=Handle(kind, text(writer.get("id")), name),
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=(account,) if account else (),
        references=_references(value, ident, is_first=not verb or verb == "add"),
        attachments=() if happened else tuple(_files(value)),
        automatic=Automatic.EVENT if happened else Automatic.NO,
        automatic_because=f"a comment was changed: {verb}" if happened else "",
        sent_at=instant(value.get("created_time")),
    )


def _said(value: Value, verb: str) -> str:
    words = text(value.get("message")) or text(value.get("text"))
    said = words or ("(a picture)" if text(value.get("photo")) else "(a comment without words)")
    return f"(edited) {said}" if verb in EDITED else said


def _references(value: Value, ident: str, *, is_first: bool) -> tuple[str, ...]:
    """The comment it is about or answers; the post itself is nobody's ticket."""
    parent = text(value.get("parent_id"))
    post = text(value.get("post_id"))
    named = ("" if is_first else ident, parent if parent != post else "")
    return tuple(one for one in named if one)


def _files(value: Value) -> Iterator[Attachment]:
    for key, (name, media_type) in (("photo", PHOTO), ("video", VIDEO)):
        if address := text(value.get(key)):
            yield Attachment(name, media_type, 0, "", content_id=address)
