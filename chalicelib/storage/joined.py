"""Which tickets are one by merging: no read for those that never were, one more for each step of pointers."""

from collections.abc import Mapping

from chalicelib.storage import history
from chalicelib.tickets.bonds import DEEPEST, ahead, behind, below
from chalicelib.tickets.state import State


def followed(states: Mapping[int, State]) -> dict[int, State]:
    """These tickets and those that their mergers lead to."""
    found = dict(states)
    for _ in range(DEEPEST):
        missing = ahead({number: state.bonds for number, state in found.items()})
        if not missing:
            break
        found |= history.load_many(missing)
    return found


def family(state: State) -> dict[int, State]:
    """The ticket and all that were merged into it, directly or by way of others."""
    found, asked = {state.number: state}, {state.number}
    for _ in range(DEEPEST):
        missing = behind({number: one.bonds for number, one in found.items()}) - asked
        if not missing:
            break
        asked |= missing
        found |= history.load_many(missing)
    members = below(state.number, {number: one.bonds for number, one in found.items()})
    return {number: found[number] for number in (state.number, *members)}
