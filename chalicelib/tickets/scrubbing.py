"""What is left of a commit when a person is erased from it: when what happened, and no word of what was said."""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, Literal

from chalicelib.codec import to_plain
from chalicelib.tickets.erasing import NOBODY
from chalicelib.tickets.events import (
    AddressNoted,
    Commit,
    FilesFetched,
    MailSuspended,
    MessageReceived,
    RequesterChanged,
    TicketOpened,
    event_from_plain,
    event_to_plain,
)
from chalicelib.tickets.forwarding import original
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.values import dataclass

MARK = "[erased]"
# Shorter names are words that anybody may have written.
SHORTEST_NAME = 4
ACTOR = "contact:"
OPENED, RECEIVED, HANDED = TicketOpened.NAME, MessageReceived.NAME, RequesterChanged.NAME
FORWARDED = ForwardWritten.NAME
# What the desk, a provider or a standard calls things: a person may be called so too, and the ticket must stay where it is.
NOT_NAMES = frozenset(
    {"account", "audience", "automatic", "category", "cause", "channel", "digest", "fingerprint", "group", "keys", "kind", "language"}
    | {"method", "policy", "role", "rule", "rungs", "salt", "sha256", "skills", "state", "status", "type", "verdicts"}
)
# Fields that repeat what was written, or by which a message is found again at its sender's.
WORDS = frozenset({"subject", "detail", "automatic_because", "reply_to", "external_id", "raw", "full"})
FILE = frozenset({"name", "type", "size", "sha256"})
FETCHED = frozenset({"position", "sha256"})
OF_FILES = ("name", "sha256", "key", "content_id", "because")
Bucket = Literal["raw", "files"]
Place = tuple[Bucket, str]


@dataclass(frozen=True, slots=True)
class Person:
    """Who is erased: every id of theirs, every handle as (kind, value), the names they were known by, and the id that stands for them."""

    ids: frozenset[int]
    handles: frozenset[tuple[str, str]]
    names: tuple[str, ...]
    stands: int

    @property
    def values(self) -> frozenset[str]:
        return frozenset(value.casefold() for _, value in self.handles if value)


@dataclass(frozen=True, slots=True)
class Reach:
    """How much of a ticket goes: all that was written, or what the commits `theirs` brought; `choices` tell nothing about anybody.

    `quoting` are forwards that repeat words of theirs, `commands` the ids of the commits `theirs`, `files` the types and sizes of files
    of theirs, by which forwards have them too.
    """

    whole: bool
    theirs: frozenset[int] = frozenset()
    choices: frozenset[str] = frozenset()
    quoting: frozenset[int] = frozenset()
    commands: frozenset[str] = frozenset()
    files: frozenset[tuple[str, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a commit, and which objects in our buckets go with the rest."""

    commit: Commit
    gone: tuple[Place, ...] = ()


def reach(commits: Iterable[Commit], person: Person, choices: frozenset[str] = frozenset()) -> Reach:
    """All of a ticket that was theirs when it began or is theirs now, of any other only what they wrote."""
    known = list(commits)
    is_theirs = {commit.seq: [told for told in _told(commit) if _is_by(told, person)] for commit in known}
    owning = [told for commit in known for told in _told(commit) if "contact" in told and told.get("n", HANDED) in (OPENED, HANDED)]
    whole = any(told.get("n") == OPENED or told is owning[-1] for told in owning if _is_by(told, person))
    theirs = frozenset(seq for seq, found in is_theirs.items() if any(told.get("n") == RECEIVED for told in found))
    commands = frozenset(commit.id for commit in known if commit.seq in theirs)
    return Reach(whole, theirs, choices, frozenset(_quoting(known, theirs)), commands, frozenset(_brought(known, theirs)))


def _quoting(commits: Sequence[Commit], theirs: frozenset[int]) -> Iterator[int]:
    """Forwards at a time when the customer's last message, which stands below a forward, was theirs."""
    for place, commit in enumerate(commits):
        if any(isinstance(event, ForwardWritten) for event in commit.events):
            said = original(commits[:place])
            if said and said.seq in theirs:
                yield commit.seq


def _brought(commits: Sequence[Commit], theirs: frozenset[int]) -> Iterator[tuple[str, int]]:
    """What is left of a file after its name and content went."""
    for commit in commits:
        if commit.seq in theirs:
            yield from ((file.type, file.size) for event in commit.events if isinstance(event, MessageReceived) for file in event.files)


def with_handles_of(commits: Iterable[Commit], person: Person) -> Person:
    """The person with every handle and name that a ticket has of them beside those of their card."""
    told = [one for commit in commits for one in _told(commit) if _is_by(one, person)]
    handles = [one[place] for one in told for place in ("requester", "sender") if _is_handle(one.get(place)) and one[place]["value"]]
    more = frozenset((handle["kind"], handle["value"]) for handle in handles)
    names = dict.fromkeys((*person.names, *(handle.get("name", "") for handle in handles)))
    return replace(person, handles=person.handles | more, names=tuple(name for name in names if name))


def _told(commit: Commit) -> Iterator[dict[str, Any]]:
    """What a commit says of contacts: its events, and fields that were changed."""
    for plain in map(event_to_plain, commit.events):
        yield plain
        if isinstance(plain.get("fields"), dict):
            yield plain["fields"]


def _is_by(told: Mapping[str, Any], person: Person) -> bool:
    return told.get("contact") in (*person.ids, person.stands)


def scrubbed(commit: Commit, person: Person, reach: Reach) -> Left:
    """The commit without the person; a commit that was scrubbed before stays as it is."""
    brings_words = reach.whole or commit.seq in reach.theirs
    words_go = brings_words or commit.seq in reach.quoting
    files_go = brings_words or any(isinstance(event, FilesFetched) and event.of in reach.theirs for event in commit.events)
    brush = _Brush(person, reach, words_go)
    events, gone = [], [_place("raw", commit.cause)] if commit.cause and _is_mail_of_theirs(commit, person, reach) else []
    for before in map(event_to_plain, commit.events):
        after = brush.event(before)
        # A mail in which they are named among the readers names them in its head too.
        if after != before and before.get("raw"):
            after = {name: value for name, value in after.items() if name != "full"} | {"raw": ""}
            gone.append(_place("raw", before["raw"]))
        if files_go:
            gone += [_place("files", file["key"]) for file in before.get("files", ()) if isinstance(file, dict) and file.get("key")]
            after = _without_files(after)
        elif before["n"] == FORWARDED:
            after = _without_files(after, reach.files)
        events.append(event_from_plain(after))
    content = None if words_go else commit.content
    return Left(replace(commit, events=tuple(events), content=content, actor=_actor(commit, person)), tuple(gone))


def _is_mail_of_theirs(commit: Commit, person: Person, reach: Reach) -> bool:
    """Whether what led to it is a mail of theirs that no event has: one that came by another address of ours too, or had to wait."""
    for event in commit.events:
        match event:
            case AddressNoted():
                return reach.whole or commit.id.rpartition(":")[0] in reach.commands
            case MailSuspended(sender=sender):
                return reach.whole or sender.casefold() in person.values
    return False


def _place(bucket: Bucket, key: str) -> Place:
    return bucket, key


def is_same(one: Commit, other: Commit) -> bool:
    """Whether both say the same, costs apart."""
    return (to_plain(one.events), one.content, one.actor) == (to_plain(other.events), other.content, other.actor)


def _actor(commit: Commit, person: Person) -> str:
    number = commit.actor.removeprefix(ACTOR)
    return f"{ACTOR}{person.stands}" if commit.actor.startswith(ACTOR) and number in map(str, person.ids) else commit.actor


@dataclass(frozen=True, slots=True)
class _Brush:
    """Goes over the plain form of an event, so that no kind of event can be forgotten."""

    person: Person
    reach: Reach
    words_go: bool

    def event(self, plain: dict[str, Any]) -> dict[str, Any]:
        name = plain["n"]
        return {"n": name, **self._fields({key: value for key, value in plain.items() if key != "n"})}

    def _fields(self, fields: Mapping[str, Any]) -> dict[str, Any]:
        return {name: self._field(name, value) for name, value in fields.items()}

    def _field(self, name: str, value: Any) -> Any:
        if name == "contact" and value in self.person.ids:
            return self.person.stands
        if self.words_go and name in WORDS and isinstance(value, str):
            return ""
        if name in NOT_NAMES:
            return value
        if name == "custom" and isinstance(value, dict):
            plain = {key for key, one in value.items() if self._tells_nothing(one)}
            return {key: one if key in plain else self._value(one) for key, one in value.items() if key in plain or not self.reach.whole}
        return self._value(value)

    def _tells_nothing(self, value: Any) -> bool:
        """A box that is ticked and a choice that the desk offers are the desk's words, not the customer's."""
        values = value if isinstance(value, list | tuple) else [value]
        return all(isinstance(one, bool) or one is None or one in self.reach.choices for one in values)

    def _value(self, value: Any) -> Any:
        if _is_handle(value):
            return to_plain(NOBODY) if self._is_theirs(value) else value
        if isinstance(value, dict):
            return self._fields(value)
        if isinstance(value, list | tuple):
            return [self._value(one) for one in value if not self._names_them(one)]
        return _without_names(value, self.person) if isinstance(value, str) else value

    def _names_them(self, value: Any) -> bool:
        """In a list of people or addresses their place simply goes."""
        return self._is_theirs(value) if _is_handle(value) else isinstance(value, str) and value.casefold() in self.person.values

    def _is_theirs(self, handle: Mapping[str, Any]) -> bool:
        return (handle["kind"], handle["value"]) in self.person.handles or handle["value"].casefold() in self.person.values


def _is_handle(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() in ({"kind", "value"}, {"kind", "value", "name"})


def _without_files(plain: dict[str, Any], only: Collection[tuple[str, int]] | None = None) -> dict[str, Any]:
    """All of them bare, or those that are `only` of these types and sizes."""
    files = plain.get("files")
    if not isinstance(files, list | tuple):
        return plain
    return {**plain, "files": [_bare(file) if only is None or (file["type"], file["size"]) in only else file for file in files]}


def _bare(file: Any) -> Any:
    """How large it was and of which type stays."""
    if not isinstance(file, dict) or not (file.keys() >= FILE or file.keys() >= FETCHED or "position" in file):
        return file
    kept = {name: value for name, value in file.items() if name not in OF_FILES}
    return kept | ({"name": "", "sha256": ""} if "name" in file else {})


def _without_names(text: str, person: Person) -> str:
    """Every handle wherever it stands in a text, and every name as words of their own; what is part of another address stays."""
    handles, names = _patterns(person)
    text = handles.sub(MARK, text) if handles else text
    return names.sub(lambda found: found[0] if "@" in found[0] else MARK, text) if names else text


@lru_cache(maxsize=8)
def _patterns(person: Person) -> tuple[re.Pattern[str] | None, re.Pattern[str] | None]:
    """Longest first. The pattern of names also finds whole addresses, so that no name is found inside one."""
    called = {name for name in person.names if len(name) >= SHORTEST_NAME}
    values = {value for _, value in person.handles if len(value) >= SHORTEST_NAME} | {name for name in called if "@" in name}
    names = [rf"(?<!\w){re.escape(name)}(?!\w)" for name in sorted(called - values, key=len, reverse=True)]
    return _any_of([_bounded(value) for value in sorted(values, key=len, reverse=True)]), _any_of(names and [r"[^\s@]{1,64}@\S+", *names])


def _any_of(parts: Sequence[str]) -> re.Pattern[str] | None:
    return re.compile("|".join(parts), re.IGNORECASE) if parts else None


def _bounded(value: str) -> str:
    """A handle that is not the end or the beginning of a longer one."""
    if "@" in value:
        return rf"(?<![\w.+-]){re.escape(value)}(?![\w-]|\.\w)"
    if value[0] == "+" and value[1:].isdigit():
        return rf"(?<!\d)(?:\+|00)?{value[1:]}(?!\d)"
    before, after = (r"\d" if place.isdigit() else r"\w" for place in (value[0], value[-1]))
    return rf"(?<!{before}){re.escape(value)}(?!{after})"
