"""`observe(case, world)`: one case of the attack pack against the product, by the doors that strangers have, and what came of it."""

import time
from collections.abc import Callable, Iterator
from typing import Any

from chalicelib import markup
from chalicelib.canned import placeholders
from chalicelib.channels.email import html, quotes
from chalicelib.channels.email.compose import compose
from chalicelib.channels.email.params import file_name
from chalicelib.channels.message import Handle, Outbound
from chalicelib.errors import ProviderRefused
from chalicelib.handlers import tables
from chalicelib.ids import ticket_token
from chalicelib.storage.history import load
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import events as ev
from tests.attacks import addresses, asking, calls, facts, hooks, labels, outages, scenarios, scene
from tests.attacks.pack import CHECK
from tests.attacks.scene import Scene
from tests.world import TOKEN_KEYS, World

Case = dict[str, Any]
Seen = dict[str, Any]
RESOLVED = "resolved"
SQUATTER = b"From: Mallory <mallory@evil.example>\r\nTo: %s\r\nSubject: First\r\nMessage-ID: <squat-1@customer.example>\r\n\r\nMine.\r\n"


def observe(case: Case, world: World) -> Seen:
    """What the product made of one case, under the names that the pack's oracle reads."""
    return KINDS[case["kind"]](case, world)


# -- mail --


def _mail(case: Case, world: World) -> Seen:
    here = scene.prepared(world)
    raw, envelope, verdicts = CHECK.materialise(case), case["input"].get("envelope", {}), case["input"].get("verdicts")
    if b"{SURVEY1" in raw:
        scene.with_survey(here)
    _prelude(case, here)
    raw, recipients = here.filled(raw), envelope.get("rcpt_to", [scene.SUPPORT])
    scene.mark(here)
    with scene.heard() as told:
        elapsed = _delivered(here, raw, recipients, envelope.get("mail_from", scene.ALICE), verdicts)
        if case["id"] == "T26":
            _delivered(here, raw, [scene.SALES], envelope.get("mail_from", scene.ALICE), verdicts)
    found = _came_of_it(here)
    seen = {**found, "elapsed_ms": elapsed, "logs": told.getvalue(), "exception": "; ".join(world.failures)}
    return {**seen, "facts": facts.of_mail(case["expect"], here, seen)}


def _prelude(case: Case, here: Scene) -> None:
    """What the title of a case presupposes and its mail cannot say."""
    if case["expect"].get("ticket_status", ("", ""))[1] == RESOLVED:
        here.api.put(f"/tickets/{here.t1}", {"status": 4})
        here.world.settle()
    if "squatting" in case["title"]:
        here.world.raw_mail(SQUATTER % scene.SUPPORT.encode(), recipients=[scene.SUPPORT])
        here.world.settle()


def _delivered(here: Scene, raw: bytes, recipients: list[str], mail_from: str, verdicts: dict[str, str] | None) -> float:
    """Milliseconds of CPU that the inbound handler took; the queues are drained after it."""
    world = here.world
    world.raw_mail(raw, recipients=recipients, mail_from=mail_from, verdicts=verdicts)
    started = time.process_time()
    world.pump_queues()
    elapsed = (time.process_time() - started) * 1000
    world.settle()
    return elapsed


def _came_of_it(here: Scene) -> Seen:
    after, before = scene.counted(here), here.before
    grown = {number: count - before["tickets"].get(number, 0) for number, count in after["tickets"].items()}
    new = [number for number in after["tickets"] if number not in before["tickets"]]
    names = {here.t1: "T1", here.t2: "T2"}
    touched = [number for number, count in grown.items() if count]
    fresh = [row for row in after["suspended"] if row not in before["suspended"]]
    return {
        "tickets_created": len(new),
        "appended": {names.get(number, str(number)): count for number, count in grown.items() if count and number not in new},
        "quarantined": len(fresh),
        "dropped": len(set(after["dropped"]) - set(before["dropped"])),
        "lost": 0,
        "sent": [sent.raw.encode("utf-8", "surrogateescape") for sent in here.world.mails()[here.sent_before :]],
        "messages_html": [_shown(here, number) for number in touched],
        "ticket_status": {"T1": _status(here)},
        "address_states": _address_states(here),
        "touched": touched,
        "new": new,
        **_author(touched),
        "flags": [flag for number in touched for flag in _faults(number)] + [flag for row in fresh for flag in row["warnings"]],
        "attachments": max((len(_files(number)) for number in touched), default=0),
    }


def _shown(here: Scene, number: int) -> str:
    """Every word of the ticket as an agent's screen shows it."""
    told = here.api.get(f"/tickets/{number}?include=conversations").body
    return "\n".join([told["description"] or "", *(said["body"] for said in told["conversations"])])


def _status(here: Scene) -> str:
    return str(load(here.t1).category.value)


def _author(touched: list[int]) -> Seen:
    if not touched:
        return {"requester": None, "author_role": None}
    state, message = load(touched[-1]), _messages(touched[-1])[-1]
    agents = {agent["email"] for agent in scene.ACME["agents"]}
    is_agent = bool(state.requester.value in agents and any(isinstance(e, ev.ReplyWritten) for e in _events(touched[-1])))
    return {
        "requester": message.sender.value,
        "requester_name": message.sender.name,
        "author_role": "agent" if is_agent and touched[-1] != 1 else "customer",
    }


def _faults(number: int) -> tuple[str, ...]:
    return _messages(number)[-1].faults


def _files(number: int) -> tuple[ev.File, ...]:
    return _messages(number)[-1].files


def _messages(number: int) -> list[ev.MessageReceived]:
    return [event for event in _events(number) if isinstance(event, ev.MessageReceived)]


def _events(number: int) -> list[ev.Event]:
    return [event for commit in find_commits(number) for event in commit.events]


def _address_states(here: Scene) -> dict[str, str]:
    from chalicelib.storage import people

    handle = people.PersonRow.find(people.handle_key(Handle("email", scene.ALICE)), people.PROFILE)
    state = getattr(handle, "mail_state", None) or "ok"
    return {scene.ALICE: state}


# -- pure functions --


def _html(case: Case, world: World) -> Seen:
    """As a message's page comes in, and as an agent's own page goes out: both pass the one sanitiser."""
    source = CHECK.materialise(case)
    cleaned, elapsed = _timed(markup.clean, source)
    return {"html": cleaned, "elapsed_ms": elapsed, "text": html.to_text(source)}


def _markdown(case: Case, world: World) -> Seen:
    """No markdown is read anywhere: what looks like it stays text."""
    text, page = markup.words(case["input"]["text"])
    return {"html": page or markup.of_text(text)}


def _filename(case: Case, world: World) -> Seen:
    return {"result": file_name(case["input"]["name"]) or "attachment-1"}


def _reply_text(case: Case, world: World) -> Seen:
    whole = CHECK.materialise(case)
    once, elapsed = _timed(quotes.strip, whole)
    _, twice = _timed(quotes.strip, CHECK.scaled(case, 2))
    return {"result": once.text, "elapsed_ms": elapsed, "ratio": twice / max(elapsed, 0.001)}


def _build_mail(case: Case, world: World) -> Seen:
    given = case["input"]
    outbound = Outbound(
        "email", scene.SUPPORT, Handle("email", given["to"], given.get("to_name", "")), "7-1", given["text"],
        subject="x" * given["gen_subject"] if "gen_subject" in given else given["subject"],
        sender_name=given["from_name"], sender_address=scene.SUPPORT, token=ticket_token(7, TOKEN_KEYS),
        references=tuple(f"<{number}@x.example>" for number in range(given.get("gen_references", 0))),
        automatic=given.get("automatic", False),
    )  # fmt: skip
    try:
        return {"result": compose(outbound)}
    except ProviderRefused:
        return {"result": None}


def _template(case: Case, world: World) -> Seen:
    """As a canned response is filled in and shown; whether it may be kept is another matter."""
    given = case["input"]
    filled, elapsed = _timed(lambda template: placeholders.fill(template, dict(_named(given["context"]))), given["template"])
    kept = placeholders.unknown(given["template"])
    return {"result": markup.clean(filled.html), "elapsed_ms": elapsed, "refused": bool(kept)}


def _csv(case: Case, world: World) -> Seen:
    """As a list of the API goes out: objects, whose keys are the first row."""
    names, *rows = case["input"]["rows"]
    return {"result": tables.table([dict(zip(names, row, strict=True)) for row in rows]).encode()}


def _named(context: Any, before: str = "") -> Iterator[tuple[str, str]]:
    """The values under the names of placeholders; what is none of ours keeps its name too."""
    for name, value in context.items():
        if isinstance(value, dict):
            yield from _named(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", str(value)


def _timed(work: Callable[[str], Any], text: str) -> tuple[Any, float]:
    started = time.process_time()
    result = work(text)
    return result, (time.process_time() - started) * 1000


KINDS: dict[str, Callable[[Case, World], Seen]] = {
    "mail": _mail,
    "html": _html,
    "markdown": _markdown,
    "filename": _filename,
    "reply_text": _reply_text,
    "build_mail": _build_mail,
    "template": _template,
    "webhook": hooks.observe,
    "api": calls.observe,
    "url": addresses.observe,
    "csv": _csv,
    "survey": asking.observe,
    "scenario": scenarios.observe,
    "ai_classify": labels.observe,
    "fault": outages.observe,
}
