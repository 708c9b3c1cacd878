"""Sending what commits wrote: claim, compose, send, report; a claim without a report waits for the provider's own word."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.channels.email.compose import compose
from chalicelib.channels.message import Delivery, Handle, Outbound
from chalicelib.channels.registry import channel
from chalicelib.context import Context
from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.ids import command_id, ticket_token
from chalicelib.notices.mail import notice
from chalicelib.outside import http, mail
from chalicelib.outside.secrets import keys, senders
from chalicelib.settings import settings
from chalicelib.storage import history, seen
from chalicelib.storage import tickets as rows
from chalicelib.storage.history import Command, Outcome
from chalicelib.surveys import links
from chalicelib.surveys.mail import Invitation, chat_text, survey_mail
from chalicelib.surveys.texts import voice
from chalicelib.tickets import clues, decide
from chalicelib.tickets.change import Change
from chalicelib.tickets.events import Commit, DeliveryReleased, DeliveryReported, Event, NoticeRaised, ReplyWritten, SurveyInvited
from chalicelib.tickets.state import State

MOST_ATTEMPTS = 12
FIRST_WAIT = 15


@dataclass(frozen=True, slots=True)
class Job:
    """One message to send: the ticket as it stands and the commit that wrote it."""

    state: State
    commit: Commit
    event: Event
    attempt: int

    @property
    def tag(self) -> str:
        return f"{self.commit.ticket}-{self.commit.seq}"


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
        provider_id = _send(job, context)
    except ProviderRefused as refusal:
        _conclude(job, DeliveryReported(seq, Delivery.FAILED, reason=refusal.message), context)
        return False
    except Uncertain:
        return False
    except Unavailable as fault:
        _conclude(job, _not_now(job, fault), context)
        return False
    _sent(job, provider_id, context)
    return True


def _job(state: State, seq: int) -> Job:
    commit = rows.find_commits(state.number, after=seq - 1, limit=1)[0]
    event = next(event for event in commit.events if isinstance(event, ReplyWritten | NoticeRaised | SurveyInvited))
    attempt = next((item.attempt for item in state.outgoing if item.seq == seq), 1)
    return Job(state, commit, event, attempt)


def _not_now(job: Job, fault: Unavailable) -> Event:
    """Try again later, each time twice as late, up to a quarter of an hour; after hours of that it has failed."""
    if job.attempt >= MOST_ATTEMPTS:
        return DeliveryReported(job.commit.seq, Delivery.FAILED, reason=f"gave up after {job.attempt} attempts: {fault.message}")
    return DeliveryReleased(job.commit.seq, fault.message, min(900, FIRST_WAIT * 2 ** (job.attempt - 1)))


def _sent(job: Job, provider_id: str, context: Context) -> None:
    """What the provider answered is remembered before the report, so that an answer to this message finds its ticket."""
    channel_name = "email" if _is_mail(job) else job.state.channel
    if provider_id:
        seen.remember_message(clues.provider_key(channel_name, provider_id), job.commit.ticket, context.now, ours=job.commit.seq)
    _conclude(job, DeliveryReported(job.commit.seq, Delivery.SENT, provider_id), context)


def _conclude(job: Job, event: Event, context: Context) -> None:
    order = f"conclude:{job.commit.seq}:{command_id()}"
    _change(job.state, order, context, lambda state, at: _if_pending(state, job.commit.seq, event))


def _if_pending(state: State, seq: int, event: Event) -> Change:
    """The provider's own event may have been faster than we."""
    return Change((event,) if any(item.seq == seq for item in state.outgoing) else ())


# -- by channel --


def _send(job: Job, context: Context) -> str:
    if job.state.spam and not isinstance(job.event, NoticeRaised):
        raise ProviderRefused("the ticket is marked as spam: nothing goes to its sender")
    if _is_mail(job):
        return _send_mail(job, context)
    return _send_chat(_chat(job, context), job, context.now)


def _is_mail(job: Job) -> bool:
    return isinstance(job.event, NoticeRaised) or job.state.channel not in ("whatsapp",)


def _send_mail(job: Job, context: Context) -> str:
    outbound, recipients = _mail(job, context)
    return mail.send_raw(compose(outbound), outbound.sender_address, recipients)


def _send_chat(outbound: Outbound, job: Job, now: datetime) -> str:
    way = channel(outbound.channel)
    if not way.window_open(job.state.last_customer_at, now):
        raise ProviderRefused("the channel takes no free text longer than 24 hours after the customer's last message")
    call = way.compose(outbound, settings().whatsapp_url, senders()[outbound.channel]["access_token"])
    status, answer = http.perform(call, ("graph.facebook.com", "127.0.0.1"))
    if refusal := way.refusal(status, answer):
        raise refusal
    return way.provider_id(answer)


def _mail(job: Job, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    match job.event:
        case ReplyWritten() as event:
            return _reply_mail(job, event, context)
        case SurveyInvited() as event:
            return _survey_mail(job, event, context)
        case NoticeRaised() as event:
            return _notice_mail(job, event, context)
    raise TypeError(f"{job.event.NAME} is nothing to send")


def _reply_mail(job: Job, event: ReplyWritten, context: Context) -> tuple[Outbound, tuple[str, ...]]:
    content = job.commit.content
    agent = context.desk.agent(event.agent)
    outbound = _outbound(
        job, context, text=content.text if content else "", html=content.html if content else "", cc=event.cc,
        to=_answer_address(job.state, event.to), name=f"{agent.name} – {context.desk.name}" if agent else context.desk.name,
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
        sender_name=context.desk.name, sender_address=_sender(job.state, context), language=context.desk.language, automatic=True,
    )  # fmt: skip
    return outbound, event.recipients


def _outbound(
    job: Job, context: Context, *, text: str, to: Handle, html: str = "", subject: str = "", name: str = "", cc: tuple[str, ...] = (),
    automatic: bool = False,
) -> Outbound:  # fmt: skip
    state = job.state
    last = state.last_message if state.channel == "email" else ""
    return Outbound(
        "email", state.account, to, job.tag, text, html, subject or f"Re: {state.subject} [#{state.number}]", cc,
        sender_name=name or context.desk.name, sender_address=_sender(state, context), token=ticket_token(state.number, keys()["token"]),
        in_reply_to=last, references=(last,) if last else (), language=state.language or context.desk.language, automatic=automatic,
    )  # fmt: skip


def _chat(job: Job, context: Context) -> Outbound:
    text = job.commit.content.text if job.commit.content else ""
    if isinstance(job.event, SurveyInvited):
        text = chat_text(_invitation(job, job.event, context), voice(job.event.language, context.desk))
    return Outbound(job.state.channel, job.state.account, job.state.requester, job.tag, text, language=job.state.language)


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


def _sender(state: State, context: Context) -> str:
    """The address the customer wrote to, if it is a mailbox of ours, else the desk's first mailbox."""
    mailboxes = [account.address for account in context.desk.accounts if account.channel == "email"]
    if state.account in mailboxes:
        return state.account
    return mailboxes[0] if mailboxes else f"help@{settings().mail_domain}"


def _change(known: State, order: str, context: Context, decision: history.Decision) -> Outcome:
    return history.change(known.number, Command(order, "system", "deliveries"), context, decision, known=known)
