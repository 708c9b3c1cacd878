"""Where in a long history something was said, and which later commits tell more of it: what a page of it needs to be read."""

from collections.abc import Iterable
from dataclasses import replace

from chalicelib.tickets import events as ev
from chalicelib.tickets.views import CORRECTIONS, Spoken
from chalicelib.values import dataclass

TELLING = (
    ev.DeliveryClaimed, ev.DeliveryReported, ev.DeliveryRedirected, ev.FallbackOffered, ev.FilesFetched, ev.NoteEdited, ev.NoteRemoved,
    ev.NoteRestored,
)  # fmt: skip
# How far behind the last thing of a page its own deliveries usually stand.
NEAR = 30


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that was said: its commit, those that tell more of it, and whether it was taken out of sight."""

    seq: int
    told: tuple[int, ...] = ()
    removed: bool = False


@dataclass(frozen=True, slots=True)
class Contents:
    """Of the commits up to `version`, oldest first, without the opening."""

    version: int = 1
    entries: tuple[Entry, ...] = ()

    @property
    def shown(self) -> tuple[int, ...]:
        return tuple(entry.seq for entry in self.entries if not entry.removed)


def extended(known: Contents, commits: Iterable[ev.Commit]) -> Contents:
    """With the commits that follow; earlier ones are passed over. They must leave no gap."""
    entries = {entry.seq: entry for entry in known.entries}
    version = known.version
    for commit in commits:
        if commit.seq <= version:
            continue
        version = commit.seq
        if any(isinstance(event, Spoken) for event in commit.events):
            entries[commit.seq] = Entry(commit.seq)
        for event in commit.events:
            if isinstance(event, TELLING) and event.of in entries:
                entries[event.of] = _told(entries[event.of], event, commit.seq)
    return Contents(version, tuple(entries.values()))


def _told(entry: Entry, event: ev.Event, seq: int) -> Entry:
    removed = isinstance(event, ev.NoteRemoved) if isinstance(event, CORRECTIONS) else entry.removed
    return replace(entry, told=tuple(dict.fromkeys((*entry.told, seq))), removed=removed)


def needed(contents: Contents, seqs: Iterable[int]) -> tuple[range, tuple[int, ...]]:
    """The commits that say these things and tell of them: one run of them, and single ones far behind."""
    wanted = set(seqs)
    told = {seq for entry in contents.entries if entry.seq in wanted for seq in entry.told}
    if not wanted:
        return range(0), ()
    last = max(wanted)
    near = [seq for seq in told if seq <= last + NEAR]
    run = range(min(wanted), max([last, *near]) + 1)
    return run, tuple(sorted(seq for seq in told if seq not in run))
