"""Splitting: named messages of a ticket become a ticket of their own; where they came they stay, marked, and are quoted with evidence."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chalicelib.errors import FieldFault, Inconsistent, InvalidInput
from chalicelib.tickets.change import Change
from chalicelib.tickets.decide import Author
from chalicelib.tickets.events import Commit, Evidence, MessageReceived, TicketOpened
from chalicelib.tickets.joining import MessagesMoved, TicketSplit
from chalicelib.tickets.state import State
from chalicelib.tickets.together import SPLIT

FIELD = "conversation_ids"


def move(state: State, wanted: MessagesMoved) -> Change:
    """The half that is the truth. Raises Inconsistent for a ticket that is not its own, InvalidInput for what moved before."""
    if state.bonds.merged_into or state.deleted:
        where = f"merged into ticket {state.bonds.merged_into}" if state.bonds.merged_into else "deleted"
        raise Inconsistent(f"ticket {state.number} is {where}")
    gone = {seq: to for seq, to in state.bonds.moved if to not in state.bonds.merged}
    faults = [FieldFault(FIELD, f"Message {seq} was moved to ticket {gone[seq]} before") for seq in wanted.seqs if seq in gone]
    if faults:
        raise InvalidInput(*faults)
    return Change((wanted,))


def demand_messages(seqs: tuple[int, ...], commits: Mapping[int, Commit]) -> None:
    """Raises InvalidInput unless all are messages from outside that came after the opening."""
    faults = [*_faults(seqs, commits)] or ([] if seqs else [FieldFault(FIELD, "It should name at least one message")])
    if faults:
        raise InvalidInput(*faults)


def _faults(seqs: tuple[int, ...], commits: Mapping[int, Commit]) -> Iterator[FieldFault]:
    for seq in seqs:
        if seq == 1:
            yield FieldFault(FIELD, "The first message is the ticket itself; merge tickets instead")
        elif seq not in commits or received(commits[seq]) is None:
            yield FieldFault(FIELD, f"There is no message {seq} from outside on this ticket")


def received(commit: Commit) -> MessageReceived | None:
    return next((event for event in commit.events if isinstance(event, MessageReceived)), None)


def opening(source: State, moved: MessagesMoved, first: Commit, author: Author) -> Change:
    """The new ticket, which began when its first message came; whoever wrote that is its requester."""
    said = _said(first)
    opened = TicketOpened(
        subject=moved.subject or source.subject, channel=said.channel, account=(*said.recipients, source.account)[0], contact=said.contact,
        requester=said.sender, priority=source.priority, language=said.language or source.language,
        company=source.company if said.contact == source.contact else "", by_agent=author.agent, arrived=said.arrived or first.at,
        source=source.source,
    )  # fmt: skip
    split = TicketSplit(source.number, moved.seqs, moved.because)
    return Change((opened, _quoted(said, first, author), split), first.content)


def following(commit: Commit, author: Author) -> Change:
    """A further message on the new ticket."""
    return Change((_quoted(_said(commit), commit, author),), commit.content)


def _said(commit: Commit) -> MessageReceived:
    said = received(commit)
    if said is None:
        raise AssertionError("only messages are moved")
    return said


def _quoted(said: MessageReceived, commit: Commit, author: Author) -> MessageReceived:
    evidence = Evidence(SPLIT, 100, f"message {commit.seq} of ticket {commit.ticket}, moved by {author.name}")
    return replace(said, evidence=evidence, thanks=False, arrived=said.arrived or commit.at)
