"""What a message is: the language to answer in and the reason for writing, each with how we know."""

from collections.abc import Sequence

from chalicelib.desk.model import Reason
from chalicelib.people.skills import primary
from chalicelib.routing.words import Words, found_in
from chalicelib.values import dataclass

SURE_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class Language:
    """The language of a ticket and where it was learnt: message, profile, account or desk."""

    code: str
    source: str
    because: str


@dataclass(frozen=True, slots=True)
class Recognised:
    """The reason for writing ("" if none was recognised), the words that gave it away, and what else came into question."""

    reason: str
    because: str
    words: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    reason: str
    met: tuple[str, ...]
    in_subject: bool


def choose_language(
    *, message: str = "", confidence: float = 1.0, profile: str = "", account: str = "", desk: str = "", sure_enough: float = SURE_ENOUGH
) -> Language:
    """What the message is written in if that is sure enough (confidence 0 to 1), else the profile's, the account's, the desk's."""
    written, unsure = primary(message), ""
    if written and confidence >= sure_enough:
        return Language(written, "message", f"the message is in {written} ({confidence:.0%} sure)")
    if written:
        unsure = f"; the message looks like {written}, but only {confidence:.0%} sure"
    known = (("profile", profile, "the contact's profile says"), ("account", account, "the address written to is for"))
    for source, tag, sentence in known:
        if tag:
            return Language(primary(tag), source, f"{sentence} {primary(tag)}{unsure}")
    return Language(primary(desk), "desk", f"the desk's own language is {primary(desk)}{unsure}")


def recognise(reasons: Sequence[Reason], subject: Words, words: Words) -> Recognised:
    """The reason with most of its words in the message; of equals one named in the subject, then the first configured.

    `words` are those of subject and text together.
    """
    matches = [match for reason in reasons if (match := _match(reason, subject, words))]
    if not matches:
        return Recognised("", "no reason's words are in the message")
    best = max(matches, key=lambda match: (len(match.met), match.in_subject))
    others = tuple(match.reason for match in matches if match is not best)
    because = f"the message says {_quoted(best.met)}" + (f"; less clearly also {', '.join(others)}" if others else "")
    return Recognised(best.reason, because, best.met, others)


def _match(reason: Reason, subject: Words, words: Words) -> _Match | None:
    met = tuple(dict.fromkeys(text for _, text in found_in(reason.words, words)))
    if not met:
        return None
    return _Match(reason.name, met, bool(found_in(reason.words, subject)))


def _quoted(words: Sequence[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
