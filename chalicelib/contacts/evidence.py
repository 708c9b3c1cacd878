"""How sure we are that a handle is this contact's: guessed, said by somebody, or proven by whoever runs the channel."""

from enum import StrEnum

from chalicelib.channels.message import Inbound
from chalicelib.values import dataclass


class Evidence(StrEnum):
    """From a guess to a proof."""

    INFERRED = "inferred"
    ASSERTED = "asserted"
    VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class Proof:
    """What speaks for a handle, and who said so: a channel, an agent, the desk's own guess."""

    evidence: Evidence
    by: str = ""


# What stands, and what it becomes when this is seen; every other pair leaves it as it is. A channel proves who has a handle, not that
# it is the person we guessed: a guess has to be asserted by somebody before anything can prove it.
RISES = {
    (Evidence.INFERRED, Evidence.ASSERTED): Evidence.ASSERTED,
    (Evidence.ASSERTED, Evidence.VERIFIED): Evidence.VERIFIED,
}
# Words of rows that were written before there was a rule.
FORMER = {"vouched": Evidence.VERIFIED}
RANK = tuple(Evidence)
# A mail says by itself who sent it, and so does whoever calls or sends an SMS; a form may name anybody.
TOLD_BY_SENDER = frozenset({"email", "phone"})


def risen(standing: Evidence, seen: Evidence) -> Evidence:
    """What is known of a handle after one more sight of it; it never falls."""
    return RISES.get((standing, seen), standing)


def weaker(one: Evidence, other: Evidence) -> Evidence:
    """What a conclusion from both is worth: a handle that leads to a contact by another one is as sure as the less sure of the two."""
    return min(one, other, key=RANK.index)


def proof_of(message: Inbound) -> Proof:
    """What a message proves of its sender's handle; DMARC binds a mail to the domain of its From (RFC 7489 3.1)."""
    if message.released:
        return Proof(Evidence.ASSERTED, message.released)
    by = f"channel:{message.channel}"
    is_aligned_mail = message.channel == "email" and message.verdicts.dmarc == "PASS"
    is_proven = is_aligned_mail or message.sender.kind not in TOLD_BY_SENDER
    return Proof(Evidence.VERIFIED if is_proven else Evidence.ASSERTED, by)


def stored(word: str) -> Evidence:
    """The evidence as a row has it; what an earlier version did not name was said by somebody."""
    return FORMER.get(word) or next((known for known in Evidence if known == word), Evidence.ASSERTED)
