"""Sentences of merging, splitting, linking and watching, for the table of all sentences."""

from chalicelib.channels.message import Handle
from chalicelib.tickets import joining, onlookers
from chalicelib.tickets.event import Event, File

BO = Handle("email", "bo@b.example")

TOLD: list[tuple[Event, str]] = [
    (joining.TicketMerged(7, 2), "merged this ticket into ticket 7"),
    (joining.TicketMerged(7, 2, because="the same order"), "merged this ticket into ticket 7 (the same order)"),
    (joining.TicketAbsorbed(8), "merged ticket 8 into this one"),
    (joining.TicketAbsorbed(8, (BO,)), "merged ticket 8 into this one; copies go to bo@b.example"),
    (joining.TicketUnmerged(7, "two orders"), "undid the merge into ticket 7 (two orders)"),
    (joining.TicketParted(8), "undid the merge of ticket 8 into this one"),
    (
        joining.TicketParted(8, "two orders", (5, 6)),
        "undid the merge of ticket 8 into this one; messages 5, 6 that came here for it stayed (two orders)",
    ),
    (joining.MessagesMoved(9, (4,)), "moved message 4 to ticket 9"),
    (joining.MessagesMoved(9, (4, 5), because="another matter"), "moved messages 4, 5 to ticket 9 (another matter)"),
    (joining.TicketSplit(7, (4,)), "split this ticket off ticket 7, from message 4 there"),
    (joining.TicketLinked("child", 7), "made this ticket the child of ticket 7"),
    (joining.TicketLinked("related", 7), "made this ticket related to ticket 7"),
    (joining.TicketUnlinked("tracker", 8), "made this ticket no longer the tracker of ticket 8"),
    (joining.ChildSettled(7), "had nothing open here any more, of which ticket 7, the parent, hears"),
    (onlookers.WatcherAdded(7), "added Liisa to those who watch the ticket"),
    (onlookers.WatcherRemoved(7), "took Liisa from those who watch the ticket"),
    (onlookers.WatchersAlerted((7, 8), "message"), "alerted Liisa and agent 8, who watch the ticket"),
    (onlookers.WatchersTold(4, "message", ("liisa@talo.example",)), "told liisa@talo.example that the customer wrote"),
    (onlookers.WatchersTold(4, "status", ("liisa@talo.example",), "Open"), "told liisa@talo.example that the status became Open"),
    (onlookers.WatchersTold(4, "note", ("liisa@talo.example",)), "told liisa@talo.example that there is a note"),
    (onlookers.ForwardWritten(7, ("b@x.example",), "", ("c@x.example",)), "forwarded to b@x.example, c@x.example"),
    (onlookers.ForwardWritten(7, ("b@x.example",), "", files=(File("a", "b", 1, "c"),)), "forwarded to b@x.example with 1 file"),
]
