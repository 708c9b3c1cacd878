"""From a word as it is written to the key that all its forms share: the stem of its language, then letters made equal."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from typing import Any

LONGEST = 40
SHORTEST_WORD = 2
_ENDINGS: dict[str, tuple[tuple[re.Pattern[str], str], ...]] = {
    # What Snowball leaves apart: tilaus, tilauks-; keittim-, keitin; punain-, punais-; makso-, maksu; kuitej-, kuit.
    "fi": (
        (re.compile(r"ks$|(?<=[uyi])st$"), "s"),
        (re.compile(r"(?<=[aeiouy][a-z])im$|(?<=[a-z]{3})i[nsm]$"), ""),
        (re.compile(r"(?<=[a-z]{3}[uyi])s$"), ""),
        (re.compile(r"(?<=[a-z]{3})(?:nut|nu|ne)$"), ""),
        (re.compile(r"(?<=[a-z]{3})j$"), ""),
        (re.compile(r"(?<=[a-z]{3})[aeiouy]$"), ""),
        (re.compile(r"(?<=[a-z]{2}[lrn])t$"), ""),
    ),
    # fakturan, cykel and cykeln and cykl-, betalning and betal-, lösenordet.
    "sv": (
        (re.compile(r"(?<=[a-z]{4})s$"), ""),
        (re.compile(r"(?<=[a-z]{3}[aelr])n$"), ""),
        (re.compile(r"(?<=[a-z]{4})(?:ning|et|era?)$"), ""),
        (re.compile(r"(?<=[a-z]{3})e([lr])$"), r"\1"),
        (re.compile(r"(?<=[a-z]{4})a$"), ""),
    ),
    # delivery, delivered.
    "en": ((re.compile(r"(?<=[a-z]{4})(?:eri|er|i|y)$"), ""),),
}
# Words that people write to a desk often, and whose forms begin differently or end like a case: by their beginnings, folded.
_BEGINNINGS: dict[str, tuple[tuple[tuple[str, ...], str], ...]] = {
    "fi": (
        (("salasan",), "salasan"),
        (("rengas", "renkaa", "renkai"), "rengas"),
        (("asiakas", "asiakka"), "asiakas"),
        (("vesi", "vede", "vett"), "vesi"),
        (("kasi", "kade", "katt"), "kasi"),
    ),
}
_DOUBLE = re.compile(r"([a-z])\1")
# Letters that no decomposition takes apart.
_LETTERS = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th", "ð": "d", "ı": "i"})


def fold(text: str) -> str:
    """Without case and without marks on letters: those who search for `sahko` mean sähkö."""
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", text).casefold())
    return "".join(letter for letter in bare if not unicodedata.combining(letter)).translate(_LETTERS)


@lru_cache(20_000)
def key_of(word: str, language: str) -> str:
    """The key of a word in this language; words with digits, and words of languages without a stemmer, are only folded."""
    stem = _stemmer(language)
    if stem is None or any(letter.isdigit() for letter in word):
        return fold(word)[:LONGEST]
    for begun, whole in _BEGINNINGS.get(language, ()):
        if fold(word).startswith(begun):
            return whole
    key = fold(stem(unicodedata.normalize("NFC", word)))
    key = _DOUBLE.sub(r"\1", key)
    for ending, instead in _ENDINGS.get(language, ()):
        key = ending.sub(instead, key)
    return key[:LONGEST]


def keys_of(word: str, languages: Iterable[str]) -> frozenset[str]:
    """Every key that a searched word may stand under: one for each language, and the word itself as names are kept."""
    return frozenset({fold(word)[:LONGEST], *(key_of(word, language) for language in languages)})


@cache
def _stemmer(language: str) -> Callable[[str], str] | None:
    make = _MAKERS.get(language)
    if make is None:
        return None
    stem: Callable[[str], str] = make().stemWord
    return stem


def _finnish() -> Any:
    from snowballstemmer.finnish_stemmer import FinnishStemmer

    return FinnishStemmer()


def _swedish() -> Any:
    from snowballstemmer.swedish_stemmer import SwedishStemmer

    return SwedishStemmer()


def _english() -> Any:
    from snowballstemmer.english_stemmer import EnglishStemmer

    return EnglishStemmer()


def _german() -> Any:
    from snowballstemmer.german_stemmer import GermanStemmer

    return GermanStemmer()


def _estonian() -> Any:
    from snowballstemmer.estonian_stemmer import EstonianStemmer

    return EstonianStemmer()


_MAKERS: dict[str, Callable[[], Any]] = {"fi": _finnish, "sv": _swedish, "en": _english, "de": _german, "et": _estonian}
LANGUAGES = tuple(_MAKERS)
