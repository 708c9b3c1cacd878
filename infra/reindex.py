"""python -m infra reindex: index every ticket and contact anew, newest first; a run that was cut off is gone on with."""

import sys
from collections.abc import Sequence

from infra.stage import enter, parser


def main(arguments: Sequence[str]) -> int:
    """What stands in the index already is not written again, so a run over a whole index costs reads only, unless it is forced."""
    options = parser("reindex", __doc__ or "")
    options.add_argument("tickets", nargs="*", type=int, help="only these; default: all, and all contacts")
    options.add_argument("--force", action="store_true", help="write everything once more, whatever is noted to stand there")
    options.add_argument("--limit", type=int, default=0, help="stop after so many tickets; the next run goes on there")
    chosen = options.parse_args(arguments)
    enter(chosen.stage)
    from chalicelib import clock
    from chalicelib.context import Context
    from chalicelib.desk import actions as desks
    from chalicelib.search import actions as search

    now = clock.now()
    context = Context(desks.current(now), now, clock.now)
    if chosen.tickets:
        written = sum(search.index(number, 0, context, whole=True, forced=chosen.force) for number in chosen.tickets)
        print(f"{written} of {len(chosen.tickets)} tickets were not indexed as they are")
        return 0
    looked_at = search.index_all(context, limit=chosen.limit, forced=chosen.force, told=_tell)
    print(f"{looked_at} tickets looked at")
    if not chosen.limit:
        _contacts()
    return 0


def _contacts() -> None:
    from chalicelib.contacts import actions as contacts
    from chalicelib.search.people import actions as people

    written = sum(people.index(one.id) for one in contacts.walk_contacts(None, 100))
    print(f"{written} contacts were not indexed as they are")


def _tell(number: int) -> None:
    print(f"now at ticket {number}", file=sys.stderr)
