"""Mail that waits for a person."""

from infra.openapi.told import Declared, Told

TAG = "Suspended mail"
ROUTES: Declared = {
    "GET /suspended": Told("[SuspendedMail]", "List mail that waits, oldest first", operation="list_suspended_mail", paged=True),
    "GET /suspended/{number}": Told("SuspendedMail", "View a mail that waits", operation="view_suspended_mail"),
    "POST /suspended/{number}/release": Told(
        "SuspendedMail",
        "Let a mail in",
        "It comes in as if it had just arrived.",
        operation="release_suspended_mail",
        status=202,
        faults=(409,),
    ),
}
