"""What merging, splitting and linking decide, without a desk around them."""

from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import pytest

from chalicelib.channels.message import Automatic, Handle
from chalicelib.desk.model import Status
from chalicelib.errors import Inconsistent, InvalidInput
from chalicelib.sla.policy import Category
from chalicelib.tickets import decide, forwarding, linking, merging, splitting, watching
from chalicelib.tickets import events as ev
from chalicelib.tickets.alerting import alerted
from chalicelib.tickets.bonds import CHILD, DEEPEST, MOST_JOINED, RELATED, Bonds
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.joining import (
    ChildSettled,
    MessagesMoved,
    TicketAbsorbed,
    TicketLinked,
    TicketMerged,
    TicketParted,
    TicketUnlinked,
    TicketUnmerged,
)
from chalicelib.tickets.onlookers import WatcherAdded, WatchersAlerted, WatchersTold
from chalicelib.tickets.state import State
from chalicelib.tickets.threading import Append, Clue, Open, is_third
from chalicelib.tickets.threading import decide as thread
from tests.tickets.samples import AINO, BENGT, NOON, STRANGER, commit, desk, message, ticket

DESK = desk()
LIISA = DESK.agents[0]
SEALED = seal("sanat", "", "00" * 16)
POINTER = TicketMerged(7, 2)


def merged(number: int = 8, into: int = 7, **fields: Any) -> State:
    return ticket(number=number, bonds=Bonds(merged_into=into, merged_seq=2, status_before=2), **fields)


def received(**fields: Any) -> ev.MessageReceived:
    return replace(ev.MessageReceived("email", AINO, "<m@x>", 77, "d", ev.Evidence("new", 100)), **fields)


# -- merging --


def test_a_merged_ticket_is_closed_and_its_survey_cancelled() -> None:
    resolved = ticket(ev.StatusChanged(4, "resolved"), ev.SurveyPlanned(1, NOON), number=8)
    assert merging.merge(resolved, POINTER, None).events == (
        TicketMerged(7, 4),
        ev.StatusChanged(5, "closed", "merged into ticket 7"),
        ev.SurveyCancelled(1, "the ticket was merged into ticket 7"),
    )


def test_a_closed_ticket_only_points_and_a_child_tells_its_parent() -> None:
    closed = ticket(ev.StatusChanged(5, "closed"), number=8)
    assert merging.merge(closed, POINTER, None).events == (TicketMerged(7, 5),)
    assert ChildSettled(3) in merging.merge(ticket(number=8, bonds=Bonds(parent=3)), POINTER, None).events


def test_pointing_there_again_is_nothing_and_elsewhere_or_in_a_ring_is_refused() -> None:
    assert merging.merge(merged(), POINTER, None) == Change()
    for state in (merged(into=9), ticket(number=8, bonds=Bonds(merged=(7,)))):
        with pytest.raises(Inconsistent):
            merging.merge(state, POINTER, None)


@pytest.mark.parametrize(
    ("primary", "secondary", "because"),
    [
        (ticket(), ticket(), "cannot be merged into itself"),
        (ticket(deleted=True), ticket(number=8), "ticket 7 is deleted"),
        (ticket(), ticket(number=8, spam=True), "ticket 8 is marked as spam"),
        (merged(7, 9), ticket(number=8), "merge into that one"),
        (ticket(), merged(8, 9), "ticket 8 was merged into ticket 9"),
        (ticket(), merged(8, 7), ""),
        (ticket(), ticket(number=8), ""),
    ],
)
def test_who_cannot_be_merged(primary: State, secondary: State, because: str) -> None:
    found = merging.objection(primary, secondary)
    assert because in found if because else found == ""


def test_too_many_and_too_deep_mergers_are_refused() -> None:
    one = {7: ticket()}
    many = {number: ticket(number=number) for number in range(100, 100 + MOST_JOINED + 1)}
    chain = {number: merged(number, number + 1) for number in range(100, 100 + DEEPEST)}
    assert "at most 50" in merging.too_many(one, [many])
    assert f"{DEEPEST - 1} times" in merging.too_many(one, [chain])
    assert merging.too_many(one, [{8: ticket(number=8)}]) == ""


@pytest.mark.parametrize(("copies", "people"), [(True, (BENGT,)), (False, ())])
def test_the_primary_gets_the_people_who_write_by_mail_if_that_is_wanted(copies: bool, people: tuple[Handle, ...]) -> None:
    others = (AINO, Handle("whatsapp", "358"), Handle("email", "help@kauppa.example"))
    secondary = ticket(number=8, requester=BENGT, participants=others)
    pointer, own = TicketMerged(7, 2, copies), frozenset({"help@kauppa.example"})
    assert merging.absorb(ticket(), secondary, pointer, own).events == (TicketAbsorbed(8, people),)
    assert merging.absorb(ticket(bonds=Bonds(merged=(8,))), secondary, pointer, own) == Change()


@pytest.mark.parametrize(("before", "again"), [(2, ("open",)), (4, ("resolved",)), (5, ()), (99, ("open",))])
def test_an_undone_merge_brings_the_status_back(before: int, again: tuple[str, ...]) -> None:
    state = ticket(ev.StatusChanged(5, "closed"), number=8, bonds=Bonds(merged_into=7, status_before=before))
    pointer, *rest = merging.unmerge(state, "no", DESK).events
    assert pointer == TicketUnmerged(7, "no")
    assert tuple(event.category for event in rest if isinstance(event, ev.StatusChanged)) == again
    with pytest.raises(Inconsistent):
        merging.unmerge(ticket(), "", DESK)


def test_what_came_for_the_other_ticket_is_named_when_it_leaves() -> None:
    through = received(evidence=ev.Evidence("reply address", 100, "", 8))
    commits = [commit(3, received()), commit(4, through), commit(5, replace(through, evidence=ev.Evidence("chat", 90, "", 9)))]
    assert merging.part(ticket(bonds=Bonds(merged=(8,))), 8, "no", commits).events == (TicketParted(8, "no", (4,)),)
    assert merging.part(ticket(), 8, "no", commits) == Change()


# -- where messages land --


@pytest.mark.parametrize(
    ("sender", "home", "automatic", "where"),
    [
        (AINO, ticket(), Automatic.NO, (Append, 7, 8)),
        (AINO, ticket(), Automatic.AUTO_REPLY, (Append, 7, 8)),
        (BENGT, ticket(requester=BENGT), Automatic.NO, (Append, 7, 8)),
        (STRANGER, ticket(), Automatic.BOUNCE, (Append, 8, 0)),
        (AINO, ticket(ev.StatusChanged(5, "closed")), Automatic.NO, (Open, 7, 0)),
        (STRANGER, ticket(), Automatic.NO, (Open, 0, 0)),
    ],
)
def test_a_message_for_a_merged_ticket(sender: Handle, home: State, automatic: Automatic, where: tuple[type, int, int]) -> None:
    clue = Clue("reply address", 100, merged(), "the token of ticket 8", ours=True, lands=home)
    match thread(message("Hei vielä kerran", sender=sender, automatic=automatic), (clue,), NOON, NOON - NOON.replace(year=2020)):
        case Append(number, evidence):
            assert (Append, number, evidence.through) == where
        case Open(follows=follows):
            assert (Open, follows, 0) == where
        case other:
            raise AssertionError(other)


def test_a_message_decided_too_early_is_not_written_on_a_merged_ticket() -> None:
    arrival = decide.Arrival(message("Hei"), 77, SEALED, "f0")
    evidence = ev.Evidence("reply address", 100)
    assert decide.appending(merged(), arrival, evidence, DESK) == Change()
    bounce = replace(arrival, message=message("Sorry", automatic=Automatic.BOUNCE))
    assert [event.NAME for event in decide.appending(merged(), bounce, evidence, DESK).events] == ["message.received"]


# -- splitting --


def test_a_message_moves_once_unless_it_came_back() -> None:
    moved = MessagesMoved(9, (3,))
    assert splitting.move(ticket(), moved).events == (moved,)
    assert splitting.move(ticket(bonds=Bonds(moved=((3, 8),), merged=(8,))), moved).events == (moved,)
    with pytest.raises(InvalidInput):
        splitting.move(ticket(bonds=Bonds(moved=((3, 8),))), moved)
    with pytest.raises(Inconsistent):
        splitting.move(merged(), moved)


@pytest.mark.parametrize(("seqs", "faults"), [((3,), 0), ((1, 3), 1), ((4,), 1), ((9,), 1), ((), 1), ((1, 4, 9), 3)])
def test_only_messages_that_came_after_the_opening_move(seqs: tuple[int, ...], faults: int) -> None:
    commits = {3: commit(3, received()), 4: commit(4, ev.NoteWritten(1, "d"))}
    if not faults:
        splitting.demand_messages(seqs, commits)
        return
    with pytest.raises(InvalidInput) as refusal:
        splitting.demand_messages(seqs, commits)
    assert len(refusal.value.faults) == faults


# -- links --


@pytest.mark.parametrize(
    ("before", "other", "events"),
    [
        (0, 7, (TicketLinked(CHILD, 7),)),
        (7, 7, ()),
        (7, 9, (TicketUnlinked(CHILD, 7), TicketLinked(CHILD, 9))),
        (7, 0, (TicketUnlinked(CHILD, 7),)),
        (0, 0, ()),
    ],
)
def test_a_ticket_has_one_parent(before: int, other: int, events: tuple[ev.Event, ...]) -> None:
    assert linking.point(ticket(number=8, bonds=Bonds(parent=before)), CHILD, other).events == events


@pytest.mark.parametrize(
    ("listed", "stands", "kind"), [((), True, TicketLinked), ((8,), False, TicketUnlinked), ((8,), True, None), ((), False, None)]
)
def test_the_other_side_says_what_the_ticket_says(listed: tuple[int, ...], stands: bool, kind: type | None) -> None:
    events = linking.mirror(ticket(bonds=Bonds(related=listed)), RELATED, 8, stands=stands).events
    assert [type(event) for event in events] == ([kind] if kind else [])


@pytest.mark.parametrize(
    ("state", "other", "above", "refused"),
    [
        (ticket(number=8), ticket(), (7,), False),
        (ticket(), ticket(), (7,), True),
        (ticket(number=8), ticket(), (7, 8), True),
        (ticket(number=8, deleted=True), ticket(), (7,), True),
        (ticket(number=8), merged(7, 9), (7,), True),
        (ticket(number=8), ticket(bonds=Bonds(children=tuple(range(100, 100 + MOST_JOINED)))), (7,), True),
    ],
)
def test_who_cannot_be_a_child(state: State, other: State, above: tuple[int, ...], refused: bool) -> None:
    assert bool(linking.objection(CHILD, state, other, above)) is refused


@pytest.mark.parametrize(
    ("policy", "open_ones", "refused", "follows"),
    [
        ("wait", (8,), True, False),
        ("wait", (), False, False),
        ("follow", (8,), True, False),
        ("follow", (), False, True),
        ("free", (8,), False, False),
    ],
)
def test_what_a_parent_waits_for(policy: str, open_ones: tuple[int, ...], refused: bool, follows: bool) -> None:
    parent, rules = ticket(bonds=Bonds(children=(8, 9))), replace(DESK, parents=policy)
    over = ev.StatusChanged(4, "resolved")
    children = {n: ticket(*(() if n in open_ones else (over,)), number=n, bonds=Bonds(parent=7)) for n in (8, 9)}
    with pytest.raises(Inconsistent, match="ticket 7 has open child tickets: 8") if refused else nullcontext():
        linking.refuse_open_children(parent, children, rules)
    assert bool(linking.follow(parent, children, rules, NOON).events) is follows


def test_only_a_status_that_ends_it_asks_for_the_children() -> None:
    parent = ticket(bonds=Bonds(children=(8,)))
    wanted = {number: linking.ends(parent, DESK.status(number)) for number in (2, 3, 4, 5, 99)}
    assert wanted == {2: False, 3: False, 4: True, 5: True, 99: False}
    assert linking.ends(ticket(), Status(4, "Resolved", Category.RESOLVED)) is False


# -- watchers and third parties --


@pytest.mark.parametrize(
    ("events", "about"),
    [
        ((received(),), "message"),
        ((received(), ev.StatusChanged(2, "open")), "message"),
        ((ev.StatusChanged(4, "resolved"),), "status"),
        ((received(automatic=Automatic.AUTO_REPLY),), ""),
        ((received(third=True), ev.StatusChanged(2, "open")), "status"),
        ((ev.NoteWritten(1, "d"),), ""),
    ],
)
def test_what_of_a_change_is_of_interest(events: tuple[ev.Event, ...], about: str) -> None:
    watched = ticket(watchers=(LIISA.id, 5))
    told = alerted(watched, Change(events), "agent:5").events
    assert told == (*events, *((WatchersAlerted((LIISA.id,), about),) if about else ()))
    assert alerted(ticket(), Change(events), "agent:5").events == events
    assert alerted(ticket(watchers=(5,)), Change(events), "agent:5").events == events


def test_those_are_told_who_still_watch() -> None:
    alert = commit(4, ev.StatusChanged(4, "resolved"), WatchersAlerted((LIISA.id, 5), "status"))
    assert watching.tell(ticket(watchers=(LIISA.id, 5)), alert, DESK).events == (WatchersTold(4, "status", (LIISA.email,), "Resolved"),)
    assert watching.tell(ticket(), alert, DESK) == Change()
    assert watching.watch(ticket(), LIISA, DESK).events == (WatcherAdded(LIISA.id),)
    with pytest.raises(InvalidInput):
        watching.watch(ticket(), None, DESK)


def test_a_third_party_is_nobody_else_on_the_ticket() -> None:
    state = ticket(thirds=(AINO.value, BENGT.value))
    assert [is_third(one, state) for one in (AINO, BENGT, STRANGER, Handle("whatsapp", BENGT.value))] == [False, True, False, False]


@pytest.mark.parametrize("state", [ticket(deleted=True), ticket(spam=True), merged()])
def test_what_may_not_leave_the_desk_is_not_forwarded(state: State) -> None:
    with pytest.raises(Inconsistent):
        forwarding.forward(state, decide.Author(1, "Liisa"), SEALED, forwarding.Addressed(("a@b.example",)))
