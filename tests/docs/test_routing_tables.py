"""The worked tables of docs/algorithms/routing.md, row by row against the code."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chalicelib.desk.model import PRIORITIES, Account, Agent, Condition, Desk, Group, Reason, Rule
from chalicelib.people.load import Entry, Release, verify
from chalicelib.routing.assign import Candidate, Choice, Need, assign
from chalicelib.routing.classify import choose_language, recognise
from chalicelib.routing.decide import decide
from chalicelib.routing.facts import facts_of
from chalicelib.routing.kinds.registry import KINDS
from chalicelib.routing.line import Take, WaitingTicket, take_top
from chalicelib.routing.lint import lint
from chalicelib.routing.words import find, words_of

PAGE = (Path(__file__).parents[2] / "docs" / "algorithms" / "routing.md").read_text(encoding="utf-8")
NOW = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
AGENT, SOMEBODY_ELSE = 1, 2
Row = tuple[str, ...]


def table(name: str) -> list[Row]:
    """The rows of the table marked with this name, "–" read as empty."""
    found = re.search(rf"<!-- table: {name} -->\n\|.*\n\|[-|]+\n((?:\|.*\n)+)", PAGE)
    assert found, f"no table {name} on the page"
    cells = (line.strip("|").split("|") for line in found[1].splitlines())
    return [tuple("" if cell.strip() == "–" else cell.strip() for cell in row) for row in cells]


def parts(cell: str, separator: str = ",") -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(separator) if part.strip())


def conditions(cell: str) -> tuple[Condition, ...]:
    pairs = (part.split(":") for part in parts(cell, ";"))
    return tuple(Condition(kind.strip(), parts(values)) for kind, values in pairs)


REASONS = (Reason("invoice", ("lasku*", "faktur*", "invoice*")), Reason("delivery", ("paket*", "toimitu*", "parcel*")))
DESK = Desk(
    "Example",
    accounts=(Account("email", "hej@shop.example", group="Delivery"),),
    groups=tuple(Group(number, name) for number, name in enumerate(("Front", "Billing", "Delivery", "Key"), start=1)),
    reasons=REASONS,
    rules=tuple(Rule(name, conditions(cell), group) for name, cell, group in table("rules")),
    default_group="Front",
)


def candidate(number: int, cell: str) -> Candidate:
    """From "Anna 2/10 fi,sv off +refunds"."""
    name, load, languages, *marks = cell.split()
    used, cap = load.split("/")
    skills = tuple(mark[1:] for mark in marks if mark.startswith("+"))
    agent = Agent(number, "", name, groups=("Billing",), languages=parts(languages), skills=skills, cap=int(cap))
    return Candidate(agent, available="away" not in marks, on_shift="off" not in marks, load=int(used))


def waiting_ticket(cell: str) -> WaitingTicket:
    """From "1 high 30 fi 1"."""
    number, priority, due, language, points = cell.split()
    due_at = NOW + timedelta(minutes=int(due))
    return WaitingTicket(int(number), PRIORITIES[priority], NOW, due_at, group="Billing", language=language, points=int(points))


@pytest.mark.parametrize("row", table("words"))
def test_words(row: Row) -> None:
    written, text, met = row
    assert find(written, words_of(text)) == met


@pytest.mark.parametrize("row", table("language"))
def test_language(row: Row) -> None:
    message, sure, profile, account, desk, code, source = row
    confidence = int(sure.removesuffix(" %")) / 100
    chosen = choose_language(message=message, confidence=confidence, profile=profile, account=account, desk=desk)
    assert (chosen.code, chosen.source) == (code, source)


@pytest.mark.parametrize("row", table("reason"))
def test_reason(row: Row) -> None:
    subject, text, reason = row
    assert recognise(REASONS, words_of(subject), words_of(subject, text)).reason == reason


def test_every_kind_is_on_the_page() -> None:
    assert [kind.strip("`") for kind, _ in table("kinds")] == list(KINDS)


def test_the_example_desk_is_sound() -> None:
    assert lint(DESK) == ()


@pytest.mark.parametrize("row", table("routes"))
def test_routes(row: Row) -> None:
    channel, address, language, company, text, group, rule, passed_over = row
    route = decide(facts_of(DESK, channel=channel, account=address, detected=language, company=company, text=text), DESK)
    assert (route.group, route.rule) == (group, rule)
    assert tuple(rejected.name for rejected in route.rejected) == parts(passed_over)


@pytest.mark.parametrize("row", table("agents"))
def test_agents(row: Row) -> None:
    language, skill, agents, tried, waits_for = row
    candidates = [candidate(number, cell) for number, cell in enumerate(parts(agents, "·"), start=1)]
    answer = assign(Need("Billing", language, parts(skill)), candidates, NOW)
    names = tuple(name for name, _ in answer.loads) if isinstance(answer, Choice) else ()
    assert (names, getattr(answer, "kind", "")) == (parts(tried), waits_for)


@pytest.mark.parametrize("row", table("entries"))
def test_entries(row: Row) -> None:
    seq, last_seq, holder, fate = row
    holders = {"nobody": 0, "the agent": AGENT, "somebody else": SOMEBODY_ELSE}
    answer = verify(AGENT, Entry(1, int(seq), 0), last_seq=int(last_seq), holder=holders[holder])
    assert isinstance(answer, Release) is (fate == "goes")


@pytest.mark.parametrize("row", table("line"))
def test_line(row: Row) -> None:
    load, waiting, takes, passed_over = row
    finn, swede = candidate(1, f"Anna {load}/10 fi"), candidate(2, "Bo 0/10 sv")
    answer = take_top(map(waiting_ticket, parts(waiting, "·")), finn, NOW, colleagues=(finn.agent, swede.agent))
    assert (str(answer.ticket) if isinstance(answer, Take) else "") == takes
    assert tuple(rejected.name for rejected in answer.rejected) == tuple(f"ticket {number}" for number in parts(passed_over))
