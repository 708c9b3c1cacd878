"""Many tickets at once: tried first, done as a job, taken back."""

from chalicelib.handlers import bodies_bulk as bodies
from infra.openapi.told import Declared, Told

TAG = "Many tickets"
ACTION = {"ids": [1, 2], "properties": {"priority": 3, "tags": ["outage"]}}
ROUTES: Declared = {
    "POST /tickets/bulk_update": Told(
        "JobAccepted",
        "Change many tickets",
        "Sets fields and answers; up to 2,000 tickets. With `dry_run` it answers 200 and only tells what would happen.",
        status=202,
        also={200: "DryRun"},
        body=bodies.BULK_UPDATE,
        example={"bulk_action": ACTION, "dry_run": True},
        headers=("Location",),
    ),
    "POST /tickets/bulk_delete": Told(
        "JobAccepted",
        "Delete many tickets softly",
        status=202,
        also={200: "DryRun"},
        body=bodies.BULK_DELETE,
        example={"bulk_action": {"ids": [1, 2]}, "dry_run": True},
        headers=("Location",),
    ),
    "GET /jobs/{number}": Told("Job", "View a job", "How far it is, ticket by ticket."),
    "POST /jobs/{number}/resume": Told("JobAccepted", "Go on with a job", "What is done stays done.", status=202, headers=("Location",)),
    "POST /jobs/{number}/undo": Told(
        "JobAccepted",
        "Take a job back",
        "Where nobody changed the same field since; what was sent stays sent.",
        status=202,
        also={200: "DryRun"},
        body=bodies.UNDO,
        example={"dry_run": True},
        headers=("Location",),
    ),
}
