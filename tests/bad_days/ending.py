"""How a story ended: what the desk holds and what people received, without what may differ between two good runs."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from chalicelib.codec import to_json
from chalicelib.settings import settings
from chalicelib.storage.tickets import CommitRow, ViewRow
from chalicelib.tickets.events import Commit, DeliveryReported, event_to_plain
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import State
from tests.bad_days import stores
from tests.bad_days.watched import Watched

# Steps of the way that a repetition takes again, and what names a commit by its place.
STEPS = frozenset({"look.set", "delivery.claimed", "delivery.released", "delivery.reported"})
PLACES = frozenset({"version", "updated_at", "commands", "assigned_seq", "look_at", "digest", "because", "late_by", "rejected"})
MESSAGES = frozenset({"reply.written", "notice.raised", "survey.invited"})
STAMPS = frozenset({"at", "changed", "kind_sk", "assigned", "day_sk", "sk", "expires", "base"})
TICKET = re.compile(r"(?<!\d)7000\d{3}(?!\d)")
TOKEN = re.compile(r"(?<=/survey/)[\w.-]+|(?<=/confirm/)[\w.-]+|(t7000\d{3})\.[a-z2-7]{20}")
RANKS = ("written", "claimed", "sent", "delivered", "read", "failed")


@dataclass(frozen=True)
class Ending:
    """Comparable parts by name; `broken` is what must never be, whatever else happened."""

    parts: dict[str, Any]
    broken: tuple[str, ...]


def ending(world: Watched) -> Ending:
    commits = _commits()
    ranks = {number: f"T{rank}" for rank, number in enumerate(sorted(commits), 1)}
    parts: dict[str, Any] = {}
    for number, history in commits.items():
        parts[f"{ranks[number]} state"] = _state(fold(None, history), history)
        parts[f"{ranks[number]} history"] = list(_story(history))
        parts[f"{ranks[number]} deliveries"] = _deliveries(history)
    parts |= {"people": _people(), "loads": _loads(), "surveys": _surveys(), "seen": _seen()}
    parts |= {"mails": _mails(world), "chats": _counted((chat["to"], chat["text"]["body"]) for chat in world.chats)}
    return Ending({name: _plain(value, ranks) for name, value in parts.items()}, tuple(_broken(world, commits)))


def differences(clean: Ending, other: Ending, slack: int) -> list[str]:
    """Where two endings differ; instants may be `slack` seconds apart."""
    return [*other.broken, *_differ(clean.parts, other.parts, "", slack)]


def _differ(one: Any, two: Any, path: str, slack: int) -> Iterator[str]:
    if isinstance(one, dict) and isinstance(two, dict):
        for key in sorted(one.keys() | two.keys(), key=str):
            yield from _differ(one.get(key), two.get(key), f"{path}/{key}", slack)
    elif isinstance(one, list) and isinstance(two, list) and len(one) == len(two):
        for number, (left, right) in enumerate(zip(one, two, strict=True)):
            yield from _differ(left, right, f"{path}/{number}", slack)
    elif not _alike(one, two, slack):
        yield f"{path}: {one!r} became {two!r}"[:1500]


def _alike(one: Any, two: Any, slack: int) -> bool:
    left, right = _instant(one), _instant(two)
    return one == two if left is None or right is None else abs(left - right) <= slack


def _instant(value: Any) -> float | None:
    if isinstance(value, int) and 1_700_000_000 < value < 2_000_000_000:
        return value
    try:
        return datetime.fromisoformat(value).timestamp() if isinstance(value, str) and value[4:5] == "-" else None
    except ValueError:
        return None


def _plain(value: Any, ranks: dict[int, str]) -> Any:
    """The value as JSON has it, tickets by their order instead of their numbers, which may have gaps."""
    text = TOKEN.sub(lambda found: found[1] or "TOKEN", json.dumps(json.loads(to_json(value)), ensure_ascii=False))
    return json.loads(TICKET.sub(lambda found: f"{found[0]}" if int(found[0]) not in ranks else _rank(ranks[int(found[0])]), text))


def _rank(name: str) -> str:
    return f"9900{int(name[1:]):03d}"


# -- tickets --


def _commits() -> dict[int, list[Commit]]:
    found: dict[int, list[Commit]] = {}
    for item in stores.rows(settings().tickets_table):
        if item["sk"]["S"].startswith("C#"):
            commit = CommitRow.from_raw_data(item).commit()
            found.setdefault(commit.ticket, []).append(commit)
    return found


def _state(state: State, history: list[Commit]) -> dict[str, Any]:
    plain: dict[str, Any] = _without(json.loads(to_json(state)), PLACES)
    writers = _writers(history)
    plain["outgoing"] = [[writers[item.seq], item.status] for item in state.outgoing]
    plain["undelivered"] = [writers[seq] for seq in state.undelivered]
    return plain


def _story(history: list[Commit]) -> Iterator[list[Any]]:
    for commit in history:
        events = [_without(event_to_plain(event), PLACES) for event in commit.events if event.NAME not in STEPS]
        if events:
            yield [commit.actor, json.loads(to_json(events)), [commit.content.text, commit.content.html] if commit.content else []]


def _deliveries(history: list[Commit]) -> dict[str, str]:
    """How far each message of ours got at last."""
    writers, best = _writers(history), dict[str, int]()
    for commit in history:
        for event in commit.events:
            if isinstance(event, DeliveryReported):
                name = writers[event.of]
                best[name] = max(best.get(name, 0), RANKS.index(event.status.value))
    return {name: RANKS[rank] for name, rank in best.items()}


def _writers(history: list[Commit]) -> dict[int, str]:
    """Our messages by the commit that wrote them, named by their order."""
    seqs = [commit.seq for commit in history if MESSAGES & set(commit.names)]
    return {seq: f"message {place}" for place, seq in enumerate(seqs, 1)}


def _without(value: Any, names: frozenset[str]) -> Any:
    if isinstance(value, dict):
        return {key: _without(item, names) for key, item in value.items() if key not in names}
    return [_without(item, names) for item in value] if isinstance(value, list | tuple) else value


# -- the rest --


def _people() -> list[Any]:
    return [_row(item) for item in stores.rows(settings().people_table) if not item["pk"]["S"].startswith("LOAD#")]


def _row(item: dict[str, Any]) -> dict[str, Any]:
    row = {name: next(iter(value.values())) for name, value in item.items() if name not in STAMPS}
    if row["pk"].startswith("SU#"):
        # A suspended mail keeps how far its ticket's history had come, which is a place and no content.
        row["data"] = _without(json.loads(row["data"]), frozenset({"base", "received_at"}))
    return row


def _loads() -> dict[str, Any]:
    found = [item for item in stores.rows(settings().people_table) if item["pk"]["S"].startswith("LOAD#")]
    return {item["pk"]["S"]: [item.get("total", {}).get("N"), _entries(item)] for item in found}


def _entries(item: dict[str, Any]) -> list[tuple[str, str]]:
    """Tickets and their points."""
    return sorted((number, row["M"]["points"]["N"]) for number, row in item.get("entries", {"M": {}})["M"].items())


def _surveys() -> list[Any]:
    """Who was asked, and the answers; one that only repeats another is none."""
    return [_row(item) for item in stores.rows(settings().surveys_table) if "same" not in item]


def _seen() -> dict[str, Any]:
    """Which ticket each message and chat belongs to; a provider's own ids are random."""
    kept = {item["pk"]["S"]: item["ticket"]["N"] for item in stores.rows(settings().seen_table) if "ticket" in item}
    return {key: ticket for key, ticket in kept.items() if key[:2] in ("D#", "L#") or "customer.example" in key}


def _mails(world: Watched) -> dict[str, int]:
    heads = ("In-Reply-To", "Reply-To")
    return _counted((*sent.to, sent.subject, sent.text, *(str(sent.mail[name]) for name in heads)) for sent in world.mails())


def _counted(things: Iterator[tuple[str, ...]]) -> dict[str, int]:
    return {TOKEN.sub(lambda found: found[1] or "TOKEN", " | ".join(key)): count for key, count in Counter(things).items()}


def _broken(world: Watched, commits: dict[int, list[Commit]]) -> Iterator[str]:
    views = {item["pk"]["S"]: item for item in stores.rows(settings().tickets_table) if item["sk"]["S"] == "VIEW"}
    for number, history in commits.items():
        rebuilt = ViewRow.of(fold(None, history)).serialize()
        if rebuilt != views.get(f"T#{number}"):
            yield f"the VIEW of {number} is not what its history gives"
    if world.failures:
        yield f"failed: {world.failures[:3]}"
    left = {name: len(stores.waiting(name)) for name in ("poison", "inbound", "routing", "deliveries", "background")}
    if any(left.values()):
        yield f"left in queues: {left}"
