"""The bodies of webhook subscriptions."""

from chalicelib.handlers.schema import Field, NotAllowedError, Schema, flag, numbers, text, texts
from chalicelib.tickets.events import KINDS

NAME, ADDRESS, CURSOR = 255, 2_048, 1_000


def _names(value: object) -> tuple[str, ...]:
    names: tuple[str, ...] = texts(64, len(KINDS)).check(value)
    if wrong := sorted(set(names) - set(KINDS)):
        raise NotAllowedError(f"There are no events called {', '.join(wrong)}")
    return names


def _types() -> Field:
    """Names of events, each once; none of them: all."""
    facts = {"type": "array", "items": {"type": "string", "enum": sorted(KINDS)}}
    return Field(_names, empty=(), facts=facts)


WEBHOOK: Schema = {
    "name": text(NAME),
    "url": text(ADDRESS),
    "types": _types(),
    "personal": flag(),
    "active": flag(empty=True),
    "rotate_secret": flag(),
}
NEW_WEBHOOK: Schema = {
    "name": text(NAME),
    "url": text(ADDRESS, required=True),
    "types": _types(),
    "personal": flag(),
    "after": text(CURSOR),
}
REDELIVERY: Schema = {"cursor": text(CURSOR), "dead_letters": flag(), "event_ids": numbers(100)}
