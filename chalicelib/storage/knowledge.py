"""Articles and their shelves in the Desk table.

KB / C#<category>                    a category, with the version that its next change must find
KB / F#<folder>                      a folder
KB#C#<category> / <folder>#<stamp>#<article>   an article's place: one query lists a folder in the order of making
KBA#<article> / V#<language>#<version>         a text of an article, put if absent and never changed: the commit point
KBA#<article> / HEAD#<language>                a copy of its newest text; the language of the desk is ""
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import TypeVar

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.codec import pack, unpack
from chalicelib.knowledge.model import Article, Category, Folder, Kept
from chalicelib.settings import settings
from chalicelib.storage.rows import Bytes, Part, Row, query_all, read_many, stamp_of
from chalicelib.values import dataclass

SHELVES = "KB"
HEAD = "HEAD#"
KINDS: dict[type, str] = {Category: "C", Folder: "F"}
Shelf = TypeVar("Shelf", Category, Folder)


class KnowledgeRow(Row):
    """Anything that the desk knows, told apart by its keys."""

    class Meta:
        table_name = settings().desk_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    content = Bytes(null=True)
    version = NumberAttribute(null=True)
    at = UnicodeAttribute(null=True)
    changed = UnicodeAttribute(null=True)
    by = UnicodeAttribute(null=True)


def _sixteen(number: int) -> str:
    """53 bits have up to sixteen digits."""
    return f"{number:016d}"


# -- categories and folders --


def shelves(kind: type[Shelf]) -> list[Kept[Shelf]]:
    """All of a kind, in the order of making."""
    low = f"{KINDS[kind]}#"
    found = [KnowledgeRow.from_raw_data(item) for item in query_all(KnowledgeRow, Part(SHELVES, low=low, high=f"{low}~"))]
    return sorted((_shelf(row, kind) for row in found), key=lambda kept: (kept.created_at, kept.value.id))


def find_shelf(kind: type[Shelf], number: int) -> Kept[Shelf] | None:
    row = KnowledgeRow.find(SHELVES, _shelf_key(kind, number))
    return _shelf(row, kind) if row else None


def put_shelf(kind: type[Shelf], kept: Kept[Shelf]) -> bool:
    """Write a version over the one before it; False if somebody else did."""
    condition = KnowledgeRow.version == kept.version - 1 if kept.version > 1 else KnowledgeRow.pk.does_not_exist()
    return _row(SHELVES, _shelf_key(kind, kept.value.id), kept).put(condition) is None


def remove_shelf(kind: type[Shelf], number: int, version: int) -> bool:
    """False if it changed since that version."""
    return KnowledgeRow.remove_if(SHELVES, _shelf_key(kind, number), KnowledgeRow.version == version)


def _shelf_key(kind: type, number: int) -> str:
    return f"{KINDS[kind]}#{_sixteen(number)}"


def _shelf(row: KnowledgeRow, kind: type[Shelf]) -> Kept[Shelf]:
    return Kept(unpack(row.content, kind), *_written(row))


def _row(pk: str, sk: str, kept: Kept[Category] | Kept[Folder] | Kept[Article]) -> KnowledgeRow:
    return KnowledgeRow(
        pk, sk, content=pack(kept.value), version=kept.version, by=kept.by, at=stamp_of(kept.created_at), changed=stamp_of(kept.updated_at)
    )


def _written(row: KnowledgeRow) -> tuple[int, str, datetime, datetime]:
    return int(row.version), row.by or "", datetime.fromisoformat(row.at), datetime.fromisoformat(row.changed)


# -- where articles stand --


@dataclass(frozen=True, slots=True)
class Place:
    """An article in its folder."""

    folder: int
    article: int


def places(category: int, folder: int = 0) -> Iterator[Place]:
    """The articles of a category, or of one of its folders, each folder in the order of making."""
    low = f"{_sixteen(folder)}#" if folder else ""
    part = Part(f"KB#C#{category}", low=low, high=f"{low}~" if folder else "")
    for item in query_all(KnowledgeRow, part):
        shelf, _, article = item["sk"]["S"].split("#")
        yield Place(int(shelf), int(article))


def put_place(article: Article, created_at: datetime) -> None:
    KnowledgeRow(f"KB#C#{article.category}", _place_key(article, created_at)).put()


def remove_place(article: Article, created_at: datetime) -> None:
    KnowledgeRow.remove(f"KB#C#{article.category}", _place_key(article, created_at))


def _place_key(article: Article, created_at: datetime) -> str:
    return f"{_sixteen(article.folder)}#{stamp_of(created_at)}#{_sixteen(article.id)}"


# -- what articles say --


def find_articles(numbers: Iterable[int], language: str = "") -> dict[int, Kept[Article]]:
    """The newest texts by id; those that are not there are left out."""
    found = read_many((KnowledgeRow, _article_key(number), f"{HEAD}{language}") for number in numbers)
    return {int(pk.partition("#")[2]): _article(row) for (pk, _), row in found.items()}


def texts(number: int) -> dict[str, Kept[Article]]:
    """An article in every language that it has."""
    part = Part(_article_key(number), low=HEAD, high=f"{HEAD}~")
    found = (KnowledgeRow.from_raw_data(item) for item in query_all(KnowledgeRow, part))
    return {row.sk.removeprefix(HEAD): _article(row) for row in found}


def versions(number: int, language: str = "", limit: int = 0) -> Iterator[Kept[Article]]:
    """Newest first."""
    low = f"V#{language}#"
    part = Part(_article_key(number), low=low, high=f"{low}~", forward=False, limit=limit or None)
    return (_article(KnowledgeRow.from_raw_data(item)) for item in query_all(KnowledgeRow, part))


def put_version(kept: Kept[Article], language: str = "") -> bool:
    """False if this version is there already."""
    sk = f"V#{language}#{kept.version:06d}"
    return _row(_article_key(kept.value.id), sk, kept).put(KnowledgeRow.pk.does_not_exist()) is None


def put_head(kept: Kept[Article], language: str = "") -> None:
    """Move it forward, never back; that of a removed text goes."""
    pk, sk = _article_key(kept.value.id), f"{HEAD}{language}"
    if kept.value.removed:
        KnowledgeRow.remove_if(pk, sk, KnowledgeRow.version < kept.version)
    else:
        _row(pk, sk, kept).put(KnowledgeRow.version.does_not_exist() | (KnowledgeRow.version < kept.version))


def _article_key(number: int) -> str:
    return f"KBA#{_sixteen(number)}"


def _article(row: KnowledgeRow) -> Kept[Article]:
    return Kept(unpack(row.content, Article), *_written(row))
