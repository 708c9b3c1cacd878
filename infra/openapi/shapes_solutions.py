"""Categories, folders and articles."""

from chalicelib.knowledge.model import VISIBILITIES
from infra.openapi.kinds import ANYTHING, COUNT, FLAG, HTML, ID, INSTANT, TEXT, Kind, like, many, mapping, more, null, numbered, said, thing

TIMES = {"created_at": INSTANT, "updated_at": INSTANT}
ARTICLE = thing(
    "One answer, in one language.",
    id=ID,
    title=like(TEXT, "How to return a lamp"),
    description=said(HTML, "Cleaned: links and pictures, nothing that runs."),
    description_text=TEXT,
    type=numbered({1: "permanent", 2: "workaround"}),
    status=numbered({1: "draft", 2: "published"}),
    agent_id=null(ID),
    category_id=ID,
    folder_id=ID,
    hits=COUNT,
    thumbs_up=COUNT,
    thumbs_down=COUNT,
    feedback_count=COUNT,
    seo_data=mapping(ANYTHING, "What search engines are told."),
    tags=many(TEXT),
    attachments=many({}),
    **TIMES,
)
SHAPES: dict[str, Kind] = {
    "SolutionCategory": thing(
        "The widest shelf of what the desk knows.",
        id=ID,
        name=like(TEXT, "Returns"),
        description=null(TEXT),
        visible_in_portals=many(ID),
        **TIMES,
    ),
    "SolutionFolder": thing(
        "A shelf of a category.",
        id=ID,
        name=like(TEXT, "Lamps"),
        description=null(TEXT),
        category_id=ID,
        visibility={"type": "integer", "enum": [*VISIBILITIES], "description": "1 all, 2 logged in, 3 agents, 4 companies, 5-7 segments"},
        articles_count=COUNT,
        **TIMES,
    ),
    "Article": ARTICLE,
    "ArticleVersion": more(ARTICLE, "An article as it once was.", version=COUNT, by=like(TEXT, "administrator"), at=INSTANT, removed=FLAG),
}
