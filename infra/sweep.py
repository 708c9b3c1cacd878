"""python -m infra sweep: list mails of the last two days that were stored and led to no commit."""

from collections.abc import Sequence

from infra.stage import enter, parser


def main(arguments: Sequence[str]) -> int:
    """1 if there are any."""
    chosen = parser("sweep", __doc__ or "").parse_args(arguments)
    enter(chosen.stage)
    from chalicelib import clock
    from chalicelib.intake.actions import unheard

    found = list(unheard(clock.now()))
    print("\n".join(found) if found else "every mail of the last two days was heard")
    return 1 if found else 0
