"""However long a part of a message is, the message is on a ticket, what was cut is named, and the next one of its sender joins it."""

import json
import random
import string
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.arrivals.bounds import LONGEST_LINE, LONGEST_NAME, WHOLE, bounded
from chalicelib.channels.message import Attachment, Handle, Inbound, WebhookCall
from chalicelib.outside import files
from chalicelib.storage import people, seen
from chalicelib.tickets import events as ev
from chalicelib.tickets.content import INLINE
from tests.channels.signing import SIGNERS
from tests.journeys.providers import Providers, providers
from tests.journeys.walks import found
from tests.world import World

AT = datetime(2026, 12, 1, tzinfo=UTC)
NOISE = "".join(random.Random(7).choices(string.ascii_letters + string.digits, k=280_000))
SAID: dict[str, Any] = {"type": "message", "id": "e1", "sender": {"kind": "crm", "value": "7", "name": "Aino"}, "text": "Hei"}
LONG: dict[str, dict[str, Any]] = {
    "sender": {"sender": {"kind": "crm", "value": NOISE}},
    "name": {"sender": {"kind": "crm", "value": "7", "name": NOISE}},
    "aliases": {"aliases": [{"kind": "crm", "value": NOISE}]},
    "id": {"id": NOISE},
    "account": {"account": NOISE},
    "subject": {"subject": NOISE},
    "references": {"references": [NOISE, *map(str, range(5000))]},
    "language": {"language": NOISE},
    "type": {"type": NOISE},
    "file": {"attachments": [{"name": NOISE, "type": NOISE[:3000], "content": "SGVp"}]},
    "address": {"attachments": [{"name": "a", "url": f"https://nowhere.example/{NOISE}"}]},
}


def say(chats: Providers, event: dict[str, Any]) -> None:
    body = json.dumps(event).encode()
    call = SIGNERS["standard_webhooks"].signed(WebhookCall(body, {"content-type": "application/json"}, chats.world.now))
    answer = chats.world.http("POST", "/hooks/standard_webhooks", body=body, headers=dict(call.headers))
    assert answer["statusCode"] == 200
    chats.world.settle()


@pytest.mark.parametrize("part", LONG)
def test_a_message_with_a_part_of_any_length_is_on_a_ticket(world: World, tmp_path: Path, part: str) -> None:
    with providers(world, tmp_path) as chats:
        say(chats, SAID | LONG[part])
        say(chats, SAID | LONG[part])
    (message,) = found(1, ev.MessageReceived)
    assert (world.failures, seen.newest_number()) == ([], 1)
    assert any(fault.startswith("too long, and cut: ") for fault in message.faults) is (part != "type")


def test_a_text_longer_than_a_commit_is_kept_whole_as_a_file(world: World, tmp_path: Path) -> None:
    with providers(world, tmp_path) as chats:
        say(chats, SAID | {"text": NOISE})
    (message,) = found(1, ev.MessageReceived)
    assert [(file.name, file.size) for file in message.files] == [(WHOLE, len(NOISE))]
    assert files.get("files", message.files[0].key).decode() == NOISE
    assert world.failures == []


def test_an_over_long_sender_is_one_person_and_another_one_is_another(world: World, tmp_path: Path) -> None:
    with providers(world, tmp_path) as chats:
        chats.hook("telegram", update(1, "7" * 5000))
        chats.hook("telegram", update(2, "7" * 5000))
        chats.hook("telegram", update(3, "7" * 5001))
    assert (world.failures, seen.newest_number()) == ([], 2)
    assert len(found(1, ev.MessageReceived)) == 2


def update(number: int, sender: str) -> dict[str, Any]:
    who = {"id": sender, "first_name": "Aino"}
    message = {"message_id": number, "from": who, "chat": {**who, "type": "private"}, "date": 1796112000, "text": f"Hei {number}"}
    return {"update_id": number, "message": message}


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ("358401234567", "H#phone#358401234567"),
        ("x" * 2040, "H#phone#" + "x" * 2040),
        ("ä" * 1020, "H#phone#" + "ä" * 1020),
    ],
)
def test_keys_that_a_table_takes_stay_as_they_were(value: str, key: str) -> None:
    assert people.handle_key(Handle("phone", value)) == key


@given(value=st.text(min_size=2041, max_size=3000), other=st.text(min_size=2041, max_size=3000))
def test_keys_fit_and_tell_apart(value: str, other: str) -> None:
    one, two = (people.handle_key(Handle("phone", each)) for each in (value, other))
    assert len(one.encode("utf-8", "replace")) <= 2048
    clean = [each.encode("utf-8", "replace") for each in (value, other)]
    assert (one == two) is (clean[0] == clean[1])
    assert len(seen.chat_key("telegram", "a", value).encode("utf-8", "replace")) <= 2048
    assert len(seen.message_key(value).encode("utf-8", "replace")) <= 2048


def test_the_usual_message_stays_as_it_is() -> None:
    message = Inbound("email", "<1@a.example>", Handle("email", "a@b.example", "A"), AT, subject="x" * LONGEST_LINE, text="x" * INLINE)
    assert bounded(message) is message
    assert bounded(bounded(Inbound("x", "i" * 5000, Handle("x", "y"), AT))) == bounded(Inbound("x", "i" * 5000, Handle("x", "y"), AT))


def test_a_mail_has_its_raw_form_and_gets_no_file() -> None:
    assert bounded(Inbound("email", "1", Handle("email", "a@b.example"), AT, full_text="x" * 90_000, raw="mail/1")).attachments == ()


def test_an_address_that_would_be_cut_is_left_out() -> None:
    file = Attachment("a", "b", 1, "", content_id="https://a.example/" + "x" * 8000)
    cut = bounded(Inbound("x", "1", Handle("x", "y"), AT, attachments=(file,)))
    assert (cut.attachments[0].content_id, cut.faults) == ("", ("too long, and cut: attachments",))


def test_two_long_names_stay_two() -> None:
    one, two = (bounded(Inbound("x", "i" * 5000 + end, Handle("x", "y"), AT)).external_id for end in "ab")
    assert one != two
    assert len(one) <= LONGEST_NAME
