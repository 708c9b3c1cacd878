"""Who a mail names: a strict address for identity, a lenient reading for what is shown."""

import re
import unicodedata
from collections.abc import Iterator

from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.words import unwrap
from chalicelib.channels.message import Handle
from chalicelib.values import dataclass

MOST_ADDRESSES = 500
_LONGEST_LIST = 60_000
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.+[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*\.?")
_FOREIGN_LOCAL = re.compile(r"[^\s\x00-\x20\x7f()<>@,;:\\\"\[\]]+")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_UPPER = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "abcdefghijklmnopqrstuvwxyz")
_PIECE = re.compile(r'=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,1000}\?=|"(?:[^"\\]|\\.)*"?|\\.|[()<>,;:=]|[^"\\()<>,;:=]+', re.DOTALL)
_DIVIDERS = frozenset(",;:")
_MOVES = {("before", "<"): "angled", ("angled", ">"): "after"}
_ESCAPE = re.compile(r"\\(.)")
_QUOTED = re.compile(r'"(?:[^"\\]|\\.)*"')
_CONTROLS = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f]")
_ANY_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"@]{1,253}")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A name as shown and the address as written; `identity` is empty when no one can be told by it."""

    name: str
    written: str
    identity: str

    def handle(self) -> Handle:
        return Handle("email", self.identity, self.name)


def identity(written: str) -> str:
    """Normal form of an address: ASCII lower case and IDNA domain, empty when it is not exactly one address.

    A local part beyond ASCII is kept as it is, so that no folding of letters makes two people one (RFC 6531 3.1), and one
    that only imitates an ASCII one is nobody's.
    """
    local, at, domain = written.strip().rpartition("@")
    host = _domain(domain)
    if not at or not host or len(local.encode("utf-8", "replace")) > 64:
        return ""
    if local.isascii():
        return f"{local.translate(_UPPER)}@{host}" if _LOCAL.fullmatch(local) or _is_quoted(local) else ""
    return f"{local}@{host}" if _FOREIGN_LOCAL.fullmatch(local) and not _imitates(local) else ""


def _imitates(local: str) -> bool:
    """Whether some folding of letters makes plain ASCII of it: the Kelvin sign a k, the dotless i an I, a wide a an a."""
    forms = (unicodedata.normalize("NFKC", local), local.lower(), local.upper(), local.casefold())
    return any(form.isascii() for form in forms)


def names_address(name: str) -> bool:
    """Whether a display name holds something that looks like an address."""
    return _ANY_ADDRESS.search(name[:1000]) is not None


def is_foreign_domain(address: str) -> bool:
    """Whether a domain holds letters beyond ASCII, which may only look like the domain that they imitate."""
    return "@xn--" in address or ".xn--" in address.rpartition("@")[2]


def mailboxes(header: bytes, fallback: str = "") -> tuple[Mailbox, ...]:
    """All addresses of a From, To, Cc or Reply-To field, in their order."""
    # A control character becomes a space: left out, it would turn one address into another.
    text = decode(_CONTROLS.sub(b" ", header[:_LONGEST_LIST]), fallback)
    found = (_mailbox(pieces) for pieces in _split(text))
    return tuple(box for box in found if box.name or box.written)[:MOST_ADDRESSES]


def _domain(domain: str) -> str:
    if len(domain) > 253:
        return ""
    labels = [_label(label) for label in domain.removesuffix(".").split(".")]
    return ".".join(labels) if all(labels) else ""


def _label(label: str) -> str:
    if label.isascii():
        lower = label.translate(_UPPER)
        return lower if _LABEL.fullmatch(lower) else ""
    # A label that turns into plain ASCII only looks like another domain and is taken for none.
    try:
        encoded = label.encode("idna").decode("ascii") if len(label) <= 63 else ""
    except UnicodeError:
        return ""
    return encoded if encoded.startswith("xn--") and _LABEL.fullmatch(encoded) else ""


def _is_quoted(local: str) -> bool:
    return len(local) > 2 and local[0] == local[-1] == '"' and not set(local[1:-1]) & set('"\\\r\n\x00')


def _split(text: str) -> Iterator[list[str]]:
    """Pieces of one address at a time; commas inside quotes, comments and angles do not divide (RFC 5322 3.4)."""
    pieces: list[str] = []
    comment, is_angled, has_address = 0, False, False
    for piece in _PIECE.findall(text):
        comment = max(0, comment + (piece == "(") - (piece == ")"))
        is_angled = (is_angled or piece == "<") and piece != ">"
        has_address = has_address or is_angled or "@" in piece
        if comment or piece not in _DIVIDERS or (piece == ":" and has_address):
            pieces.append(piece)
            continue
        if piece != ":":
            yield pieces
        pieces, is_angled, has_address = [], False, False
    yield pieces


@dataclass(frozen=True, slots=True)
class _Sorted:
    """Text of one address by where it stood: before the angle, in it, after it, in comments."""

    before: str
    angled: str | None
    after: str
    comment: str


def _mailbox(pieces: list[str]) -> Mailbox:
    found = _sorted(pieces)
    if found.angled is None:
        return _without_angle(found.before, found.comment)
    written = found.angled.strip()
    is_sure = "@" not in _QUOTED.sub("", found.after)
    return Mailbox(_shown(found.before or found.comment), written, identity(written) if is_sure else "")


def _sorted(pieces: list[str]) -> _Sorted:
    texts: dict[str, list[str]] = {"before": [], "angled": [], "after": [], "comment": []}
    where, depth = "before", 0
    for piece in pieces:
        if piece == "(" or (piece == ")" and depth):
            depth += 1 if piece == "(" else -1
            texts["comment"].append(" ")
        elif depth:
            texts["comment"].append(piece)
        elif (where, piece) in _MOVES:
            where = _MOVES[where, piece]
        else:
            texts[where].append(piece)
    joined = {name: "".join(text).strip() for name, text in texts.items()}
    return _Sorted(joined["before"], None if where == "before" else joined["angled"], joined["after"], joined["comment"])


def _without_angle(written: str, comment: str) -> Mailbox:
    """A bare address, or words around one: a name and its address if exactly one is there."""
    found = _ANY_ADDRESS.findall(written)
    if len(found) != 1 or written.count("@") != 1:
        return Mailbox(_shown(written or comment), "", "")
    name = written.replace(found[0], " ").strip(" <>[]")
    return Mailbox(_shown(name or comment), found[0], identity(found[0]))


def _shown(name: str) -> str:
    """A display name without its quotes, encoded words read, never with a line end."""
    text = name.strip()
    if len(text) > 1 and text[0] == '"':
        text = _ESCAPE.sub(r"\1", text.strip('"'))
    return unwrap(text.encode("utf-8", "replace"))[:300]
