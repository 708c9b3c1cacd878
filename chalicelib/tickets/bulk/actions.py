"""Jobs over many tickets: made at once, worked off chunk by chunk, each ticket once however often its chunk comes."""

import secrets as randomness
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from chalicelib import meter
from chalicelib.codec import to_json
from chalicelib.context import Context
from chalicelib.errors import Refused
from chalicelib.outside import queues
from chalicelib.storage import history, jobs
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command
from chalicelib.storage.jobs import CHUNK, Item, Job
from chalicelib.tickets import linking
from chalicelib.tickets.bulk import plan
from chalicelib.tickets.bulk.plan import Deed, Outcome, Preview, Said
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.decide import Author
from chalicelib.tickets.state import State

UPDATE, DELETE, UNDO = "update", "delete", "undo"
# Seconds between chunks: a job of thousands of mails does not go out in one burst.
APART = 2
LONGEST_DELAY = 900


def begin(job: Job, items: Sequence[Item]) -> Job:
    """Store the job and queue its chunks; the same job again is queued again, and does nothing twice."""
    job = replace(job, chunks=-(-len(items) // CHUNK))
    jobs.put(job, items)
    _queue(job, range(job.chunks))
    return job


def _queue(job: Job, chunks: Iterable[int]) -> None:
    bodies = (to_json({"job": job.id, "chunk": number}).decode() for number in chunks)
    queues.send_many("background", [(body, min(LONGEST_DELAY, place * APART)) for place, body in enumerate(bodies)])


def begin_undo(job: Job, of: Job, done: Iterable[Item]) -> Job:
    """The tickets that the job changed, each with the commit to take back as its base."""
    return begin(job, [Item(item.ticket, item.seq) for item in done if item.outcome == Outcome.DONE])


def resume(job: Job) -> None:
    """Queue the chunks again that still have something to do."""
    items, _ = jobs.items(job)
    waiting = {position // CHUNK for position, item in enumerate(items) if item.outcome == Outcome.WAITING}
    _queue(job, sorted(waiting))


def work(number: int, chunk: int, context: Context) -> None:
    """Do what is left of one chunk."""
    found = jobs.find_with(number, chunk)
    if found is None:
        return
    job, items = found
    outcomes = [_worked(job, item, context) if item.outcome == Outcome.WAITING else item for item in items]
    if outcomes != items:
        # One write for tickets that have nothing but this job in common.
        with meter.for_all():
            jobs.put_outcomes(job, chunk, outcomes, context.now)


def _worked(job: Job, item: Item, context: Context) -> Item:
    order = Command(f"bulk:{job.id}:{item.ticket}", job.actor, f"job {job.id}")
    try:
        state = history.load(item.ticket)
        # Somebody may have gone on since an earlier delivery of this chunk, further than the ticket remembers its commands.
        later = rows.find_commits(item.ticket, after=item.base) if state.version > item.base else []
        if before := next((one for one in later if one.id == order.id), None):
            return replace(item, outcome=Outcome.DONE.value, seq=before.seq)
        outcome = history.change(item.ticket, order, context, lambda now, at: _change(job, item, now, context, at), known=state)
    except Refused as refusal:
        return replace(item, outcome=Outcome.REFUSED.value, because=refusal.message[:300])
    if outcome.commit is None:
        return replace(item, outcome=Outcome.UNCHANGED.value)
    return replace(item, outcome=Outcome.DONE.value, seq=outcome.commit.seq)


def _change(job: Job, item: Item, state: State, context: Context, at: datetime) -> Change:
    if job.kind != UNDO:
        return _done(state, deed_of(job.about), Author(job.agent, job.name), context, at)
    back = plan.taken_back(rows.find_commits(item.ticket, limit=item.base), state)
    return _done(state, Deed(back.wanted), Author(job.agent, job.name), context, at)


def _done(state: State, deed: Deed, author: Author, context: Context, at: datetime) -> Change:
    if linking.ends(state, context.desk.status(deed.wanted.get("status", 0))):
        linking.refuse_open_children(state, history.load_many(state.bonds.children), context.desk)
    return plan.done_to(state, deed, Said(author, seal(*deed.reply, randomness.token_hex(16))), context.desk, at)


def deed_of(about: dict[str, Any]) -> Deed:
    wanted = dict(about.get("wanted", {}))
    if "tags" in wanted:
        wanted["tags"] = tuple(wanted["tags"])
    text, html = about.get("reply", ("", ""))
    return Deed(wanted, (text, html))


def previews(states: Iterable[State], deed: Deed, author: Author, context: Context) -> Iterator[Preview]:
    """What a job would do to each of these tickets if it ran now."""
    for state in states:
        yield _preview(state, deed, author, context)


def undo_previews(states: dict[int, State], items: Iterable[Item], author: Author, context: Context) -> Iterator[Preview]:
    for item in items:
        if item.outcome == Outcome.DONE and (state := states.get(item.ticket)):
            back = plan.taken_back(rows.find_commits(item.ticket, limit=item.seq), state)
            yield replace(_preview(state, Deed(back.wanted), author, context), kept=back.kept)


def _preview(state: State, deed: Deed, author: Author, context: Context) -> Preview:
    try:
        return plan.preview(state, _done(state, deed, author, context, context.now), context.desk, context.now)
    except Refused as refusal:
        return Preview(state.number, state.subject, refused=refusal.message)
