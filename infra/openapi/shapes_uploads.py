"""Files that are about to come."""

from infra.openapi.kinds import COUNT, ID, INSTANT, LINK, TEXT, Kind, choice, mapping, said, thing

SHAPES: dict[str, Kind] = {
    "Upload": thing(
        "Where to send a file.",
        id=said(ID, "What `attachment_ids` name."),
        name=TEXT,
        content_type=TEXT,
        size=COUNT,
        method=choice("PUT"),
        upload_url=LINK,
        headers=mapping(TEXT, "To be sent with the bytes."),
        expires_at=INSTANT,
    ),
}
