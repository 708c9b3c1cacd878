"""API keys."""

from infra.openapi.kinds import ID, INSTANT, TEXT, Kind, like, many, more, null, said, thing

KEY = thing(
    "A key, without the key itself.",
    id=ID,
    name=null(like(TEXT, "Wall screen")),
    agent_id=null(said(ID, "Whose it is; null for the administrator of the desk.")),
    role=null(said(like(TEXT, "light"), "A lower role than its agent has.")),
    rights=said(many(like(TEXT, "read")), "The only ones of the role's rights that it has; all of them if empty."),
    hash_prefix=said(like(TEXT, "5f92c29e17f9d872"), "By which the log and `infra keys` name it."),
    expires_at=null(INSTANT),
    last_used_at=null(said(INSTANT, "To the hour; null if it was not used after its first hour.")),
    created_at=INSTANT,
    updated_at=INSTANT,
)
SHAPES: dict[str, Kind] = {
    "Key": KEY,
    "NewKey": more(KEY, "A key that was just made.", key=said(like(TEXT, "mT9...43 characters"), "Shown this once.")),
}
