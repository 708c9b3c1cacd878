"""What a ticket can be found by: terms of its fields (`status=2`) and of what was said in it (`w=lask`)."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from chalicelib.channels.email.language import detect
from chalicelib.desk.model import Desk
from chalicelib.ids import company_id
from chalicelib.search.stems import LANGUAGES, LONGEST, fold, key_of
from chalicelib.search.words import words_of
from chalicelib.tickets.events import Commit, MessageReceived, NoteEdited, NoteRemoved, NoteRestored, NoteWritten, ReplyWritten
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

MOST_IN_A_MESSAGE = 100
MOST_IN_A_TICKET = 600
MOST_PEOPLE = 10
LONGEST_VALUE = 64
SURE = 0.3
NOTHING = ""
CONTACTS = "CT"
CORRECTIONS = (NoteEdited, NoteRemoved, NoteRestored)


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
    """The words of these commits, of the subject and of the people who write, each once; of notes as they read now."""
    spoken = language_of(state.subject, state.language or desk.language, desk)
    openly = dict.fromkeys(key_of(word, spoken) for word in words_of(state.subject))
    openly |= dict.fromkeys(_of_people(state))
    in_notes: dict[str, None] = {}
    for text in _texts(commits):
        found = in_notes if text.in_note else openly
        found |= dict.fromkeys(_of_text(text.text, state, desk))
    return Said(tuple(openly)[:MOST_IN_A_TICKET], tuple(key for key in in_notes if key not in openly)[:MOST_IN_A_TICKET])


def corrects(commits: Iterable[Commit]) -> bool:
    """Whether something that was said before reads differently now, so that what it said has to be found out from the beginning."""
    return any(isinstance(event, CORRECTIONS) for commit in commits for event in commit.events)


def _of_people(state: State) -> Iterator[str]:
    for person in (state.requester, *state.participants[:MOST_PEOPLE], *(one.requester for one in state.formers)):
        yield from (fold(word) for word in words_of(person.name))
        yield fold(person.value)[:LONGEST]


@dataclass(frozen=True, slots=True)
class _Text:
    """What one commit says, and whether only to colleagues."""

    text: str
    in_note: bool
    removed: bool = False


def _texts(commits: Iterable[Commit]) -> list[_Text]:
    """In the order in which they were first said, corrected as often as they were."""
    found: dict[int, _Text] = {}
    for commit in commits:
        text = commit.content.text if commit.content else ""
        for event in commit.events:
            match event:
                case MessageReceived() | ReplyWritten():
                    found[commit.seq] = _Text(text, in_note=False)
                case NoteWritten(private=private):
                    found[commit.seq] = _Text(text, in_note=private)
                case NoteEdited(of=of):
                    found[of] = replace(found.get(of, _Text("", in_note=True)), text=text)
                case NoteRemoved(of=of) | NoteRestored(of=of) if of in found:
                    found[of] = replace(found[of], removed=isinstance(event, NoteRemoved))
    return [one for one in found.values() if not one.removed]


def _of_text(text: str, state: State, desk: Desk) -> list[str]:
    spoken = language_of(text, state.language or desk.language, desk)
    found = dict.fromkeys(key_of(word, spoken) for word in words_of(text))
    return list(found)[:MOST_IN_A_MESSAGE]


def language_of(text: str, usual: str, desk: Desk) -> str:
    """The language that a text is stemmed in: what it is written in if that is clear, else the ticket's, else the desk's."""
    guess = detect(text, desk.languages)
    if guess.language in LANGUAGES and guess.confidence >= SURE:
        return guess.language
    return next((one for one in (usual[:2], desk.language[:2]) if one in LANGUAGES), "")
