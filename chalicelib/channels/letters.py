"""What a message that a commit wrote says, to whom and as whom: a mail by the kind of its event, or a text for a chat."""

from collections.abc import Mapping
from dataclasses import replace

from chalicelib.channels.job import Job
from chalicelib.channels.message import Enclosure, Handle, Outbound
from chalicelib.desk.model import Desk
from chalicelib.desk.texts import fill
from chalicelib.errors import ProviderRefused
from chalicelib.ids import ticket_token
from chalicelib.notices.mail import notice, watchers_notice
from chalicelib.surveys import links
from chalicelib.surveys.mail import Invitation, chat_text, survey_mail
from chalicelib.surveys.texts import voice
from chalicelib.tickets.events import AcknowledgementWritten, NoticeRaised, ReplyWritten, SurveyInvited
from chalicelib.tickets.onlookers import ForwardWritten, WatchersTold
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

Addressed = tuple[Outbound, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class House:
    """As whom we write: the desk, our public address, the domain of our mail, the keys that sign tokens."""

    desk: Desk
    public_url: str
    mail_domain: str
    keys: Mapping[str, str]


def mail(job: Job, house: House, files: tuple[Enclosure, ...]) -> Addressed:
    """The mail, and every address that it goes to. Raises ProviderRefused for a contact without one."""
    match job.event:
        case ReplyWritten() as event:
            return _reply(job, event, house, files)
        case SurveyInvited() as event:
            return _survey(job, event, house)
        case NoticeRaised() | WatchersTold() as event:
            return _notice(job, event, house)
        case AcknowledgementWritten() as event:
            return _acknowledgement(job, event, house)
        case ForwardWritten() as event:
            return _forward(job, event, house, files)
    raise TypeError(f"{job.event.NAME} is nothing to send")


def chat(job: Job, house: House, files: tuple[Enclosure, ...]) -> Outbound:
    """The text for a chat or whatever else is no mail."""
    text = job.commit.content.text if job.commit.content else ""
    if isinstance(job.event, SurveyInvited):
        text = chat_text(_invitation(job, job.event, house), voice(job.event.language, house.desk))
    account = house.desk.account(job.channel, job.account)
    last = (job.state.last_message,) if job.state.last_message and not job.item.to else ()
    return Outbound(
        job.channel, job.account, job.to, job.tag, text, sender_name=house.desk.name, language=job.state.language, references=last,
        token=ticket_token(job.state.number, house.keys), private=account is not None and account.answers == "private", files=files,
    )  # fmt: skip


def _reply(job: Job, event: ReplyWritten, house: House, files: tuple[Enclosure, ...]) -> Addressed:
    content, agent = job.commit.content, house.desk.agent(event.agent)
    outbound = _outbound(
        job, house, text=content.text if content else "", html=content.html if content else "", cc=event.cc,
        to=job.item.to or _answer_address(job.state, event.to), name=f"{agent.name} – {house.desk.name}" if agent else house.desk.name,
    )  # fmt: skip
    # What begins the ticket answers nothing.
    begins = job.commit.seq == 1
    outbound = replace(outbound, subject=f"{job.state.subject} [#{job.state.number}]") if begins else outbound
    return replace(outbound, files=files), (outbound.to.value, *event.cc, *event.bcc)


def _forward(job: Job, event: ForwardWritten, house: House, files: tuple[Enclosure, ...]) -> Addressed:
    """To third parties: with the address of the ticket, so that what they answer comes back to it."""
    content, first = job.commit.content, Handle("email", event.to[0])
    outbound = _outbound(
        job, house, text=content.text if content else "", html=content.html if content else "", to=first, cc=event.cc,
        subject=f"Fwd: {job.state.subject} [#{job.state.number}]",
    )  # fmt: skip
    outbound = replace(outbound, more_to=event.to[1:], files=files, in_reply_to="", references=())
    return outbound, tuple(dict.fromkeys((*event.to, *event.cc, *event.bcc)))


def _survey(job: Job, event: SurveyInvited, house: House) -> Addressed:
    words = survey_mail(_invitation(job, event, house), voice(event.language, house.desk))
    to = _answer_address(job.state, event.to)
    outbound = _outbound(job, house, text=words.text, html=words.html, to=to, subject=words.subject, automatic=True)
    return outbound, (to.value,)


def _notice(job: Job, event: NoticeRaised | WatchersTold, house: House) -> Addressed:
    link = f"{house.public_url}/api/v2/tickets/{job.commit.ticket}"
    desk = house.desk
    words = watchers_notice(job.state, event, desk, link) if isinstance(event, WatchersTold) else notice(job.state, event, desk, link)
    outbound = Outbound(
        "email", "", Handle("email", event.recipients[0]), job.tag, words.text, subject=words.subject, cc=event.recipients[1:],
        sender_name=desk.name, sender_address=_sender(job, house), language=desk.language, automatic=True,
    )  # fmt: skip
    return outbound, event.recipients


def _acknowledgement(job: Job, event: AcknowledgementWritten, house: House) -> Addressed:
    """Nothing in it comes from the sender: neither words nor subject, name, Reply-To or ids."""
    values = {"desk": house.desk.name, "ticket": str(job.commit.ticket)}
    subject, text = (fill(house.desk.text(key, event.language), values) for key in ("acknowledgement_subject", "acknowledgement"))
    outbound = _outbound(job, house, text=text, to=event.to, subject=subject, automatic=True)
    return replace(outbound, in_reply_to="", references=()), (event.to.value,)


def _outbound(
    job: Job, house: House, *, text: str, to: Handle, html: str = "", subject: str = "", name: str = "", cc: tuple[str, ...] = (),
    automatic: bool = False,
) -> Outbound:  # fmt: skip
    state = job.state
    last = state.last_message if state.channel == "email" else ""
    return Outbound(
        "email", state.account, to, job.tag, text, html, subject or f"Re: {state.subject} [#{state.number}]", cc,
        sender_name=name or house.desk.name, sender_address=_sender(job, house), token=ticket_token(state.number, house.keys),
        in_reply_to=last, references=(last,) if last else (), language=state.language or house.desk.language, automatic=automatic,
    )  # fmt: skip


def _invitation(job: Job, event: SurveyInvited, house: House) -> Invitation:
    claims = links.Claims(job.commit.ticket, event.resolution, event.question_version, event.language, event.expires)
    return Invitation(job.commit.ticket, house.desk.name, house.public_url, links.token(claims, house.keys), house.desk.survey.expiry)


def _answer_address(state: State, to: Handle) -> Handle:
    """A Reply-To is where to answer; who the requester is, it does not change."""
    if to.kind != "email":
        raise ProviderRefused(f"the contact is known by {to.kind} only, and this ticket is answered by mail")
    return Handle("email", state.reply_to, to.name) if state.reply_to else to


def _sender(job: Job, house: House) -> str:
    """The address the customer wrote to, if it is a mailbox of ours, else the desk's first mailbox."""
    mailboxes = [account.address for account in house.desk.accounts if account.channel == "email"]
    if job.account in mailboxes:
        return job.account
    return mailboxes[0] if mailboxes else f"help@{house.mail_domain}"
