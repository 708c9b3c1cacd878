"""Sending what commits wrote: claim, compose, send, report; a claim without a report waits for the provider's own word."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.channels import fallback
from chalicelib.channels.email.compose import compose
from chalicelib.channels.message import Delivery, Handle, Outbound, Sending
from chalicelib.channels.registry import CHANNELS, Channel, channel
from chalicelib.channels.split import parts
from chalicelib.context import Context
from chalicelib.desk.texts import fill
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.ids import command_id, ticket_token
from chalicelib.notices.mail import notice
from chalicelib.outside import mail, providers
from chalicelib.outside.secrets import keys
from chalicelib.settings import settings
from chalicelib.storage import families, history, seen, visits
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
from chalicelib.tickets.state import Outgoing, State
from chalicelib.values import dataclass

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
    def attempt(self) -> int:
        return self.item.attempt

    @property
    def channel(self) -> str:
        """The ticket's own, unless the message takes another way."""
        if isinstance(self.event, NoticeRaised):
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
    job = _job(claimed.state, seq)
    try:
        provider_ids = _send(job, context)
    except ProviderRefused as refusal:
        _conclude(job, DeliveryReported(seq, Delivery.FAILED, reason=refusal.message), context)
        return False
    except Uncertain:
        return False
    except Unavailable as fault:
        _conclude(job, _not_now(job, fault), context)
        return False
    _sent(job, provider_ids, context)
    return True


def _job(state: State, seq: int) -> Job:
    commit = rows.find_commits(state.number, after=seq - 1, limit=1)[0]
    event = next(
        event for event in commit.events if isinstance(event, ReplyWritten | NoticeRaised | SurveyInvited | AcknowledgementWritten)
    )
    item = next((item for item in state.outgoing if item.seq == seq), Outgoing(seq, "", attempt=1))
    return Job(state, commit, event, item)


def _not_now(job: Job, fault: Unavailable) -> Event:
    """Try again later, each time twice as late, up to a quarter of an hour; after hours of that it has failed."""
    if job.attempt >= MOST_ATTEMPTS:
        return DeliveryReported(job.commit.seq, Delivery.FAILED, reason=f"gave up after {job.attempt} attempts: {fault.message}")
    return DeliveryReleased(job.commit.seq, fault.message, min(900, FIRST_WAIT * 2 ** (job.attempt - 1)))


def _sent(job: Job, provider_ids: tuple[str, ...], context: Context) -> None:
    """What the provider answered is remembered before the report, so that an answer to this message finds its ticket."""
    for provider_id in provider_ids:
        name = "email" if _is_mail(job) else job.channel
        seen.remember_message(clues.provider_key(name, provider_id), job.commit.ticket, context.now, ours=job.commit.seq)
    if job.item.to and not _is_mail(job):
        # The customer's answer on that channel belongs here, unless a chat of theirs is under way there.
        seen.take_chat(seen.chat_key(job.channel, job.account, job.to.value), job.commit.ticket, None, context.now)
    _conclude(job, DeliveryReported(job.commit.seq, Delivery.SENT, provider_ids[-1] if provider_ids else ""), context)


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
    way = fallback.next_way(card, context.desk, {said.channel, *ways})
    if way is None:
        return
    # A mail that bounced may be answered elsewhere, but only a person can tell whether it should.
    is_automatic = context.desk.fallback == "automatic" and said.channel != "email"
    kind = DeliveryRedirected if is_automatic else FallbackOffered
    change = Change((kind(event.of, way.channel, way.account, way.to, event.reason),))
    _change(state, f"fallback:{event.of}:{reported}", context, lambda now, at: change)


# -- by channel --


def _send(job: Job, context: Context) -> tuple[str, ...]:
    if job.state.spam and not isinstance(job.event, NoticeRaised):
        raise ProviderRefused("the ticket is marked as spam: nothing goes to its sender")
    if _is_mail(job):
        return tuple(filter(None, [_send_mail(job, context)]))
    return tuple(filter(None, _send_chat(_chat(job, context), job, context.now)))


def _is_mail(job: Job) -> bool:
    """A ticket of a web form is answered at the mail address that the form named."""
    return job.channel not in CHANNELS or job.to.kind == "email"


def _send_mail(job: Job, context: Context) -> str:
    outbound, recipients = _mail(job, context)
    return mail.send_raw(compose(outbound), outbound.sender_address, recipients)


def _send_chat(outbound: Outbound, job: Job, now: datetime) -> Iterator[str]:
    """The ids of the parts it went out in; a part that went out before a fault is not sent again.

    Only the last part has the message's own tag, so that word of an earlier one does not stand for the whole.
    """
    way = channel(outbound.channel)
    if refusal := _unwelcome(way, job, now):
        raise ProviderRefused(refusal)
    texts = parts(outbound.text, way.manners.longest, in_bytes=way.manners.in_bytes) if way.manners.splits else ()
    if way.fetched:
        yield _keep_for_page(way, outbound, texts, now)
        return
    given = providers.sending(way, now)
    if len(texts) < 2:
        yield providers.send(way, outbound, given)
        return
    for position, text in enumerate(texts):
        if job.attempt > 1 and seen.is_part_sent(job.tag, position):
            continue
        tag = job.tag if position == len(texts) - 1 else f"{job.tag}.{position + 1}"
        yield providers.send(way, replace(outbound, text=text, tag=tag), given)
        seen.remember_part(job.tag, position, now)


def _keep_for_page(way: Channel, outbound: Outbound, texts: Sequence[str], now: datetime) -> str:
    """Where the page of this visitor finds it; what is there already stays as it is."""
    for position, text in enumerate(texts or (outbound.text,)):
        piece = replace(outbound, text=text, tag=f"{outbound.tag}.{position + 1}")
        line = json.loads(way.compose(piece, Sending(way.api_url)).body)
        visits.add(outbound.to.value, {**line, "at": now.isoformat(), "own": False}, now)
    return outbound.tag


def _unwelcome(way: Channel, job: Job, now: datetime) -> str:
    """Why the channel's manners forbid this message, or nothing."""
    window = way.manners.window
    if window and not job.item.to and not way.window_open(job.state.last_customer_at, now):
        return f"the channel takes no free text longer than {window // timedelta(hours=1)} hours after the customer's last message"
    if isinstance(job.event, SurveyInvited) and not way.manners.proactive:
        return "the channel carries only answers, no survey"
    return ""


def _mail(job: Job, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    match job.event:
        case ReplyWritten() as event:
            return _reply_mail(job, event, context)
        case SurveyInvited() as event:
            return _survey_mail(job, event, context)
        case NoticeRaised() as event:
            return _notice_mail(job, event, context)
        case AcknowledgementWritten() as event:
            return _acknowledgement_mail(job, event, context)
    raise TypeError(f"{job.event.NAME} is nothing to send")


def _reply_mail(job: Job, event: ReplyWritten, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    content = job.commit.content
    agent = context.desk.agent(event.agent)
    outbound = _outbound(
        job, context, text=content.text if content else "", html=content.html if content else "", cc=event.cc,
        to=job.item.to or _answer_address(job.state, event.to), name=f"{agent.name} – {context.desk.name}" if agent else context.desk.name,
    )  # fmt: skip
    return outbound, (outbound.to.value, *event.cc)


def _survey_mail(job: Job, event: SurveyInvited, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    words = survey_mail(_invitation(job, event, context), voice(event.language, context.desk))
    to = _answer_address(job.state, event.to)
    outbound = _outbound(job, context, text=words.text, html=words.html, to=to, subject=words.subject, automatic=True)
    return outbound, (to.value,)


def _notice_mail(job: Job, event: NoticeRaised, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    words = notice(job.state, event, context.desk, f"{settings().public_url}/api/v2/tickets/{job.commit.ticket}")
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
