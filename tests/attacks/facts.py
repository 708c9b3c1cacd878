"""What a case expects beyond what the oracle reads off by itself: each a question to the product, answered from what it keeps."""

import html
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from chalicelib.channels.message import Handle
from chalicelib.ids import contact_id
from chalicelib.storage.history import load
from chalicelib.storage.tickets import find_commits
from chalicelib.tickets import events as ev
from tests.attacks.pack import CHECK
from tests.attacks.scene import Scene
from tests.world import client

Expected = dict[str, Any]
Seen = dict[str, Any]


def of_mail(expected: Expected, here: Scene, seen: Seen) -> dict[str, Any]:
    """The facts that this case asks for, by name; one that nobody can answer is left out and fails there."""
    return {name: ANSWERS[name](wanted, here, seen) for name, wanted in expected.items() if name in ANSWERS}


def _keeps_text(wanted: Any, here: Scene, seen: Seen) -> bool:
    return any(wanted in html.unescape(page.replace("<br>", "\n")) for page in seen["messages_html"])


def _text_only(wanted: Any, here: Scene, seen: Seen) -> bool:
    """Fields of the API are JSON strings and say so; nothing in them is markup of ours."""
    answers = [here.api.get(f"/tickets/{number}?include=requester") for number in seen["new"]]
    return bool(answers) and all(answer.headers["Content-Type"] == "application/json" for answer in answers)


def _attachment_safe(wanted: Any, here: Scene, seen: Seen) -> bool:
    """Names that only name, types that no browser runs, keys that nobody guesses."""
    files = _files(here, seen)
    names = [problem for file in files for problem in CHECK.filename_problems(file["name"])]
    keys = [event.key for number in seen["touched"] for event in _stored(number)]
    return bool(files) and not names and all(key.startswith("attachments/") and len(key) >= 40 for key in keys)


def _dangerous(wanted: Any, here: Scene, seen: Seen) -> bool:
    return any(file["dangerous"] for file in _files(here, seen))


def _served_safely(wanted: Any, here: Scene, seen: Seen) -> bool:
    """The one header that carries the name of a file is a quoted download and nothing else."""
    dispositions = [parse_qs(urlsplit(file["attachment_url"]).query)["response-content-disposition"][0] for file in _files(here, seen)]
    return bool(dispositions) and all(
        text.startswith("attachment; filename*=UTF-8''") and not set(text[29:]) & set("\r\n\";, '") for text in dispositions
    )


def _served_as_download(wanted: Any, here: Scene, seen: Seen) -> bool:
    queries = [parse_qs(urlsplit(file["attachment_url"]).query) for file in _files(here, seen)]
    types = {query["response-content-type"][0] for query in queries}
    return types == {"application/octet-stream"} and _served_safely(wanted, here, seen)


def _files(here: Scene, seen: Seen) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for number in seen["new"]:
        told = here.api.get(f"/tickets/{number}?include=conversations").body
        found += [*told["attachments"], *(file for said in told["conversations"] for file in said["attachments"])]
    return found


def _stored(number: int) -> list[ev.File]:
    events = (event for commit in find_commits(number) for event in commit.events)
    return [file for event in events if isinstance(event, ev.MessageReceived) for file in event.files]


def _not_public_reply(wanted: Any, here: Scene, seen: Seen) -> bool:
    replies = [event for commit in find_commits(here.t1) for event in commit.events if isinstance(event, ev.ReplyWritten)]
    return len(replies) == 1


def _cc_not_granted(wanted: Any, here: Scene, seen: Seen) -> Any:
    """The copied stranger is party to no ticket of Alice's that has anything of hers."""
    states = [load(number) for number in (here.t1, here.t2, *seen["new"])]
    return not any(handle.value == wanted for state in states for handle in state.participants)


def _requester_unchanged(wanted: Any, here: Scene, seen: Seen) -> bool:
    state = load(here.t1)
    return state.requester.value == "alice@customer.example" and not state.participants and state.contact == contact_id(state.requester)


def _no_mail_to(wanted: Any, here: Scene, seen: Seen) -> bool:
    return not [sent for sent in here.world.mails(str(wanted)) if "T1-SECRET" in sent.raw or sent.tag.startswith(f"{here.t1}-")]


def _not_visible_to(wanted: Any, here: Scene, seen: Seen) -> bool:
    """Customers see what stands on a ticket of theirs; what waits for release stands on none."""
    return bool(seen["appended"] == {} and seen["new"] == [])


def _contacts_with_access(wanted: Any, here: Scene, seen: Seen) -> int:
    state = load(here.t1)
    found = {_contact(handle) for handle in (state.requester, *state.participants) if handle.kind == "email"}
    return len(found)


def _contact(handle: Handle) -> str:
    from chalicelib.settings import settings

    key = {"pk": {"S": f"H#email#{handle.value}"}, "sk": {"S": "PROFILE"}}
    item = client("dynamodb").get_item(TableName=settings().people_table, Key=key).get("Item")
    return item["id"]["N"] if item else handle.value


ANSWERS: dict[str, Callable[[Any, Scene, Seen], Any]] = {
    "keeps_text": _keeps_text,
    "field_text_only": _text_only,
    "attachment_safe": _attachment_safe,
    "dangerous_ext_flagged": _dangerous,
    "serve_headers_safe": _served_safely,
    "served_as_download": _served_as_download,
    "not_public_reply": _not_public_reply,
    "cc_not_granted": _cc_not_granted,
    "requester_unchanged": _requester_unchanged,
    "no_mail_to": _no_mail_to,
    "not_visible_to": _not_visible_to,
    "contacts_with_access_to_T1": _contacts_with_access,
}
