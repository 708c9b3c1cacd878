"""Bytes of a mail to text, whatever charset was declared."""

import codecs
import re

_ALIASES = {
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "x-gbk": "gb18030",
    "gb_2312-80": "gb18030",
    "ks_c_5601-1987": "cp949",
    "ks_c_5601": "cp949",
    "euc-kr": "cp949",
    "shift_jis": "cp932",
    "shift-jis": "cp932",
    "x-sjis": "cp932",
    "windows-31j": "cp932",
    "iso-2022-jp": "iso2022_jp_ext",
    "big5": "big5hkscs",
    "iso-8859-1": "cp1252",
    "iso8859-1": "cp1252",
    "latin1": "cp1252",
    "latin-1": "cp1252",
    "us-ascii": "cp1252",
    "ascii": "cp1252",
    "ansi_x3.4-1968": "cp1252",
    "iso-8859-8-i": "iso8859-8",
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "utf8mb4": "utf-8",
    "cp-850": "cp850",
    "x-mac-roman": "mac_roman",
    "macintosh": "mac_roman",
}
# These codecs answer to a charset name but read something else than mail, one of them in quadratic time; UTF-7 hides
# markup from every filter and no browser reads it any more.
_ESCAPES = ("unicode_escape", "unicode-escape", "raw_unicode_escape", "raw-unicode-escape")
_NOT_FOR_MAIL = frozenset(("utf-7", "utf7", "utf_7", "unicode-1-1-utf-7", "idna", "punycode", "undefined", "mbcs", *_ESCAPES))
_VAGUE = frozenset({"", "us-ascii", "ascii", "ansi_x3.4-1968", "iso-8859-1", "iso8859-1", "latin1", "latin-1", "unknown-8bit", "x-unknown"})
_CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), 127, 65279))
_NAME_TRASH = re.compile(r"[\s\"';]+|\*.*$")
_MOSTLY = 0.02
_UTF8 = frozenset({"utf-8", "utf8", "utf8mb4"})


def decode(data: bytes, declared: str = "") -> str:
    """Text without control characters other than tab and line ends; declared charset, then UTF-8, then Windows-1252."""
    return _decoded(data, _NAME_TRASH.sub("", declared).lower()).translate(_CONTROLS)


def _decoded(data: bytes, name: str) -> str:
    # Plain UTF-8 is never valid by accident, so it beats a charset that senders put on everything.
    for candidate in ("utf-8", name) if name in _VAGUE else (name, "utf-8"):
        text = _strictly(data, candidate)
        if text is not None:
            return text
    damaged = _with_gaps(data, name)
    return data.decode("cp1252", "replace") if damaged is None else damaged


def _strictly(data: bytes, name: str) -> str | None:
    try:
        return data.decode(_codec(name))
    except (LookupError, ValueError):
        return None


def _with_gaps(data: bytes, name: str) -> str | None:
    """The declared reading of a text with a few broken bytes, None when most of it would be lost."""
    if name in _VAGUE:
        return None
    try:
        text = data.decode(_codec(name), "replace")
    except (LookupError, ValueError):
        return None
    if text.count("\ufffd") > 1 + _MOSTLY * len(text):
        return None
    return data.decode("utf-8", _STRAY) if name in _UTF8 else text


def _stray(fault: UnicodeError) -> tuple[str, int]:
    """Bytes among UTF-8 that are none: a program pasted Windows-1252 into it."""
    if not isinstance(fault, UnicodeDecodeError):
        raise fault
    return fault.object[fault.start : fault.end].decode("cp1252", "replace"), fault.end


_STRAY = "windows-1252 for what is no utf-8"
codecs.register_error(_STRAY, _stray)


def _codec(name: str) -> str:
    if name in _NOT_FOR_MAIL:
        raise LookupError(name)
    return _ALIASES.get(name, name)
