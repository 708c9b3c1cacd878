"""What agents do beside writing, as the API tells it."""

from chalicelib.tickets.collision import Doing
from infra.openapi.kinds import FLAG, HTML, ID, INSTANT, INTEGER, TEXT, Kind, choice, like, many, null, ref, said, thing

TIMES: dict[str, Kind] = {"created_at": INSTANT, "updated_at": INSTANT}
SHAPES: dict[str, Kind] = {
    "Present": thing(
        "Somebody on a ticket's page.",
        ticket_id=ID,
        agent_id=said(null(ID), "Null for the administrator who is no agent."),
        name=like(TEXT, "Liisa Laine"),
        state=choice(*(doing.value for doing in Doing if doing is not Doing.LEFT)),
        you=said(FLAG, "The caller's own sign."),
        expires_at=said(INSTANT, "When they are taken for gone unless they give another sign."),
        **TIMES,
    ),
    "Summary": thing(
        "What a ticket is about in short.",
        id=ID,
        ticket_id=ID,
        body=HTML,
        body_text=TEXT,
        user_id=said(null(ID), "The agent who wrote it last; null for the administrator who is no agent."),
        **TIMES,
    ),
    "FullConversation": thing(
        "A message as it was received, cleaned of what could do harm.",
        id=ID,
        ticket_id=ID,
        body=HTML,
        body_text=TEXT,
        complete=said(FLAG, "False where only the part without quotations is left, because the mail itself is no longer kept."),
        **TIMES,
    ),
    "Overtaken": thing(
        "An answer that was not sent, because others spoke meanwhile.",
        code=like(TEXT, "inconsistent_state"),
        message=TEXT,
        request_id=TEXT,
        version=said(like(INTEGER, 8), "What an answer must name in `seen_version` that is sent now."),
        conversations=said(many(ref("Conversation")), "What was said meanwhile."),
    ),
}
