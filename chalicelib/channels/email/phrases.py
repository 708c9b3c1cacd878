"""The words by which mail programs head what they quote: Finnish, Swedish and English first, then their neighbours."""

import re

from chalicelib.channels.email.marks import REPLY_MARKERS

_VERBS = (
    "kirjoitti", "kirjoitat", "skrev", "wrote", "writes", "sent", "schrieb", "geschrieben", "kirjutas", "a écrit", "écrit",
    "escribió", "escribio", "ha scritto", "schreef", "geschreven", "escreveu", "napisał", "napisała", "napisał(a)",
    "napsal", "napsal(a)", "написал", "написала", "пише", "пишет", "写道", "đã viết", "rašė", "rakstīja", "のメール", "schrieben",
    "quoting", "lainaus", "citerar", "citat från", "citat fra", "sitat fra", "zitat von", "citando a",
)  # fmt: skip
_STARTS = (
    "on", "at", "den", "på", "am", "le", "el", "op", "il", "em", "w dniu", "dnia", "kuupäev", "vào", "в", "the", "í", "kasutaja",
    "kirjutas", "quoting", "lainaus", "citerar", "citat", "sitat", "zitat", "citando",
)  # fmt: skip
# Short and long, and in the form that says "on that day".
_DAYS = (
    "ma", "ti", "ke", "to", "pe", "la", "su", "maanantai", "tiistai", "keskiviikko", "torstai", "perjantai", "lauantai", "sunnuntai",
    "mån", "tis", "ons", "tors", "fre", "lör", "sön", "mon", "tue", "wed", "thu", "fri", "sat", "sun", "man", "tir", "tor", "lør", "søn",
    "mo", "di", "mi", "do", "fr", "sa", "so", "lun", "mar", "mer", "jeu", "ven", "sam", "dim", "mié", "jue", "vie", "sáb", "dom",
    "maanantaina", "tiistaina", "keskiviikkona", "torstaina", "perjantaina", "lauantaina", "sunnuntaina", "esmaspäev", "teisipäev",
    "kolmapäev", "neljapäev", "reede", "laupäev", "pühapäev", "esmaspäeval", "teisipäeval", "kolmapäeval", "neljapäeval", "reedel",
    "laupäeval", "pühapäeval", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "måndag", "tisdag", "onsdag",
    "torsdag", "fredag", "lördag", "söndag", "måndagen", "tisdagen", "onsdagen", "torsdagen", "fredagen", "lördagen", "söndagen", "mandag",
    "tirsdag", "lørdag", "søndag", "montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonntag", "lundi", "mardi",
    "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo",
)  # fmt: skip
# Whose they are is never said of a name that a mail program writes: "Your colleague wrote on …" is a sentence.
_WHOSE = (
    "teidän", "meidän", "minun", "sinun", "your", "our", "my", "er", "ert", "vår", "vårt", "våra", "din", "mitt", "ihr", "ihre", "ihrem",
    "unser", "unsere", "mein", "meine", "votre", "vos", "notre", "nos", "mes", "nuestro", "nuestra", "vuestro", "teie", "meie", "minu",
    "sinu", "deres", "jeres", "vores", "kuten", "koska",
)  # fmt: skip
# How months begin.
_MONTHS = (
    "jan|feb|f[eé]v|mar|mär|mrz|maa|apr|avr|abr|huh|ma[ijy]|tou|jun|jui|kes|jul|hei|aug|ao[uû]|ago|elo|sep|syy|o[ck]t|lok|nov|de[cszt]|dé[cs]"
    "|dic|jou|ene|tam|hel|vee|juu"
)
_LABELS = {
    "sender": (
        "from", "lähettäjä", "från", "von", "de", "fra", "da", "van", "saatja", "kellelt", "od", "от", "mittente", "expéditeur",
        "avsändare", "afsender", "avsender", "absender", "keneltä", "remitente",
    ),
    "sent": (
        "sent", "lähetetty", "skickat", "gesendet", "envoyé", "envoyé le", "enviado", "enviado el", "sendt", "saadetud", "inviato",
        "verzonden", "отправлено", "lähetyspäivä", "lähetysaika", "gesendet am", "saatmisaeg",
    ),
    "date": ("date", "päivämäärä", "päiväys", "pvm", "datum", "fecha", "dato", "kuupäev", "data", "дата"),
    "to": (
        "to", "vastaanottaja", "kenelle", "till", "an", "à", "para", "til", "saaja", "kellele", "a", "aan", "do", "кому",
        "adressaat", "mottagare", "mottaker", "modtager", "destinataire", "destinatario", "empfänger",
    ),
    "cc": ("cc", "kopio", "kopia", "kopie", "copie", "koopia", "kopi", "copia", "reply-to"),
    "subject": (
        "subject", "aihe", "ämne", "betreff", "objet", "asunto", "emne", "teema", "oggetto", "onderwerp", "temat", "assunto", "тема",
        "sujet",
    ),
}  # fmt: skip
_ORIGINALS = (
    "original message", "original appointment", "original email", "alkuperäinen viesti", "alkuperäinen sähköposti",
    "ursprungligt meddelande",
    "originalmeddelande", "ursprüngliche nachricht", "ursprungliche nachricht", "originalnachricht", "oprindelig meddelelse",
    "opprinnelig melding", "message d'origine", "message original", "mensaje original", "messaggio originale", "oorspronkelijk bericht",
    "algne kiri", "algsõnum", "algne sõnum", "mensagem original", "wiadomość oryginalna", "исходное сообщение", "reply message", "reply to",
    "alkuperäinen tapaaminen", "ursprunglig avtalad tid", "original-nachricht", "urspr. nachricht", "ursprünglicher termin", "algne teade",
    "algne e-kiri", "originaalsõnum", "oprindelig besked", "oprindelig e-mail", "oprindelig aftale", "opprinnelig e-post",
    "original melding",
    "opprinnelig avtale", "mail original", "courriel original", "e-mail d'origine", "rendez-vous d'origine", "correo original",
    "cita original",
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


def any_of(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, longest first."""
    return "|".join(sorted((re.escape(word).replace("'", "['’]") for word in words), key=len, reverse=True))


_VERB = re.compile(rf"(?:^|[\s>,)\"*])(?:{any_of(_VERBS)})(?=[\s:：,.<-]|$)", re.I)
_HAS_DATE = re.compile(r"\d{1,2}[:.]\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[./-]\d{1,2}|\d{1,2}\. ?\w{3,}")
_HAS_TIME = re.compile(r"(?<![\d.:/-])\d{1,2}(?:[:.h]\d{2}){1,2}(?!\d|[:.]\d|[./-])")
_NAMED = re.compile(r"(?-i:[\"“„'A-ZÅÄÖÜÕÆØÉ])[^<>:@]{0,80}[<(][^<>\s]{3,100}@[^<>\s]{3,100}[>)] [^:\d]{3,20}:")
_DAY = re.compile(
    rf"\b(?:19|20)\d\d\b|\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2}}|\b(?:{_MONTHS})[^\W\d]*\.? \d{{1,2}}\b"
    rf"|\b\d{{1,2}}(?:\.|st|nd|rd|th)?(?: den?)? ?(?:{_MONTHS})[^\W\d]*",
    re.I,
)
_IS_WHOSE = re.compile(rf"\b(?:{any_of(_WHOSE)})\b", re.I)
_ENDS = re.compile(r"(?::|：|-{3,}|:\*|:\s*<br>|:\s?\([^()]{6,60}\))\s*$")
_START = re.compile(
    rf"[\s*_>-]*(?:(?:{any_of(_STARTS)})\b|(?:{any_of(_DAYS)})\b|\d{{1,4}}[./ -年]|\S.{{0,200}}(?:[<(@]|(?:{any_of(_VERBS)})\b))",
    re.I,
)
_OLD_GMAIL = re.compile(r"\d{4}[/-]\d{1,2}[/-]\d{1,2} [^<]{1,100}<[^<>\s]{3,100}@[^<>\s]{3,100}>:?")
_SHARED = re.compile(r"^(.{1,400}?)\s*(?:-{2,}\s*|(?<=\s))On (?:\w{3,9}, )?(?:\w{3,9}\.? )?\d{1,2}\b")
_LONGEST_LABEL = 60
_LABEL_KIND = {word: kind for kind, words in _LABELS.items() for word in words}
_ORIGINAL = re.compile(
    rf"[\s*>_-]{{0,40}}(?:-{{2,}}|_{{4,}}|\*{{2,}}|={{3,}}|[‐‑–—]{{2,}})\s*(?:{any_of(_ORIGINALS)})[^\n-]{{0,60}}-*\**\s*", re.I
)
_FORWARD = re.compile(rf"[\s*>_-]{{0,40}}(?:[-_*=]{{2,}}\s*)?(?:{any_of(_FORWARDS)})[^\n]{{0,40}}[-:*]+\s*", re.I)
_VS, _FRA = re.compile(r"\s*vs\s*:", re.I), re.compile(r"^[ \t\u00a0*]{0,9}Fra[ \u00a0]?:", re.M)
_MARKER = re.compile("|".join(re.escape(line) for line in REPLY_MARKERS.values()), re.I)
_BELOW = re.compile("|".join((
    r"\b(?:vastau\w+|vastasin|kommen\w+|lisäsin)\b.{0,40}\b(?:alla|alle|alempana|väli(?:in|ssä)|seassa|punaisella|sinisellä|vihreällä)\b",
    r"\b(?:svar\w*|kommenta\w*)\b.{0,40}"
    r"\b(?:nedan(?:för)?|nedenfor|nedenunder|inline|i (?:texten|teksten)|(?:i|med|på) (?:rött|rødt|røde?))\b",
    r"\b(?:answers?|answered|repl(?:y|ies|ied)|comment(?:s|ed)?|responses?|responded)\b.{0,40}"
    r"\b(?:below|in-?line|between the lines|in (?:red|blue|green|bold|caps|capitals))\b",
    r"\b(?:antwort\w*|kommenta\w*|anmerkung\w*)\b.{0,40}\b(?:unten|inline|im text|in rot|unterhalb)\b",
    r"\b(?:vastus\w*|vastasin|kommenta\w*)\b.{0,40}\b(?:all|allpool|vahel|punasega)\b",
    r"\b(?:réponses?|répondu|réponds|commentaires?)\b.{0,40}(?:ci-dessous|plus bas|en rouge|dans le texte|en dessous)\b",
    r"\b(?:respuestas?|respondo|respondido|comentarios?)\b.{0,40}\b(?:abajo|debajo|a continuación|en rojo|en el texto)\b",
    r"\b(?:see|ks\.?|kts\.?|katso|se|siehe|vaata|voir|cf\.?|ver|véase)\s+"
    r"(?:below|inline|alla|alta|alempaa|nedan(?:för)?|nedenfor|nedenunder|unten|allpool|altpoolt|ci-dessous|plus bas|abajo|más abajo)\b",
)), re.I)  # fmt: skip
_ADDRESS_AND_TIME = re.compile(r"[^<>]{0,150}\d{1,2}[:.]\d{2}[^<>]{0,150}<[^<>\s]{3,100}@[^<>\s]{3,100}>\s*[:：]", re.I)


def is_reply_marker(line: str) -> bool:
    return _MARKER.search(line) is not None


def is_separator(line: str) -> bool:
    """`-----Original Message-----` in any of its languages; never the line above a forwarded message."""
    return line[:1] in "-_*=>‐‑–—" and _ORIGINAL.fullmatch(line) is not None


def is_forward_mark(line: str) -> bool:
    """The line above a message that the writer passes on on purpose."""
    return _FORWARD.fullmatch(line) is not None


def is_passed_on_in_danish(subject: str, text: str) -> bool:
    """Danish and Norwegian pass on under the very word by which Finnish answers; the headers below tell which is meant."""
    return _VS.match(subject) is not None and _FRA.search(text[:20_000]) is not None


def header_label(line: str) -> str:
    """Which header a line of a quoted block spells: sender, date, to, cc, subject, or none."""
    word, colon, _ = line[:_LONGEST_LABEL].replace("：", ":").partition(":")
    return _LABEL_KIND.get(word.strip(" \t\u00a0*_|>").lower(), "") if colon else ""


def has_time(line: str) -> bool:
    """Whether a time of day stands in it."""
    return _HAS_TIME.search(line) is not None


def is_header_set(labels: set[str], *, has_address: bool, has_time: bool) -> bool:
    """Enough headers for a block, with an address or the time of day among them; From, To and Date alone may be an order or a journey."""
    is_dated = bool(labels & {"sent", "date"})
    is_full = "sender" in labels and is_dated and bool(labels & {"to", "subject"})
    if is_full or labels >= {"sender", "to", "subject"}:
        return has_address or (is_full and has_time)
    return is_dated and bool(labels & {"sender", "to"}) and has_address and has_time


def may_start_attribution(line: str) -> bool:
    return _START.match(line) is not None or _SHARED.match(line) is not None


def is_attribution(joined: str) -> bool:
    """`X wrote on … at …:`, told by verb, ending and a date or an address."""
    if not _ENDS.search(joined) or len(joined) > 600:
        return False
    if _ADDRESS_AND_TIME.fullmatch(joined):
        return True
    return _VERB.search(joined) is not None and ("@" in joined or _HAS_DATE.search(joined) is not None)


def stands_alone(joined: str, *, is_head: bool) -> bool:
    """Whether a heading counts without quoted lines below it: it says when to the minute, or from which address.

    At the head of a paragraph (`is_head`) either is enough; elsewhere, both have to stand there.
    """
    if _IS_WHOSE.search(joined):
        return False
    if "@" in joined:
        return _HAS_DATE.search(joined) is not None or (is_head and _NAMED.match(joined) is not None)
    return is_head and says_when(joined) and _HAS_TIME.search(joined) is not None


def says_when(words: str) -> bool:
    """Whether a day stands in them."""
    return _DAY.search(words) is not None


def is_bare_attribution(joined: str) -> bool:
    """A heading that only counts when quoted lines follow it."""
    if _OLD_GMAIL.fullmatch(joined):
        return True
    return len(joined) < 200 and _ENDS.search(joined) is not None and _VERB.search(joined) is not None


def before_attribution(line: str) -> str:
    """The writer's own words in front of an attribution that shares their line."""
    found = _SHARED.match(line)
    return found[1].rstrip(" -") if found else ""


def are_answers_below(text: str) -> bool:
    """Whether the writer says that the answers stand below, among the words that are answered."""
    return _BELOW.search(text) is not None
