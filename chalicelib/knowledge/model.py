"""Categories, folders and articles as values."""

from dataclasses import field
from datetime import datetime
from enum import IntEnum
from typing import Any, Generic, TypeVar

from chalicelib.values import dataclass


class Standing(IntEnum):
    """Whether an article may be shown to customers."""

    DRAFT = 1
    PUBLISHED = 2


PERMANENT, WORKAROUND = 1, 2
# Everybody, who logged in, agents, chosen companies, chosen contacts and bots.
VISIBILITIES = (1, 2, 3, 4, 5, 6, 7)


@dataclass(frozen=True, slots=True)
class Words:
    """A name and what it means, in one language."""

    name: str
    description: str = ""


@dataclass(frozen=True, slots=True)
class Category:
    """The widest shelf; `others` are its words in further languages."""

    id: int
    name: str
    description: str = ""
    others: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Folder:
    """A shelf of a category; `visibility` is one of VISIBILITIES."""

    id: int
    category: int
    name: str
    description: str = ""
    visibility: int = 1
    others: tuple[tuple[str, Words], ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """One answer in one language: `html` was cleaned when it was written and is cleaned again when it is read."""

    id: int
    folder: int
    category: int
    title: str
    html: str = ""
    type: int = PERMANENT
    status: int = Standing.DRAFT.value
    agent: int = 0
    tags: tuple[str, ...] = ()
    seo: dict[str, Any] = field(default_factory=dict)
    removed: bool = False


Thing = TypeVar("Thing", Category, Folder, Article)


@dataclass(frozen=True, slots=True)
class Kept(Generic[Thing]):
    """Something as it is stored: its version, who wrote that, when it was first and last written (UTC)."""

    value: Thing
    version: int
    by: str
    created_at: datetime
    updated_at: datetime


def words_in(one: Category | Folder, language: str) -> Words | None:
    return dict(one.others).get(language)


def with_words(others: tuple[tuple[str, Words], ...], language: str, words: Words) -> tuple[tuple[str, Words], ...]:
    return tuple(sorted({**dict(others), language: words}.items(), key=lambda pair: pair[0]))
