"""Mail that waits for a person."""

from infra.openapi.kinds import FLAG, ID, INSTANT, MAIL, TEXT, Kind, like, many, null, said, thing

SHAPES: dict[str, Kind] = {
    "SuspendedMail": thing(
        "A mail that waits.",
        id=ID,
        cause=said(like(TEXT, "spam"), "`virus`, `spam`, `burst`, `flood`, `stranger` or `unconfirmed`."),
        because=TEXT,
        from_email=null(MAIL),
        from_name=null(TEXT),
        to_emails=many(TEXT),
        subject=TEXT,
        text=said(TEXT, "Its beginning."),
        warnings=many(TEXT),
        ticket_id=null(said(ID, "The ticket that it concerns.")),
        released=FLAG,
        created_at=INSTANT,
        expires_at=INSTANT,
    )
}
