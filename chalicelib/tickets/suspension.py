"""Which mails wait for a person's release instead of coming in: the causes, in the order in which they are asked."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from chalicelib.channels.message import Automatic, Inbound, Verdicts
from chalicelib.codec import from_json, to_json, to_plain
from chalicelib.desk.model import Incoming
from chalicelib.tickets.flood import is_over
from chalicelib.tickets.mailing import MailSuspended
from chalicelib.tickets.state import State
from chalicelib.tickets.threading import TOKEN, Append, Clue, Drop, Open, Where, is_party
from chalicelib.values import dataclass

VIRUS, SPAM, BURST, FLOOD, STRANGER, UNCONFIRMED = "virus", "spam", "burst", "flood", "stranger", "unconfirmed"
CAUSES = {
    VIRUS: "the mail service found a virus",
    SPAM: "the mail service takes it for spam",
    BURST: "its sender opened too many tickets within ten minutes",
    FLOOD: "too many messages came to one ticket within an hour",
    STRANGER: "somebody who has no part in a ticket wrote to its reply address",
    UNCONFIRMED: "a form names an address whose owner has not confirmed it",
}
BURST_WINDOW, HELD = timedelta(minutes=10), timedelta(hours=1)
PREVIEW = 300
# They are believed only with a token or id of ours, and nobody can be flooded with what joins one message of ours.
_REPORTS = (Automatic.BOUNCE, Automatic.COMPLAINT)


@dataclass(frozen=True, slots=True)
class Suspend:
    """The mail waits; `ticket` is the one that it concerns, 0 for none."""

    cause: str
    because: str
    ticket: int = 0


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What is known beside the message: why its sender is held back at present (empty: is not), and the tickets it names.

    `holds_proven`: the flood was the sender's own beyond doubt, so what DMARC proves to be theirs waits too.
    """

    held_because: str = ""
    clues: tuple[Clue, ...] = ()
    holds_proven: bool = False


def suspend(message: Inbound, where: Where, around: Circumstances, limits: Incoming, now: datetime) -> Suspend | None:
    """Why this mail has to wait, None when it may come in; one that was released before comes in whatever it is."""
    if message.unproven and not message.released:
        return Suspend(UNCONFIRMED, f"{message.sender.value} has not confirmed that the form is theirs")
    if message.channel != "email" or message.released or isinstance(where, Drop):
        return None
    if cause := next((cause for cause in (VIRUS, SPAM) if getattr(message.verdicts, cause) == "FAIL"), ""):
        return Suspend(cause, CAUSES[cause], _meant(where, around.clues))
    if message.automatic in _REPORTS:
        return None
    if _is_held(message, where, around, limits):
        return Suspend(BURST, around.held_because, _meant(where, around.clues))
    if isinstance(where, Append):
        return _flooded(message, where, around.clues, limits, now)
    return _stranger(message, where, around.clues)


def burst(state: State, earlier: Iterable[State], limits: Incoming) -> MailSuspended | None:
    """What the ticket that made it too many tells of its sender, None while there are not."""
    if state.channel != "email" or not state.requester.value or state.requester.value in limits.trusted:
        return None
    recent = [one for one in earlier if one.channel == "email" and state.opened_at - one.opened_at < BURST_WINDOW]
    if len(recent) < limits.tickets_per_sender:
        return None
    return MailSuspended(
        BURST, state.requester.value, f"{len(recent) + 1} tickets within ten minutes; further mail waits until an hour of quiet"
    )


def _is_held(message: Inbound, where: Where, around: Circumstances, limits: Incoming) -> bool:
    """Who floods in somebody's name must not silence them: a proven mail waits only if it opens a ticket and the flood was proven too."""
    if not around.held_because or message.sender.value in limits.trusted:
        return False
    return not is_proven(message.verdicts) or (around.holds_proven and not isinstance(where, Append))


def is_proven(verdicts: Verdicts) -> bool:
    """Whether the mail is from the address in its From, as far as mail can tell."""
    return verdicts.dmarc == "PASS"


def _meant(where: Where, clues: tuple[Clue, ...]) -> int:
    """The ticket that the mail would join, else the one whose reply address it was sent to."""
    if isinstance(where, Append):
        return where.ticket
    return next((clue.home.number for clue in clues if clue.method == TOKEN), 0)


def _flooded(message: Inbound, where: Append, clues: tuple[Clue, ...], limits: Incoming, now: datetime) -> Suspend | None:
    state = next((clue.home for clue in clues if clue.home.number == where.ticket), None)
    if state is None or message.sender.value in limits.trusted:
        return None
    if not is_over(state.flood, limits.messages_per_ticket, int(now.timestamp())):
        return None
    return Suspend(FLOOD, f"{limits.messages_per_ticket} messages came to ticket {state.number} within an hour", state.number)


def _stranger(message: Inbound, where: Open, clues: tuple[Clue, ...]) -> Suspend | None:
    """A reply address is told to the parties of its ticket only: who else has it, has it from one of them or has stolen it."""
    for clue in clues:
        if clue.method == TOKEN and not is_party(message.sender, clue.state):
            number = clue.state.number
            return Suspend(STRANGER, f"{message.sender.value or 'nobody known'} is not a party of ticket {number}", number)
    return None


def kept(message: Inbound, why: Suspend, base: int) -> dict[str, Any]:
    """All that a list shows and a release needs; the mail itself stays in the raw bucket. `base`: the version of the ticket it concerns."""
    # A form has no raw mail: all of it is kept here.
    form = {"form": from_json(to_json(message), dict[str, Any]), "unproven": message.unproven} if message.unproven else {}
    return {
        **form, "cause": why.cause, "because": why.because, "ticket": why.ticket, "base": base, "sender": message.sender.value,
        "name": message.sender.name, "subject": message.subject, "text": message.text[:PREVIEW], "raw": message.raw,
        "recipients": list(message.recipients), "return_path": message.return_path, "received_at": message.received_at.isoformat(),
        "verdicts": to_plain(message.verdicts), "warnings": list(message.faults),
    }  # fmt: skip
