"""Canned responses and their folders."""

from infra.openapi.kinds import COUNT, FLAG, HTML, ID, INSTANT, TEXT, Kind, like, many, more, numbered, said, thing

TIMES: dict[str, Kind] = {"created_at": INSTANT, "updated_at": INSTANT}
TEMPLATE = like(HTML, "<p>Hei {{ticket.requester.firstname}}, tilaus {{ticket.cf_order}} on matkalla.</p>")
FOLDER = thing("A folder.", id=ID, name=like(TEXT, "Deliveries"), personal=FLAG, responses_count=COUNT, **TIMES)
IN_LANGUAGE = thing(
    "The text in one language.",
    canned_response_id=ID,
    language=like(TEXT, "sv"),
    title=TEXT,
    content=TEXT,
    content_html=TEMPLATE,
    **TIMES,
)
SHAPES: dict[str, Kind] = {
    "CannedFolder": FOLDER,
    "CannedFolderWithTitles": more(FOLDER, "A folder with what is in it.", canned_responses=many(thing("", id=ID, title=TEXT))),
    "CannedResponse": thing(
        "A text that is sent often.",
        id=ID,
        title=like(TEXT, "On its way"),
        folder_id=ID,
        content=said(TEXT, "As text."),
        content_html=TEMPLATE,
        visibility=numbered({0: "everybody", 1: "oneself", 2: "groups"}),
        group_ids=many(ID),
        attachments=said({"type": "array", "maxItems": 0}, "Kept for clients that read it; always empty here."),
        **TIMES,
    ),
    "CannedTranslation": IN_LANGUAGE,
    "CannedPreview": more(
        IN_LANGUAGE,
        "The text as it would be sent.",
        ticket_id=ID,
        empty=said(many(TEXT), "Placeholders for which the ticket has nothing."),
    ),
}
