"""python -m infra announce: announce commits again from the feed, as the stream would have."""

import sys
from collections.abc import Sequence

from infra.stage import enter, instant, parser


def main(arguments: Sequence[str]) -> int:
    """Every reaction is idempotent by (ticket, seq), so announcing too much costs money and nothing else."""
    options = parser("announce", __doc__ or "")
    options.add_argument("--since", required=True, type=instant, help="an instant, such as 2026-12-01T08:00:00Z")
    options.add_argument("--until", type=instant, default=None, help="default: now")
    options.add_argument("--dry-run", action="store_true", help="only count")
    chosen = options.parse_args(arguments)
    enter(chosen.stage)
    from chalicelib import clock
    from chalicelib.storage.line import feed
    from chalicelib.storage.tickets import find_commits
    from chalicelib.tickets.actions import announce

    told = 0
    for entry in feed(chosen.since, chosen.until or clock.now()):
        if not chosen.dry_run:
            for commit in find_commits(entry.ticket, after=entry.seq - 1, limit=1):
                announce(commit, clock.now())
        told += 1
        if told % 1_000 == 0:
            print(f"{told} commits, now at {entry.at:%Y-%m-%dT%H:%M:%SZ}", file=sys.stderr)
    print(f"{told} commits {'found' if chosen.dry_run else 'announced'}")
    return 0
