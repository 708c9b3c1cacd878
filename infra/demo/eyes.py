"""What the desk shows of a ticket through its API, as the demonstration reads it."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from infra.demo.doors import Api
from infra.demo.script import RESOLVED, Contact

PAGE = 100
RATING = 6
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
    resolved: datetime | None
    is_late: bool
    priority: int = 1
    tags: tuple[str, ...] = ()

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
    suggested: str = ""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as a ticket lists it: name, type and size, and where it is fetched."""

    about: tuple[str, str, int]
    address: str


@dataclass(frozen=True, slots=True)
class Said:
    """One message on a ticket: a customer's, or an agent's with how far it got."""

    text: str
    incoming: bool
    automatic: bool
    private: bool
    delivery: str
    failure: str


class Eyes:
    """Reads with the admin key; groups and agents are read once, they stand in the configuration."""

    def __init__(self, api: Api) -> None:
        self._api = api
        self.groups: dict[int, str] = {row["id"]: row["name"] for row in api.get("/groups", per_page=100)}
        agents = api.get("/agents", per_page=100)
        self.agents: dict[int, str] = {row["id"]: row["contact"]["name"] for row in agents}
        self.caps: dict[int, int] = {row["id"]: row["cap"] for row in agents}
        self.addresses: dict[int, str] = {row["id"]: row["contact"]["email"] for row in agents}

    def tickets_of(self, contact: Contact) -> list[int]:
        """The numbers of a contact's tickets by the contact's channel, oldest first."""
        rows = self.tickets()
        return sorted(row["id"] for row in rows if row["channel"] == contact.channel and _is_from(row["requester"], contact))

    def tickets(self, include: str = "requester") -> list[dict[str, Any]]:
        """Every ticket as the list has it, with what is embedded."""
        return self._every("/tickets", include=include)

    def agents_now(self) -> list[dict[str, Any]]:
        """Every agent with load and availability."""
        return self._every("/agents")

    def all_tickets(self) -> list[int]:
        return sorted(row["id"] for row in self._every("/tickets"))

    def ticket(self, number: int) -> Seen:
        row = self._api.get(f"/tickets/{number}", include="stats")
        stats = row["stats"]
        return Seen(
            number, row["status"], row["group_id"] or 0, row["responder_id"] or 0, row["requester_id"], _at(row["created_at"]),
            _maybe(row["fr_due_by"]), _maybe(stats["first_responded_at"]), _maybe(row["due_by"]), _maybe(stats["resolved_at"]),
            row["fr_escalated"], row["priority"], tuple(row["tags"]),
        )  # fmt: skip

    def conversations(self, number: int) -> list[dict[str, Any]]:
        """Everything after the first message, oldest first."""
        return self._every(f"/tickets/{number}/conversations")

    def incoming(self, number: int) -> list[str]:
        """What its customer wrote after the first message."""
        return [row["body_text"] for row in self.conversations(number) if row["incoming"] and row["source"] != RATING]

    def opening(self, number: int) -> str:
        """The first message."""
        return str(self._api.get(f"/tickets/{number}")["description_text"])

    def files(self, number: int) -> list[Listed]:
        """The files of the first message."""
        rows = self._api.get(f"/tickets/{number}")["attachments"]
        return [Listed((row["name"], row["content_type"], row["size"]), row["attachment_url"]) for row in rows]

    def said(self, number: int) -> list[Said]:
        """Everything after the first message but ratings, oldest first."""
        return [
            Said(
                row["body_text"], row["incoming"], row["auto_response"], row["private"], row["delivery"] or "",
                str((row["outgoing_failures"] or {}).get("reason", "")),
            )
            for row in self.conversations(number) if row["source"] != RATING
        ]  # fmt: skip

    def words(self, number: int) -> str:
        """All that stands on a ticket."""
        opened = self._api.get(f"/tickets/{number}")
        return "\n".join((opened["subject"], opened["description_text"], *(row["body_text"] for row in self.conversations(number))))

    def load(self, agent: int) -> int:
        return int(self._api.get(f"/agents/{agent}")["load"])

    def survey(self, number: int) -> str:
        """Why the newest survey of a ticket was sent or not."""
        return _last(self._api.get(f"/tickets/{number}/why")["survey"])

    def authors(self, number: int) -> set[int]:
        """Every person who wrote something on a ticket after its first message; machines that report are nobody."""
        return {row["user_id"] for row in self.conversations(number) if row["user_id"]}

    def reasons(self, number: int) -> Reasons:
        """The newest reason of each kind; what never happened is empty."""
        why = self._api.get(f"/tickets/{number}/why")
        waits = [row["because"] for row in why["assignment"] if row["what"].startswith("waiting")]
        given = [row["because"] for row in why["assignment"] if row["what"].startswith("agent")]
        hints = why["suggestions"]
        return Reasons(
            _last(why["routing"]), given[-1] if given else "", waits[-1] if waits else "", _last(hints), hints[-1]["what"] if hints else ""
        )

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
