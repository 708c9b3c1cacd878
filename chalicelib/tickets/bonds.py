"""How tickets belong together: which one a ticket was merged into, what was split off, parents and trackers.

Of two tickets the one that points is the truth (`merged_into`, `parent`, `tracker`); the lists on the other side say where to look.
"""

from collections.abc import Callable, Mapping

from chalicelib.values import dataclass

# Nobody joins so many by hand, and every reading of the whole is bounded by it.
MOST_JOINED = 50
# Beyond this many steps from ticket to ticket nobody merged by hand; a ring of mergers at once ends here too.
DEEPEST = 10
CHILD, PARENT, RELATED, TRACKER = "child", "parent", "related", "tracker"
POINTERS = (CHILD, RELATED)
OTHER_SIDE = {CHILD: PARENT, PARENT: CHILD, RELATED: TRACKER, TRACKER: RELATED}


@dataclass(frozen=True, slots=True)
class Bonds:
    """`merged_seq` is the commit that points, `status_before` what an undone merge comes back to; `moved`: which message went where."""

    merged_into: int = 0
    merged_seq: int = 0
    status_before: int = 0
    merged: tuple[int, ...] = ()
    split_from: int = 0
    moved: tuple[tuple[int, int], ...] = ()
    parent: int = 0
    children: tuple[int, ...] = ()
    tracker: int = 0
    related: tuple[int, ...] = ()

    def points(self, role: str) -> int:
        """The ticket that this one is a child of, or related to."""
        return {CHILD: self.parent, RELATED: self.tracker}[role]

    def listed(self, role: str) -> tuple[int, ...]:
        """The tickets that this one is the parent of, or tracks."""
        return {PARENT: self.children, TRACKER: self.related}[role]


Step = Callable[[int], int]


def way(number: int, step: Step) -> tuple[int, ...]:
    """The tickets on the way from one to the last that `step` leads to, both included; it ends before it meets one again."""
    found = [number]
    while len(found) <= DEEPEST and (following := step(found[-1])) and following not in found:
        found.append(following)
    return tuple(found)


def ring(number: int, step: Step) -> tuple[int, ...]:
    """The tickets of the ring that the way from this one runs into; none if it ends."""
    found = way(number, step)
    following = step(found[-1])
    return found[found.index(following) :] if following in found else ()


def home(number: int, bonds: Mapping[int, Bonds]) -> int:
    """Where what is meant for a ticket lands: the last one of its mergers as far as they are known, of a ring the smallest number."""

    def step(one: int) -> int:
        into = bonds[one].merged_into if one in bonds else 0
        return into if into in bonds else 0

    if circle := ring(number, step):
        return min(circle)
    return way(number, step)[-1]


def ahead(bonds: Mapping[int, Bonds]) -> set[int]:
    """Tickets that the mergers of these lead to and that are not among them."""
    return {one.merged_into for one in bonds.values()} - {0} - set(bonds)


def below(number: int, bonds: Mapping[int, Bonds]) -> tuple[int, ...]:
    """Everybody whose mergers end at this ticket, those that were merged first before those merged into them."""
    found: list[int] = []
    waiting = [number]
    while waiting:
        one = waiting.pop(0)
        named = dict.fromkeys(bonds[one].merged if one in bonds else ())
        members = [other for other in named if other in bonds and bonds[other].merged_into == one and other not in (number, *found)]
        found += members
        waiting += members
    return tuple(found[:MOST_JOINED])


def behind(bonds: Mapping[int, Bonds]) -> set[int]:
    """Tickets that may have been merged into one of these and are not among them."""
    return {other for one in bonds.values() for other in one.merged} - set(bonds)
