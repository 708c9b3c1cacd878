"""Agents who take from one line at the same moment: `python -m tests.crowds.line ENGINE`.

First there is more room than work, then more work than room. Every third request is sent by two at once with one Idempotency-Key,
as a client does whose first answer is late. Prints one JSON line.
"""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier
from typing import Any

from chalicelib.desk import actions as desks
from chalicelib.storage.loads import find_standings
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets.events import TicketAssigned
from chalicelib.tickets.fold import fold
from tests.crowds.client import Caller, Told
from tests.crowds.house import ADMIN, House, key_of, tell

AGENTS, CAP, FEW, MANY, TWICE = 20, 4, 60, 60, 3
SKEWS = (0.0, 0.5, -0.5)
DOCUMENT: dict[str, Any] = {
    "name": "Line",
    "default_group": "Support",
    "groups": [{"name": "Support"}],
    "agents": [{"email": f"a{n}@talo.example", "name": f"A{n}", "groups": ["Support"], "cap": CAP} for n in range(AGENTS)],
    "accounts": [{"channel": "email", "address": "help@kauppa.example"}],
    "rules": [],
}


def opened(api: Caller, group: int, name: int) -> int:
    body = {"email": f"c{name}@asiakas.example", "subject": f"Asia {name}", "description": "Hei", "group_id": group}
    return int(api.do("POST", "/tickets", body, f"open-{name}").body["id"])


def take_all(agent: int, ports: Callable[[], list[int]], begin: Barrier, part: str) -> Counter[str]:
    """One agent asks until there is nothing for them; how often they asked, and whether two answers to one key ever differed."""
    api, twin = Caller(key_of(f"A{agent}"), ports, turn=agent), Caller(key_of(f"A{agent}"), ports, turn=agent + 1)
    found: Counter[str] = Counter()
    begin.wait()
    with ThreadPoolExecutor(1) as beside:
        for turn in range(10 * CAP):
            key = f"{part}-{turn}"
            again = beside.submit(_asked, twin, key) if turn % TWICE == 0 else None
            told = _asked(api, key)
            found["different"] += again is not None and (again.result().status, again.result().body) != (told.status, told.body)
            if told.status == 204:
                break
            found["taken"] += 1
    found["requests"] = sum(api.answers.values()) + sum(twin.answers.values())
    return found


def _asked(api: Caller, key: str) -> Told:
    return api.do("POST", "/line/next", {}, key)


def play(there: House) -> dict[str, Any]:
    def ports() -> list[int]:
        return there.ports

    opener = Caller(ADMIN, ports)
    group = opener.get("/groups").body[0]["id"]
    told: dict[str, Any] = {}
    numbers: list[int] = []
    for part, count in (("few", FEW), ("many", MANY)):
        numbers += [opened(opener, group, len(numbers) + one) for one in range(count)]
        begin = Barrier(AGENTS)
        with ThreadPoolExecutor(AGENTS) as hands:
            found = sum(hands.map(lambda agent, part=part, begin=begin: take_all(agent, ports, begin, part), range(AGENTS)), Counter())
        told[part] = {**found, **standing(numbers)}
    return told


def standing(numbers: list[int]) -> dict[str, Any]:
    histories = [find_commits(number) for number in numbers]
    owners = Counter(fold(None, commits).agent for commits in histories)
    assigned = [sum(isinstance(event, TicketAssigned) for commit in commits for event in commit.events) for commits in histories]
    agents = [agent.id for agent in desks.current(datetime.now(UTC)).agents]
    return {
        "waiting": owners.pop(0, 0),
        "most": max(owners.values()),
        "handed_over": max(assigned),
        "loads_as_owned": {agent: one.load.total for agent, one in find_standings(agents).items() if one.load.total} == dict(owners),
    }


if __name__ == "__main__":
    tell(play, DOCUMENT, SKEWS)
