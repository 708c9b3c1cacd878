"""Erasing a person for good: the card and what leads to it at once, then ticket by ticket what they wrote and every trace of them.

Two rounds: what was on its way in the first one (a reply, a provider's word) is found by the second, a quarter of an hour later.
"""

import secrets as randomness
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from heapq import merge
from itertools import islice
from typing import Any

from chalicelib.channels.message import Delivery, Handle
from chalicelib.codec import from_json, to_json
from chalicelib.contacts.contact import Contact, contact_of
from chalicelib.context import Context
from chalicelib.desk.model import Desk
from chalicelib.errors import Busy, Inconsistent, NotFound
from chalicelib.ids import number_of
from chalicelib.outside import files, queues
from chalicelib.search.stems import LONGEST, fold
from chalicelib.search.terms import word_term
from chalicelib.storage import erasures as rows
from chalicelib.storage import families, forgetting, history, people, surveys, suspended, times
from chalicelib.storage import line as lines
from chalicelib.storage import search as lists
from chalicelib.storage import tickets as ticket_rows
from chalicelib.storage.erasures import Erasure
from chalicelib.storage.history import Command
from chalicelib.tickets import clues, timing
from chalicelib.tickets.change import Change
from chalicelib.tickets.erasing import PersonErased
from chalicelib.tickets.events import Commit, DeliveryReported, Event, MessageReceived, SurveyAnswered, SurveyCancelled, TicketOpened
from chalicelib.tickets.fold import fold as folded
from chalicelib.tickets.joining import MessagesMoved
from chalicelib.tickets.scrubbing import Left, Person, Reach, is_same, reach, scrubbed, with_handles_of
from chalicelib.tickets.state import State
from chalicelib.tickets.together import SPLIT
from chalicelib.values import dataclass

BECAUSE = "the customer was erased"
AT_ONCE = 10
# Beside the tables and their backups.
LEDGER = "erasures/"
# What an agent or a provider said meanwhile has arrived by then; SQS waits no longer.
SECOND_ROUND = timedelta(seconds=900)
# By then whoever asked for it has taken the card away, or was cut off.
FIRST = timedelta(seconds=5)
HIGHEST = 10**15 - 1
TO_CUSTOMERS = ("reply", "survey", "acknowledgement")


@dataclass(frozen=True, slots=True)
class Turn:
    """One piece of an erasure: the tickets that were gone through, so that whoever keeps the index indexes them anew."""

    erasure: Erasure
    tickets: tuple[int, ...]
    cleaned: tuple[int, ...]


def begin(number: int, context: Context, by: str) -> Erasure:
    """Erase the person behind a contact: what leads to them goes at once, their words soon. Raises NotFound, Inconsistent.

    What is to do is durable before anything goes, so that no crash leaves half of it to nobody.
    """
    family = families.family(number)
    if family is None:
        raise NotFound(f"There is no contact {number}")
    if family.root.id != number:
        raise Inconsistent(f"Contact {number} was merged into {family.root.id}: erase that one, or undo the merger first")
    cards = [contact_of(row.id, row.data, row.created_at, row.updated_at) for row in (family.root, *family.members)]
    name, stands = f"erasure:{number}:{family.root.created_at.isoformat()}", number_of(f"erased:{randomness.token_hex(16)}")
    begun = rows.begin(Erasure(number_of(name), family.ids, stands, by, context.now, **_told_by(cards)))
    wake(begun.id, FIRST)
    _take_cards(begun, begun.contacts)
    return begun


def erasure(number: int) -> Erasure:
    """Raises NotFound."""
    found = rows.find(number)
    if found is None:
        raise NotFound(f"There is no erasure {number}")
    return found


def all_of_them() -> list[Erasure]:
    """Oldest first."""
    return list(rows.everyone())


def wake(number: int, after: timedelta = timedelta(0)) -> None:
    """Let an erasure go on; one that is done stays as it is."""
    queues.send("background", to_json({"erase": number}).decode(), -int(-after.total_seconds() // 1))


def begin_again(context: Context, since: datetime | None = None) -> list[Erasure]:
    """After a restore: erase once more whoever was erased, as the files bucket knows them; their cards are back under the same ids."""
    kept = [from_json(files.get("files", key), Erasure) for key, _ in files.listed("files", LEDGER)]
    wanted = [_known_again(one) for one in kept if since is None or one.at >= since]
    for one in wanted:
        rows.begin_again(one, context.now)
        wake(one.id)
    return sorted(wanted, key=lambda one: one.at)


def _known_again(one: Erasure) -> Erasure:
    # A card that is younger is somebody's who came back.
    found = [row for row in people.find_objects(families.CONTACT, one.contacts).values() if row.created_at <= one.at]
    told = _told_by([contact_of(row.id, row.data, row.created_at, row.updated_at) for row in found])
    return replace(one, **told, round=1, below=0, done=0, others=(), due=None, finished=None)


def _told_by(cards: Sequence[Contact]) -> dict[str, Any]:
    """By what the owner of these cards is known."""
    handles = dict.fromkeys((one.kind, one.value) for card in cards for one in (*card.handles, *card.guesses))
    return {
        "handles": tuple(handles),
        "names": tuple(dict.fromkeys(card.name for card in cards if card.name)),
        "pictures": tuple(card.avatar["key"] for card in cards if card.avatar),
    }


def work(number: int, context: Context) -> Turn | None:
    """Go through the next tickets; None if there is nothing to do. Raises Busy where a ticket changes all the while."""
    one = rows.find(number)
    if one is None or one.finished:
        return None
    if one.due and context.now < one.due:
        wake(one.id, one.due - context.now)
        return None
    if not one.below:
        _take_cards(one, [contact for contact in one.contacts if not _came_back(contact, one)])
        _take_marks(one)
        _take_suspended(one)
    tickets = tuple(islice(_tickets(one), AT_ONCE))
    cleaned = dict.fromkeys(found for ticket in tickets for found in _clean(ticket, one, context))
    return Turn(one, tickets, tuple(cleaned))


def go_on(turn: Turn, now: datetime) -> None:
    """Note how far it is, once the index is as it should be, and see to what follows. Whoever was overtaken leaves it."""
    one, following = turn.erasure, timedelta(0)
    if turn.tickets:
        others = tuple(dict.fromkeys((*one.others, *turn.cleaned)))
        after = replace(one, below=min(turn.tickets), done=one.done + len(turn.tickets), others=others)
    elif one.round == 1:
        after, following = replace(one, round=2, below=0, done=0, due=now + SECOND_ROUND), SECOND_ROUND
    else:
        after = replace(one, handles=(), names=(), pictures=(), others=(), done=len(one.others), finished=now)
        files.put("files", f"{LEDGER}{one.id}.json", to_json(after), "application/json")
    if rows.put(after, one, now) and not after.finished:
        wake(one.id, following)


# -- what leads to a person --


def _came_back(contact: int, one: Erasure) -> bool:
    """Whether the person has written again since they asked to be erased: what they say then is somebody new's."""
    card = people.find_object(families.CONTACT, contact)
    if card is None or card.created_at <= one.at:
        return False
    return any(state.opened_at > one.at for state in ticket_rows.find_views(lines.contact_tickets(contact)).values())


def _take_cards(one: Erasure, contacts: Iterable[int]) -> None:
    for contact in contacts:
        for kind, value in one.handles:
            people.remove_handle(Handle(kind, value), contact)
        people.remove_object(families.CONTACT, contact)


def _take_marks(one: Erasure) -> None:
    """Their pictures, that they were asked how it went, and that an arrival was acknowledged to an address of theirs."""
    for key in one.pictures:
        files.remove("files", key)
    for contact in one.contacts:
        surveys.forget_asked(contact)
    for _, value in one.handles:
        forgetting.acknowledged(value)


def _take_suspended(one: Erasure) -> None:
    """Those that were released too: they are kept for a while, with what they began with."""
    values = {value for _, value in one.handles}
    for row in list(suspended.everyone()):
        if row.data.get("sender") in values and datetime.fromisoformat(row.data["received_at"]) <= one.at:
            if raw := row.data.get("raw", ""):
                files.remove("raw", raw)
            people.remove_object(suspended.KIND, row.id)


# -- tickets --


def _tickets(one: Erasure) -> Iterator[int]:
    """Those of the person and those they wrote on, downward from where the last turn ended, each once."""
    below = one.below or HIGHEST
    own = [lines.contact_tickets(contact, below=below) for contact in (*one.contacts, one.stands)]
    names = {word_term(fold(value)[:LONGEST]) for _, value in one.handles}
    written = [_listed(name, below) for name in sorted(names)]
    known = iter(sorted((number for number in one.others if number < below), reverse=True))
    last = 0
    for number in merge(*own, *written, known, reverse=True):
        if number != last:
            yield number
        last = number


def _listed(name: str, below: int) -> Iterator[int]:
    while page := lists.read_list(name, below - 1, AT_ONCE):
        yield from page
        below = page[-1]


def _clean(number: int, one: Erasure, context: Context) -> Iterator[int]:
    """Erase the person from a ticket and from those that it led to; the tickets on which something of theirs was."""
    state = _clean_one(number, one, context)
    if state is None:
        return
    yield number
    for other in {state.bonds.merged_into, state.bonds.split_from, *(to for _, to in state.bonds.moved)} - {0, number}:
        if _clean_one(other, one, context):
            yield other


def _clean_one(number: int, one: Erasure, context: Context) -> State | None:
    """The ticket as it is then; None if nothing of the person was ever on it, or if it came about after they asked to be erased."""
    commits = ticket_rows.find_commits(number)
    if not commits or _began(commits) > one.at:
        return None
    person = with_handles_of(commits, Person(frozenset(one.contacts), frozenset(one.handles), one.names, one.stands))
    extent = reach(commits, person, _choices(context.desk))
    order = Command(f"erase:{one.id}", one.by, "erasure")
    is_told = any(commit.id == order.id for commit in commits)
    if not is_told:
        if not any(_differs(scrubbed(commit, person, extent), commit) for commit in commits):
            return None
        history.change(number, order, context, lambda state, at: Change(tuple(_told(state, one, extent))))
        commits = ticket_rows.find_commits(number)
    elsewhere, lefts = _elsewhere(commits) - extent.theirs, [(commit, scrubbed(commit, person, extent)) for commit in commits]
    kept = {place for commit, left in lefts if commit.seq in elsewhere for place in left.gone}
    for commit, left in lefts:
        _rewrite(commit, replace(left, gone=tuple(place for place in left.gone if place not in kept)))
    _clean_around(commits, extent)
    return _put_right(number)


def _elsewhere(commits: Sequence[Commit]) -> frozenset[int]:
    """Messages whose files and mails another ticket has too: those that were moved there by a split, or came from there."""
    moved = {seq for commit in commits for event in commit.events if isinstance(event, MessagesMoved) for seq in event.seqs}
    told = ((commit.seq, event) for commit in commits for event in commit.events if isinstance(event, MessageReceived))
    return frozenset(moved | {seq for seq, event in told if event.evidence.method == SPLIT})


def _began(commits: Sequence[Commit]) -> datetime:
    """When the first message came in, which may have waited since; a clock that is fast makes nothing younger than it is."""
    first = commits[0]
    return min([first.at, *(event.arrived for event in first.events if isinstance(event, TicketOpened) and event.arrived)])


def _differs(left: Left, commit: Commit) -> bool:
    return not is_same(left.commit, commit)


def _told(state: State, one: Erasure, extent: Reach) -> Iterator[Event]:
    """What happened, and that what waits to be sent to them will not be."""
    yield PersonErased(one.stands, extent.whole)
    if not extent.whole:
        return
    for item in state.outgoing:
        if item.kind in TO_CUSTOMERS and item.status is Delivery.WRITTEN:
            yield DeliveryReported(item.seq, Delivery.FAILED, reason=BECAUSE)
    if state.survey.status in ("planned", "due"):
        yield SurveyCancelled(state.survey.resolution, BECAUSE)


def _rewrite(commit: Commit, left: Left) -> None:
    """Objects first: as long as the commit names them they are found again."""
    for bucket, key in left.gone:
        files.remove(bucket, key)
    if not _differs(left, commit):
        return
    for event in commit.events:
        if isinstance(event, MessageReceived):
            _forget(event)
    ticket_rows.put_left(left.commit)


def _forget(event: MessageReceived) -> None:
    """By what the message, and what its sender says next in the chat, would be found to belong here."""
    if event.external_id:
        forgetting.message(clues.canonical(event.external_id, event.channel))
    if event.sender.value and event.channel != "email":
        forgetting.chat(event.channel, event.recipients[0] if event.recipients else "", event.sender.value)


def _clean_around(commits: Iterable[Commit], extent: Reach) -> None:
    """What is kept beside the history of a ticket that was theirs: time entries' notes, and what tells equal answers."""
    if not extent.whole:
        return
    known = list(commits)
    number = known[0].ticket
    deeds = [timing.Deed(commit.seq, commit.at, event) for commit in known for event in commit.events if isinstance(event, timing.TIMING)]
    for entry in timing.entries(number, deeds).values():
        if not entry.removed:
            times.put_left(entry, entry.executed)
    answered = (event for commit in known for event in commit.events if isinstance(event, SurveyAnswered))
    for resolution in {event.resolution for event in answered}:
        surveys.forget_words(number, resolution)


def _put_right(number: int) -> State:
    """VIEW is what the history adds up to. Raises Busy while others write."""
    for _ in range(history.TRIES):
        state = folded(None, ticket_rows.find_commits(number))
        view = ticket_rows.find_view(number)
        if view is not None and int(view.version) == state.version and view.value() == state:
            return state
        ticket_rows.replace_view(state)
    raise Busy(f"ticket {number} changed {history.TRIES} times while it was put right")


def _choices(desk: Desk) -> frozenset[str]:
    """What the desk offers to choose from says nothing about a person."""
    return frozenset(step for field in desk.fields for path in ((*field.choices,), *field.paths) for step in path)
