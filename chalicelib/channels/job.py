"""One message that is to be sent: the commit that wrote it, and by which way it goes to whom."""

from chalicelib.channels.message import Handle
from chalicelib.channels.registry import CHANNELS
from chalicelib.tickets.events import AcknowledgementWritten, Commit, Event, NoticeRaised, ReplyWritten, SurveyInvited
from chalicelib.tickets.onlookers import ForwardWritten, WatchersTold
from chalicelib.tickets.state import Outgoing, State
from chalicelib.values import dataclass

SENDABLE = (ReplyWritten, NoticeRaised, SurveyInvited, AcknowledgementWritten, WatchersTold, ForwardWritten)
# What goes to colleagues only.
COLLEAGUES = (NoticeRaised, WatchersTold)


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

    @property
    def is_mail(self) -> bool:
        """A ticket of a web form is answered at the mail address that the form named."""
        return self.channel not in CHANNELS or self.to.kind == "email"
