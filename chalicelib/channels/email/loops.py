"""Which mails no person wrote: header rules after RFC 3834, RFC 3464, RFC 5965 and what mail systems do besides."""

import re
from collections.abc import Callable

from chalicelib.channels.email import bounces
from chalicelib.channels.email.marks import OWN_MARK
from chalicelib.channels.email.mime import Part
from chalicelib.channels.message import Automatic
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that the rules look at; `return_path` is "<>" for the null path and empty when unknown."""

    root: Part
    subject: str
    sender: str
    sender_name: str
    text: str
    return_path: str = ""
    own_addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Verdict:
    kind: Automatic = Automatic.NO
    because: str = ""
    failed_recipients: tuple[str, ...] = ()
    gave_up: bool = False


def classify(mail: Evidence) -> Verdict:
    """The first rule that speaks decides; an ordinary mail gets NO without a reason."""
    for kind, rule in _RULES:
        because = rule(mail)
        if because:
            failed = bounces.failed_recipients(mail.root, mail.text) if kind is Automatic.BOUNCE else ()
            return Verdict(kind, because, failed, kind is Automatic.BOUNCE and bounces.gave_up(mail.root, mail.subject))
    return Verdict()


def _own(mail: Evidence) -> str:
    headers = mail.root.headers
    if mail.sender and mail.sender in mail.own_addresses:
        return f"From is our own address {mail.sender}"
    if headers.has(OWN_MARK):
        return "it carries the mark of our own mails"
    loop = headers.text("x-loop").lower().strip("<> ")
    return f"X-Loop names our own address {loop}" if loop in mail.own_addresses else ""


def _complaint(mail: Evidence) -> str:
    if mail.root.parameters.get("report-type", "").lower() == "feedback-report":
        return "multipart/report of type feedback-report"
    if any(part.type == "message/feedback-report" for part in mail.root.walk()):
        return "it holds a message/feedback-report part"
    return "X-ARF" if mail.root.headers.has("x-arf") else bounces.complaint_reason(mail.text, mail.subject)


def _delivery_notice(mail: Evidence) -> str:
    """Receipts and success reports are automatic, but nothing failed."""
    kind = mail.root.parameters.get("report-type", "").lower()
    if kind == "disposition-notification":
        return "a read receipt (disposition-notification)"
    actions = bounces.actions(mail.root)
    if actions and actions <= bounces.SUCCESS:
        return f"a delivery report that says {', '.join(sorted(actions))}"
    return ""


def _challenge(mail: Evidence) -> str:
    headers = mail.root.headers
    if mail.sender.rpartition("@")[2] in _CHALLENGERS:
        return f"{mail.sender} sends challenges to senders"
    for name in ("x-challenge", "x-tmda-fingerprint", "x-boxbe-cr", "x-boxbe-challenge"):
        if headers.has(name):
            return f"a challenge to the sender ({name})"
    if not _is_sent_by_machine(mail):
        return ""
    found = _CHALLENGE.search(mail.subject) or _CHALLENGE_TEXT.search(mail.text[:3000])
    return f"a challenge to the sender (“{found[0]}”)" if found else ""


def _is_sent_by_machine(mail: Evidence) -> bool:
    return mail.return_path == "<>" or mail.root.headers.has("auto-submitted") or mail.root.headers.has("precedence")


def _bounce(mail: Evidence) -> str:
    sender = f"{mail.sender_name} {mail.sender}"
    return bounces.reason(mail.root, sender=sender, subject=mail.subject, text=mail.text, return_path=mail.return_path)


def _auto_header(mail: Evidence) -> str:
    headers = mail.root.headers
    submitted = headers.text("auto-submitted").lower()
    if submitted and not submitted.startswith("no"):
        return f"Auto-Submitted: {submitted[:60]}"
    for name in _AUTO_HEADERS:
        if headers.has(name):
            return f"{name}: {headers.text(name)[:60]}"
    for name in ("precedence", "x-precedence"):
        if headers.text(name).lower().replace("-", "_").startswith("auto_reply"):
            return f"{name}: auto_reply"
    return ""


def _away(mail: Evidence) -> str:
    found = _AWAY.match(mail.subject[:300])
    return f"the subject says out of office (“{found[0].strip()}”)" if found else ""


def _list(mail: Evidence) -> str:
    headers = mail.root.headers
    precedence = (headers.text("precedence") or headers.text("x-precedence")).lower()
    if precedence in ("bulk", "list", "junk"):
        return f"Precedence: {precedence}"
    name = next((name for name in ("list-id", "list-unsubscribe", "list-post", "mailing-list", "x-campaign-id") if headers.has(name)), "")
    return f"{name} is set" if name else ""


def _wants_no_answer(mail: Evidence) -> str:
    """Signs that no automatic answer is wanted, though a person may well have written."""
    suppress = mail.root.headers.text("x-auto-response-suppress").lower()
    if suppress and suppress != "none":
        return f"X-Auto-Response-Suppress: {suppress[:60]}"
    if mail.return_path == "<>":
        return "the return path is empty"
    return "X-Loop is set" if mail.root.headers.has("x-loop") else ""


_RULES: tuple[tuple[Automatic, Callable[[Evidence], str]], ...] = (
    (Automatic.OWN, _own),
    (Automatic.COMPLAINT, _complaint),
    (Automatic.AUTO_REPLY, _delivery_notice),
    (Automatic.AUTO_REPLY, _challenge),
    (Automatic.BOUNCE, _bounce),
    (Automatic.AUTO_REPLY, _auto_header),
    (Automatic.AUTO_REPLY, _away),
    (Automatic.LIST, _list),
    (Automatic.LIST, _wants_no_answer),
)
_AUTO_HEADERS = (
    "x-autoreply",
    "x-autorespond",
    "x-autoresponder",
    "x-auto-reply",
    "x-autogenerated",
    "x-mail-autoreply",
    "x-autoreply-from",
    "x-cron-env",
)
_CHALLENGERS = frozenset({"boxbe.com", "spamarrest.com", "bluebottle.com", "mailblocks.com", "sendio.com"})
_CHALLENGE = re.compile(
    r"please confirm your message|message verification|verify your (?:e-?mail|message)|\[boxbe"
    r"|confirmation required for your message",
    re.I,
)
_CHALLENGE_TEXT = re.compile(r"prove (?:that )?you(?:'re| are) (?:a )?human|boxbe\.com/crs|challenge.?response", re.I)
_AWAY_PHRASES = (
    "automaattinen (?:poissaolo)?vastaus", "automaattivastaus", "poissaoloviesti", "poissaoloilmoitus", "poissa(?: toimistosta)?",
    "olen (?:lomalla|poissa)",
    "lomavastaus", "autosvar", "automatiskt svar", r"frånvaro\w*", "frånvarande", "out of (?:the )?office",
    r"auto(?:matic)?[- ]?repl(?:y|ied)",
    r"auto(?:matic)?[- ]?response", "vacation (?:notice|reply|response)", "away from (?:my |the )?(?:office|mail)", "abwesend",
    r"abwesenheit\w*",
    "automatische antwort", "automatisk svar", r"fraværs?\w*", "réponse automatique", "respuesta automática", r"automaat?vastus",
    "automaatne vastus", "kontorist (?:väljas|eemal)", "(?:ej|inte) på kontoret", "(?:ikke|er ikke) (?:på kontoret|til stede)",
    "nicht im büro", "absent du bureau", "absence du bureau", "message d['’]absence", "fuera de la oficina", "ausente de la oficina",
    "risposta automatica",
    "automatisch antwoord", "resposta automática", "autoodpowiedź", "automatyczna odpowiedź",
)  # fmt: skip
_AWAY_PHRASE = rf"(?:{'|'.join(_AWAY_PHRASES)})"
# The phrase must stand alone or before a sign: "Autoreply does not work" was written by somebody who needs help.
_AWAY = re.compile(
    rf"(?:\s*(?:re|sv|vs|aw|vl)\s*:)?\s*\[?{_AWAY_PHRASE}(?:[ -]+{_AWAY_PHRASE})*(?=\s*(?:$|[]:;/()!.,–-]|from\b|until\b|asti\b))", re.I
)
