"""Random lives of a ticket: whatever people, providers and timers do, in whatever order, the state stays what the history says."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from chalicelib.channels.message import Automatic, Delivery, Handle, StatusReport
from chalicelib.errors import Inconsistent
from chalicelib.sla.ladder import rungs
from chalicelib.tickets import decide
from chalicelib.tickets import events as ev
from chalicelib.tickets.change import Change
from chalicelib.tickets.content import seal
from chalicelib.tickets.events import Commit, Event, Evidence
from chalicelib.tickets.fold import fold
from chalicelib.tickets.state import OVER, State
from chalicelib.tickets.threading import Open
from chalicelib.tickets.tick import tick
from chalicelib.tickets.timers import look_at, policy_of, rearm, with_timers
from tests.tickets.samples import AINO, NOON, desk, message

DESK = desk()
SLOW = replace(DESK, policies=tuple(replace(policy, targets=policy.targets[:1]) for policy in DESK.policies), delivery_grace=60)
SEALED = seal("sanat", "", "00" * 16)
AUTHOR = decide.Author(DESK.agents[0].id, DESK.agents[0].name)
AGENTS = st.sampled_from([agent.id for agent in DESK.agents])
TEXTS = st.sampled_from(["Ei toimi vieläkään.", "Kiitos avusta!", "Milloin?"])
GRAIN = timedelta(microseconds=1)
STATUSES = {"", "planned", "due", "cancelled", "skipped", "invited", "answered"}


class Life(RuleBasedStateMachine):
    """One ticket from its first message on; `commits` is its whole history."""

    state: State

    def __init__(self) -> None:
        super().__init__()
        self.now, self.desk = NOON, DESK
        self.commits: list[Commit] = []

    @initialize(urgent=st.booleans())
    def contact_comes_in(self, urgent: bool) -> None:
        arrival = decide.Arrival(message("Palaa!" if urgent else "Hei"), 77, SEALED, "f0", account="help@kauppa.example")
        self.commit(None, decide.opening(arrival, Open(Evidence("new", 100))))
        self.add(ev.TicketRouted("Support", "default", "no rule matched"))

    # -- the ways in --

    def commit(self, state: State | None, change: Change) -> None:
        whole = with_timers(state, change, self.desk, self.now)
        if whole.events:
            seq = len(self.commits) + 1
            self.commits.append(Commit(7, seq, f"c{seq}", self.now, "tests", "v1", whole.events, whole.content))
            self.state = fold(state, self.commits[-1:])
            self.now += timedelta(seconds=1, microseconds=7)

    def add(self, *events: Event) -> None:
        self.commit(self.state, Change(events))

    @rule(text=TEXTS, kind=st.sampled_from(Automatic), sender=st.sampled_from([AINO, Handle("email", "bengt@kund.example")]))
    def somebody_writes(self, text: str, kind: Automatic, sender: Handle) -> None:
        inbound = replace(message(text, sender=sender, automatic=kind), received_at=self.now, cc=(sender,))
        was = self.state
        self.commit(was, decide.appending(was, decide.Arrival(inbound, 77, SEALED, "f1"), Evidence("chat", 90), self.desk))
        if kind in (Automatic.AUTO_REPLY, Automatic.BOUNCE, Automatic.COMPLAINT, Automatic.OWN):
            assert (self.state.status, self.state.timeline) == (was.status, was.timeline)

    @rule()
    def agent_answers(self) -> None:
        try:
            change = decide.reply(self.state, AUTHOR, SEALED)
        except Inconsistent:
            assert self.state.deleted or self.state.spam
        else:
            self.commit(self.state, change)
            assert self.state.outgoing[-1].seq == self.state.version

    @rule(status=st.sampled_from([2, 3, 4, 5, 6, 7]))
    def status_is_set(self, status: int) -> None:
        before = self.state
        try:
            self.commit(before, decide.update(before, {"status": status}, self.desk, self.now))
        except Inconsistent:
            assert before.status == 5
            assert status != 2
        else:
            assert self.state.status == status

    @rule(priority=st.integers(1, 4), spam=st.booleans(), deleted=st.booleans())
    def fields_are_set(self, priority: int, spam: bool, deleted: bool) -> None:
        wanted = {"priority": priority, "spam": spam, "deleted": deleted}
        self.commit(self.state, decide.update(self.state, wanted, self.desk, self.now))
        assert (self.state.priority, self.state.spam, self.state.deleted) == (priority, spam, deleted)

    @rule(agent=AGENTS | st.just(0))
    def handed_over(self, agent: int) -> None:
        self.commit(self.state, decide.update(self.state, {"agent": agent}, self.desk, self.now))
        assert self.state.agent == agent

    @precondition(lambda self: self.state.is_open and not self.state.agent)
    @rule(agent=AGENTS, lease=st.booleans(), wait=st.booleans())
    def routing_decides(self, agent: int, lease: bool, wait: bool) -> None:
        until = self.now + timedelta(minutes=10)
        if wait:
            self.add(ev.TicketWaiting("capacity", "everybody is full", until=until))
        else:
            self.add(ev.TicketAssigned(agent, "comes first", lease_until=until if lease else None))

    # -- messages on their way out --

    @precondition(lambda self: self.state.outgoing)
    @rule(which=st.integers(0, 20))
    def delivery_claims(self, which: int) -> None:
        item = self.state.outgoing[which % len(self.state.outgoing)]
        before = len(self.commits)
        self.commit(self.state, decide.claim(self.state, item.seq))
        assert (len(self.commits) > before) is (item.status is Delivery.WRITTEN)
        assert decide.claim(self.state, item.seq) == Change()

    @rule(status=st.sampled_from([Delivery.SENT, Delivery.DELIVERED, Delivery.READ, Delivery.FAILED]), which=st.integers(0, 50))
    def provider_reports(self, status: Delivery, which: int) -> None:
        seq = which % len(self.commits) + 1
        said = [event.status for event in self.events() if isinstance(event, ev.DeliveryReported) and event.of == seq]
        known = max(said, key=decide.RANK.__getitem__, default=None)
        self.commit(self.state, decide.report(seq, StatusReport("email", status, self.now), known))
        assert seq not in [item.seq for item in self.state.outgoing]

    # -- time --

    @precondition(lambda self: self.state.look_at is not None)
    @rule()
    def look_comes(self) -> None:
        assert self.state.look_at
        self.now = max(self.now, self.state.look_at)
        self.look()

    @rule(minutes=st.integers(1, 60 * 24 * 9))
    def time_passes_unwatched(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule()
    def look(self) -> None:
        at, due = self.now, tick(self.state, self.desk, self.now)
        self.commit(self.state, due if due.events else Change(rearm(self.state, self.desk, at)))
        assert tick(self.state, self.desk, at) == Change()
        assert self.state.look_at is None or self.state.look_at > at

    @rule(other=st.sampled_from([DESK, SLOW]))
    def configuration_changes(self, other: object) -> None:
        self.desk = DESK if other is DESK else SLOW
        self.commit(self.state, Change(rearm(self.state, self.desk, self.now)))

    @precondition(lambda self: self.state.survey.status == "due")
    @rule(asked=st.booleans())
    def survey_decides(self, asked: bool) -> None:
        number = self.state.survey.resolution
        expires = self.now + timedelta(days=14)
        self.add(ev.SurveyInvited(number, "email", AINO, "fi", 1, expires) if asked else ev.SurveySkipped(number, "throttled"))

    @precondition(lambda self: any(isinstance(event, ev.SurveyInvited) for event in self.events()))
    @rule(score=st.integers(1, 5))
    def customer_scores(self, score: int) -> None:
        asked = next(event for event in self.events() if isinstance(event, ev.SurveyInvited))
        before = self.state.survey
        self.add(ev.SurveyAnswered(asked.resolution, score, "d"))
        assert dict(self.state.survey.scores)[asked.resolution] == score
        if asked.resolution != before.resolution:
            assert self.state.survey == replace(before, scores=self.state.survey.scores)

    # -- what always holds --

    def events(self) -> Iterable[Event]:
        return (event for commit in self.commits for event in commit.events)

    @invariant()
    def the_fold_is_the_history_wherever_it_is_cut(self) -> None:
        cut = len(self.commits) * 2 // 3
        assert fold(None, self.commits) == self.state
        assert cut == 0 or fold(fold(None, self.commits[:cut]), self.commits[cut:]) == self.state

    @invariant()
    def resolutions_are_counted_once_each(self) -> None:
        turns = [event.category in OVER for event in self.events() if isinstance(event, ev.StatusChanged)]
        assert self.state.resolution == sum(now and not was for was, now in zip([False, *turns], turns, strict=False))

    @invariant()
    def nothing_due_waits_behind_look_at(self) -> None:
        wanted = look_at(self.state, self.desk, self.commits[-1].at)
        assert self.state.look_at == wanted
        assert all(self.state.look_at and self.state.look_at <= due for due in self.due())

    def due(self) -> Iterable[datetime]:
        state, policy = self.state, policy_of(self.state, self.desk)
        calendar = self.desk.calendar(policy.calendar) if policy else None
        if policy and calendar and state.is_open:
            floor = self.commits[-1].at
            yield from (max(rung.at, floor) for rung in rungs(state.timeline, policy, calendar) if rung.key not in state.rungs)
        yield from (item.since + timedelta(seconds=self.desk.delivery_grace) for item in state.outgoing if item.since)
        yield from filter(None, (state.survey.planned, state.lease_until if state.agent else None))

    @invariant()
    def each_rung_is_reached_once(self) -> None:
        reached = [key for event in self.events() if isinstance(event, ev.RungsReached) for key in event.keys]
        assert len(reached) == len(set(reached))
        assert set(reached) == set(self.state.rungs)

    @invariant()
    def one_owner_at_most_and_the_last_word_decides(self) -> None:
        words = [event for event in self.events() if isinstance(event, ev.TicketAssigned | ev.TicketReleased)]
        holder = words[-1].agent if words and isinstance(words[-1], ev.TicketAssigned) else 0
        assert self.state.agent == holder

    @invariant()
    def surveys_and_outgoing_are_in_order(self) -> None:
        survey, seqs = self.state.survey, [item.seq for item in self.state.outgoing]
        assert survey.status in STATUSES
        assert (survey.planned is not None) is (survey.status == "planned")
        assert seqs == sorted(set(seqs))
        assert all((item.since is not None) is (item.status is Delivery.CLAIMED) for item in self.state.outgoing)


Life.TestCase.settings = settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
TestLives = Life.TestCase
