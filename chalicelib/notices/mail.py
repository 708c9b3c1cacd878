"""The mail that tells colleagues of a warned, breached or escalated promise."""

from datetime import datetime
from zoneinfo import ZoneInfo

from chalicelib.desk.model import Desk
from chalicelib.desk.texts import fill
from chalicelib.tickets.events import NoticeRaised
from chalicelib.tickets.onlookers import WatchersTold
from chalicelib.tickets.state import State
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Notice:
    """Subject and body of a notice; nothing a customer wrote but the ticket's subject line."""

    subject: str
    text: str


def notice(state: State, event: NoticeRaised, desk: Desk, link: str) -> Notice:
    """In the desk's language, about the last and gravest of the rungs that were reached."""
    clock, _, step = event.rungs[-1].partition(":")
    kind = "breached" if step == "breach" else "warned" if _is_before_due(state, clock) else "escalated"
    values = _values(state, clock.partition("#")[0], desk, link)
    return Notice(
        fill(desk.text(f"notice_{kind}_subject", desk.language), values),
        fill(desk.text(f"notice_{kind}", desk.language), values),
    )


def watchers_notice(state: State, event: WatchersTold, desk: Desk, link: str) -> Notice:
    """To those who watch, in the desk's language: that the customer wrote, or which status the ticket has."""
    owner = desk.agent(state.agent) if state.agent else None
    values = {"ticket": str(state.number), "status": event.status, "group": state.group or "–", "agent": owner.name if owner else "–"}
    subject, text = (desk.text(f"notice_{event.about}{part}", desk.language) for part in ("_subject", ""))
    return Notice(fill(subject, values), fill(text, {**values, "link": link}))


def _is_before_due(state: State, clock: str) -> bool:
    return f"{clock}:breach" not in state.rungs


def _values(state: State, kind: str, desk: Desk, link: str) -> dict[str, str]:
    promise = state.promise(kind)
    owner = desk.agent(state.agent) if state.agent else None
    return {
        "ticket": str(state.number),
        "promise": desk.text(f"promise_{kind}", desk.language),
        "due": _local(promise.due if promise else None, state, desk),
        "group": state.group or "–",
        "agent": owner.name if owner else "–",
        "link": link,
    }


def _local(at: datetime | None, state: State, desk: Desk) -> str:
    policy = next((policy for policy in desk.policies if policy.name == state.policy), None)
    calendar = desk.calendar(policy.calendar) if policy else None
    if at is None:
        return "–"
    return f"{at.astimezone(ZoneInfo(calendar.time_zone if calendar else 'UTC')):%Y-%m-%d %H:%M}"
