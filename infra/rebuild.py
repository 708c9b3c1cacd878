"""python -m infra rebuild: fold tickets anew from their commits and say which VIEW was not as its history tells."""

from collections.abc import Sequence

from infra.stage import enter, parser


def main(arguments: Sequence[str]) -> int:
    """1 if any VIEW differed (it has been put right, unless --check)."""
    options = parser("rebuild", __doc__ or "")
    options.add_argument("tickets", nargs="+", type=int)
    options.add_argument("--check", action="store_true", help="compare only, write nothing")
    chosen = options.parse_args(arguments)
    enter(chosen.stage)
    from chalicelib.codec import pack
    from chalicelib.storage import history
    from chalicelib.storage.tickets import find_commits, find_view
    from chalicelib.tickets.fold import fold

    differing = 0
    for number in chosen.tickets:
        view = find_view(number)
        fresh = fold(None, find_commits(number)) if chosen.check else history.rebuild(number)
        same = view is not None and view.state == pack(fresh)
        differing += not same
        print(f"ticket {number}: version {fresh.version}, {'as it should be' if same else 'differed'}")
    return 1 if differing else 0
