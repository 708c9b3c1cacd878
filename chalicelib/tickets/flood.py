"""How many messages came to one ticket within an hour: the count behind the fuse that holds a flood back."""

WINDOW = 3600
# When the hour began (epoch seconds), how many messages came in it, and a 1 once the ticket was told that more are held back.
Flood = tuple[int, ...]


def counted(flood: Flood, at: int) -> Flood:
    """With one more message; an hour that is over begins anew."""
    if flood and at - flood[0] < WINDOW:
        return (flood[0], flood[1] + 1, *flood[2:])
    return (at, 1)


def told(flood: Flood) -> Flood:
    return (*flood[:2], 1)


def is_told(flood: Flood, at: int) -> bool:
    return len(flood) > 2 and at - flood[0] < WINDOW


def is_over(flood: Flood, most: int, at: int) -> bool:
    return bool(flood) and at - flood[0] < WINDOW and flood[1] >= most
