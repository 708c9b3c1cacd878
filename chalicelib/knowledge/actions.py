"""Keeping what the desk knows: each write is a version, each list one query of its shelf."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from chalicelib.codec import pack
from chalicelib.errors import Busy, FieldFault, Inconsistent, InvalidInput, NotFound
from chalicelib.ids import command_id, number_of
from chalicelib.knowledge.model import Article, Category, Folder, Kept, Words, with_words, words_in
from chalicelib.storage import knowledge as rows
from chalicelib.storage import search as index
from chalicelib.storage.rows import pause
from chalicelib.values import dataclass

TRIES = 5
# A row of the table takes 400 kB.
LARGEST = 350_000
MOST_FOUND = 30
MOST_UNDER_A_WORD = 1_000
HIGHEST = 2**53
Shelf = TypeVar("Shelf", Category, Folder)
Something = TypeVar("Something")


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes, when, and which languages are read; with the same `order` again the same thing is made once.

    `again` says that an earlier request with this order may have done it.
    """

    by: str
    now: datetime
    languages: tuple[str, ...]
    order: str = ""
    again: bool = False


# -- categories and folders --


def categories() -> list[Kept[Category]]:
    return rows.shelves(Category)


def folders(category: int) -> list[Kept[Folder]]:
    """Raises NotFound."""
    find_category(category)
    return [kept for kept in rows.shelves(Folder) if kept.value.category == category]


def find_category(number: int) -> Kept[Category]:
    """Raises NotFound."""
    return _found(rows.find_shelf(Category, number), "category", number)


def find_folder(number: int) -> Kept[Folder]:
    """Raises NotFound."""
    return _found(rows.find_shelf(Folder, number), "folder", number)


def counts(category: int) -> dict[int, int]:
    """How many articles each folder has."""
    numbers = [place.folder for place in rows.places(category)]
    return {number: numbers.count(number) for number in set(numbers)}


def add_category(fields: dict[str, Any], writer: Writer) -> Kept[Category]:
    """Raises InvalidInput for a name that is taken."""
    number = _new_number("category", writer)
    _refuse_taken(fields["name"], number, categories())
    return _begun(Category, Category(number, **fields), writer)


def add_folder(category: int, fields: dict[str, Any], writer: Writer) -> Kept[Folder]:
    """Raises NotFound, InvalidInput for a name that is taken in the category."""
    number = _new_number("folder", writer)
    _refuse_taken(fields["name"], number, folders(category))
    return _begun(Folder, Folder(number, category, **fields), writer)


def change_category(number: int, fields: dict[str, Any], writer: Writer) -> Kept[Category]:
    """Raises NotFound, InvalidInput, Busy."""
    if "name" in fields:
        _refuse_taken(fields["name"], number, categories())
    return _rewritten(partial(find_category, number), Category, lambda one: replace(one, **fields), writer)


def change_folder(number: int, fields: dict[str, Any], writer: Writer) -> Kept[Folder]:
    """Raises NotFound, InvalidInput, Busy."""
    if "name" in fields:
        _refuse_taken(fields["name"], number, folders(find_folder(number).value.category))
    return _rewritten(partial(find_folder, number), Folder, lambda one: replace(one, **fields), writer)


def translate_category(number: int, language: str, fields: dict[str, Any], writer: Writer) -> Kept[Category]:
    """Its words in another language; what is not given stays. Raises NotFound, Busy."""
    return _rewritten(partial(find_category, number), Category, lambda one: _in(one, language, fields), writer)


def translate_folder(number: int, language: str, fields: dict[str, Any], writer: Writer) -> Kept[Folder]:
    """Its words in another language; what is not given stays. Raises NotFound, Busy."""
    return _rewritten(partial(find_folder, number), Folder, lambda one: _in(one, language, fields), writer)


def _in(one: Shelf, language: str, fields: dict[str, Any]) -> Shelf:
    known = words_in(one, language) or Words(one.name)
    return replace(one, others=with_words(one.others, language, replace(known, **fields)))


def remove_category(number: int) -> None:
    """Raises NotFound, and Inconsistent while there are folders in it."""
    kept = find_category(number)
    if inside := folders(number):
        raise Inconsistent(f"The category {kept.value.name} has {len(inside)} folders: remove them first")
    if not rows.remove_shelf(Category, number, kept.version):
        raise Busy(f"The category {number} changes at this moment")


def remove_folder(number: int) -> None:
    """Raises NotFound, and Inconsistent while there are articles in it."""
    kept = find_folder(number)
    if inside := list(rows.places(kept.value.category, number)):
        raise Inconsistent(f"The folder {kept.value.name} has {len(inside)} articles: remove them first")
    if not rows.remove_shelf(Folder, number, kept.version):
        raise Busy(f"The folder {number} changes at this moment")


def _begun(kind: type[Shelf], value: Shelf, writer: Writer) -> Kept[Shelf]:
    kept = Kept(value, 1, writer.by, writer.now, writer.now)
    return kept if rows.put_shelf(kind, kept) else rows.find_shelf(kind, value.id) or kept


def _rewritten(find: Callable[[], Kept[Shelf]], kind: type[Shelf], edit: Callable[[Shelf], Shelf], writer: Writer) -> Kept[Shelf]:
    for attempt in range(TRIES):
        before = find()
        after = edit(before.value)
        if after == before.value:
            return before
        kept = Kept(after, before.version + 1, writer.by, before.created_at, writer.now)
        if rows.put_shelf(kind, kept):
            return kept
        pause(attempt)
    raise Busy("Others change this at the same moment")


def _refuse_taken(name: str, own: int, others: Iterable[Kept[Category]] | Iterable[Kept[Folder]]) -> None:
    if any(kept.value.id != own and kept.value.name.casefold() == name.casefold() for kept in others):
        raise InvalidInput(FieldFault("name", "It should be a name that no other has", "duplicate_value"))


# -- articles --


def articles(folder: int, skip: int, size: int, language: str = "") -> list[Kept[Article]]:
    """A part of a folder, in the order of making, and one more if there are more; those without this language are left out.

    Raises NotFound.
    """
    kept = find_folder(folder).value
    numbers = [place.article for place in rows.places(kept.category, folder)][skip : skip + size + 1]
    found = rows.find_articles(numbers, language)
    return [found[number] for number in numbers if number in found and found[number].value.folder == folder]


def find_article(number: int, language: str = "") -> Kept[Article]:
    """The newest text in this language, "" for the desk's own. Raises NotFound."""
    return _found(rows.find_articles([number], language).get(number), "article", number)


def versions(number: int, language: str = "") -> list[Kept[Article]]:
    """Every text that there was, newest first. Raises NotFound."""
    return _found(list(rows.versions(number, language)) or None, "article", number)


def add_article(folder: int, fields: dict[str, Any], writer: Writer) -> Kept[Article]:
    """Raises NotFound, InvalidInput for one that is too long."""
    shelf = find_folder(folder).value
    number = _new_number("article", writer)
    kept = Kept(Article(number, folder, shelf.category, **fields), 1, writer.by, writer.now, writer.now)
    _refuse_long(kept.value)
    # The text first: a repetition finds it, and with it the one place where the article stands.
    if not rows.put_version(kept):
        kept = next(rows.versions(number, limit=1))
    rows.put_place(kept.value, kept.created_at)
    rows.put_head(kept)
    _index(kept.value.id, writer.languages)
    return kept


def translate_article(number: int, language: str, fields: dict[str, Any], writer: Writer) -> Kept[Article]:
    """The article in another language. Raises NotFound, Inconsistent if there is one in this language."""
    own = find_article(number).value
    latest = next(rows.versions(number, language, 1), None)
    wanted = Article(number, own.folder, own.category, **fields)
    if latest and writer.again and (latest.value, latest.by) == (wanted, writer.by):
        kept = latest
    elif latest and not latest.value.removed:
        raise Inconsistent(f"Article {number} has a text in {language}: change that")
    else:
        kept = Kept(wanted, latest.version + 1 if latest else 1, writer.by, writer.now, writer.now)
        _refuse_long(kept.value)
        if not rows.put_version(kept, language):
            raise Inconsistent(f"Article {number} has a text in {language}: change that")
    rows.put_head(kept, language)
    _index(number, writer.languages)
    return kept


def change_article(number: int, fields: dict[str, Any], writer: Writer, language: str = "") -> Kept[Article]:
    """A new version; with `folder` it moves, in all its languages. Raises NotFound, InvalidInput, Busy."""
    if "folder" in fields:
        fields = {**fields, "category": _shelf_of(fields["folder"])}
    before, after = _next(number, fields, writer, language)
    if before is not after:
        if before.value.folder != after.value.folder:
            rows.remove_place(before.value, before.created_at)
            for other in rows.texts(number).keys() - {language}:
                _next(number, {"folder": after.value.folder, "category": after.value.category}, writer, other)
        _index(number, writer.languages)
    return after


def remove_article(number: int, writer: Writer) -> None:
    """In all its languages; its versions stay. Raises NotFound, Busy."""
    find_article(number)
    for language in sorted(rows.texts(number), reverse=True):
        before, _ = _next(number, {"removed": True}, writer, language)
        if not language:
            rows.remove_place(before.value, before.created_at)
    _index(number, writer.languages)


def _next(number: int, fields: dict[str, Any], writer: Writer, language: str) -> tuple[Kept[Article], Kept[Article]]:
    """The text as it was and as it is: the same one if nothing changes."""
    for attempt in range(TRIES):
        before = _found(next(rows.versions(number, language, 1), None), "article", number)
        if before.value.removed:
            raise NotFound(f"There is no article {number}")
        value = replace(before.value, **fields)
        if value == before.value:
            rows.put_head(before, language)
            return before, before
        _refuse_long(value)
        after = Kept(value, before.version + 1, writer.by, before.created_at, writer.now)
        if value.folder != before.value.folder and not language:
            rows.put_place(value, before.created_at)
        if rows.put_version(after, language):
            rows.put_head(after, language)
            return before, after
        pause(attempt)
    raise Busy(f"Others change article {number} at the same moment")


def _shelf_of(folder: int) -> int:
    found = rows.find_shelf(Folder, folder)
    if found is None:
        raise InvalidInput(FieldFault("folder_id", f"There is no folder {folder}"))
    return found.value.category


def _refuse_long(article: Article) -> None:
    if len(pack(article)) > LARGEST:
        raise InvalidInput(FieldFault("description", f"It should take at most {LARGEST} bytes after compression"))


# -- finding --


def find(term: str, languages: tuple[str, ...]) -> list[Kept[Article]]:
    """Articles that say every word of the term, in whichever language; those whose title says most of it first."""
    from chalicelib.knowledge import finding

    entries = finding.asked(term, languages)
    if not entries:
        return []
    numbers = set.intersection(*({number for name in names for number in _under(name)} for names in entries))
    found = rows.find_articles(sorted(numbers)).values()
    ranked = sorted(found, key=lambda kept: (finding.rank(kept.value, term, languages), kept.updated_at), reverse=True)
    return ranked[:MOST_FOUND]


def _under(name: str) -> list[int]:
    return index.read_list(name, HIGHEST, MOST_UNDER_A_WORD)


def _index(number: int, languages: tuple[str, ...]) -> None:
    """Let the index say what the article says now, in all its languages. Raises Busy."""
    from chalicelib.knowledge import finding
    from chalicelib.search.card import Card, difference

    for attempt in range(TRIES):
        told = {language or languages[0]: kept.value for language, kept in rows.texts(number).items()}
        kept = index.find_card(f"KBA#{number}")
        after = Card(kept.card.seq + 1, tuple(sorted(finding.terms(told.items()))))
        if after.facets == kept.card.facets:
            return
        changes = difference(kept.card, after)
        index.put_entries(number, after.seq, changes.puts)
        if index.put_card(f"KBA#{number}", after, kept.version):
            index.take_away(number, after.seq, changes.gone)
            return
        pause(attempt)
    raise Busy(f"Others index article {number} at the same moment")


# -- what all share --


def _found(kept: Something | None, kind: str, number: int) -> Something:
    if kept is None:
        raise NotFound(f"There is no {kind} {number}")
    return kept


def _new_number(kind: str, writer: Writer) -> int:
    return number_of(f"{kind}:{writer.order or command_id()}")
