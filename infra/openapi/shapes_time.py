"""Time that agents spent on tickets."""

from infra.openapi.kinds import COUNT, FLAG, ID, INSTANT, TEXT, Kind, like, null, said, thing

SHAPES: dict[str, Kind] = {
    "TimeEntry": thing(
        "Time that an agent spent on a ticket.",
        id=ID,
        ticket_id=ID,
        agent_id=said(null(ID), "Null for the administrator who is no agent."),
        company_id=null(ID),
        billable=FLAG,
        note=null(TEXT),
        time_spent=said(
            like({"type": "string", "pattern": r"^\d{2,}:\d\d$"}, "01:20"), "What is booked; a running timer adds to it when it stops."
        ),
        time_spent_in_seconds=like(COUNT, 4800),
        timer_running=FLAG,
        start_time=said(INSTANT, "Since when the timer runs; without one when the time was spent."),
        executed_at=INSTANT,
        created_at=INSTANT,
        updated_at=INSTANT,
    ),
}
