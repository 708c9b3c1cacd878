"""The words by which mail programs head what they quote: Finnish, Swedish and English first, then their neighbours."""

import re

from chalicelib.channels.email.marks import REPLY_MARKERS

LONGEST_SIGNATURE = 12

_VERBS = (
    "kirjoitti", "kirjoitat", "skrev", "wrote", "writes", "sent", "schrieb", "geschrieben", "kirjutas", "a écrit", "écrit",
    "escribió", "escribio", "ha scritto", "schreef", "geschreven", "escreveu", "napisał", "napisała", "napisał(a)",
    "napsal", "napsal(a)", "написал", "написала", "пише", "пишет", "写道", "đã viết", "rašė", "rakstīja", "のメール",
)  # fmt: skip
_STARTS = (
    "on", "at", "den", "på", "am", "le", "el", "op", "il", "em", "w dniu", "dnia", "kuupäev", "vào", "в", "the", "í",
)  # fmt: skip
_DAYS = (
    "ma", "ti", "ke", "to", "pe", "la", "su", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai",
    "mån", "tis", "ons", "tors", "fre", "lör", "sön", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "man", "tir", "tor", "lør", "søn",
    "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom",
)  # fmt: skip
_LABELS = {
    "sender": (
        "from", "lähettäjä", "från", "von", "de", "fra", "da", "van", "saatja", "kellelt", "od", "от", "mittente", "expéditeur",
        "avsändare", "afsender",
    ),
    "sent": (
        "sent", "lähetetty", "skickat", "gesendet", "envoyé", "envoyé le", "enviado", "enviado el", "sendt", "saadetud", "inviato",
        "verzonden", "отправлено",
    ),
    "date": ("date", "päivämäärä", "päiväys", "pvm", "datum", "fecha", "dato", "kuupäev", "data", "дата"),
    "to": ("to", "vastaanottaja", "kenelle", "till", "an", "à", "para", "til", "saaja", "kellele", "a", "aan", "do", "кому"),
    "cc": ("cc", "kopio", "kopia", "kopie", "copie", "koopia", "reply-to"),
    "subject": (
        "subject", "aihe", "ämne", "betreff", "objet", "asunto", "emne", "teema", "oggetto", "onderwerp", "temat", "assunto", "тема",
    ),
}  # fmt: skip
_ORIGINALS = (
    "original message", "original appointment", "original email", "alkuperäinen viesti", "alkuperäinen sähköposti",
    "ursprungligt meddelande",
    "originalmeddelande", "ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht", "oprindelig meddelelse",
    "opprinnelig melding", "message d'origine", "message original", "mensaje original", "messaggio originale", "oorspronkelijk bericht",
    "algne kiri", "algsõnum", "algne sõnum", "mensagem original", "wiadomość oryginalna", "исходное сообщение", "reply message", "reply to",
)  # fmt: skip
_FORWARDS = (
    "forwarded message", "begin forwarded message", "edelleenlähetetty viesti", "välitetty viesti", "viesti välitetty",
    "vidarebefordrat meddelande",
    "vidarebefordrat mejl", "weitergeleitete nachricht", "anfang der weitergeleiteten nachricht", "message transféré",
    "message transmis", "début du message réexpédié",
    "mensaje reenviado", "mensaje remitido", "videresendt besked", "videresendt meddelelse", "videresendt melding", "edastatud kiri",
    "edastatud sõnum",
    "doorgestuurd bericht", "messaggio inoltrato", "mensagem encaminhada", "пересылаемое сообщение",
)  # fmt: skip
_DEVICE = (
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "nokia", "huawei", "honor", "oneplus", "xiaomi", "pixel", "htc", "sony",
    "motorola",
    "blackberry", "windows", "outlook", "mobile", "mobil", "phone", "puhelime", "tableti", "laittee", "älypuhelime", "sähköposti",
    "cell", "device", "telefon", "telefoni", "telefonist", "smartphone", "handy", "mail", "móvil", "airmail", "mailbox",
    "yahoo", "proton", "protonmail", "mobiltelefon", "mobilgerät", "mobilen", "portable", "téléphone", "alcatel", "ti-85", "gmail",
)  # fmt: skip
_SENT_FROM = (
    "sent from", "sent via", "sent with", "sent by", "from my", "someone from", "skickat från", "skickades från", "skickat med",
    "sendt fra",
    "envoyé depuis", "envoyé de", "von mein", "von meinem", "gesendet von", "gesendet mit", "diese nachricht wurde von", "enviado desde",
    "enviado de",
    "inviato da", "inviato dal", "verzonden met", "verzonden vanaf",
)  # fmt: skip
_TAIL_EXACT = re.compile(r"從我的 \w+ 傳送|ᐧ|[\u200b\u200d\ufeff\s]*")


def _any(words: tuple[str, ...]) -> str:
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


_VERB = re.compile(rf"(?:^|[\s>,)\"*])(?:{_any(_VERBS)})(?=[\s:：,.<-]|$)", re.I)
_HAS_DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}|\d{1,2}\. ?\w{3,}")
_ENDS = re.compile(r"(?::|：|-{3,}|:\*|:\s*<br>)\s*$")
_START = re.compile(
    rf"[\s*_>-]*(?:(?:{_any(_STARTS)})\b|(?:{_any(_DAYS)})\b|\d{{1,4}}[./ -年]|\S.{{0,200}}(?:[<(@]|(?:{_any(_VERBS)})\b))",
    re.I,
)
_OLD_GMAIL = re.compile(r"\d{4}[/-]\d{1,2}[/-]\d{1,2} [^<]{1,100}<[^<>\s]{3,100}@[^<>\s]{3,100}>:?")
_SHARED = re.compile(r"^(.{1,400}?)\s*(?:-{2,}\s*|(?<=\s))On (?:\w{3,9}, )?(?:\w{3,9}\.? )?\d{1,2}\b")
_LABEL = re.compile(rf"[\s*_|>]{{0,20}}({'|'.join(_any(words) for words in _LABELS.values())})\s?\*?\s*[:：]\*?(?:\s|$|\S)", re.I)
_LABEL_KIND = {word: kind for kind, words in _LABELS.items() for word in words}
_ORIGINAL = re.compile(rf"[\s*>_-]{{0,40}}(?:-{{2,}}|_{{4,}}|\*{{2,}}|={{3,}})\s*(?:{_any(_ORIGINALS)})[^\n-]{{0,60}}-*\**\s*", re.I)
_FORWARD = re.compile(rf"[\s*>_-]{{0,40}}(?:[-_*=]{{2,}}\s*)?(?:{_any(_FORWARDS)})[^\n]{{0,40}}[-:*]+\s*", re.I)
_MARKER = re.compile("|".join(re.escape(line) for line in REPLY_MARKERS.values()), re.I)
_SIGNATURE = re.compile(r"[-‐‑–—]{2} ?|-- \*|_{47}")
_RULE = re.compile(r"[\s\u200b\u200d\u1427]*(?:[-=_*#~+·•—–\s]{2,})?[\s\u200b\u200d\u1427]*")
_PHONE = re.compile(rf"[\s<(*\[]*(?:{_any(_SENT_FROM)})\b[^.,!?]{{0,40}}?\b(?:{_any(_DEVICE)})\w{{0,4}}\b[^!?]{{0,80}}", re.I)
# Finnish and Estonian say "from" by an ending, and "lähetetty" begins many an ordinary sentence.
_PHONE_BY_ENDING = re.compile(rf"(?:lähetetty|saadetud)\b[^.,!?]{{0,40}}?\b(?:{_any(_DEVICE)})[\w' -]{{0,40}}st[aä]?(?:ni)?[.\s]*", re.I)
_ADVERT = re.compile(r"(?:get|hanki|hämta|skaffa|holen sie sich|télécharger|obtener) \[?outlook (?:for|für|för|pour|para) \w+\W*", re.I)
_LINK = re.compile(r"[<(]?https?://[^\s>]*>?")
_ADDRESS_AND_TIME = re.compile(r"[^<>]{0,150}\d{1,2}[:.]\d{2}[^<>]{0,150}<[^<>\s]{3,100}@[^<>\s]{3,100}>\s*[:：]", re.I)


def is_reply_marker(line: str) -> bool:
    return _MARKER.search(line) is not None


def is_separator(line: str) -> bool:
    """`-----Original Message-----` in any of its languages; never the line above a forwarded message."""
    return line[:1] in "-_*=>" and _ORIGINAL.fullmatch(line) is not None


def is_forward_mark(line: str) -> bool:
    """The line above a message that the writer passes on on purpose."""
    return _FORWARD.fullmatch(line) is not None


def header_label(line: str) -> str:
    """Which header a line of a quoted block spells: sender, date, to, cc, subject, or none."""
    found = _LABEL.match(line) if ":" in line or "：" in line else None
    return _LABEL_KIND[found[1].lower()] if found else ""


def is_header_set(labels: set[str], *, has_address: bool) -> bool:
    """Enough headers for a block; From, To and Date alone may be an order or a journey."""
    if not labels & {"sender", "date", "sent"}:
        return False
    if {"sender", "sent"} <= labels or {"sender", "date", "subject"} <= labels:
        return True
    return has_address and len(labels - {"cc"}) >= 2


def may_start_attribution(line: str) -> bool:
    return _START.match(line) is not None or _SHARED.match(line) is not None


def is_attribution(joined: str) -> bool:
    """`X wrote on … at …:`, told by verb, ending and a date or an address."""
    if not _ENDS.search(joined) or len(joined) > 600:
        return False
    if _ADDRESS_AND_TIME.fullmatch(joined):
        return True
    return _VERB.search(joined) is not None and ("@" in joined or _HAS_DATE.search(joined) is not None)


def is_bare_attribution(joined: str) -> bool:
    """A heading that only counts when quoted lines follow it."""
    if _OLD_GMAIL.fullmatch(joined):
        return True
    return len(joined) < 200 and _ENDS.search(joined) is not None and _VERB.search(joined) is not None


def before_attribution(line: str) -> str:
    """The writer's own words in front of an attribution that shares their line."""
    found = _SHARED.match(line)
    return found[1].rstrip(" -") if found else ""


def is_signature_mark(line: str) -> bool:
    return _SIGNATURE.fullmatch(line) is not None


def is_tail(line: str) -> bool:
    """A line that says nothing at the end of a mail: blank, a rule, or where it was sent from."""
    words = _LINK.sub("", line).strip()
    if not words:
        return not line.strip()
    return any(pattern.fullmatch(words) for pattern in (_RULE, _PHONE, _PHONE_BY_ENDING, _ADVERT, _TAIL_EXACT))
