"""Jobs over many tickets."""

from chalicelib.tickets.bulk.plan import Outcome
from infra.openapi.kinds import ANYTHING, COUNT, FLAG, ID, INSTANT, LINK, TEXT, Kind, choice, many, null, ref, said, thing

SHAPES: dict[str, Kind] = {
    "JobAccepted": thing("The job was taken on.", job_id=ID, href=said(LINK, "Where its progress is told.")),
    "Job": thing(
        "A job over many tickets.",
        id=ID,
        kind=choice("update", "delete", "undo"),
        status=choice("queued", "in_progress", "completed"),
        total=COUNT,
        **{outcome.value: COUNT for outcome in Outcome},
        created_by=TEXT,
        undo_of=null(ID),
        tickets=many(thing("What became of one.", id=ID, outcome=choice(*(one.value for one in Outcome)), reason=null(TEXT))),
        created_at=INSTANT,
        updated_at=INSTANT,
    ),
    "DryRun": thing(
        "What a job would do; nothing is done.",
        dry_run=FLAG,
        more=said(FLAG, "An undo tells the first 200 tickets only; the others are undone as well."),
        total=COUNT,
        changing=COUNT,
        refused=COUNT,
        messages=COUNT,
        tickets=many(ref("TicketPreview")),
    ),
    "TicketPreview": thing(
        "What a job would do to one ticket.",
        id=ID,
        subject=null(TEXT),
        changes=many(thing("One field.", field=TEXT, before=ANYTHING, after=ANYTHING)),
        messages=many(thing("A message that would go out.", kind=choice("reply", "survey"), to=TEXT)),
        refused=said(null(TEXT), "Why nothing would happen."),
        kept=said(many(TEXT), "Fields that somebody changed since, which an undo leaves alone."),
    ),
}
