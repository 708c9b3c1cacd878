"""Sentences about time spent, notes corrected, summaries and people erased, for the table of all sentences."""

from datetime import UTC, datetime

from chalicelib.channels.message import Handle
from chalicelib.tickets import events as ev

AT = datetime(2026, 12, 1, 8, 5, tzinfo=UTC)
TOLD: list[tuple[ev.Event, str]] = [
    (ev.TimeLogged(7, 4800, AT), "entered 01:20 of time for Liisa"),
    (ev.TimeLogged(7, 60, AT, billable=False), "entered 00:01 of time for Liisa, not billable"),
    (ev.TimeLogged(7, 0, AT, started=AT), "started a timer for Liisa"),
    (ev.TimeChanged(3, 7, 360_000, AT, False), "changed time entry 3 to 100:00 for Liisa, not billable"),
    (ev.TimeChanged(3, 0, 0, AT, started=AT), "changed time entry 3 to 00:00 for The administrator, the timer running"),
    (ev.TimeRemoved(3), "removed time entry 3"),
    (
        ev.RequesterChanged(9, Handle("email", "bo@x.example", "Bo"), "email", "help@kauppa.example"),
        "made Bo (bo@x.example) the requester, to be answered by email",
    ),
    (
        ev.RequesterChanged(9, Handle("whatsapp", "358401234567"), "whatsapp", "1"),
        "made 358401234567 the requester, to be answered by whatsapp",
    ),
    (ev.DueSet("resolution", AT), "promised the resolution by 2026-12-01 08:05:00 UTC"),
    (ev.DueSet("first_response", None), "withdrew the date that was set for the first response"),
    (ev.NoteEdited(2, 7, ""), "edited note 2"),
    (ev.NoteRemoved(2, 7), "removed note 2"),
    (ev.NoteRestored(2, 7), "brought note 2 back"),
    (ev.SummaryWritten(7, ""), "wrote a summary of the ticket"),
    (ev.SummaryRemoved(7), "removed the summary of the ticket"),
    (ev.PersonErased(9), "erased somebody who wrote here, with what they wrote, by their right to it"),
    (ev.PersonErased(9, whole=True), "erased the customer and all that was written here, by their right to it"),
]
