"""Sending what commits wrote: claim, compose, send, report; a claim without a report waits for the provider's own word."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels import fallback, letters
from chalicelib.channels.email.compose import compose
from chalicelib.channels.job import COLLEAGUES, SENDABLE, Job
from chalicelib.channels.message import Delivery, Enclosure, HttpCall, Outbound, Sending
from chalicelib.channels.registry import Channel, channel
from chalicelib.channels.split import parts
from chalicelib.context import Context
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.ids import command_id
from chalicelib.outside import files as outside_files
from chalicelib.outside import mail, providers
from chalicelib.outside.secrets import keys
from chalicelib.settings import settings
from chalicelib.storage import chats, families, history, seen, visits
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.tickets import clues, decide
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import (
    DeliveryRedirected,
    DeliveryReleased,
    DeliveryReported,
    Event,
    FallbackOffered,
    ReplyWritten,
    SurveyInvited,
)  # fmt: skip
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.tickets.state import Outgoing, State

MOST_ATTEMPTS = 12
FIRST_WAIT = 15


def deliver(ticket: int, context: Context) -> int:
    """Send every written and unclaimed message of a ticket; how many were sent."""
    state = history.load(ticket)
    waiting = [item.seq for item in state.outgoing if item.status is Delivery.WRITTEN]
    return sum(_deliver_one(state, seq, context) for seq in waiting)


def _deliver_one(known: State, seq: int, context: Context) -> bool:
    claimed = _change(known, f"claim:{seq}:{command_id()}", context, lambda state, at: decide.claim(state, seq))
    if claimed.commit is None:
        return False
    job, taken = _job(claimed.state, seq), list[str]()
    ended: Event | None
    try:
        for provider_id in _send(job, context):
            taken.append(provider_id)
        ended = DeliveryReported(seq, Delivery.SENT, taken[-1] if taken else "")
    except ProviderRefused as refusal:
        ended = DeliveryReported(seq, Delivery.FAILED, reason=refusal.message)
    except Uncertain:
        ended = None
    except Unavailable as fault:
        ended = _not_now(job, fault)
    is_sent = isinstance(ended, DeliveryReported) and ended.status is Delivery.SENT
    _remember(job, taken, context, is_whole=is_sent)
    if ended:
        _conclude(job, ended, context)
    return is_sent


def _job(state: State, seq: int) -> Job:
    commit = rows.find_commits(state.number, after=seq - 1, limit=1)[0]
    event = next(event for event in commit.events if isinstance(event, SENDABLE))
    item = next((item for item in state.outgoing if item.seq == seq), Outgoing(seq, "", attempt=1))
    return Job(state, commit, event, item)


def _not_now(job: Job, fault: Unavailable) -> Event:
    """Try again later, each time twice as late, up to a quarter of an hour; after hours of that it has failed."""
    if job.attempt >= MOST_ATTEMPTS:
        return DeliveryReported(job.commit.seq, Delivery.FAILED, reason=f"gave up after {job.attempt} attempts: {fault.message}")
    return DeliveryReleased(job.commit.seq, fault.message, min(900, FIRST_WAIT * 2 ** (job.attempt - 1)))


def _remember(job: Job, provider_ids: Sequence[str], context: Context, *, is_whole: bool) -> None:
    """What the provider took is remembered before the report, so that an answer to it finds its ticket."""
    for provider_id in provider_ids:
        name = "email" if job.is_mail else job.channel
        seen.remember_message(clues.provider_key(name, provider_id), job.commit.ticket, context.now, ours=job.commit.seq)
    if is_whole and job.item.to and not job.is_mail:
        # The customer's answer on that channel belongs here, unless a chat of theirs is under way there.
        seen.take_chat(seen.chat_key(job.channel, job.account, job.to.value), job.commit.ticket, None, context.now)


def _conclude(job: Job, event: Event, context: Context) -> None:
    order = f"conclude:{job.commit.seq}:{command_id()}"
    _change(job.state, order, context, lambda state, at: _if_pending(state, job.commit.seq, event))


def _if_pending(state: State, seq: int, event: Event) -> Change:
    """The provider's own event may have been faster than we."""
    return Change((event,) if any(item.seq == seq for item in state.outgoing) else ())


# -- when it failed --


def offer_fallback(ticket: int, seq: int, context: Context) -> None:
    """For each message that commit `seq` reports as failed: the customer's next way, offered or taken as the desk wants it."""
    commits = rows.find_commits(ticket, after=seq - 1, limit=1)
    reported = [event for event in commits[0].events if isinstance(event, DeliveryReported)] if commits else []
    for event in reported:
        if event.status is Delivery.FAILED and context.desk.fallback != "never":
            _offer(history.load(ticket), seq, event, context)


def _offer(state: State, reported: int, event: DeliveryReported, context: Context) -> None:
    commits = rows.find_commits(state.number, after=event.of - 1)
    said = next((one for one in commits[0].events if isinstance(one, ReplyWritten)), None) if commits else None
    later = [one for commit in commits if commit.seq > reported for one in commit.events]
    is_others = said is not None and (said.to.kind, said.to.value) != (state.requester.kind, state.requester.value)
    is_settled = any(isinstance(one, FallbackOffered | DeliveryRedirected) and one.of == event.of for one in later)
    if said is None or is_others or is_settled or state.spam or state.deleted:
        return
    ways = [one.channel for commit in commits for one in commit.events if isinstance(one, DeliveryRedirected) and one.of == event.of]
    family = families.family(state.contact)
    card = fallback.card_of(family.root.data, [one.data for one in family.members]) if family else {}
    way = fallback.next_way(card, context.desk, {said.channel, *ways}, lambda way: _is_open(way, context.now))
    if way is None:
        return
    # A mail that bounced may be answered elsewhere, but only a person can tell whether it should.
    is_automatic = context.desk.fallback == "automatic" and said.channel != "email"
    kind = DeliveryRedirected if is_automatic else FallbackOffered
    change = Change((kind(event.of, way.channel, way.account, way.to, event.reason),))
    _change(state, f"fallback:{event.of}:{reported}", context, lambda now, at: change)


def _is_open(way: fallback.Way, now: datetime) -> bool:
    return channel(way.channel).window_open(chats.last_words(way.channel, way.account, way.to.value), now)


# -- by channel --


def _send(job: Job, context: Context) -> Iterator[str]:
    """The provider's ids of what it took, each as soon as it is known."""
    if job.state.spam and not isinstance(job.event, COLLEAGUES):
        raise ProviderRefused("the ticket is marked as spam: nothing goes to its sender")
    if job.is_mail:
        yield from filter(None, [_send_mail(job, context)])
    else:
        said = letters.chat(job, _house(context), _enclosures(job))
        yield from filter(None, _send_chat(said, job, context.now))


def _send_mail(job: Job, context: Context) -> str:
    outbound, recipients = letters.mail(job, _house(context), _enclosures(job))
    return mail.send_raw(compose(outbound), outbound.sender_address, recipients)


def _send_chat(outbound: Outbound, job: Job, now: datetime) -> Iterator[str]:
    """The ids of the parts it went out in; a part that went out before a fault is not sent again, and its id is told again.

    Only the last part has the message's own tag, so that word of an earlier one does not stand for the whole.
    """
    way = channel(outbound.channel)
    last = chats.last_words(job.channel, job.account, job.to.value) if way.manners.window and job.item.to else job.state.last_customer_at
    outbound = replace(outbound, late=not way.window_open(last, now))
    if refusal := _unwelcome(way, job, last, now) or _too_much(way, outbound):
        raise ProviderRefused(refusal)
    texts = parts(outbound.text, way.manners.longest, in_bytes=way.manners.in_bytes) if way.manners.splits else ()
    if way.fetched:
        yield _keep_for_page(way, outbound, texts, now)
        return
    given = providers.sending(way, now)
    # All of them before the first goes out, so that what the channel cannot carry leaves nothing half said.
    calls = list(_calls(way, outbound, texts or (outbound.text,), given))
    for position, call in enumerate(calls):
        if len(calls) > 1 and job.attempt > 1 and (earlier := seen.sent_part(job.tag, position)) is not None:
            yield earlier
            continue
        provider_id = providers.send(way, call, given)
        if len(calls) > 1:
            seen.remember_part(job.tag, position, provider_id, now)
        yield provider_id


def _calls(way: Channel, outbound: Outbound, texts: Sequence[str], given: Sending) -> Iterator[HttpCall]:
    pieces: list[str | Enclosure] = [*texts, *outbound.files]
    for position, piece in enumerate(pieces):
        part = replace(outbound, tag=outbound.tag if position == len(pieces) - 1 else f"{outbound.tag}.{position + 1}", files=())
        yield way.compose(replace(part, text=piece), given) if isinstance(piece, str) else way.enclose(part, piece, given)


def _keep_for_page(way: Channel, outbound: Outbound, texts: Sequence[str], now: datetime) -> str:
    """Where the page of this visitor finds it; what is there already stays as it is."""
    for position, text in enumerate(texts or (outbound.text,)):
        piece = replace(outbound, text=text, tag=f"{outbound.tag}.{position + 1}")
        line = json.loads(way.compose(piece, Sending(way.api_url)).body)
        visits.add(outbound.to.value, {**line, "at": now.isoformat(), "own": False}, now)
    return outbound.tag


def _unwelcome(way: Channel, job: Job, last: datetime | None, now: datetime) -> str:
    """Why the channel's manners forbid this message, or nothing; `last` is when the customer last wrote."""
    window = way.window(by_person=job.by_person)
    if window and not way.window_open(last, now, by_person=job.by_person):
        hours = window // timedelta(hours=1)
        return f"the channel takes no free text longer than {hours} hours after the customer's last message"
    if isinstance(job.event, SurveyInvited) and not way.manners.proactive:
        return "the channel carries only answers, no survey"
    return ""


def _too_much(way: Channel, outbound: Outbound) -> str:
    if not outbound.files or way.encloses:
        return ""
    return f"the channel {way.name} carries no files: {', '.join(file.name for file in outbound.files)}"


def _enclosures(job: Job) -> tuple[Enclosure, ...]:
    files = job.event.files if isinstance(job.event, ReplyWritten | ForwardWritten) else ()
    return tuple(
        Enclosure(file.name, file.type, outside_files.get("files", file.key), outside_files.open_link("files", file.key, file.type))
        for file in files
    )


def _house(context: Context) -> letters.House:
    return letters.House(context.desk, settings().public_url, settings().mail_domain, keys()["token"])


def _change(known: State, order: str, context: Context, decision: history.Decision) -> Outcome:
    return history.change(known.number, Command(order, "system", "deliveries"), context, decision, known=known)
