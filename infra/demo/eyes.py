"""What the desk shows of a ticket through its API, as the demonstration reads it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.demo.doors import Api
from infra.demo.script import RESOLVED, Contact

PAGE = 100
SCORE = re.compile(r"with (\d) of 5")


@dataclass(frozen=True, slots=True)
class Seen:
    """A ticket as `GET /tickets/{id}` answers it."""

    number: int
    status: int
    group: int
    agent: int
    requester: int
    created: datetime
    first_due: datetime | None
    first_answered: datetime | None
    solved_by: datetime | None
    is_late: bool

    @property
    def is_resolved(self) -> bool:
        return self.status == RESOLVED


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a ticket is where it is."""

    team: str
    agent: str
    waiting: str
    suggestion: str


class Eyes:
    """Reads with the admin key; groups and agents are read once, they stand in the configuration."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.groups: dict[int, str] = {row["id"]: row["name"] for row in api.get("/groups", per_page=100)}
        agents = api.get("/agents", per_page=100)
        self.agents: dict[int, str] = {row["id"]: row["contact"]["name"] for row in agents}
        self.addresses: dict[int, str] = {row["id"]: row["contact"]["email"] for row in agents}

    def tickets_of(self, contact: Contact) -> list[int]:
        """The numbers of a contact's tickets, oldest first."""
        rows = self._every("/tickets", include="requester")
        return sorted(row["id"] for row in rows if _is_from(row["requester"], contact))

    def all_tickets(self) -> list[int]:
        return sorted(row["id"] for row in self._every("/tickets"))

    def ticket(self, number: int) -> Seen:
        row = self._api.get(f"/tickets/{number}", include="stats")
        return Seen(
            number, row["status"], row["group_id"] or 0, row["responder_id"] or 0, row["requester_id"], _at(row["created_at"]),
            _maybe(row["fr_due_by"]), _maybe(row["stats"]["first_responded_at"]), _maybe(row["due_by"]), row["fr_escalated"],
        )  # fmt: skip

    def conversations(self, number: int) -> list[dict[str, Any]]:
        """Everything after the first message, oldest first."""
        return self._every(f"/tickets/{number}/conversations")

    def incoming(self, number: int) -> list[str]:
        """What its customer wrote after the first message."""
        return [row["body_text"] for row in self.conversations(number) if row["incoming"] and row["source"] != 6]

    def words(self, number: int) -> str:
        """All that stands on a ticket."""
        opened = self._api.get(f"/tickets/{number}")
        return "\n".join((opened["subject"], opened["description_text"], *(row["body_text"] for row in self.conversations(number))))

    def authors(self, number: int) -> set[int]:
        """Everybody who wrote something on a ticket after its first message."""
        return {row["user_id"] for row in self.conversations(number)}

    def reasons(self, number: int) -> Reasons:
        """The newest reason of each kind; what never happened is empty."""
        why = self._api.get(f"/tickets/{number}/why")
        waits = [row["because"] for row in why["assignment"] if row["what"].startswith("waiting")]
        given = [row["because"] for row in why["assignment"] if row["what"].startswith("agent")]
        return Reasons(_last(why["routing"]), given[-1] if given else "", waits[-1] if waits else "", _last(why["suggestions"]))

    def scores(self, number: int) -> list[int]:
        """Every answer to the surveys of a ticket, oldest first."""
        told = self._every(f"/tickets/{number}/activities")
        return [int(found[1]) for row in told if row["event"] == "survey.answered" and (found := SCORE.search(row["text"]))]

    def receipt(self, number: int) -> list[tuple[int, int]]:
        """Of each clock the seconds it counted and the sum of its itemised lines."""
        clocks = self._api.get(f"/tickets/{number}/receipt")["clocks"]
        return [(clock["used"], sum(line["seconds"] for line in clock["lines"])) for clock in clocks]

    def _every(self, path: str, **parameters: str) -> list[dict[str, Any]]:
        """A list, page after page until one is short."""
        found: list[dict[str, Any]] = []
        while True:
            page = self._api.get(path, **parameters, page=len(found) // PAGE + 1, per_page=PAGE)
            found += page
            if len(page) < PAGE:
                return found

    def contacts(self) -> list[int]:
        return [row["id"] for row in self._every("/contacts")]


def _last(reasons: list[dict[str, Any]]) -> str:
    return str(reasons[-1]["because"]) if reasons else ""


def _is_from(requester: dict[str, Any], contact: Contact) -> bool:
    known = {str(requester.get(name) or "").lstrip("+") for name in ("email", "phone", "mobile")}
    return contact.handle in known


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return _at(text) if text else None
