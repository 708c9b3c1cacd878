"""Sending what commits wrote: claim, compose, send, report; a claim without a report waits for the provider's own word."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels import fallback
from chalicelib.channels.email.compose import compose
from chalicelib.channels.message import Delivery, Enclosure, Handle, HttpCall, Outbound, Sending
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.channels.split import parts
from chalicelib.context import Context
from chalicelib.desk.texts import fill
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.ids import command_id, ticket_token
from chalicelib.notices.mail import notice, watchers_notice
from chalicelib.outside import files as outside_files
from chalicelib.outside import mail, providers
from chalicelib.outside.secrets import keys
from chalicelib.settings import settings
from chalicelib.storage import chats, families, history, seen, visits
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.surveys import links
from chalicelib.surveys.mail import Invitation, chat_text, survey_mail
from chalicelib.surveys.texts import voice
from chalicelib.tickets import clues, decide
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import (
    AcknowledgementWritten,
    Commit,
    DeliveryRedirected,
    DeliveryReleased,
    DeliveryReported,
    Event,
    FallbackOffered,
    NoticeRaised,
    ReplyWritten,
    SurveyInvited,
)  # fmt: skip
from chalicelib.tickets.onlookers import ForwardWritten, WatchersTold
from chalicelib.tickets.state import Outgoing, State
from chalicelib.values import dataclass

SENDABLE = (ReplyWritten, NoticeRaised, SurveyInvited, AcknowledgementWritten, WatchersTold, ForwardWritten)
# What goes to colleagues only.
COLLEAGUES = (NoticeRaised, WatchersTold)
MOST_ATTEMPTS = 12
FIRST_WAIT = 15


@dataclass(frozen=True, slots=True)
class Job:
    """One message to send: the ticket as it stands and the commit that wrote it."""

    state: State
    commit: Commit
    event: Event
    item: Outgoing

    @property
    def tag(self) -> str:
        return f"{self.commit.ticket}-{self.commit.seq}"

    @property
    def by_person(self) -> bool:
        return isinstance(self.event, ReplyWritten) and self.event.agent > 0

    @property
    def attempt(self) -> int:
        return self.item.attempt

    @property
    def channel(self) -> str:
        """The ticket's own, unless the message takes another way."""
        if isinstance(self.event, (*COLLEAGUES, ForwardWritten)):
            return "email"
        return self.item.channel or self.state.channel

    @property
    def account(self) -> str:
        return self.item.account or self.state.account

    @property
    def to(self) -> Handle:
        return self.item.to or self.state.requester


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
        name = "email" if _is_mail(job) else job.channel
        seen.remember_message(clues.provider_key(name, provider_id), job.commit.ticket, context.now, ours=job.commit.seq)
    if is_whole and job.item.to and not _is_mail(job):
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
    is_settled = any(isinstance(one, FallbackOffered | DeliveryRedirected) and one.of == event.of for one in later)
    if said is None or is_settled or state.spam or state.deleted:
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
    sent = iter([_send_mail(job, context)]) if _is_mail(job) else _send_chat(_chat(job, context), job, context.now)
    yield from filter(None, sent)


def _is_mail(job: Job) -> bool:
    """A ticket of a web form is answered at the mail address that the form named."""
    return job.channel not in CHANNELS or job.to.kind == "email"


def _send_mail(job: Job, context: Context) -> str:
    outbound, recipients = _mail(job, context)
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


def _mail(job: Job, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    match job.event:
        case ReplyWritten() as event:
            return _reply_mail(job, event, context)
        case SurveyInvited() as event:
            return _survey_mail(job, event, context)
        case NoticeRaised() | WatchersTold() as event:
            return _notice_mail(job, event, context)
        case AcknowledgementWritten() as event:
            return _acknowledgement_mail(job, event, context)
        case ForwardWritten() as event:
            return _forward_mail(job, event, context)
    raise TypeError(f"{job.event.NAME} is nothing to send")


def _reply_mail(job: Job, event: ReplyWritten, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    content = job.commit.content
    agent = context.desk.agent(event.agent)
    outbound = _outbound(
        job, context, text=content.text if content else "", html=content.html if content else "", cc=event.cc,
        to=job.item.to or _answer_address(job.state, event.to), name=f"{agent.name} – {context.desk.name}" if agent else context.desk.name,
    )  # fmt: skip
    # What begins the ticket answers nothing.
    begins = job.commit.seq == 1
    outbound = replace(outbound, subject=f"{job.state.subject} [#{job.state.number}]") if begins else outbound
    return replace(outbound, files=_enclosures(job)), (outbound.to.value, *event.cc, *event.bcc)


def _forward_mail(job: Job, event: ForwardWritten, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    """To third parties: with the address of the ticket, so that what they answer comes back to it."""
    content, first = job.commit.content, Handle("email", event.to[0])
    outbound = _outbound(
        job, context, text=content.text if content else "", html=content.html if content else "", to=first, cc=event.cc,
        subject=f"Fwd: {job.state.subject} [#{job.state.number}]",
    )  # fmt: skip
    outbound = replace(outbound, more_to=event.to[1:], files=_enclosures(job), in_reply_to="", references=())
    return outbound, tuple(dict.fromkeys((*event.to, *event.cc, *event.bcc)))


def _survey_mail(job: Job, event: SurveyInvited, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    words = survey_mail(_invitation(job, event, context), voice(event.language, context.desk))
    to = _answer_address(job.state, event.to)
    outbound = _outbound(job, context, text=words.text, html=words.html, to=to, subject=words.subject, automatic=True)
    return outbound, (to.value,)


def _notice_mail(job: Job, event: NoticeRaised | WatchersTold, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    link = f"{settings().public_url}/api/v2/tickets/{job.commit.ticket}"
    desk = context.desk
    words = watchers_notice(job.state, event, desk, link) if isinstance(event, WatchersTold) else notice(job.state, event, desk, link)
    outbound = Outbound(
        "email", "", Handle("email", event.recipients[0]), job.tag, words.text, subject=words.subject, cc=event.recipients[1:],
        sender_name=context.desk.name, sender_address=_sender(job, context), language=context.desk.language, automatic=True,
    )  # fmt: skip
    return outbound, event.recipients


def _acknowledgement_mail(job: Job, event: AcknowledgementWritten, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    """Nothing in it comes from the sender: neither words nor subject, name, Reply-To or ids."""
    values = {"desk": context.desk.name, "ticket": str(job.commit.ticket)}
    subject, text = (fill(context.desk.text(key, event.language), values) for key in ("acknowledgement_subject", "acknowledgement"))
    outbound = _outbound(job, context, text=text, to=event.to, subject=subject, automatic=True)
    return replace(outbound, in_reply_to="", references=()), (event.to.value,)


def _outbound(
    job: Job, context: Context, *, text: str, to: Handle, html: str = "", subject: str = "", name: str = "", cc: tuple[str, ...] = (),
    automatic: bool = False,
) -> Outbound:  # fmt: skip
    state = job.state
    last = state.last_message if state.channel == "email" else ""
    return Outbound(
        "email", state.account, to, job.tag, text, html, subject or f"Re: {state.subject} [#{state.number}]", cc,
        sender_name=name or context.desk.name, sender_address=_sender(job, context), token=ticket_token(state.number, keys()["token"]),
        in_reply_to=last, references=(last,) if last else (), language=state.language or context.desk.language, automatic=automatic,
    )  # fmt: skip


def _chat(job: Job, context: Context) -> Outbound:
    text = job.commit.content.text if job.commit.content else ""
    if isinstance(job.event, SurveyInvited):
        text = chat_text(_invitation(job, job.event, context), voice(job.event.language, context.desk))
    account = context.desk.account(job.channel, job.account)
    last = (job.state.last_message,) if job.state.last_message and not job.item.to else ()
    return Outbound(
        job.channel, job.account, job.to, job.tag, text, sender_name=context.desk.name, language=job.state.language, references=last,
        token=ticket_token(job.state.number, keys()["token"]), private=account is not None and account.answers == "private",
        files=_enclosures(job),
    )  # fmt: skip


def _invitation(job: Job, event: SurveyInvited, context: Context) -> Invitation:
    claims = links.Claims(job.commit.ticket, event.resolution, event.question_version, event.language, event.expires)
    return Invitation(
        job.commit.ticket, context.desk.name, settings().public_url, links.token(claims, keys()["token"]), context.desk.survey.expiry
    )


def _answer_address(state: State, to: Handle) -> Handle:
    """A Reply-To is where to answer; who the requester is, it does not change."""
    if to.kind != "email":
        raise ProviderRefused(f"the contact is known by {to.kind} only, and this ticket is answered by mail")
    return Handle("email", state.reply_to, to.name) if state.reply_to else to


def _sender(job: Job, context: Context) -> str:
    """The address the customer wrote to, if it is a mailbox of ours, else the desk's first mailbox."""
    mailboxes = [account.address for account in context.desk.accounts if account.channel == "email"]
    if job.account in mailboxes:
        return job.account
    return mailboxes[0] if mailboxes else f"help@{settings().mail_domain}"


def _change(known: State, order: str, context: Context, decision: history.Decision) -> Outcome:
    return history.change(known.number, Command(order, "system", "deliveries"), context, decision, known=known)
