"""What the desk knows, through the API."""

from typing import Any

import boto3
import pytest

from chalicelib.settings import settings
from tests.handlers.client import Client

NOW = {"created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z"}
HOW = {"title": "Palauta lamppu", "description": "<p>Pane lamppu laatikkoon.</p>", "status": 2, "tags": ["palautus"]}


def category(api: Client, name: str = "Ohjeet") -> Any:
    made = api.post("/solutions/categories", {"name": name})
    assert made.status == 201, made.body
    return made.body


def folder(api: Client, name: str = "Lamput", within: int = 0) -> Any:
    made = api.post(f"/solutions/categories/{within or category(api)['id']}/folders", {"name": name})
    assert made.status == 201, made.body
    return made.body


def article(api: Client, within: int = 0, **fields: Any) -> Any:
    made = api.post(f"/solutions/folders/{within or folder(api)['id']}/articles", {**HOW, **fields})
    assert made.status == 201, made.body
    return made.body


def test_a_category_is_made_viewed_changed_and_removed(api: Client) -> None:
    made = api.post("/solutions/categories", {"name": "Ohjeet", "description": "Kaikki"})
    whole = {"id": made.body["id"], "name": "Ohjeet", "description": "Kaikki", "visible_in_portals": [], **NOW}
    assert (made.body, made.headers["Location"].rpartition("/api/v2")[2]) == (whole, f"/solutions/categories/{whole['id']}")
    api.later(minutes=1)
    changed = {**whole, "name": "Neuvot", "updated_at": "2026-12-01T08:01:00Z"}
    assert api.put(f"/solutions/categories/{whole['id']}", {"name": "Neuvot"}).body == changed
    assert (api.get(f"/solutions/categories/{whole['id']}").body, api.get("/solutions/categories").body) == (changed, [changed])
    assert api.delete(f"/solutions/categories/{whole['id']}").status == 204
    assert (api.get(f"/solutions/categories/{whole['id']}").status, api.get("/solutions/categories").body) == (404, [])


def test_a_folder_is_made_viewed_changed_and_removed(api: Client) -> None:
    shelf = category(api)["id"]
    made = api.post(f"/solutions/categories/{shelf}/folders", {"name": "Lamput", "visibility": 3}).body
    assert made == {
        "id": made["id"], "name": "Lamput", "description": None, "category_id": shelf, "visibility": 3, "articles_count": 0, **NOW,
    }  # fmt: skip
    article(api, made["id"])
    assert api.put(f"/solutions/folders/{made['id']}", {"visibility": 1}).body == {**made, "visibility": 1, "articles_count": 1}
    assert api.get(f"/solutions/categories/{shelf}/folders").body == [{**made, "visibility": 1, "articles_count": 1}]
    other = folder(api, "Tuolit", shelf)
    assert api.delete(f"/solutions/folders/{other['id']}").status == 204
    assert [row["id"] for row in api.get(f"/solutions/categories/{shelf}/folders").body] == [made["id"]]


def test_an_article_has_the_whole_shape(api: Client) -> None:
    shelf = folder(api)
    made = api.post(
        f"/solutions/folders/{shelf['id']}/articles", {**HOW, "type": 2, "seo_data": {"meta_title": "L", "meta_keywords": ["a"]}}
    )
    whole = {
        "id": made.body["id"], "title": "Palauta lamppu", "description": "<p>Pane lamppu laatikkoon.</p>",
        "description_text": "Pane lamppu laatikkoon.", "type": 2, "status": 2, "agent_id": api.agent("Mikko"),
        "category_id": shelf["category_id"], "folder_id": shelf["id"], "hits": 0, "thumbs_up": 0, "thumbs_down": 0, "feedback_count": 0,
        "seo_data": {"meta_title": "L", "meta_keywords": ["a"]}, "tags": ["palautus"], "attachments": [], **NOW,
    }  # fmt: skip
    assert (made.body, made.headers["Location"].rpartition("/api/v2")[2]) == (whole, f"/solutions/articles/{whole['id']}")
    assert api.get(f"/solutions/articles/{whole['id']}").body == whole
    assert api.get(f"/solutions/folders/{shelf['id']}/articles").body == [whole]


def test_articles_stand_in_the_order_of_making_page_by_page(api: Client) -> None:
    shelf = folder(api)["id"]
    made = []
    for number in range(5):
        api.later(seconds=1)
        made.append(article(api, shelf, title=f"A{number}")["id"])
    pages = [api.get(f"/solutions/folders/{shelf}/articles?per_page=2&page={page}") for page in (1, 2, 3, 4)]
    assert [[row["id"] for row in page.body] for page in pages] == [made[:2], made[2:4], made[4:], []]
    assert ["Link" in page.headers for page in pages] == [True, True, False, False]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("<p onclick='x()'>Hei <script>y()</script><b>sinä</b></p>", "<p>Hei <b>sinä</b></p>"),
        ("<img src='https://shop.example/l.png' onerror='x()'>", '<img src="https://shop.example/l.png">'),
        ("<img src='javascript:x()'><iframe src='https://x.example'></iframe>", "<img>"),
        ("<a href='javascript:x()'>tästä</a>", '<a rel="noopener noreferrer nofollow">tästä</a>'),
        ("Rivi\nToinen <3", "<div>Rivi<br>Toinen &lt;3</div>"),
    ],
)
def test_what_runs_never_gets_in(api: Client, given: str, kept: str) -> None:
    assert article(api, description=given)["description"] == kept


def test_what_got_in_otherwise_does_not_get_out(api: Client) -> None:
    """As an older version of this code, or a hand at the table, may have written it."""
    from dataclasses import replace

    from chalicelib.storage import knowledge as rows

    made = article(api)
    kept = rows.find_articles([made["id"]])[made["id"]]
    rows.put_head(replace(kept, version=2, value=replace(kept.value, html="<p>Hei</p><script>x()</script>")))
    assert api.get(f"/solutions/articles/{made['id']}").body["description"] == "<p>Hei</p>"


def test_every_text_stays_as_a_version(api: Client) -> None:
    made = article(api)
    path = f"/solutions/articles/{made['id']}"
    api.later(minutes=1)
    api.of("Aki").put(path, {"title": "Näin palautat lampun"})
    api.of("Aki").put(path, {"title": "Näin palautat lampun"})
    api.delete(path)
    told = api.get(f"{path}/versions").body
    assert [(row["version"], row["title"], row["by"], row["removed"]) for row in told] == [
        (3, "Näin palautat lampun", f"agent:{api.agent('Mikko')}", True),
        (2, "Näin palautat lampun", f"agent:{api.agent('Aki')}", False),
        (1, "Palauta lamppu", f"agent:{api.agent('Mikko')}", False),
    ]
    assert (api.get(path).status, api.put(path, {"title": "X"}).status, api.delete(path).status) == (404, 404, 404)


def test_an_article_moves_in_all_its_languages(api: Client) -> None:
    made = article(api)
    other = folder(api, "Valot", category(api, "Toiset")["id"])
    api.post(f"/solutions/articles/{made['id']}/sv", {"title": "Lampa", "description": "Så här"})
    moved = api.put(f"/solutions/articles/{made['id']}", {"folder_id": other["id"]}).body
    assert (moved["folder_id"], moved["category_id"]) == (other["id"], other["category_id"])
    assert [len(api.get(f"/solutions/folders/{number}/articles").body) for number in (made["folder_id"], other["id"])] == [0, 1]
    assert api.get(f"/solutions/articles/{made['id']}/sv").body["folder_id"] == other["id"]
    assert api.put(f"/solutions/articles/{made['id']}", {"folder_id": 4711}).faults == [("folder_id", "invalid_value")]


def test_shelves_with_something_on_them_are_not_removed(api: Client) -> None:
    made = article(api)
    told = [api.delete(f"/solutions/{path}") for path in (f"folders/{made['folder_id']}", f"categories/{made['category_id']}")]
    assert [(one.status, one.body["message"]) for one in told] == [
        (409, "The folder Lamput has 1 articles: remove them first"), (409, "The category Ohjeet has 1 folders: remove them first"),
    ]  # fmt: skip
    paths = (f"articles/{made['id']}", f"folders/{made['folder_id']}", f"categories/{made['category_id']}")
    assert [api.delete(f"/solutions/{path}").status for path in paths] == [204] * 3


def test_each_language_has_its_own_words(api: Client) -> None:
    made = article(api)
    category_path, folder_path = f"/solutions/categories/{made['category_id']}", f"/solutions/folders/{made['folder_id']}"
    path = f"/solutions/articles/{made['id']}"
    assert [api.get(f"{one}/sv").status for one in (category_path, folder_path, path)] == [404] * 3
    assert api.post(f"{category_path}/sv", {"name": "Råd", "description": "Allt"}).body["name"] == "Råd"
    assert api.post(f"{folder_path}/sv", {"name": "Lampor"}).body["name"] == "Lampor"
    told = api.post(f"{path}/sv", {"title": "Lampa", "description": "Så här", "status": 1})
    assert (told.status, told.body["title"], told.body["status"], told.body["id"]) == (201, "Lampa", 1, made["id"])
    assert api.put(f"{path}/sv", {"status": 2}).body == {**told.body, "status": 2}
    assert api.put(f"{category_path}/sv", {"description": "Mycket"}).body["name"] == "Råd"
    assert api.put(f"{folder_path}/fi", {"name": "Valaisimet"}).body["name"] == "Valaisimet"
    assert [api.get(f"{one}/sv").body["name"] for one in (category_path, folder_path)] == ["Råd", "Lampor"]
    assert [api.get(one).body.get("name") for one in (category_path, folder_path)] == ["Ohjeet", "Valaisimet"]
    assert [row["name"] for row in api.get(f"{category_path}/folders/sv").body] == ["Lampor"]
    assert [row["title"] for row in api.get(f"{folder_path}/articles/sv").body] == ["Lampa"]
    assert (api.get(f"{folder_path}/subfolders").body, api.get(f"{folder_path}/articles/en").body) == ([], [])
    assert (api.get(path).body["title"], api.get(f"{path}/fi").body["title"]) == ("Palauta lamppu",) * 2


def test_a_language_that_the_desk_has_not_or_the_article_has_already_is_refused(api: Client) -> None:
    path = f"/solutions/articles/{article(api)['id']}"
    text = {"title": "Lampa", "description": "Så här"}
    assert [api.post(f"{path}/{language}", text).status for language in ("de", "fi", "sv", "sv")] == [404, 400, 201, 409]
    api.delete(path)
    assert (api.get(f"{path}/sv").status, api.put(f"{path}/sv", text).status) == (404, 404)


@pytest.mark.parametrize(
    ("term", "titles"),
    [
        ("lamppu", ["Palauta lamppu", "Valot"]),
        ("lamput", ["Palauta lamppu", "Valot"]),
        ("LAMPUN palautus", ["Palauta lamppu"]),
        ("tillbaka", ["Palauta lamppu"]),
        ("tuoli", []),
        ("lamppu tuoli", []),
        ("ja", []),
    ],
)
def test_articles_are_found_by_every_word_in_any_form_and_language(api: Client, term: str, titles: list[str]) -> None:
    made = article(api)
    api.post(f"/solutions/articles/{made['id']}/sv", {"title": "Sänd tillbaka", "description": "Så här"})
    article(api, made["folder_id"], title="Valot", description="Vaihda lamppu.", tags=[])
    assert [row["title"] for row in api.get(f"/search/solutions?term={term.replace(' ', '%20')}").body] == titles


def test_what_an_article_no_longer_says_no_longer_finds_it(api: Client) -> None:
    made = article(api)

    def found(term: str) -> int:
        return len(api.get(f"/search/solutions?term={term}").body)

    api.put(f"/solutions/articles/{made['id']}", {"title": "Tuoli", "description": "Istu.", "tags": []})
    assert (found("lamppu"), found("tuoli"), found("istu")) == (0, 1, 1)
    api.delete(f"/solutions/articles/{made['id']}")
    assert found("tuoli") == 0


@pytest.mark.parametrize(
    ("path", "body", "faults"),
    [
        ("/solutions/categories", {}, [("name", "missing_field")]),
        ("/solutions/categories", {"name": "ohjeet"}, [("name", "duplicate_value")]),
        ("/solutions/folders/{folder}/articles", {}, [("title", "missing_field"), ("description", "missing_field")]),
        ("/solutions/folders/{folder}/articles", {**HOW, "status": 3}, [("status", "invalid_value")]),
        ("/solutions/folders/{folder}/articles", {**HOW, "seo_data": {"a": 5}}, [("seo_data", "datatype_mismatch")]),
        ("/solutions/folders/{folder}/articles", {**HOW, "agent_id": 4711}, [("agent_id", "invalid_value")]),
    ],
)
def test_what_is_wrong_is_named(api: Client, path: str, body: Any, faults: list[tuple[str, str]]) -> None:
    told = api.post(path.format(folder=folder(api)["id"]), body)
    assert (told.status, told.faults) == (400, faults)


@pytest.mark.parametrize("query", ["", "?term=", "?term=%20", f"?term={'x' * 513}"])
def test_a_search_needs_a_term(api: Client, query: str) -> None:
    assert api.get(f"/search/solutions{query}").faults == [("term", "invalid_value")]


def test_an_article_that_was_cut_off_between_its_version_and_its_head_is_whole_with_the_next_change(api: Client) -> None:
    made = article(api)
    path = f"/solutions/articles/{made['id']}"
    api.put(path, {"title": "Toinen"})
    key = {"pk": {"S": f"KBA#{made['id']:016d}"}, "sk": {"S": "HEAD#"}}
    head = boto3.client("dynamodb").get_item(TableName=settings().desk_table, Key=key)["Item"]
    boto3.client("dynamodb").put_item(TableName=settings().desk_table, Item={**head, "version": {"N": "1"}})
    assert api.put(path, {"tags": ["uusi"]}).body["title"] == "Toinen"
    assert api.get(path).body["tags"] == ["uusi"]
