"""What a ticket can be found by: terms of its fields (`status=2`) and of what was said in it (`w=lask`)."""

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.channels.email.language import detect
from chalicelib.desk.model import Desk
from chalicelib.ids import company_id
from chalicelib.search.stems import LANGUAGES, LONGEST, fold, key_of
from chalicelib.search.words import words_of
from chalicelib.tickets.events import Commit, MessageReceived, NoteEdited, NoteWritten, ReplyWritten
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

MOST_IN_A_MESSAGE = 100
MOST_IN_A_TICKET = 600
MOST_PEOPLE = 10
LONGEST_VALUE = 64
SURE = 0.3
NOTHING = ""
CONTACTS = "CT"


@dataclass(frozen=True, slots=True)
class Said:
    """Keys of what was said: to or by the customer, and in notes among agents."""

    openly: tuple[str, ...] = ()
    in_notes: tuple[str, ...] = ()


def term(field: str, value: Any) -> str:
    """One entry of the index for a field with this value; None is no value."""
    if value is None:
        return f"{field}={NOTHING}"
    if isinstance(value, bool):
        return f"{field}={str(value).lower()}"
    return f"{field}={fold(str(value))[:LONGEST_VALUE]}"


def word_term(key: str) -> str:
    return f"w={key}"


def facets(state: State) -> frozenset[str]:
    """Terms of a ticket's fields; what is deleted or spam has none."""
    if state.deleted or state.spam:
        return frozenset()
    return frozenset(_facets(state))


def _facets(state: State) -> Iterator[str]:
    yield term("status", state.status)
    yield term("priority", state.priority)
    yield term("requester", state.contact)
    yield term("agent", state.agent or None)
    yield term("group", state.group or None)
    if state.type:
        yield term("type", state.type)
    if state.company:
        yield term("company", company_id(state.company))
    if state.undelivered:
        yield term("undelivered", True)
    yield from (term("tag", tag) for tag in state.tags)
    for name, value in state.custom.items():
        values = value if isinstance(value, list | tuple) else [value]
        yield from (term(name, one) for one in values if one not in (None, ""))


def said(state: State, commits: Iterable[Commit], desk: Desk) -> Said:
    """The words of these commits, of the subject and of the people who write, each once."""
    spoken = language_of(state.subject, state.language or desk.language, desk)
    openly = dict.fromkeys(key_of(word, spoken) for word in words_of(state.subject))
    openly |= dict.fromkeys(_of_people(state))
    in_notes: dict[str, None] = {}
    for commit in commits:
        openly |= dict.fromkeys(_of_texts(commit, state, desk, notes=False))
        in_notes |= dict.fromkeys(_of_texts(commit, state, desk, notes=True))
    return Said(tuple(openly)[:MOST_IN_A_TICKET], tuple(key for key in in_notes if key not in openly)[:MOST_IN_A_TICKET])


def _of_people(state: State) -> Iterator[str]:
    for person in (state.requester, *state.participants[:MOST_PEOPLE]):
        yield from (fold(word) for word in words_of(person.name))
        yield fold(person.value)[:LONGEST]


def _of_texts(commit: Commit, state: State, desk: Desk, *, notes: bool) -> list[str]:
    if commit.content is None or not any(_is_asked(event, notes=notes) for event in commit.events):
        return []
    spoken = language_of(commit.content.text, state.language or desk.language, desk)
    found = dict.fromkeys(key_of(word, spoken) for word in words_of(commit.content.text))
    return list(found)[:MOST_IN_A_MESSAGE]


def _is_asked(event: object, *, notes: bool) -> bool:
    if isinstance(event, NoteEdited):
        # What it said before stays findable until the ticket is indexed anew: the history has it too.
        return notes
    if isinstance(event, NoteWritten):
        return event.private == notes
    return not notes and isinstance(event, MessageReceived | ReplyWritten)


def language_of(text: str, usual: str, desk: Desk) -> str:
    """The language that a text is stemmed in: what it is written in if that is clear, else the ticket's, else the desk's."""
    guess = detect(text, desk.languages)
    if guess.language in LANGUAGES and guess.confidence >= SURE:
        return guess.language
    return next((one for one in (usual[:2], desk.language[:2]) if one in LANGUAGES), "")
