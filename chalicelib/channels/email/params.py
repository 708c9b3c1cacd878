"""Values with parameters, as in Content-Type and Content-Disposition (RFC 2045, 2183, 2231)."""

import re
import unicodedata
from urllib.parse import unquote_to_bytes

from chalicelib.channels.email.charset import decode
from chalicelib.channels.email.words import read
from chalicelib.values import dataclass

_MOST = 8_000
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,60})\s*=\s*(?:"((?:[^"\\]|\\.)*)"?|([^;"]*))')
_SECTION = re.compile(r"([^*]+)(?:\*(\d{1,3}))?(\*)?")
_TOKEN = re.compile(r"[^;\s,]*")
_ESCAPE = re.compile(r"\\(.)")
_PATH = re.compile(r"^.*[\\/](?=[^\\/]+$)", re.DOTALL)
_RESERVED = re.compile(r'[\\/:*?"<>|;]|%(?=2|5[cC])')
_DOTS = re.compile(r"\.{2,}")
_UNSEEN = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_DEVICES = frozenset(("CON", "PRN", "AUX", "NUL", *(f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10))))
_PROGRAMS = frozenset((
    "action", "ade", "adp", "apk", "app", "appimage", "application", "appref-ms", "asp", "aspx", "bas", "bat", "bin", "cgi",
    "chm", "cmd", "com", "command", "cpl", "crt", "csh", "dll", "dmg", "docm", "exe", "fxp", "gadget", "hlp", "hta", "htm",
    "html", "inf", "ins", "iqy", "iso", "jar", "jnlp", "js", "jse", "jsp", "ksh", "lnk", "mam", "mht", "mhtml", "msc", "msh",
    "msi", "msp", "mst", "ocx", "ops", "osx", "out", "pcd", "phar", "php", "php3", "php4", "php5", "phtml", "pht", "pif", "pkg",
    "pl", "pptm", "prf", "prg", "ps1", "ps2", "psc1", "py", "pyc", "pyo", "rb", "reg", "run", "scf", "scr", "sct",
    "settingcontent-ms", "sh", "shb", "shs", "slk", "svg", "svgz", "sys", "tmp", "url", "vb", "vbe", "vbs", "vhd", "vhdx", "vxd",
    "workflow", "ws", "wsc", "wsf", "wsh", "xhtml", "xht", "xla", "xlam", "xll", "xlsm", "xltm",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Valued:
    """`text/plain; charset=utf-8` as value and parameters, both in lower case but for the parameters' values."""

    value: str
    parameters: dict[str, str]

    def get(self, name: str) -> str:
        return self.parameters.get(name, "")


def parse(header: bytes) -> Valued:
    # Latin-1 keeps each byte, so that values can be read in their own charset afterwards.
    text = header[:_MOST].decode("latin-1")
    return Valued(_first_token(text).lower(), _joined([_parameter(found) for found in _PARAMETER.finditer(text)]))


def file_name(raw: str) -> str:
    """A name that no file system, header or reader can take for more than a name; empty when nothing is left."""
    name = _PATH.sub("", raw.strip())
    name = "".join(letter for letter in name if unicodedata.category(letter) not in _UNSEEN)
    name = _DOTS.sub(".", _RESERVED.sub("_", name)).lstrip(".-~ ").rstrip(". ")
    name = f"_{name}" if name.split(".")[0].upper() in _DEVICES else name
    stem, dot, ending = name.rpartition(".")
    return name if len(name.encode()) <= 200 else stem.encode()[:150].decode("utf-8", "ignore") + dot + ending[:20]


def is_dangerous(name: str) -> bool:
    """Whether opening a file of that name may run a program on somebody's computer or server."""
    return any(ending in _PROGRAMS for ending in name.lower().split(".")[1:])


def _first_token(text: str) -> str:
    found = _TOKEN.match(text.lstrip())
    return found[0] if found else ""


def _parameter(found: re.Match[str]) -> tuple[str, str]:
    quoted = found[2]
    return found[1].lower(), found[3].strip() if quoted is None else _ESCAPE.sub(r"\1", quoted)


def _joined(pairs: list[tuple[str, str]]) -> dict[str, str]:
    """RFC 2231 sections in order, plain values as encoded words; a 2231 form beats a plain one."""
    plain: dict[str, str] = {}
    sections: dict[str, list[tuple[int, bool, str]]] = {}
    for key, value in pairs:
        name = _SECTION.fullmatch(key)
        if name is None or (name[2] is None and name[3] is None):
            plain.setdefault(key, read(value.encode("latin-1")))
        else:
            sections.setdefault(name[1], []).append((int(name[2] or 0), name[3] is not None, value))
    return plain | {name: _continued(sorted(parts)) for name, parts in sections.items()}


def _continued(parts: list[tuple[int, bool, str]]) -> str:
    charset, first_number, data = "", parts[0][0], b""
    for number, is_encoded, value in parts:
        if is_encoded and number == first_number and value.count("'") >= 2:
            charset, _, value = value.split("'", 2)
        data += unquote_to_bytes(value.encode("latin-1")) if is_encoded else value.encode("latin-1")
    return decode(data, charset) if charset else read(data)
