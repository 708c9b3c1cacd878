"""Time that agents spent on tickets."""

from chalicelib.handlers.bodies_time import ENTRY
from infra.openapi.told import Declared, Told, instant, number, one_of

TAG = "Time"
OWN = "One's own, or with the right `staff` a colleague's."
ROUTES: Declared = {
    "GET /tickets/{number}/time_entries": Told(
        "[TimeEntry]", "List the time spent on a ticket", operation="list_time_of_ticket", paged=True
    ),
    "POST /tickets/{number}/time_entries": Told(
        "TimeEntry",
        "Enter time",
        "Without `time_spent` a timer starts, unless `timer_running` is false.",
        status=201,
        body=ENTRY,
        example={"time_spent": "00:20", "note": "Called back"},
    ),
    "GET /time_entries": Told(
        "[TimeEntry]",
        "List time entries",
        "Of every ticket that the caller sees, the newest first. An entry is listed here some moments after it was made.",
        operation="list_time_entries",
        paged=True,
        query=(
            number("agent_id", "Only this agent's."),
            number("company_id", "Only of this company's tickets."),
            one_of("billable", "Only those that are, or are not.", "true", "false"),
            instant("executed_after", "Spent then or later."),
            instant("executed_before", "Spent then or earlier."),
        ),
    ),
    "PUT /time_entries/{number}": Told(
        "TimeEntry", "Change a time entry", OWN, operation="change_time_entry", body=ENTRY, example={"billable": False}
    ),
    "PUT /time_entries/{number}/toggle_timer": Told("TimeEntry", "Stop a timer or start it", "Stopping books its time."),
    "DELETE /time_entries/{number}": Told(summary="Delete a time entry", about=OWN, operation="delete_time_entry"),
}
