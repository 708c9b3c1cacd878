"""Delivery failures: standard reports (RFC 3464) first, then the ways in which mail systems wrote them before."""

import re

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.mime import Part

SUCCESS = frozenset({"delivered", "relayed", "expanded"})
# The mail may still arrive (RFC 3464 2.3.3).
DELAYED = "delayed"
MOST_RECIPIENTS = 50
_LOOKED_AT = 20_000
_REPORT_FIELD = re.compile(r"^(action|final-recipient|original-recipient|status)[ \t]*:[ \t]*(.{1,300})$", re.I | re.M)
_DAEMONS = (
    r"mailer[-_. ]?daemon", "maildaemon", "mdaemon", r"post[-_]?master", r"mail delivery (?:sub)?system", r"delivery[- ]?subsystem",
    "mail delivery service", "internet mail delivery", "mail administrator", "system administrator", "mail system", "mail router",
    r"bounce[sd]?[@-]",
    "mmdf", "uucp",
)  # fmt: skip
# Enough alone: no customer of a shop means her parcel by these.
_CLEAR_SUBJECTS = (
    "undelivered mail", "undeliverable", r"(?:mail|message) undeliver", "returned mail", "delivery status notification", "failure notice",
    r"mail delivery (?:has )?(?:fail|problem|error)", "mail could not be delivered", "mail failure", "non[- ]?delivery (?:report|notif)",
    "nondeliverable", "unzustellbar", r"viestiä ei (?:voitu|toimitettu)", "meddelandet kunde inte levereras", "olevererbart",
)  # fmt: skip
# Enough with a mail system as the sender, or with an empty return path and a text that agrees.
_SUBJECTS = (
    *_CLEAR_SUBJECTS, "undeliver", r"non[- ]?deliver", "returned to sender", "delivery (?:notification|has failed)", "kunde inte levereras",
    r"deliver\w* (?:status|error|fail|problem|report|notice|attempt|unsuccess)",
    r"return\w* (?:e-?mail|message)", "rejected",
    r"fail\w* (?:delivery|notice|mail|to deliver)", r"could ?n[o']t (?:be )?(?:send|sent|deliver)", "unable to deliver", "not delivered",
    "(?:user|recipient|address) unknown", "unknown (?:user|recipient|address)", "no such user",
    r"mail (?:status|return|reject|block|error)",
    r"(?:mail|message) (?:is )?delayed", "delayed mail", r"warning: (?:could|message)", "nicht zugestellt", r"zustell\w+", "rücklauf",
    "toimittaminen ei onnistunut", "toimitus epäonnistui", "leveransfel", "leveransstatus", "échec", "non (?:remis|distribué)",
    r"no se (?:pudo|puede)", "mancata consegna", "niet bezorgd", "エラー", "配信", "退信",
)  # fmt: skip
_TEXTS = (
    r"(?:user|mailbox|address|recipient|account|host|domain)[^\n]{0,60}"
    r"(?:not found|unknown|unavailable|does(?: not|n't) exist|disabled|full|invalid)",
    "unknown user", r"no such (?:user|person|mailbox|recipient|address)", r"permanent(?:ly)? (?:error|failure|fatal|failed)", "quota",
    r"(?:was|were|be|is) (?:not |un)(?:able to be )?deliver", r"could not be (?:delivered|sent)",
    r"(?:unable|not able) to (?:deliver|send)",
    r"can ?n[o']t be delivered|couldn't be delivered|undeliverable", "delivery (?:failed|failure|error|to)",
    r"has been rejected|message rejected",
    r"returned (?:to|mail|message|because)", "transcript of session", r"\b[45]\d\d[ -][45]\.\d{1,3}\.\d{1,3}", r"^5\d\d ", r"said:\s*5\d\d",
    r"status:\s*[45]\.\d", "rcpt to:", "remote host said", "unrouteable", r"relay(?:ing)? (?:denied|not)", "retry time", "reason:",
    "diagnostic",
    r"to the following (?:recipient|address)",
    r"(?:your|this|the) (?:e-?mail |mail )?(?:message|mail)[^\n]{0,80}(?:not|fail|unable|reject|return)",
    "kunde inte", "nicht zugestellt", "ei voitu toimittaa", "配信", "宛先",
)  # fmt: skip
_DAEMON, _SUBJECT = re.compile("|".join(_DAEMONS), re.I), re.compile("|".join(_SUBJECTS), re.I)
# An answer to a failure notice is written by a person.
_NO_ANSWER = r"(?!\s*(?:re|vs|sv|aw|fwd?|vl|vb)\s*:)"
_CLEAR_SUBJECT = re.compile(rf"{_NO_ANSWER}.*?(?:{'|'.join(_CLEAR_SUBJECTS)})", re.I)
_TEXT = re.compile("|".join(_TEXTS), re.I | re.M)
_CODE = re.compile(r"(?:^|said:\s?|\s)[45]\d\d[ -](?:[45]\.\d{1,3}\.\d{1,3}|[-#<\w])", re.M)
_BEFORE_RECIPIENT = r"(?:[a-z :]{0,30}(?:recipient|address|deliver\w* to|user|mailbox|rcpt to|to)\s?:\s*|rfc822;)?"
_RECIPIENT = re.compile(
    rf"^[ \t>*]{{0,20}}{_BEFORE_RECIPIENT}[ \t]{{0,20}}(?:\[smtp:|\"|<)?([^\s<>()\"',;:]{{1,64}}@[^\s<>()\"',;:]{{3,200}})[>\]\"]?"
    r"[ \t]{0,20}[:.;,(-]{0,3}(?:\s|$)",
    re.I | re.M,
)
_DELAY = re.compile(r"delay|warning: (?:could|message)|verzöger|viiväst|fördröj|försen|forsink|retard|retras", re.I)
_TAG = re.compile(rb"^x-vuoro-message:[ \t]*(\d{1,12}-\d{1,6})[ \t\r]*$", re.I | re.M)
_NOTICE = re.compile(r"\{\s*\\?\"notificationType\\?\"\s*:\s*\\?\"(Bounce)")
_COMPLAINTS = (
    r"this is an? (?:email )?(?:abuse|spam|fbl|feedback)[^\n]{0,30} report", "abuse report for", "complaint about message from", r"\[fbl\]",
    "feedback[- ]loop", r"\"notificationType\"\s*:\s*\"Complaint\"",
)  # fmt: skip
_COMPLAINT = re.compile("|".join(_COMPLAINTS), re.I)


def reason(root: Part, *, sender: str, subject: str, text: str, return_path: str) -> str:
    """Why this is a failed delivery, empty when it is none."""
    if actions(root):
        return f"a delivery report that says {', '.join(sorted(actions(root)))}"
    if _is_report(root):
        return "multipart/report of type delivery-status"
    for name in ("x-failed-recipients", "x-ms-exchange-message-is-ndr"):
        if root.headers.has(name):
            return f"{name} is set"
    if found := _NOTICE.search(text[:300]):
        return f"a notice of the sending service ({found[1]})"
    return _classic(sender, subject[:300], text[:_LOOKED_AT], return_path)


def _classic(sender: str, subject: str, text: str, return_path: str) -> str:
    if _DAEMON.search(sender) and ("daemon" in sender.lower() or _SUBJECT.search(subject) or _CODE.search(text)):
        return f"a mail system wrote it ({sender.strip()[:80]})"
    if _CLEAR_SUBJECT.match(subject):
        return f"the subject tells of a failed delivery (“{subject.strip()[:80]}”)"
    if return_path == "<>" and _SUBJECT.search(subject) and _TEXT.search(text):
        return "empty return path, and subject and text tell of a failed delivery"
    return ""


def actions(root: Part) -> frozenset[str]:
    """The actions that its delivery report names: failed, delayed, delivered, relayed, expanded."""
    found = (name.lower().split()[0] for part in _reports(root) for name in _values(part, "action") if name.strip())
    return frozenset(action.strip(";()") for action in found)


def failed_recipients(root: Part, text: str) -> tuple[str, ...]:
    """Addresses that could not be reached, best source first."""
    fields = ("final-recipient", "original-recipient")
    found = [value.partition(";")[2] or value for part in _reports(root) for value in _values(part, *fields)]
    found += root.headers.text("x-failed-recipients").split(",")
    known = _identities(found)
    return known or _identities(_RECIPIENT.findall(text[:_LOOKED_AT]))


def gave_up(root: Part, subject: str) -> bool:
    """Whether the mail system stopped trying; a report that only tells of a delay leaves everything open."""
    named = actions(root)
    if named:
        return bool(named - SUCCESS - {DELAYED})
    return _DELAY.search(subject[:300]) is None


def original_tag(root: Part) -> str:
    """The mark of our own mail in what came back, as `<ticket>-<seq>`; whoever reads it has to prove it by other means."""
    found = _TAG.search(original_headers(root))
    return found[1].decode() if found else ""


def original_headers(root: Part) -> bytes:
    """The start of the mail that came back, as far as the report repeats it."""
    for part in root.walk():
        if part.type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/partial"):
            return part.raw[:_LOOKED_AT]
    return b""


def complaint_reason(text: str, subject: str) -> str:
    found = _COMPLAINT.search(text[:1500]) or _COMPLAINT.search(subject[:300])
    return f"a complaint of a mailbox provider (“{found[0][:60]}”)" if found else ""


def _reports(root: Part) -> list[Part]:
    return [part for part in root.walk() if part.type in ("message/delivery-status", "message/global-delivery-status")][:5]


def _is_report(root: Part) -> bool:
    kind = root.parameters.get("report-type", "").lower()
    return kind == "delivery-status" or (root.type == "multipart/report" and not kind) or bool(_reports(root))


def _values(part: Part, *names: str) -> list[str]:
    return [value for name, value in _REPORT_FIELD.findall(decode(part.content()[:_LOOKED_AT])) if name.lower() in names]


def _identities(written: list[str]) -> tuple[str, ...]:
    addresses = (identity(address.strip().strip("<>")) for address in written)
    return tuple(dict.fromkeys(filter(None, addresses)))[:MOST_RECIPIENTS]
