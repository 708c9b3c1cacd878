"""Delivery failures: standard reports (RFC 3464) first, then the ways in which mail systems wrote them before."""

import re

from chalicelib.channels.email.addresses import identity
from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.mime import Part

SUCCESS = frozenset({"delivered", "relayed", "expanded"})
MOST_RECIPIENTS = 50
_LOOKED_AT = 20_000
_REPORT_FIELD = re.compile(r"^(action|final-recipient|original-recipient|status)[ \t]*:[ \t]*(.{1,300})$", re.I | re.M)
_DAEMON = re.compile(
    r"mailer[-_. ]?daemon|mail delivery (?:sub)?system|mail administrator|postmaster|mail delivery service"
    r"|delivery[- ]?subsystem|mail system|"
    r"mailerdaemon|mdaemon|maildaemon|post_master|bounce[sd]?[@-]|mail router|internet mail delivery|smtp(?:d|-gateway"
    r"|relay)?@|mmdf|uucp|autoresponder",
    re.I,
)
_SUBJECT = re.compile(
    r"undeliver(?:able|ed)|non[- ]?deliver|deliver\w* (?:status |error|fail|problem|report|notification|notice|has failed"
    r"|unsuccessful|attempt)|(?:mail|message|e-?mail)[^a-z]{1,3}(?:delivery|system|could) ?(?:fail|error|not|problem"
    r"|status)?"
    r"|fail\w* (?:delivery|notice|mail|to deliver)|return\w* (?:mail|e-?mail|message|to sender)|(?:mail|message"
    r"|e-?mail) (?:status|return|reject|fail|block|undeliver|error|not deliver)|could ?n[o']t (?:be )?(?:send|sent|deliver)"
    r"|unable to deliver|not delivered|unknown (?:user|recipient|address)|user unknown|no such user|unzustellbar"
    r"|nicht zugestellt|zustell\w*|unbekannte|rücklauf"
    r"|viestiä ei (?:voitu|toimitettu)|toimittaminen ei onnistunut|toimitus epäonnistui|lähetysvirhe|palautunut"
    r"|kunde inte levereras|leveransfel|leveransstatus|olevererbart"
    r"|non (?:remis|distribué)|échec|avis de non|no se (?:pudo|puede)|fallo|devuelto|mancata consegna|niet bezorgd|rejected"
    r"|warning: (?:could|message)|delayed mail|mail (?:is )?delayed|failure notice|nondeliverable|dsn:|ndn:|ndr\b|bounce"
    r"|エラー|配信|配送|送信できません|退信|系统退信|auto\s*reply.*unknown",
    re.I,
)
_TEXT = re.compile(
    r"user unknown|unknown user|(?:mailbox|user|address|recipient|account|host|domain)[^\n]{0,60}(?:not found|unknown"
    r"|unavailable|does(?: not|n't) exist|not exist|disabled|inactive|full|rejected|invalid|no longer)"
    r"|no such (?:user|person|mailbox|recipient|address)|permanent(?:ly)? (?:error|failure|fatal|failed)"
    r"|could not be (?:delivered|sent)|was not delivered|(?:was|were) undeliverable|undeliverable|delivery (?:failed|failure"
    r"|error|to)"
    r"|over quota|quota exceeded|mailbox (?:is )?full|unable to (?:deliver|send)|cannot be delivered|couldn't be delivered"
    r"|not able to deliver|returned (?:to|mail|message|because)|transcript of session|said:\s*5\d\d"
    r"|\b5\d\d[ -]5\.\d{1,3}\.\d{1,3}"
    r"|\b4\d\d[ -]4\.\d{1,3}\.\d{1,3}|rcpt to:|^5\d\d |remote host said|hi\. this is the|refused|unrouteable"
    r"|relay(?:ing)? (?:denied|not)|retry time|message rejected|has been rejected|status:\s*[45]\.\d|reason:|diagnostic|"
    r"was not sent|to the following (?:recipient|address)|(?:your|this|the|original) (?:e-?mail |mail )?(?:message"
    r"|mail)[^\n]{0,80}(?:not|fail|unable|reject|undeliver|return)|kunde inte|nicht zugestellt|ei voitu toimittaa|配信|宛先"
    r"|見つかりません",
    re.I | re.M,
)
_STRONG_SUBJECT = re.compile(
    r"undelivered mail|undeliverable|returned mail|mail delivery fail|delivery status notification|failure notice"
    r"|delivery failure|delivery has failed|mail could not be delivered|message undeliverable|delivery notification"
    r"|non[- ]?delivery"
    r"|unzustellbar|returned to sender|mail delivery (?:problem|error)|mail failure|delivery report|nondeliverable",
    re.I,
)
_RECIPIENT = re.compile(
    r"^[ \t>*]{0,20}(?:[a-z :]{0,30}(?:recipient|address|deliver\w* to|user|mailbox|rcpt to|to)\s?:\s*"
    r"|rfc822;)?[ \t]{0,20}(?:\[smtp:|\""
    r"|<)?([^\s<>()\"',;:]{1,64}@[^\s<>()\"',;:]{3,200})[>\]\"]?[ \t]{0,20}[:.;,(-]{0,3}(?:\s|$)", re.I | re.M,
)
_NOTICE = re.compile(r"\{\s*\"notificationType\"\s*:\s*\"(Bounce)\"")
_COMPLAINT = re.compile(
    r"this is an? (?:email )?(?:abuse|spam|fbl|feedback)[^\n]{0,30} report|abuse report for|complaint about message from"
    r"|\[fbl\]|feedback[- ]loop|\"notificationType\"\s*:\s*\"Complaint\"", re.I,
)


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
    if _DAEMON.search(sender) and (return_path == "<>" or _SUBJECT.search(subject) or _TEXT.search(text) or "daemon" in sender.lower()):
        return f"a mail system wrote it ({sender.strip()[:80]})"
    if _STRONG_SUBJECT.search(subject):
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
    found = [value.partition(";")[2] or value for part in _reports(root) for value in _values(part, "final-recipient", "original-recipient")]
    found += root.headers.text("x-failed-recipients").split(",")
    known = _identities(found)
    return known or _identities(_RECIPIENT.findall(text[:_LOOKED_AT]))


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
