"""What routing knows of a ticket: plain values, gathered once, read by every rule."""

from collections.abc import Iterable
from dataclasses import field

from chalicelib.desk.model import Desk
from chalicelib.routing.classify import Recognised, choose_language, recognise
from chalicelib.routing.words import Words, words_of
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Facts:
    """One ticket as rules see it; `account` is the address of ours it was written to as desk.yaml names it, `priority` 0 means none yet."""

    ticket: int = 0
    channel: str = ""
    account: str = ""
    language: str = ""
    language_source: str = ""
    language_because: str = ""
    subject: str = ""
    text: str = field(default="", repr=False)
    words: Words = field(default=Words(), repr=False)
    reason: str = ""
    reason_because: str = ""
    company: str = ""
    tags: tuple[str, ...] = ()
    priority: int = 0
    skills: tuple[str, ...] = ()


def facts_of(
    desk: Desk, *, ticket: int = 0, channel: str = "", account: str = "", subject: str = "", text: str = "", detected: str = "",
    confidence: float = 1.0, profile: str = "", reason: str = "", company: str = "", tags: Iterable[str] = (), priority: int = 0,
    skills: Iterable[str] = (),
) -> Facts:  # fmt: skip
    """Facts from plain values; `detected` with its confidence (0 to 1) and `profile` are languages, a `reason` given stands."""
    home = desk.account(channel, account)
    language = choose_language(
        message=detected, confidence=confidence, profile=profile, account=home.language if home else "", desk=desk.language
    )
    words = words_of(subject, text)
    found = Recognised(reason, "it was given") if reason else recognise(desk.reasons, words_of(subject), words)
    return Facts(
        ticket=ticket, channel=channel, account=home.address if home else account, subject=subject, text=text, words=words,
        company=company, priority=priority,
        language=language.code, language_source=language.source, language_because=language.because,
        reason=found.reason, reason_because=found.because, tags=tuple(tags), skills=tuple(skills),
    )  # fmt: skip
