"""A desk under many writers while clients keep copies of it: `python -m tests.crowds.sync ENGINE CHANGES TICKETS`.

Writers and readers go round over API processes whose clocks differ, one of which dies half way. No fan-out follows the stream, as
if it had fallen behind for good. Prints one JSON line: what each copy lacks in the end, and how much was asked.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import fold
from tests.crowds.client import Caller
from tests.crowds.house import ADMIN, House, key_of, tell
from tests.crowds.readers import WAYS, WAYS_OF_CONTACTS, Copy, Listener

# Clocks of the processes, in seconds: a reader may ask one that is ahead, a writer one that is behind.
SKEWS = (0.0, 0.8, -0.8)
WRITERS, FIRST = 12, 2
# Between two rounds of a reader; until what was written last is told: five seconds, for contacts thirty.
PAUSE, QUIET, PAUSE_OF_CONTACTS, QUIET_OF_CONTACTS = 1.0, 8, 7.0, 34
Histories = dict[int, list[Commit]]
Place = tuple[int, int, int]
DOCUMENT: dict[str, Any] = {
    "name": "Sync",
    "default_group": "Support",
    "groups": [{"name": "Support"}],
    "agents": [{"email": f"a{n}@talo.example", "name": f"A{n}", "groups": ["Support"], "cap": 0, "role": "admin"} for n in range(WRITERS)],
    "accounts": [{"channel": "email", "address": "help@kauppa.example"}],
    "rules": [],
}


@dataclass
class Writing:
    """What is written, by whom, and how much of it is left."""

    crowd: list[Caller]
    changes: int
    numbers: list[int] = field(default_factory=list)
    contacts: list[int] = field(default_factory=list)
    begun: int = 0
    guard: threading.Lock = field(default_factory=threading.Lock)

    def open(self, names: range) -> None:
        self.numbers += self._made(names, _opened)

    def know(self, names: range) -> None:
        self.contacts += self._made(names, _known)

    def _made(self, names: range, make: Callable[[Caller, int], int]) -> list[int]:
        with ThreadPoolExecutor(WRITERS) as hands:
            shares = [
                hands.submit(lambda own: [make(self.crowd[own], name) for name in names[own::WRITERS]], own) for own in range(WRITERS)
            ]
            return [number for share in shares for number in share.result()]

    def write(self, own: int) -> None:
        """One writer's share: whoever is free makes the next change."""
        chance = random.Random(own)
        while (turn := self._turn()) < self.changes:
            _changed(self.crowd[own], self, turn, chance)

    def _turn(self) -> int:
        with self.guard:
            self.begun += 1
            return self.begun - 1


def _opened(api: Caller, name: int) -> int:
    body = {"email": f"c{name}@asiakas.example", "subject": f"Kysymys {name}", "description": "Hei"}
    return int(api.do("POST", "/tickets", body, f"open-{name}").body["id"])


def _known(api: Caller, name: int) -> int:
    return int(api.do("POST", "/contacts", {"name": f"Nimi {name}", "email": f"k{name}@asiakas.example"}, f"contact-{name}").body["id"])


def _changed(api: Caller, writing: Writing, turn: int, chance: random.Random) -> None:
    """One change of one kind."""
    ticket, key = f"/tickets/{chance.choice(writing.numbers)}", f"change-{turn}"
    match turn % 10:
        case 0 | 1 | 2:
            api.do("POST", f"{ticket}/notes", {"body": f"Huom. {turn}"}, key)
        case 3 | 4:
            api.do("POST", f"{ticket}/reply", {"body": f"Vastaus {turn}"}, key)
        case 5 | 6:
            api.do("PUT", ticket, {"tags": [f"t{turn}"], "priority": chance.randint(1, 4)}, key)
        case 7:
            api.do("PUT", ticket, {"status": chance.choice([2, 3, 4])}, key)
        case 8:
            api.do("POST", f"{ticket}/time_entries", {"time_spent": "00:05"}, key)
        case _:
            api.do("PUT", f"/contacts/{chance.choice(writing.contacts)}", {"name": f"Nimi {turn}"}, key)


class Readers:
    """Everybody who keeps a copy, each in a thread of its own."""

    def __init__(self, ports: Callable[[], list[int]]) -> None:
        self.tickets = {name: Copy(Caller(ADMIN, ports, turn), size=way[1]) for turn, (name, way) in enumerate(WAYS.items())}
        self.contacts = {name: Copy(Caller(ADMIN, ports), "/contacts", "_updated_since", way[1]) for name, way in WAYS_OF_CONTACTS.items()}
        self.listeners = {"all": Listener(Caller(ADMIN, ports)), "one ticket": Listener(Caller(ADMIN, ports), "&ticket_id=1")}
        self._rounds = [partial(WAYS[name][0], copy) for name, copy in self.tickets.items()]
        self._rounds += [partial(Listener.round, one) for one in self.listeners.values()]
        self._slow = [partial(WAYS_OF_CONTACTS[name][0], copy) for name, copy in self.contacts.items()]
        self._done = threading.Event()
        self._hands = ThreadPoolExecutor(len(self._rounds) + len(self._slow))

    def start(self) -> None:
        self._polling = [self._hands.submit(self._poll, each, PAUSE) for each in self._rounds]
        self._polling += [self._hands.submit(self._poll, each, PAUSE_OF_CONTACTS) for each in self._slow]

    def stop(self) -> None:
        """After the last round of each, which begins when everything is settled."""
        time.sleep(QUIET_OF_CONTACTS)
        self._done.set()
        for one in self._polling:
            one.result()
        for each in self._rounds + self._slow:
            each()

    def give_up(self) -> None:
        self._done.set()
        self._hands.shutdown()

    def _poll(self, reading: Callable[[], None], pause: float) -> None:
        while not self._done.is_set():
            reading()
            self._done.wait(pause)


def play(there: House, changes: int, tickets: int) -> dict[str, Any]:
    def ports() -> list[int]:
        return there.ports

    writing = Writing([Caller(key_of(f"A{own}"), ports, turn=own) for own in range(WRITERS)], changes)
    writing.open(range(FIRST))
    readers, began = Readers(ports), time.monotonic()
    readers.start()
    try:
        _write_all(writing, there, tickets)
        seconds = round(time.monotonic() - began)
        readers.stop()
    finally:
        readers.give_up()
    return {"seconds": seconds, "answers": sum((api.answers for api in writing.crowd), Counter()), **_found(writing, readers)}


def _write_all(writing: Writing, there: House, tickets: int) -> None:
    writing.open(range(FIRST, tickets))
    writing.know(range(tickets // 4))
    with ThreadPoolExecutor(WRITERS) as hands:
        writers = [hands.submit(writing.write, own) for own in range(WRITERS)]
        while writing.begun < writing.changes / 2 and not any(one.done() for one in writers):
            time.sleep(0.1)
        there.replace(1, SKEWS[1])
        for one in writers:
            one.result()


def _found(writing: Writing, readers: Readers) -> dict[str, Any]:
    truth = _histories(max(writing.numbers) + WRITERS)
    states = [fold(None, commits) for commits in truth.values()]
    rows = {state.number: (f"{state.updated_at:%Y-%m-%dT%H:%M:%SZ}", state.version) for state in states}
    cards = _cards(writing.crowd[0])
    listeners = readers.listeners
    return {
        "tickets": len(truth),
        "commits": sum(map(len, truth.values())),
        "gaps": [number for number, commits in truth.items() if [commit.seq for commit in commits] != list(range(1, len(commits) + 1))],
        "doubled": sum(count - 1 for commits in truth.values() for count in Counter(commit.id for commit in commits).values()),
        "copies": {name: _lacking(copy, rows) for name, copy in readers.tickets.items()},
        "feed": {"all": _wrong(listeners["all"].heard, truth), "one ticket": _wrong(listeners["one ticket"].heard, {1: truth[1]})},
        "contacts": {name: sorted(one for one in cards if cards[one] != copy.rows.get(one)) for name, copy in readers.contacts.items()},
        "pages": {name: one.pages for name, one in (readers.tickets | readers.contacts).items()},
    }


def _histories(newest: int) -> Histories:
    found = {number: find_commits(number) for number in range(1, newest + 1)}
    return {number: commits for number, commits in found.items() if commits}


def _cards(api: Caller) -> dict[int, Any]:
    cards: dict[int, Any] = {}
    page = 1
    while rows := api.get(f"/contacts?per_page=100&page={page}").body:
        cards |= {row["id"]: row for row in rows}
        page += 1
    return cards


def _lacking(copy: Copy, truth: dict[int, tuple[str, int]]) -> list[int]:
    have = {number: (row["updated_at"], row["version"]) for number, row in copy.rows.items()}
    return sorted(number for number in truth.keys() | have.keys() if truth.get(number) != have.get(number))


def _wrong(heard: list[Place], truth: Histories) -> dict[str, int]:
    """Events that were never told, told twice, told before an earlier one of their ticket, or that never were."""
    wanted = {(number, commit.seq, place) for number, commits in truth.items() for commit in commits for place in range(len(commit.events))}
    last: dict[int, tuple[int, int]] = {}
    early = 0
    for number, seq, position in heard:
        early += (seq, position) < last.get(number, (0, 0))
        last[number] = (seq, position)
    return {
        "missed": len(wanted - set(heard)),
        "twice": len(heard) - len(set(heard)),
        "early": early,
        "foreign": len(set(heard) - wanted),
    }


if __name__ == "__main__":
    tell(play, DOCUMENT, SKEWS)
