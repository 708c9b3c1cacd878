"""Public comments on Facebook and Instagram: answered below the comment or to its writer alone, never with personal data in public."""

import re

from chalicelib.channels import meta, meta_entries, meta_messaging
from chalicelib.channels.carrying import carried, posted
from chalicelib.channels.comments_reading import FACEBOOK, INSTAGRAM, NAME
from chalicelib.channels.message import HttpCall, Manners, Outbound, Sending, WebhookCall
from chalicelib.channels.payload import leniently, text
from chalicelib.channels.registry import Parsed
from chalicelib.errors import ProviderRefused, VuoroError
from chalicelib.ids import TICKET_TOKEN

__all__ = ["NAME"]

CHAT = False
API_URL = meta.API_URL
# Instagram's limit, the lower one; one comment has one answer, so nothing is split.
MANNERS = Manners(longest=2200, splits=False, proactive=False)
KINDS = (FACEBOOK, INSTAGRAM)
MEDIA_HOSTS = meta_messaging.MEDIA_HOSTS
greeting, is_genuine = meta.greeting, meta.is_genuine
PERSONAL = (
    ("a mail address", re.compile(r"[^\s@<>()]+@[^\s@<>()]+\.\w{2,}")),
    ("a ticket token", TICKET_TOKEN),
    ("a link to a survey", re.compile(r"/survey/", re.IGNORECASE)),
    ("a personal identity code", re.compile(r"\b\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]\b", re.IGNORECASE)),
    ("a bank account", re.compile(r"\b[A-Z]{2}\d{2}(?: ?[0-9A-Z]{4}){2,7}(?: ?[0-9A-Z]{1,3})?\b")),
    ("a card number", re.compile(r"\b(?:\d[ -]?){12,18}\d\b")),
    ("a phone number", re.compile(r"(?<![\w,.])(?:\+|00|\(?0)\d(?:[\s()./-]{0,2}\d){5,13}(?!\d)")),
)


def parse(call: WebhookCall) -> Parsed:
    """Every comment of every entry; messages come by the same webhook and are read too."""
    return meta_entries.parse(call, "messenger")


def compose(outbound: Outbound, sending: Sending) -> HttpCall:
    """Below the comment that was answered last; privately, one message that Meta links to the comment.

    https://developers.facebook.com/docs/messenger-platform/instagram/features/private-replies
    """
    words = carried("A comment", outbound, MANNERS)
    comment = next(iter(outbound.references), "")
    if not comment:
        raise ProviderRefused("there is no comment to answer")
    headers = meta.bearer(sending, outbound.account)
    if outbound.private:
        content = {"recipient": {"comment_id": comment}, "message": {"text": words}}
        return posted(meta.edge(sending, outbound.account, "messages"), content, headers)
    if named := personal(words):
        raise ProviderRefused(f"a public answer must not name {named}: take it out, or answer another way")
    answers = "replies" if outbound.to.kind == INSTAGRAM else "comments"
    return posted(meta.edge(sending, comment, answers), {"message": words}, headers)


def personal(words: str) -> str:
    """The first kind of personal data in a text, empty if it has none that we know."""
    return next((name for name, pattern in PERSONAL if pattern.search(words)), "")


def provider_id(answer: bytes) -> str:
    told = leniently(answer)
    return text(told.get("id")) or text(told.get("message_id"))


def refusal(status: int, answer: bytes) -> VuoroError | None:
    return meta.refusal("Facebook", status, answer)
