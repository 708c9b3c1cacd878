"""What the desk knows: articles in folders in categories, in several languages."""

from chalicelib.handlers import bodies_solutions as bodies
from infra.openapi.kinds import TEXT
from infra.openapi.told import Asked, Declared, Told

TAG = "Solutions"
_ARTICLE = {"title": "How to return a lamp", "description": "<p>Put it into its box.</p>", "status": 2, "tags": ["returns"]}
_SHELF = {"name": "Returns"}
ROUTES: Declared = {
    "GET /solutions/categories": Told("[SolutionCategory]", "List categories", paged=True),
    "POST /solutions/categories": Told("SolutionCategory", "Add a category", status=201, body=bodies.NEW_CATEGORY, example=_SHELF),
    "GET /solutions/categories/{number}": Told("SolutionCategory", "View a category"),
    "PUT /solutions/categories/{number}": Told(
        "SolutionCategory", "Change a category", operation="update_category", body=bodies.CATEGORY, example={"description": "Sending back"}
    ),
    "DELETE /solutions/categories/{number}": Told(
        summary="Remove a category", about="Refused while there are folders in it.", faults=(409,)
    ),
    "GET /solutions/categories/{number}/folders": Told("[SolutionFolder]", "List the folders of a category", paged=True),
    "POST /solutions/categories/{number}/folders": Told(
        "SolutionFolder", "Add a folder", status=201, body=bodies.NEW_FOLDER, example={"name": "Lamps", "visibility": 1}
    ),
    "GET /solutions/folders/{number}": Told("SolutionFolder", "View a folder"),
    "PUT /solutions/folders/{number}": Told(
        "SolutionFolder", "Change a folder", operation="update_folder", body=bodies.FOLDER, example={"visibility": 3}
    ),
    "DELETE /solutions/folders/{number}": Told(summary="Remove a folder", about="Refused while there are articles in it.", faults=(409,)),
    "GET /solutions/folders/{number}/articles": Told("[Article]", "List the articles of a folder", "In the order of making.", paged=True),
    "POST /solutions/folders/{number}/articles": Told(
        "Article", "Add an article", "A draft unless its status is 2.", status=201, body=bodies.NEW_ARTICLE, example=_ARTICLE
    ),
    "GET /solutions/articles/{number}": Told("Article", "View an article"),
    "PUT /solutions/articles/{number}": Told(
        "Article",
        "Change an article",
        "With `folder_id` it moves. Every text stays as a version.",
        operation="update_article",
        body=bodies.ARTICLE,
        example={"status": 2},
    ),
    "DELETE /solutions/articles/{number}": Told(summary="Remove an article", about="In all its languages; its versions stay."),
    "GET /solutions/articles/{number}/versions": Told(
        "[ArticleVersion]",
        "List every text that an article had",
        "Newest first, also of one that was removed.",
        paged=True,
        query=(Asked("language", "One of its languages; the desk's own unless given.", example="sv"),),
    ),
    "GET /search/solutions": Told(
        "[Article]",
        "Find articles",
        "Those that say every word in title, tags or text, in any form that the word has in the desk's languages; 30 at most.",
        query=(Asked("term", "What to look for.", TEXT, "return lamp", required=True),),
    ),
    "GET /solutions/categories/{number}/folders/{language}": Told(
        "[SolutionFolder]", "List the folders of a category that have words in another language", paged=True
    ),
    "GET /solutions/folders/{number}/articles/{language}": Told(
        "[Article]", "List the articles of a folder that have a text in another language", paged=True
    ),
    "GET /solutions/folders/{number}/subfolders": Told("[SolutionFolder]", "List the folders in a folder", "There are none here."),
    "GET /solutions/categories/{number}/{language}": Told("SolutionCategory", "View a category in another language"),
    "POST /solutions/categories/{number}/{language}": Told(
        "SolutionCategory", "Translate a category", status=201, body=bodies.NEW_TRANSLATED_SHELF, example=_SHELF
    ),
    "PUT /solutions/categories/{number}/{language}": Told(
        "SolutionCategory", "Change a translated category", body=bodies.TRANSLATED_SHELF, example=_SHELF
    ),
    "GET /solutions/folders/{number}/{language}": Told("SolutionFolder", "View a folder in another language"),
    "POST /solutions/folders/{number}/{language}": Told(
        "SolutionFolder", "Translate a folder", status=201, body=bodies.NEW_TRANSLATED_SHELF, example=_SHELF
    ),
    "PUT /solutions/folders/{number}/{language}": Told(
        "SolutionFolder", "Change a translated folder", body=bodies.TRANSLATED_SHELF, example=_SHELF
    ),
    "GET /solutions/articles/{number}/{language}": Told("Article", "View an article in another language"),
    "POST /solutions/articles/{number}/{language}": Told(
        "Article", "Translate an article", status=201, body=bodies.NEW_TRANSLATION, example=_ARTICLE, faults=(409,)
    ),
    "PUT /solutions/articles/{number}/{language}": Told(
        "Article", "Change a translated article", body=bodies.TRANSLATION, example={"status": 2}
    ),
}
