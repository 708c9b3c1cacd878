"""Rows of the Tickets table: commits, the folded VIEW with its sparse indexes, and what reads them."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.expressions.update import Action

from chalicelib import meter
from chalicelib.codec import pack, unpack
from chalicelib.ids import company_id
from chalicelib.routing.line import line_sort_key
from chalicelib.settings import settings
from chalicelib.storage import newest
from chalicelib.storage.rows import Bytes, Part, Row, query_all, read_many, shared_connection, stamp_of
from chalicelib.tickets.events import Commit, Content, event_from_plain, event_to_plain
from chalicelib.tickets.fold import FOLD_VERSION
from chalicelib.tickets.state import State
from chalicelib.values import dataclass

AGENDA_SHARDS = 4
LINE_SHARDS = 4
FEED_SHARDS = 8
VIEW = "VIEW"


class CommitRow(Row):
    """One commit: T#<number> / C#<seq>, in the feed of its day."""

    class Meta:
        table_name = settings().tickets_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    at = UnicodeAttribute()
    command = UnicodeAttribute()
    actor = UnicodeAttribute()
    config = UnicodeAttribute()
    cause = UnicodeAttribute(null=True)
    body = Bytes()
    content = Bytes(null=True)
    cost = Bytes(null=True, attr_name="m")
    feed_pk = UnicodeAttribute()
    feed_sk = UnicodeAttribute()

    @classmethod
    def of(cls, commit: Commit) -> "CommitRow":
        stamp = stamp_of(commit.at)
        return cls(
            pk=ticket_key(commit.ticket), sk=commit_key(commit.seq), at=stamp, command=commit.id, actor=commit.actor, config=commit.config,
            cause=commit.cause or None, body=pack([event_to_plain(event) for event in commit.events]),
            content=pack(commit.content) if commit.content else None,
            feed_pk=feed_key(commit.at, commit.ticket % FEED_SHARDS), feed_sk=f"{stamp}#{commit.ticket}#{commit.seq}",
            cost=commit.cost or None,
        )  # fmt: skip

    def commit(self) -> Commit:
        return Commit(
            ticket=int(self.pk[2:]), seq=int(self.sk[2:]), id=self.command, at=datetime.fromisoformat(self.at), actor=self.actor,
            config=self.config, events=tuple(event_from_plain(plain) for plain in unpack(self.body, list[dict[str, Any]])),
            content=unpack(self.content, Content) if self.content else None, cause=self.cause or "", cost=self.cost or b"",
        )  # fmt: skip

    def put_once(self) -> "CommitRow | None":
        """The commit point: put if absent, one try of a second. None: it stands; else the commit that was there first."""
        standing = self._put(shared_connection("commit"), CommitRow.pk.does_not_exist())
        if standing is None:
            newest.wrote(int(self.pk[2:]), int(self.sk[2:]))
        return standing


class ViewRow(Row):
    """The folded state: T#<number> / VIEW, present in an index only while that index has use for it."""

    class Meta:
        table_name = settings().tickets_table
        region = settings().region

    sk = UnicodeAttribute(range_key=True)
    version = NumberAttribute()
    fold = NumberAttribute()
    state = Bytes()
    line_pk = UnicodeAttribute(null=True)
    line_sk = UnicodeAttribute(null=True)
    row = Bytes(null=True)
    contact_pk = UnicodeAttribute(null=True)
    contact_sk = UnicodeAttribute(null=True)
    company_pk = UnicodeAttribute(null=True)
    company_sk = UnicodeAttribute(null=True)
    agenda_pk = UnicodeAttribute(null=True)
    agenda_sk = UnicodeAttribute(null=True)

    @classmethod
    def of(cls, state: State) -> "ViewRow":
        view = cls(pk=ticket_key(state.number), sk=VIEW, version=state.version, fold=FOLD_VERSION, state=pack(state))
        found = places(state)
        view.contact_pk, view.contact_sk = found["contact"]
        if "company" in found:
            view.company_pk, view.company_sk = found["company"]
        if "line" in found:
            view.line_pk, view.line_sk = found["line"]
            view.row = pack(LineRow.of(state))
        if "agenda" in found:
            view.agenda_pk, view.agenda_sk = found["agenda"]
        return view

    def value(self) -> State:
        return unpack(self.state, State)

    @property
    def is_current(self) -> bool:
        """Whether this code's fold wrote it; an older fold's state is folded anew."""
        return int(self.fold) == FOLD_VERSION


@dataclass(frozen=True, slots=True)
class LineRow:
    """What a line shows of a ticket; it lives in the line index, at most 500 bytes."""

    number: int
    subject: str
    status: int
    priority: int
    opened_at: datetime
    requester: str
    agent: int = 0
    group: str = ""
    due: datetime | None = None
    waiting: str = ""
    language: str = ""
    skills: tuple[str, ...] = ()
    company: str = ""

    @classmethod
    def of(cls, state: State) -> "LineRow":
        return cls(
            number=state.number, subject=state.subject[:80], status=state.status, priority=state.priority, opened_at=state.opened_at,
            requester=(state.requester.name or state.requester.value)[:60], agent=state.agent, group=state.group, due=state.due,
            waiting=state.waiting, language=state.language, skills=state.skills, company=state.company,
        )  # fmt: skip


def ticket_key(number: int) -> str:
    return f"T#{number}"


def commit_key(seq: int) -> str:
    return f"C#{seq:06d}"


def number_key(number: int) -> str:
    return f"{number:015d}"


def feed_key(at: datetime, shard: int) -> str:
    return f"F#{at.astimezone(UTC):%Y-%m-%d}#{shard}"


def agenda_key(shard: int) -> str:
    return f"AG#{shard}"


def places(state: State) -> dict[str, tuple[str, str]]:
    """Where VIEW stands in each index that has use for it."""
    found = {"contact": (f"CT#{state.contact}", number_key(state.number))}
    if state.company:
        found["company"] = (f"CO#{company_id(state.company)}", number_key(state.number))
    if state.is_open:
        found["line"] = (line_key(state), line_sort_key(state.priority, state.opened_at, state.number))
    if state.look_at:
        found["agenda"] = (agenda_key(state.number % AGENDA_SHARDS), f"{stamp_of(state.look_at)}#{state.number}")
    return found


def line_key(state: State) -> str:
    """An agent's own line, or the group's, spread over shards because a whole company may wait in one group."""
    return f"A#{state.agent}" if state.agent else group_line(state.group, state.number % LINE_SHARDS)


def group_line(group: str, shard: int) -> str:
    return f"Q#{group}#{shard}"


def find_view(number: int, *, least: int = 0) -> ViewRow | None:
    """VIEW as it is; if `least` is given, first at half the price, which is enough for one of that version or a later one."""
    meter.charge_to(number)
    view = ViewRow.find(ticket_key(number), VIEW, eventual=True) if least else None
    return view if view and int(view.version) >= least else ViewRow.find(ticket_key(number), VIEW)


def put_view(state: State, row: ViewRow | None = None) -> bool:
    """Write the VIEW (`row` if it is made already) over an older version or, of the same version, an older fold. Whether it was written."""
    refolded = (ViewRow.version == state.version) & (ViewRow.fold < FOLD_VERSION)
    stale = ViewRow.pk.does_not_exist() | (ViewRow.version < state.version) | refolded
    return (row or ViewRow.of(state)).put(stale) is None


def replace_view(state: State) -> None:
    """Write the VIEW over whatever is not newer (rebuild)."""
    ViewRow.of(state).put(ViewRow.pk.does_not_exist() | (ViewRow.version <= state.version))


def find_commits(number: int, *, after: int = 0, limit: int | None = None) -> list[Commit]:
    """Commits with seq > `after`, oldest first, consistently read."""
    meter.charge_to(number)
    part = Part(ticket_key(number), low=commit_key(after + 1), high=commit_key(999_999), limit=limit)
    return [CommitRow.from_raw_data(item).commit() for item in query_all(CommitRow, part)]


def find_parts(number: int, run: range, single: Iterable[int]) -> list[Commit]:
    """A run of commits in one query and single ones in a batch, in their order; they stood before, so both cost half."""
    meter.charge_to(number)
    found = {}
    if run:
        part = Part(ticket_key(number), low=commit_key(run[0]), high=commit_key(run[-1]), eventual=True)
        found = {int(item["sk"]["S"][2:]): CommitRow.from_raw_data(item) for item in query_all(CommitRow, part)}
    wanted = ((CommitRow, ticket_key(number), commit_key(seq)) for seq in single)
    found |= {int(row.sk[2:]): row for row in read_many(wanted, eventual=(CommitRow,)).values()}
    return [found[seq].commit() for seq in sorted(found)]


@dataclass(frozen=True, slots=True)
class Page:
    """The newest part of one ticket: its VIEW as stored and commits, newest first; `more` if older ones exist."""

    view: ViewRow | None
    commits: tuple[Commit, ...]

    @property
    def more(self) -> bool:
        return not self.commits or self.commits[-1].seq > 1

    @property
    def version(self) -> int:
        """Up to which commit it goes without a gap, VIEW included; 0 if it does not hang together."""
        seqs = [commit.seq for commit in self.commits]
        if self.view is None or not seqs or seqs != list(range(seqs[0], seqs[-1] - 1, -1)):
            return 0
        return seqs[0] if int(self.view.version) == seqs[0] else 0


def find_page(number: int, limit: int | None = None, *, least: int = 1) -> Page:
    """VIEW and the newest commits, or all, in one query (one for each MB): VIEW sorts after every C#.

    Read at half the price, and again in full if that shows less than version `least` or than this process wrote itself.
    """
    page = _page(number, limit, eventual=True)
    return page if page.version >= max(least, newest.least(number), 1) else _page(number, limit, eventual=False)


def _page(number: int, limit: int | None, *, eventual: bool) -> Page:
    items = list(query_all(ViewRow, Part(ticket_key(number), forward=False, limit=limit, eventual=eventual)))
    view = next((ViewRow.from_raw_data(item) for item in items if item["sk"]["S"] == VIEW), None)
    return Page(view, tuple(CommitRow.from_raw_data(item).commit() for item in items if item["sk"]["S"] != VIEW))


def find_views(numbers: Iterable[int], *, eventual: bool = False) -> dict[int, State]:
    """States by number as their VIEWs say; tickets without one are left out. `eventual` costs half, and some may be moments old."""
    found = read_many(((ViewRow, ticket_key(number), VIEW) for number in numbers), eventual=(ViewRow,) if eventual else ())
    return {int(pk[2:]): row.value() for (pk, _), row in found.items()}


def find_openings(numbers: Iterable[int], *, eventual: bool = False) -> dict[int, Commit]:
    """The first commit of each ticket, which holds what the requester wrote first; `eventual` costs half."""
    wanted = ((CommitRow, ticket_key(number), commit_key(1)) for number in numbers)
    found = read_many(wanted, eventual=(CommitRow,) if eventual else ())
    return {int(pk[2:]): row.commit() for (pk, _), row in found.items()}


def find_opened(number: int, *, eventual: bool = False) -> tuple[ViewRow | None, Commit | None]:
    """VIEW and the first commit in one read; `eventual` costs half, and VIEW may be some moments old."""
    wanted = [(ViewRow, ticket_key(number), VIEW), (CommitRow, ticket_key(number), commit_key(1))]
    found = read_many(wanted, eventual=(ViewRow,) if eventual else ())
    first = found.get((ticket_key(number), commit_key(1)))
    return found.get((ticket_key(number), VIEW)), first.commit() if first else None


def put_left(commit: Commit) -> None:
    """What is left of a commit after an erasure, in its place: what it says and who made it; the words go for good if it has none."""
    row = CommitRow.of(commit)
    actions: list[Action] = [CommitRow.body.set(row.body), CommitRow.actor.set(row.actor)]
    actions += [] if row.content else [CommitRow.content.remove()]
    CommitRow.change(row.pk, row.sk, actions, CommitRow.pk.exists())


def commit_of_image(image: dict[str, Any]) -> Commit:
    """The commit in a stream record's new image."""
    return CommitRow.from_raw_data(image).commit()
