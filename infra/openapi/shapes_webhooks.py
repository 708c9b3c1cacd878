"""Webhook subscriptions and their deliveries."""

from infra.openapi.kinds import COUNT, FLAG, ID, INSTANT, LINK, TEXT, TIMES, Kind, choice, like, many, null, said, thing

SHAPES: dict[str, Kind] = {
    "Webhook": thing(
        "A system elsewhere that is told of events.",
        id=ID,
        name=null(TEXT),
        url=like(LINK, "https://crm.example/hooks/vuoro"),
        types=said(many(TEXT), "Names of events; none: all."),
        personal=said(FLAG, "Whether names, addresses and fields' texts are told too."),
        active=FLAG,
        disabled_because=null(said(TEXT, "Why it was turned off by itself.")),
        secret=null(said(like(TEXT, "whsec_…"), "The signing secret; only where it was made just now.")),
        previous_secret_until=null(said(INSTANT, "Until when the secret before it signs too.")),
        cursor=null(said(TEXT, "Its place in the feed.")),
        failures=said(COUNT, "Events that were not taken at once, since the last one that was."),
        failing_since=null(INSTANT),
        last_success_at=null(INSTANT),
        **TIMES,
    ),
    "WebhookDelivery": thing(
        "One attempt, or an event that was given up.",
        id=ID,
        webhook_id=ID,
        event_id=null(ID),
        ticket_id=null(ID),
        seq=null(ID),
        type=like(TEXT, "note.written"),
        attempt=COUNT,
        status=choice("delivered", "failed", "dead"),
        response_status=null(said(COUNT, "What was answered; null if nothing was.")),
        response=null(said(TEXT, "The beginning of the answer, or what was in the way.")),
        **TIMES,
    ),
}
