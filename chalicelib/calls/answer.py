"""What an exchange hears while a call rings: in which language, to which team, what concerns the caller, and how to reach a person."""

from collections.abc import Iterable
from typing import Any

from chalicelib.desk.model import Account, Desk
from chalicelib.desk.texts import fill
from chalicelib.routing.decide import decide
from chalicelib.routing.facts import facts_of
from chalicelib.sla.policy import Category
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

CHANNEL = "phone"


@dataclass(frozen=True, slots=True)
class Caller:
    """What is known of who calls; `verified`: the number is vouched for, so what it stands for may be said."""

    number: str
    verified: bool = False
    contact: int = 0
    language: str = ""
    company: str = ""
    tickets: tuple[State, ...] = ()


def ticket_of(caller: Caller) -> State | None:
    """The one open ticket that the call is about: a single one, or the one that changed last."""
    opened = [state for state in caller.tickets if state.is_open]
    return max(opened, key=lambda state: state.updated_at, default=None)


def answer(caller: Caller, called: str, desk: Desk) -> dict[str, Any]:
    """The answer as JSON has it. Of an unproven number nothing is said that only its owner may know, not even that it is known."""
    account = desk.account(CHANNEL, called)
    ticket = ticket_of(caller) if caller.verified else None
    language = (ticket and ticket.language) or _language(caller, account, desk)
    facts = facts_of(
        desk, channel=CHANNEL, account=called, profile=language, company=caller.company if caller.verified else "", subject="", text=""
    )
    team = (ticket.group if ticket else "") or decide(facts, desk).group
    agent = desk.agent(ticket.agent) if ticket else None
    return {
        "language": language,
        "team": team,
        "notice": _notice(ticket, language, desk),
        "person": {"number": _number(team, account, desk.accounts), "team": team, "agent": agent.name if agent else None},
        "ticket": {"id": ticket.number, "subject": ticket.subject} if ticket else None,
    }


def _language(caller: Caller, account: Account | None, desk: Desk) -> str:
    known = caller.language if caller.verified else ""
    wished = (known, account.language if account else "", desk.language)
    return next(code for code in wished if code in (*desk.languages, desk.language))


def _notice(ticket: State | None, language: str, desk: Desk) -> str:
    """What there is to say before anything is asked: the state of the caller's own matter, else the desk's greeting."""
    key = "call_greeting"
    if ticket:
        key = "call_pending" if ticket.category is Category.PENDING else "call_open"
    return fill(desk.text(key, language), {"desk": desk.name, "ticket": str(ticket.number) if ticket else ""})


def _number(team: str, account: Account | None, accounts: Iterable[Account]) -> str:
    """Where a person of the team picks up: the team's own phone account, else the one that was called."""
    own = next((one.number for one in accounts if one.channel == CHANNEL and one.group == team and one.number), "")
    return own or (account.number if account else "")
