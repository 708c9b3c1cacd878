"""The pages behind a survey link: plain HTML that works without scripts, loads nothing and says nothing of the ticket but its number."""

import base64
import hashlib
from html import escape

from chalicelib.desk.texts import fill
from chalicelib.surveys.scores import LONGEST_COMMENT, SCORES
from chalicelib.surveys.style import CSS, face
from chalicelib.surveys.texts import Voice
from chalicelib.values import dataclass

STYLE_HASH = base64.b64encode(hashlib.sha256(CSS.encode()).digest()).decode()


@dataclass(frozen=True, slots=True)
class Form:
    """What the page of one survey shows: a chosen score and comment (from the link, a faulty form or the answer given).

    `answered`: an answer is recorded, so this is an edit. `missing`: the form came without a usable score.
    """

    token: str
    ticket: int
    desk: str
    score: int | None = None
    comment: str = ""
    answered: bool = False
    missing: bool = False


def headers() -> dict[str, str]:
    """What every survey answer carries: nothing may be loaded, framed, cached, indexed or told to the next site."""
    policy = f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": policy,
        "Referrer-Policy": "no-referrer",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "X-Robots-Tag": "noindex, nofollow",
    }


def survey_page(form: Form, voice: Voice) -> str:
    """The page that asks; showing it records nothing."""
    note = f'<p class="note">{_say(voice, "answered")}</p>' if form.answered else ""
    title = _say(voice, "title")
    if form.missing:
        title = f"{_say(voice, 'missing')} – {title}"
    return _page(voice, title, _from(form, voice) + _alarm(form, voice) + note + _form(form, voice, "h1") + _not_yours(voice))


def thanks_page(form: Form, voice: Voice) -> str:
    """The page after an answer, with the answer and the same form to change it."""
    given = f"<p>{fill(_say(voice, 'given'), {'score': _score(form.score, voice)})}</p>" if form.score else ""
    comment = f'<p class="soft">{escape(form.comment)}</p>' if form.comment else ""
    picture = face(form.score) if form.score else ""
    shown = f'<div class="given m{form.score}">{picture}<div>{given}{comment}</div></div>'
    edit = f"<details><summary>{_say(voice, 'change')}</summary>{_form(form, voice, 'h2')}</details>"
    head = f"<h1>{_say(voice, 'thanks_title')}</h1><p>{_say(voice, 'thanks')}</p>"
    return _page(voice, _say(voice, "thanks_title"), _from(form, voice) + head + shown + edit + _not_yours(voice))


def expired_page(desk: str, voice: Voice) -> str:
    """The page for a token that has expired or was never ours; it does not tell which."""
    title = _say(voice, "expired_title")
    return _page(voice, title, f'<p class="from"><strong>{escape(desk)}</strong></p><h1>{title}</h1><p>{_say(voice, "expired")}</p>')


def _page(voice: Voice, title: str, body: str) -> str:
    return (
        f'<!doctype html>\n<html lang="{escape(voice.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex, nofollow">\n<meta name="referrer" content="no-referrer">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{title}</title>\n<style>{CSS}</style>\n</head>\n<body>\n<main>{body}</main>\n</body>\n</html>\n"
    )


def _from(form: Form, voice: Voice) -> str:
    about = fill(_say(voice, "about"), {"ticket": str(form.ticket)})
    return f'<p class="from"><strong>{escape(form.desk)}</strong> <span>{about}</span></p>'


def _not_yours(voice: Voice) -> str:
    return f'<p class="soft small">{_say(voice, "not_yours")}</p>'


def _alarm(form: Form, voice: Voice) -> str:
    return f'<p class="alarm" id="fault" role="alert">{_say(voice, "missing")}</p>' if form.missing else ""


def _form(form: Form, voice: Voice, heading: str) -> str:
    # The action is relative to /survey/<token>, so it also holds behind a stage prefix and drops ?score=.
    described = ' aria-describedby="fault"' if form.missing else ""
    faces = "".join(_choice(score, form, voice) for score in SCORES)
    return (
        f'<form method="post" action="{escape(form.token)}" accept-charset="utf-8"><fieldset{described}>'
        f"<legend><{heading}>{_say(voice, 'question')}</{heading}></legend>{_intro(form, voice)}"
        f'<div class="faces">{faces}</div></fieldset>{_words(form, voice)}'
        f'<button type="submit">{_say(voice, "send_again" if form.answered else "send")}</button></form>'
    )


def _intro(form: Form, voice: Voice) -> str:
    if form.answered:
        return ""
    sure = f'<p class="soft small">{_say(voice, "nothing_yet")}</p>' if form.score else ""
    return f'<p class="soft">{_say(voice, "intro")}</p>{sure}'


def _choice(score: int, form: Form, voice: Voice) -> str:
    checked = " checked" if score == form.score else ""
    return (
        f'<div class="face m{score}"><input type="radio" name="score" id="score{score}" value="{score}" required{checked}>'
        f'<label for="score{score}">{face(score)}<span>{_score(score, voice)}</span></label></div>'
    )


def _words(form: Form, voice: Voice) -> str:
    # A browser swallows the first line break after <textarea>, so one is always given.
    return (
        f'<div class="words"><label for="comment">{_say(voice, "comment")} <span>({_say(voice, "optional")})</span></label>'
        f'<p class="soft small" id="hint">{_say(voice, "comment_hint")}</p>'
        f'<textarea name="comment" id="comment" rows="4" maxlength="{LONGEST_COMMENT}" aria-describedby="hint">'
        f"\n{escape(form.comment)}</textarea></div>"
    )


def _score(score: int | None, voice: Voice) -> str:
    return _say(voice, f"score_{score}")


def _say(voice: Voice, key: str) -> str:
    return escape(voice.text(key))
