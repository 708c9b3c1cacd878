"""How mails end: signatures, the small print, and the line by which a program or a telephone advertises itself."""

import re

from chalicelib.channels.email.phrases import any_of

LONGEST_SIGNATURE = 12
_DEVICE = (
    "iphone", "ipad", "ipod", "android", "samsung", "galaxy", "nokia", "huawei", "honor", "oneplus", "xiaomi", "pixel", "htc", "sony",
    "motorola",
    "blackberry", "windows", "outlook", "mobile", "mobil", "phone", "puhelime", "matkapuhelime", "kännykä", "nutitelefoni",
    "tableti", "laittee", "älypuhelime", "sähköposti",
    "cell", "device", "telefon", "telefoni", "telefonist", "smartphone", "handy", "mail", "móvil", "airmail", "mailbox",
    "yahoo", "proton", "protonmail", "mobiltelefon", "mobilgerät", "mobilen", "portable", "téléphone", "alcatel", "ti-85", "gmail",
)  # fmt: skip
_SENT_FROM = (
    "sent from", "sent via", "sent with", "sent by", "from my", "someone from", "skickat från", "skickades från", "skickat med",
    "sendt fra",
    "envoyé depuis", "envoyé de", "envoyé à partir", "envoyé avec", "gesendet von", "gesendet mit", "gesendet über",
    "diese nachricht wurde von",
    "enviado desde", "enviado de", "enviado con", "enviado a través",
    "skickades med", "skickat via", "sendt med", "sendt via", "sendt frå",
    "inviato da", "inviato dal", "verzonden met", "verzonden vanaf",
)  # fmt: skip
_TAIL_EXACT = re.compile(r"從我的 \w+ 傳送|ᐧ|[\u200b\u200d\ufeff\s]*")


_LONGEST_LINE = 600
_SENTENCE = re.compile(
    r"\?\s*$|^\s*(?:PS|P\.\s?S\.?|NB|OBS)\b[.:,]?\s|(?:\S+\s+){2,}\S*[^\W_](?<!\bLtd)(?<!\bInc)(?<!\bCo)(?<!\bOy)(?<!\bAB)[.!]\s*$", re.I
)
_CLOSING = re.compile(
    r"terv|hälsning|mvh|regards|cheers|sincerely|grü(?:ß|ss)|hilsen|lugupid|tervit|cordial|salut|saludo|sent from|lähetetty", re.I
)
_SMALL_PRINT = re.compile(
    r"luottamuksel|vastaanottaja|tulosta|konfident|sekretess|mottagare|confiden|privileged|intended|recipient|disclaimer|environment"
    r"|vertraulich|empfänger|umwelt|salajas|adressaa|keskkon|fortrolig|modtager|mottaker|taushet|destinat|imprim|miljö|miljø|https?://",
    re.I,
)
_SIGNATURE = re.compile(r"[-‐‑–—]{2} ?|-- \*|_{47}")
_RULE = re.compile(r"[\s\u200b\u200d\u1427]*(?:[-=_*#~+·•—–\s]{2,})?[\s\u200b\u200d\u1427]*")
# A name, a model, or one of the words around them, each read in one way only; whatever else is on the line was written by hand.
_MODEL = (
    r"(?-i:[A-Z0-9ÅÄÖ])[\w+./:'’&-]*|\w{0,4}\d\w{0,4}|on|for|auf|för|til|till|pour|para|für|fra|via|med|mit|with|an?|the|my|mi|min|mon"
    r"|mein\w*|der|la|de|du|le|ios|android|windows|l['’]\w+|apps?|applicati?on|mobile?|smart\w*|(?:cell)?phone|device|tablet|wireless|network|secure"
    r"|e-?mail|mail|posti?|telefon\w*|gesendet|appareil|téléphone|dispositivo|teléfono|móvil|correo|electrónico|ger[äa]t\w*|handy|mobiltelefon"
)
_PHONE = re.compile(
    rf"(?!\w+ (?:by|via|med|mit|con|avec) e?-?mail\W*$)[\s<(*\[]*(?:{any_of(_SENT_FROM)})\b"
    rf"(?:[ \u00a0]+(?>(?:{_MODEL})(?!\w)),?)*?[ \u00a0]+(?:\w['’])?\[?(?:[\w.&+'’-]{{1,30}}[-. ])?"
    rf"(?:{any_of(_DEVICE)})\w{{0,4}}\b"
    rf"(?:,[ ]an?\b|[ \u00a0/-]+(?>(?:{_MODEL})(?!\w)))*"
    r"(?:[.,;:-]*[ ]{1,3}(?:please|kindly|excuse|sorry|pardon|apolog|so |thus )[^!?]{0,80})?[\W_]*",
    re.I,
)
# German puts what was done last; Finnish and Estonian say "from" by an ending, and "lähetetty" begins many an ordinary sentence.
_PHONE_DONE_LAST = re.compile(
    rf"(?:von|mit|über) [^.,!?]{{0,30}}\b(?:{any_of(_DEVICE)})[^.,!?]{{0,30}}\b(?:gesendet|geschickt|verschickt)\W*", re.I
)
_PHONE_BY_ENDING = re.compile(
    r"(?=.{0,120}?(?:st[aäi]?(?:ni)?|sähköpostilla)(?: androidille)?[.\s]*$)(?:lähetetty|saadetud)\b"
    r"(?:[ ](?>(?:minun|minu|omasta|turvallisella|for|(?-i:[A-ZÅÄÖ])[\w.-]*)(?![\w.-])))*[ ](?:[\w.]{1,20}-)?"
    rf"(?:{any_of(_DEVICE)})[\w':-]{{0,30}}(?:[ ](?>(?-i:[A-Z0-9])[\w':.-]*|-\w+|for\b|ios[\w:]{{0,5}}"
    r"|\w*telefonist|sähköposti\w*|mail\w*|androidille))*[.\s]*",
    re.I,
)
_ADVERT = re.compile(
    r"(?:get|hanki(?:ge)?|hämta|hent|skaffa?(?: deg)?|få|holen sie sich|télécharger|obten(?:ir|ez|er|ga)) \[?outlook"
    r" (?:(?:for|für|för|pour|para|til) )?[\w:]+\W*|outlook für \w+ (?:beziehen|herunterladen)\W*"
    r"|sent from protonmail, encrypted email based in switzerland\W*|provenance : \w+ pour windows\s?\d*\W*",
    re.I,
)
_LINK = re.compile(r"\]?[<(]?https?://[^\s>)]*[>)]?")


def is_signature_mark(line: str) -> bool:
    return _SIGNATURE.fullmatch(line) is not None


def is_signature(below: str) -> bool:
    """Names and numbers; a question, a postscript or a sentence goes on with the letter, unless it is the small print."""
    first = next(filter(None, (line.strip()[:_LONGEST_LINE] for line in below[:4000].split("\n"))), "")
    words = re.findall(r"[^\W_]+", first)
    is_name = len(words) <= 2 or 2 * sum(not word.islower() for word in words) >= len(words)
    if not is_name and "@" not in below and "://" not in below and not _CLOSING.search(first) and not _SMALL_PRINT.search(first):
        return False
    letters = (paragraph for paragraph in re.split(r"\n\s*\n", below[:4000]) if not _SMALL_PRINT.search(paragraph))
    return not any(_SENTENCE.search(line[:_LONGEST_LINE]) for paragraph in letters for line in paragraph.split("\n"))


def is_tail(line: str) -> bool:
    """A line that says nothing at the end of a mail: blank, a rule, or where it was sent from."""
    words = _LINK.sub("", line).strip()
    if not words:
        return not line.strip()
    return any(pattern.fullmatch(words) for pattern in (_RULE, _PHONE, _PHONE_DONE_LAST, _PHONE_BY_ENDING, _ADVERT, _TAIL_EXACT))
