"""The one message that asks how it went: a mail with five faces, or a line with a link for chats."""

from html import escape

from chalicelib.desk.texts import fill
from chalicelib.surveys.links import link
from chalicelib.surveys.scores import SCORES
from chalicelib.surveys.texts import Voice
from chalicelib.values import dataclass

FACES = {1: "\U0001f61e", 2: "\U0001f641", 3: "\U0001f610", 4: "\U0001f642", 5: "\U0001f600"}
DAY = 86_400
EMOJI = "font-family:'Apple Color Emoji','Segoe UI Emoji','Noto Color Emoji',sans-serif"
FONT = "font-family:system-ui,-apple-system,'Segoe UI',Roboto,sans-serif"


@dataclass(frozen=True, slots=True)
class Invitation:
    """Who asks about which ticket; `expiry` is the life of the link in seconds. Nothing a customer wrote is in it."""

    ticket: int
    desk: str
    public_url: str
    token: str
    expiry: int


@dataclass(frozen=True, slots=True)
class Mail:
    """Subject and both bodies of a mail."""

    subject: str
    text: str
    html: str


def survey_mail(invitation: Invitation, voice: Voice) -> Mail:
    """The mail in the language of the voice."""
    subject = " ".join(_say("mail_subject", invitation, voice).split())
    return Mail(subject, _text(invitation, voice), _html(invitation, voice))


def chat_text(invitation: Invitation, voice: Voice) -> str:
    """The same question for a chat channel, in one line with one link."""
    return _say("chat", invitation, voice)


def _text(invitation: Invitation, voice: Voice) -> str:
    links = (f"{voice.text(f'score_{score}')}: {_link(invitation, score)}" for score in SCORES)
    parts = [
        _say("mail_hello", invitation, voice),
        f"{_say('mail_intro', invitation, voice)}\n{voice.text('question')}",
        "\n".join((_say("mail_tap", invitation, voice), *links)),
        f"{_say('mail_plain', invitation, voice)}:\n{_link(invitation)}",
        _footer(invitation, voice),
        f"{_say('mail_bye', invitation, voice)}\n{invitation.desk}",
    ]
    return "\n\n".join(parts) + "\n"


def _html(invitation: Invitation, voice: Voice) -> str:
    def say(key: str) -> str:
        return escape(_say(key, invitation, voice))

    cells = "".join(_cell(score, invitation, voice) for score in SCORES)
    return (
        f'<!doctype html><html lang="{escape(voice.language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{escape(' '.join(_say('mail_subject', invitation, voice).split()))}</title></head>"
        f'<body style="margin:0;padding:16px;font-size:16px;line-height:1.5;{FONT}">'
        f'<div style="max-width:560px;margin:0 auto"><p>{say("mail_hello")}</p><p>{say("mail_intro")}</p>'
        f'<h1 style="font-size:22px;line-height:1.25;margin:24px 0 8px">{escape(voice.text("question"))}</h1>'
        f"<p>{say('mail_tap')}</p>"
        f'<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed"><tr>{cells}</tr></table>'
        f'<p><a href="{escape(_link(invitation))}" style="color:#0b6e8a">{say("mail_plain")}</a></p>'
        f'<p style="font-size:14px;opacity:.8">{escape(_footer(invitation, voice))}</p>'
        f"<p>{say('mail_bye')}<br>{escape(invitation.desk)}</p></div></body></html>\n"
    )


def _cell(score: int, invitation: Invitation, voice: Voice) -> str:
    return (
        '<td align="center" valign="top" style="padding:4px 2px">'
        f'<a href="{escape(_link(invitation, score))}" style="display:block;padding:6px 0;text-decoration:none;color:inherit;'
        f'font-size:13px;line-height:1.25"><span aria-hidden="true" style="display:block;font-size:36px;{EMOJI}">{FACES[score]}</span>'
        f"{escape(voice.text(f'score_{score}'))}</a></td>"
    )


def _footer(invitation: Invitation, voice: Voice) -> str:
    valid = _say("mail_valid", invitation, voice) if invitation.expiry >= 2 * DAY else ""
    return f"{valid} {_say('mail_unsolved', invitation, voice)}".strip()


def _link(invitation: Invitation, score: int | None = None) -> str:
    return link(invitation.public_url, invitation.token, score)


def _say(key: str, invitation: Invitation, voice: Voice) -> str:
    values = {
        "ticket": str(invitation.ticket),
        "desk": invitation.desk,
        "days": str(invitation.expiry // DAY),
        "question": voice.text("question"),
        "link": _link(invitation),
    }
    return fill(voice.text(key), values)
