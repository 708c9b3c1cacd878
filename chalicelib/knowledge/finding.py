"""By which words an article is found, and which of those found come first."""

from collections.abc import Iterable

from chalicelib.channels.email.html import to_text
from chalicelib.knowledge.model import Article
from chalicelib.search.stems import key_of, keys_of
from chalicelib.search.words import words_of

PREFIX = "KB:w="
MOST_WORDS = 600
MOST_ASKED = 12
WEIGHT_OF_TITLE = 10


def terms(texts: Iterable[tuple[str, Article]]) -> frozenset[str]:
    """The entries of an article in the index, its languages with what it says in each."""
    keys = (key for language, article in texts if not article.removed for key in _keys(article, language))
    return frozenset(f"{PREFIX}{key}" for key in list(dict.fromkeys(keys))[:MOST_WORDS])


def _keys(article: Article, language: str) -> list[str]:
    said = " ".join((article.title, *article.tags, to_text(article.html)))
    return [key_of(word, language) for word in words_of(said)]


def asked(term: str, languages: Iterable[str]) -> tuple[frozenset[str], ...]:
    """For each word the entries under one of which an article must stand."""
    known = tuple(languages)
    words = list(dict.fromkeys(words_of(term)))[:MOST_ASKED]
    return tuple(frozenset(f"{PREFIX}{key}" for key in keys_of(word, known)) for word in words)


def rank(article: Article, term: str, languages: Iterable[str]) -> int:
    """How much of the title was asked for; of equal ones the newest comes first."""
    known = tuple(languages)
    wanted = {key for word in words_of(term) for key in keys_of(word, known)}
    titles = [keys_of(word, known) for word in words_of(article.title)]
    hits = sum(bool(keys & wanted) for keys in titles)
    return hits * WEIGHT_OF_TITLE - len(titles) if hits else -WEIGHT_OF_TITLE
