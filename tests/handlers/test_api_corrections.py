"""Notes that are corrected and keep their history, messages in full, summaries."""

from typing import Any

import boto3
import pytest

from chalicelib.settings import settings
from tests.handlers.client import Client

QUOTED = "Ei ole tullut.\n\nMa 30.11.2026 klo 10 Kauppa Oy kirjoitti:\n> Se on matkalla.\n> Terveisin Liisa\n"


@pytest.fixture
def note(api: Client) -> Any:
    """Aki's, on a ticket that came by mail."""
    api.world.mail("Aino Aalto <aino@asiakas.example>", "Paketti", "Missä paketti on?")
    api.world.settle()
    return api.of("Aki").post("/tickets/1/notes", {"body": "Kysyin varastolta."}).body


def _said(api: Client) -> list[str]:
    return [one["body_text"] for one in api.get("/tickets/1/conversations").body]


def test_a_note_is_corrected_and_says_so(api: Client, note: Any) -> None:
    aki = api.of("Aki")
    api.later(minutes=5)
    told = aki.put(f"/conversations/{note['id']}", {"body": "<p>Kysyin <b>kahdesti</b>.</p><script>x</script>"})
    assert told.body == {
        **note, "body": "<p>Kysyin <b>kahdesti</b>.</p>", "body_text": "Kysyin kahdesti.", "updated_at": "2026-12-01T08:05:00Z",
        "last_edited_at": "2026-12-01T08:05:00Z", "last_edited_user_id": api.agent("Aki"),
    }  # fmt: skip
    assert api.get("/tickets/1/conversations").body == [told.body]
    assert [row["text"] for row in api.get("/tickets/1/activities?per_page=100").body if row["event"] == "note.edited"] == [
        f"Aki edited note {note['id'] - 65536}."
    ]


def test_the_same_words_again_are_no_correction(api: Client, note: Any) -> None:
    before = api.get("/tickets/1").body["version"]
    assert api.of("Aki").put(f"/conversations/{note['id']}", {"body": "Kysyin varastolta."}).body == note
    assert api.get("/tickets/1").body["version"] == before


def test_a_corrected_note_is_found_by_its_new_words(api: Client, note: Any) -> None:
    api.of("Aki").put(f"/conversations/{note['id']}", {"body": "Hylly on Porissa."})
    api.world.after(minutes=1)
    assert [row["id"] for row in api.get("/search/tickets?term=porissa").body["results"]] == [1]


def test_a_note_is_removed_and_comes_back(api: Client, note: Any) -> None:
    aki, path = api.of("Aki"), f"/conversations/{note['id']}"
    assert (aki.delete(path).status, _said(api), api.get("/tickets/1?include=conversations").body["conversations"]) == (204, [], [])
    assert [aki.delete(path).status, aki.put(path, {"body": "x"}).status, api.get(f"{path}/full").status] == [404, 404, 404]
    assert (aki.put(f"{path}/restore").body["body_text"], _said(api)) == ("Kysyin varastolta.", ["Kysyin varastolta."])


def test_a_colleagues_note_is_for_supervisors_to_correct(api: Client, note: Any) -> None:
    path = f"/conversations/{note['id']}"
    refused = api.of("Ville")
    assert [refused.put(path, {"body": "x"}).status, refused.delete(path).status, refused.put(f"{path}/restore").status] == [403] * 3
    assert api.of("Liisa").put(path, {"body": "Korjattu."}).body["last_edited_user_id"] == api.agent("Liisa")


def test_what_was_sent_or_received_stays(api: Client, note: Any) -> None:
    reply = api.post("/tickets/1/reply", {"body": "Se on matkalla."}).body
    assert [api.put(f"/conversations/{number}", {"body": "x"}).status for number in (reply["id"], 65536 + 1)] == [409, 409]
    assert api.delete(f"/conversations/{reply['id']}").status == 409


def test_what_is_no_conversation_is_404(api: Client, note: Any) -> None:
    numbers = (65536, 65536 + 2, 65536 + 99, 99 * 65536 + 1, 7)
    assert [api.put(f"/conversations/{number}", {"body": "x"}).status for number in numbers] == [404] * 5
    assert [api.get(f"/conversations/{number}/full").status for number in numbers] == [404] * 5


# -- in full --


def test_a_mail_is_shown_with_what_it_quotes_while_it_is_kept(api: Client, note: Any) -> None:
    api.world.mail("Aino Aalto <aino@asiakas.example>", "Re: Paketti [#1]", QUOTED, headers=[("In-Reply-To", "<m1@customer.example>")])
    api.world.settle()
    (said,) = [one for one in api.get("/tickets/1/conversations").body if one["incoming"]]
    assert said["body_text"] == "Ei ole tullut."
    full = api.get(f"/conversations/{said['id']}/full").body
    assert (full["complete"], full["ticket_id"], "Terveisin Liisa" in full["body_text"], "<div>" in full["body"]) == (True, 1, True, True)
    _forget_raw()
    assert {name: api.get(f"/conversations/{said['id']}/full").body[name] for name in ("complete", "body_text")} == {
        "complete": False, "body_text": "Ei ole tullut.",
    }  # fmt: skip


def _forget_raw() -> None:
    s3 = boto3.client("s3")
    for row in s3.list_objects_v2(Bucket=settings().raw_bucket)["Contents"]:
        s3.delete_object(Bucket=settings().raw_bucket, Key=row["Key"])


def test_what_was_kept_whole_is_whole(api: Client, note: Any) -> None:
    found = [api.get(f"/conversations/{number}/full").body for number in (65536 + 1, note["id"])]
    assert [(one["body"], one["complete"]) for one in found] == [
        ("<div>Missä paketti on?</div>", True), ("<div>Kysyin varastolta.</div>", True),
    ]  # fmt: skip


# -- the summary --


def test_a_summary_is_written_replaced_and_removed(api: Client, note: Any) -> None:
    liisa = api.of("Liisa")
    assert api.get("/tickets/1/summary").status == 404
    first = liisa.put("/tickets/1/summary", {"body": "Paketti on hukassa."}).body
    assert {**first, "id": 0} == {
        "id": 0, "ticket_id": 1, "body": "<div>Paketti on hukassa.</div>", "body_text": "Paketti on hukassa.",
        "user_id": api.agent("Liisa"), "created_at": "2026-12-01T08:00:00Z", "updated_at": "2026-12-01T08:00:00Z",
    }  # fmt: skip
    api.later(minutes=1)
    assert liisa.put("/tickets/1/summary", {"body": "Paketti on hukassa."}).body == first
    second = api.of("Aki").put("/tickets/1/summary", {"body": "Paketti löytyi."}).body
    assert (second["created_at"], second["updated_at"]) == ("2026-12-01T08:00:00Z", "2026-12-01T08:01:00Z")
    assert api.get("/tickets/1/summary").body == second
    assert (liisa.delete("/tickets/1/summary").status, liisa.delete("/tickets/1/summary").status) == (204, 404)
    assert _said(api) == ["Kysyin varastolta."]
