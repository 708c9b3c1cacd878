"""A mail that somebody passed on: who wrote it first, to whom and about what, read from the headers that mail programs put above it."""

import re
from collections.abc import Iterator

from chalicelib.channels.email import phrases
from chalicelib.channels.email.addresses import Mailbox, identity, mailboxes
from chalicelib.values import dataclass

MOST_LINES = 4000
_MOST_HEADERS = 24
# Of a line that may be a header, and of a writer's name and address.
_LONGEST = 1000
_LINE = re.compile(
    r"[ \t\u00a0*_|]{0,6}(?P<label>[^\W\d_](?:[^\W\d_]|-){0,20}(?: [^\W\d_]{1,12}){0,2})"
    r"\*?[ \u00a0]?\*?[:：]\*?[ \t\u00a0]*(?P<value>.*)"
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{3,253}")
_LINK = re.compile(r"<mailto:[^>\s]{1,300}>|\[mailto:[^\]\s]{1,300}\]", re.I)
_QUOTE = re.compile(r"[ \t]*>[ ]?")
_RULE = re.compile(r"[\s*>_=-]*")
_MARKS = (
    "forwarded", "begin forwarded message", "edelleenlähetetty", "välitetty viesti", "viesti välitetty", "vidarebefordra",
    "weitergeleitet", "transféré", "transmis", "réexpédié", "reenviado", "remitido", "videresend", "edastatud", "doorgestuurd",
    "inoltrato", "encaminhada", "przekaz", "przesłana dalej", "přeposla", "preposla", "továbbított", "redirecționat",
    "переадресован", "пересыла", "переслан", "перенаправлен", "пересила", "proslijeđen", "iletilen",
)  # fmt: skip
_MARK = re.compile("|".join(map(re.escape, _MARKS)), re.I)
_LABELS = {
    "from": (
        "from", "lähettäjä", "från", "von", "de", "fra", "da", "van", "saatja", "od", "от", "mittente", "expéditeur",
        "avsändare", "afsender", "šalje", "feladó", "gönderen", "kimden", "expeditorul", "отправитель", "від кого", "від",
        "odesílatel", "odosielateľ", "remitente", "remetente", "nadawca", "absender", "exp", "de la", "afzender", "avsender",
        "keneltä", "kellelt",
    ),
    "to": (
        "to", "vastaanottaja", "kenelle", "till", "an", "à", "para", "til", "saaja", "kellele", "a", "aan", "do", "кому",
        "prima", "címzett", "kime", "alıcı", "destinatarul", "komu", "pre", "pour", "către", "destinataire", "mottagare",
        "modtager", "mottaker", "adressaat", "empfänger", "destinatario",
    ),
    "cc": (
        "cc", "kopio", "kopia", "kopie", "copie", "kopi", "koopia", "копия", "копія", "dw", "másolatot kap", "bilgi", "másolat",
        "cópia", "в копии", "kópia", "copie à", "cópia para",
    ),
    "subject": (
        "subject", "aihe", "ämne", "betreff", "objet", "asunto", "emne", "teema", "oggetto", "onderwerp", "temat", "assunto",
        "тема", "predmet", "předmět", "tárgy", "konu", "subiectul", "subiect", "sujet",
    ),
    "date": (
        "date", "sent", "lähetetty", "skickat", "gesendet", "envoyé", "envoyé le", "enviado", "enviado el", "sendt", "saadetud",
        "inviato", "verzonden", "отправлено", "päivämäärä", "päiväys", "pvm", "datum", "fecha", "dato", "kuupäev", "data",
        "дата", "dátum", "dată", "tarih", "gönderildi", "wysłano", "odesláno", "odoslané", "elküldve", "küldve", "trimis",
        "надіслано", "enviada em", "enviada", "dátum odoslania", "kimden gönderildi", "gönderme tarihi",
        "lähetyspäivä", "lähetysaika", "saatmisaeg", "gesendet am",
    ),
    "reply-to": (
        "reply-to", "responder a", "antwort an", "svar till", "vastausosoite", "réponse à",
    ),
}  # fmt: skip
_KIND = {word: kind for kind, words in _LABELS.items() for word in words}
_WORDS = r"fwd?|vl|vb|wg|tr|rv|edasi|fs|välitetty|doorst|enc|pd|i|i\u0307?lt|videresendt?|továbbítás|vidarebefordrat"
_REPLY = re.compile(r"\s*(?:re|sv|vs|aw|antw|odp|ref)(?:\[\d+\])?\s*:", re.I)
_PREFIX = re.compile(rf"(?:{_REPLY.pattern})?\s*(?:{_WORDS})\s*:\s*", re.I)
_DASHED = re.compile(r"[-=*]{3,}[^-=*\n]{3,60}[-=*]{3,}")
_BEHALF = re.compile(r"\b(?:on behalf of|im auftrag von|på vegne af|för|de la part de|en nombre de)\b.*", re.I | re.DOTALL)
_ON_ONE_LINE = re.compile(r"[ \t\u00a0]*(-{3,}[^-\n]{3,60}-{3,})[ \t]*(\S.*)")
_CAPITALS = sorted({form for word in _KIND for form in (word.capitalize(), word.upper()) if len(form) > 1}, key=len, reverse=True)
_GLUED = re.compile(rf"(?=(?:{'|'.join(map(re.escape, _CAPITALS))})\s?:)|(?<=[>\s])(?=[AÀ]:)")
_SMALL = re.compile(r"^(?:[^\W\d_A-ZÀ-Þ]+ )+(?=[„“«A-ZÀ-Þ])")
_WROTE = re.compile(
    r"(?:|.*?[\d,\s:]\s?)[\"„“«]?(?P<name>[^\W\d][^\"<>(),\d:]{0,80}?)\"?\s*[<(](?P<address>[^\s<>()]+@[^\s<>()]+)[>)].{0,60}:\s*",
    re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Forwarded:
    """The mail inside another one; `comment` is what was written above it."""

    sender: Mailbox
    subject: str
    text: str
    comment: str = ""
    to: tuple[Mailbox, ...] = ()
    cc: tuple[Mailbox, ...] = ()


@dataclass(frozen=True, slots=True)
class _Block:
    """A run of header lines: where it begins and ends, whether it is quoted, and its fields by kind."""

    start: int
    end: int
    is_quoted: bool
    fields: dict[str, str]


def read(text: str, subject: str = "") -> Forwarded | None:
    """The first mail that is passed on in `text`, None if there is none; `subject` is that of the mail which carries it.

    A reply repeats headers just as a forward does. So words that say it is passed on always count, any other dividing line
    counts unless the subject is a reply's, and headers alone count only under a subject that says so, or under none.
    """
    lines = list(_lines(text))
    is_named = is_forward(subject) or phrases.is_passed_on_in_danish(subject, text)
    for block in _blocks(lines):
        top, is_said = _mark_above(lines, block.start)
        if is_said or is_named or (top < block.start and _REPLY.match(subject) is None) or not subject.strip():
            return _forwarded(lines, block, top, subject)
    return _attributed(lines, subject) if is_named else None


def _lines(text: str) -> Iterator[str]:
    """The lines, with headers that a program put all on one line set apart again."""
    for line in text.replace("\r\n", "\n").replace("\r", "\n").replace("\ufeff", "").split("\n")[:MOST_LINES]:
        found = _ON_ONE_LINE.fullmatch(line[:4000])
        if found and (pieces := [piece for piece in _GLUED.split(found[2]) if piece and piece.strip()]) and len(pieces) > 2:
            yield from (found[1], *pieces, "")
        else:
            yield line


def is_forward(subject: str) -> bool:
    """Whether a subject begins with a mail program's word for passing on."""
    return _PREFIX.match(subject) is not None


def is_answer(subject: str, text: str) -> bool:
    """Whether a subject begins with a mail program's word for answering, whatever stands behind it."""
    return _REPLY.match(subject) is not None and not phrases.is_passed_on_in_danish(subject, text)


def _blocks(lines: list[str]) -> Iterator[_Block]:
    at = 0
    while at < len(lines):
        block = _block_at(lines, at)
        if block is None:
            at += 1
            continue
        yield block
        at = block.end


def _block_at(lines: list[str], at: int) -> _Block | None:
    """Known headers close together, among them who wrote or what it is about, and in all at least three."""
    first = _header(lines[at])
    if first is None:
        return None
    is_quoted = _QUOTE.match(lines[at]) is not None
    fields: dict[str, str] = {}
    last, end = "", at
    for number, line in enumerate(lines[at : at + _MOST_HEADERS], at):
        found = _header(line)
        if found is not None and found[0] not in fields:
            last, end = found[0], number + 1
            fields[last] = found[1]
        elif _continues(lines, number, fields.get(last, ""), is_known=found is not None):
            fields[last] = f"{fields[last]} {_plain(line)[:_LONGEST].strip()}".strip()
            end = number + 1
        elif _plain(line).strip() or number - end >= 1:
            break
    named = fields.keys() - {"reply-to"}
    is_enough = len(named) >= 3 or (len(named) == 2 and "@" in fields.get("from", ""))
    return _Block(at, end, is_quoted, fields) if is_enough and {"from", "subject", "date"} & named else None


def _header(line: str) -> tuple[str, str] | None:
    """The kind of header that a line is, and its value."""
    found = _LINE.match(_plain(line)[:_LONGEST])
    kind = _KIND.get(found["label"].lower()) if found else None
    return (kind, found["value"].strip(" \t\u00a0*")) if found and kind else None


def _continues(lines: list[str], at: int, value: str, *, is_known: bool) -> bool:
    """A value that goes on: after a comma, an empty label, or indented before the next header."""
    line = _plain(lines[at])
    if is_known or not line.strip():
        return False
    if value.endswith((",", ";")) or not value:
        return True
    is_followed = at + 1 < len(lines) and _header(lines[at + 1]) is not None
    return is_followed and (line[:1] in " \t" or "@" in line)


def _plain(line: str) -> str:
    found = _QUOTE.match(line)
    return line[found.end() :] if found else line


def _mark_above(lines: list[str], start: int) -> tuple[int, bool]:
    """Where the dividing line above the headers stands (`start` if there is none), and whether it says that this is passed on."""
    top = start
    for number in range(start - 1, max(start - 5, -1), -1):
        line = _plain(lines[number]).strip()
        if len(line) < 200 and _MARK.search(line):
            return number, True
        if line and not _RULE.fullmatch(line) and not _DASHED.fullmatch(line):
            break
        top = number if line else top
    return top, False


def _attributed(lines: list[str], subject: str) -> Forwarded | None:
    """Some programs pass on under a line such as a reply has: who wrote, and when."""
    for number, line in enumerate(lines):
        found = _WROTE.fullmatch(line[:600].strip())
        if found:
            box = Mailbox(_SMALL.sub("", found["name"]).strip(" „”“«»\u00a0"), found["address"], identity(found["address"]))
            text = "\n".join(_plain(one) for one in lines[number + 1 :]).strip()
            return Forwarded(box, _PREFIX.sub("", subject, count=1).strip(), text, "\n".join(lines[:number]).strip())
    return None


def _forwarded(lines: list[str], block: _Block, top: int, subject: str) -> Forwarded:
    fields = block.fields
    below = lines[block.end :]
    is_quoted = block.is_quoted or all(_QUOTE.match(line) for line in below if line.strip())
    body = [_plain(line) if is_quoted else line for line in below]
    comment = "\n".join(lines[:top]).strip()
    return Forwarded(
        sender=_first(fields.get("from", "")),
        subject=fields.get("subject", "") or _PREFIX.sub("", subject, count=1).strip(),
        text="\n".join(body).strip(),
        comment="" if _RULE.fullmatch(comment) else comment.rstrip("_-= \n"),
        to=_all(fields.get("to", "")),
        cc=_all(fields.get("cc", "")),
    )


def _first(value: str) -> Mailbox:
    """The writer: a name alone, an address alone, or both in one of the ways in which mail programs write them."""
    value = _BEHALF.sub("", value[:_LONGEST])
    shown = _LINK.sub(" ", value) if len(_ADDRESS.findall(value)) > 1 else value.replace("mailto:", "")
    shown = re.sub(r"\[([^\[\]\s]+@[^\[\]\s]+)\]", r"<\1>", shown)
    found = mailboxes(shown.encode())
    if found and found[0].identity and ">" not in found[0].name:
        return found[0]
    address, name = _ADDRESS.search(shown), re.split(r"[<(\[]", shown)[0].strip(' "')
    return Mailbox(name, address[0], identity(address[0])) if address else Mailbox(name, "", "")


def _all(value: str) -> tuple[Mailbox, ...]:
    return tuple(box for box in mailboxes(_LINK.sub(" ", value).replace(";", ",").encode()) if box.identity)
