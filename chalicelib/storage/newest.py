"""The commits that this process wrote last: a read at half the price that shows less of a ticket is old and is made again in full."""

from collections import OrderedDict

MOST = 1000
_seqs: OrderedDict[int, int] = OrderedDict()


def wrote(ticket: int, seq: int) -> None:
    """Whoever puts a commit knows at that moment that none is newer."""
    _seqs[ticket] = seq
    _seqs.move_to_end(ticket)
    if len(_seqs) > MOST:
        _seqs.popitem(last=False)


def least(ticket: int) -> int:
    """The ticket is at this version or beyond; 0 if this process has not written it lately."""
    return _seqs.get(ticket, 0)


def forget() -> None:
    """As another process, which wrote nothing."""
    _seqs.clear()
