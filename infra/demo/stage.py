"""What the people of a scene share: the doors, what each contact has lived through, and a voice to tell and check with."""

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from infra.demo.checks import Checks
from infra.demo.doors import Doors, Letter, NotInTime, until
from infra.demo.eyes import Eyes, Seen
from infra.demo.script import LANGUAGES, Contact
from infra.demo.telling import Kept, Row, Teller


@dataclass
class Run:
    """How far a contact has come; `written` are the messages after the first one, `letters` all that the desk answered."""

    contact: Contact
    ticket: int = 0
    first: Seen | None = None
    team: str = ""
    agent: str = ""
    subject: str = ""
    opening: str = ""
    written: list[str] = field(default_factory=list)
    letters: list[Letter] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    survey: str = ""
    scores: list[int] = field(default_factory=list)
    resolutions: int = 0
    came_back: bool = False

    @property
    def name(self) -> str:
        return self.contact.first_name

    def seen(self) -> Seen:
        """The ticket as it stood when it came; raises NotInTime where it never came so far."""
        if self.first is None:
            raise NotInTime(f"{self.name} has no ticket")
        return self.first

    def due(self) -> datetime:
        """When the first answer was promised; raises NotInTime without a promise."""
        due = self.seen().first_due
        if due is None:
            raise NotInTime(f"{self.name} is promised nothing")
        return due

    @property
    def promised(self) -> int | None:
        """Seconds within which the first answer was promised."""
        return _span(self.first, self.first.first_due) if self.first else None

    @property
    def promised_solution(self) -> int | None:
        """Seconds within which the matter was promised to be solved, as told when it came."""
        return _span(self.first, self.first.solved_by) if self.first else None

    def row(self, seen: Seen, price: str = "") -> Row:
        """The contact's line in the closing table."""
        answer = Kept(self.promised, _span(seen, seen.first_answered))
        solution = Kept(self.promised_solution, _span(seen, seen.resolved) if seen.is_resolved else None)
        language, score = LANGUAGES[self.contact.language], self.scores[-1] if self.scores else None
        return Row(self.ticket, self.contact.name, language, self.contact.way, self.team, self.agent, answer, solution, score, price)


def _span(seen: Seen, end: datetime | None) -> int | None:
    """Whole seconds since the ticket came."""
    return round((end - seen.created).total_seconds()) if end else None


@dataclass
class Stage:
    """What all scenes have in common."""

    doors: Doors
    eyes: Eyes
    checks: Checks
    runs: Mapping[str, Run]
    ids: random.Random


@dataclass(frozen=True, slots=True)
class Scenery:
    """The stage, and the voice of one scene."""

    stage: Stage
    teller: Teller

    @property
    def doors(self) -> Doors:
        return self.stage.doors

    @property
    def eyes(self) -> Eyes:
        return self.stage.eyes

    def run(self, who: str) -> Run:
        return self.stage.runs[who]

    def ident(self) -> str:
        return f"{self.stage.ids.getrandbits(80):020x}"

    def tell(self, run: Run, verb: str, text: str) -> None:
        self.teller.tell(run.name, verb, text)

    def check(self, name: str, ok: bool, detail: str = "", *, told: bool = True) -> None:
        """Keep the check; what is nothing special is told only when it fails."""
        self.stage.checks.add(name, ok, detail)
        if told or not ok:
            self.teller.mark(name, ok, detail)

    def check_all(self, title: str, found: Iterable[tuple[str, bool, str]]) -> None:
        """The same check for everybody, told in one line when it holds."""
        rows = list(found)
        for name, ok, detail in rows:
            self.check(name, ok, detail, told=False)
        if rows and all(ok for _, ok, _ in rows):
            self.teller.mark(title, ok=True, detail="")

    def letter(self, run: Run, text: str) -> Letter:
        """The message to the contact that contains `text`; raises NotInTime."""
        return until(lambda: self._letter(run, text), f"the message to {run.name} with “{text[:40]}”")

    def _letter(self, run: Run, text: str) -> Letter | None:
        letters = self.doors.letters(run.contact.channel, run.contact.handle)
        return next((letter for letter in letters if text in letter.text), None)
