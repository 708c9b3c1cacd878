"""Which messages of ours a watermark means: a provider's word that all until an instant was delivered or read."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.channels.message import Delivery
from chalicelib.tickets.decide import RANK
from chalicelib.tickets.events import Commit, DeliveryClaimed, DeliveryRedirected, DeliveryReported, NoticeRaised


def reached(commits: Iterable[Commit], status: Delivery, until: datetime) -> tuple[int, ...]:
    """The seqs, oldest first, of what was on its way by then and is not known to have got so far; notices go to colleagues by mail."""
    claimed: dict[int, datetime] = {}
    known: dict[int, int] = {}
    notices: set[int] = set()
    for commit in sorted(commits, key=lambda one: one.seq):
        for event in commit.events:
            match event:
                case NoticeRaised():
                    notices.add(commit.seq)
                case DeliveryClaimed(of=of):
                    claimed[of] = commit.at
                case DeliveryReported(of=of):
                    known[of] = max(known.get(of, 0), RANK[event.status])
                case DeliveryRedirected(of=of):
                    claimed.pop(of, None)
    meant = (of for of, at in claimed.items() if at <= until and of not in notices)
    return tuple(of for of in meant if RANK[Delivery.SENT] <= known.get(of, 0) < RANK[status])
