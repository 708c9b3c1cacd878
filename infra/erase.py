"""python -m infra erase: after tables were restored, erase everybody once more who was erased since the backup was made."""

from collections.abc import Sequence
from datetime import datetime

from infra.stage import enter, parser


def main(arguments: Sequence[str]) -> int:
    """Queues the erasures; the desk's background worker carries them out."""
    options = parser("erase", __doc__ or "")
    options.add_argument("--since", default="", help="only erasures asked for at this instant or later, as in 2026-11-22T08:00:00+00:00")
    chosen = options.parse_args(arguments)
    enter(chosen.stage)
    from chalicelib import clock
    from chalicelib.context import Context
    from chalicelib.desk import actions as desks
    from chalicelib.erasure import actions as erasure

    now = clock.now()
    since = datetime.fromisoformat(chosen.since) if chosen.since else None
    begun = erasure.begin_again(Context(desks.current(now), now, clock.now), since)
    for one in begun:
        print(f"erasure {one.id} of {one.at:%Y-%m-%d %H:%M:%S} UTC begins again")
    print(f"{len(begun)} erasures were queued")
    return 0
