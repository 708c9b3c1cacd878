"""Many at once on one ticket: `python -m tests.crowds.ticket ENGINE CHANGES HANDS`.

Every change has words, a tag or a number of its own, and an Idempotency-Key; every tenth is sent by two at the same time, and one
process dies half way. Prints one JSON line: what is missing or there twice, and what contention cost.
"""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import Commit
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from tests.crowds.client import Caller, Told
from tests.crowds.house import House, key_of, tell

AGENTS, TWICE = 12, 10
SKEWS = (0.0, 0.5, -0.5)
DOCUMENT: dict[str, Any] = {
    "name": "Crowd",
    "default_group": "Support",
    "groups": [{"name": "Support"}],
    "agents": [{"email": f"a{n}@talo.example", "name": f"A{n}", "groups": ["Support"], "cap": 5, "role": "admin"} for n in range(AGENTS)],
    "accounts": [{"channel": "email", "address": "help@kauppa.example"}],
    "rules": [],
}


@dataclass(frozen=True)
class Change:
    """What one request does, told apart from all others by `number`."""

    number: int
    agents: tuple[int, ...]

    @property
    def kind(self) -> str:
        return ("note", "reply", "tag", "status", "time", "owner")[self.number % 6]

    @property
    def words(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def status(self) -> int:
        return (2, 3, 4)[self.number // 6 % 3]

    @property
    def owner(self) -> int:
        return self.agents[self.number // 6 % len(self.agents)]

    @property
    def request(self) -> tuple[str, str, dict[str, Any]]:
        match self.kind:
            case "note":
                return "POST", "/tickets/1/notes", {"body": self.words}
            case "reply":
                return "POST", "/tickets/1/reply", {"body": self.words}
            case "tag":
                return "PUT", "/tickets/1", {"tags_add": [self.words]}
            case "status":
                return "PUT", "/tickets/1", {"status": self.status}
            case "time":
                return "POST", "/tickets/1/time_entries", {"time_spent": "00:01", "note": self.words}
        return "PUT", "/tickets/1", {"responder_id": self.owner}


@dataclass
class Crowd:
    """Hands with keys of their own, and what each change was answered, once or twice."""

    there: House
    changes: list[Change]
    hands: int

    def __post_init__(self) -> None:
        self.callers = [Caller(key_of(f"A{hand % AGENTS}"), lambda: self.there.ports, turn=hand) for hand in range(self.hands)]
        self.told: list[tuple[Change, Told]] = []
        self._guard, self._next = threading.Lock(), iter(self._asked())

    def _asked(self) -> list[Change]:
        """In their order, some twice in a row: two hands take them at the same moment, with the same key and the same Idempotency-Key."""
        return [change for change in self.changes for _ in range(2 if change.number % TWICE == 0 else 1)]

    def work(self, hand: int) -> None:
        while change := self._take():
            method, path, body = change.request
            caller = self.callers[hand]
            caller.key = key_of(f"A{change.number % AGENTS}")
            told = caller.do(method, path, body, f"change-{change.number}")
            with self._guard:
                self.told.append((change, told))

    def _take(self) -> Change | None:
        with self._guard:
            return next(self._next, None)


def play(there: House, count: int, hands: int) -> dict[str, Any]:
    opener = Caller(key_of("A0"), lambda: there.ports)
    opener.do("POST", "/tickets", {"email": "aino@asiakas.example", "subject": "Kaikki samalle", "description": "Hei"}, "open")
    agents = tuple(row["id"] for row in opener.get("/agents").body)
    crowd = Crowd(there, [Change(number, agents) for number in range(count)], hands)
    with ThreadPoolExecutor(hands) as pool:
        working = [pool.submit(crowd.work, hand) for hand in range(hands)]
        while len(crowd.told) < count / 2 and not any(one.done() for one in working):
            threading.Event().wait(0.05)
        there.replace(1, SKEWS[1])
        for one in working:
            one.result()
    return _found(crowd, find_commits(1))


def _found(crowd: Crowd, commits: list[Commit]) -> dict[str, Any]:
    ids = Counter(commit.id for commit in commits)
    tries = sorted(count for caller in crowd.callers for count in caller.tries)
    answers: Counter[str] = sum((caller.answers for caller in crowd.callers), Counter())
    return {
        "accepted": len({change.number for change, _ in crowd.told}),
        "gapless": [commit.seq for commit in commits] == list(range(1, len(commits) + 1)),
        "doubled": [name for name, count in ids.items() if count > 1],
        "wrong": _wrong(crowd, commits),
        "answers": answers,
        "requests": round(sum(answers.values()) / len(crowd.told), 2),
        "most_tries": tries[-1],
        "tries_of_95_in_100": tries[len(tries) * 95 // 100],
        "commits": len(commits),
    }


def _wrong(crowd: Crowd, commits: list[Commit]) -> list[str]:
    """Every change that is not there exactly once."""
    said = Counter(commit.content.text for commit in commits if commit.content)
    states: list[State] = []
    for commit in commits:
        states.append(fold(states[-1] if states else None, [commit]))
    tags = Counter(states[-1].tags)

    def is_there(change: Change, told: Told) -> bool:
        match change.kind:
            case "tag":
                return tags[change.words] == 1
            case "status":
                return (states[version(told) - 1].status, told.body["status"]) == (change.status, change.status)
            case "owner":
                return (states[version(told) - 1].agent, told.body["responder_id"]) == (change.owner, change.owner)
        return said[change.words] == 1

    return [f"{change.words}: {told.status} {told.headers.get('ETag')}" for change, told in crowd.told if not is_there(change, told)]


def version(told: Told) -> int:
    return int(told.headers["ETag"].strip('"'))


if __name__ == "__main__":
    tell(play, DOCUMENT, SKEWS)
