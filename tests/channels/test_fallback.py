"""Who is reached by which other channel: the customer's order first, mail last, and nothing that is closed."""

from typing import Any

import pytest

from chalicelib.channels.fallback import Way, next_way
from chalicelib.channels.message import Handle
from chalicelib.desk.model import Account, Desk

DESK = Desk(
    "Kauppa",
    accounts=tuple(
        Account(channel, address)
        for channel, address in (
            ("email", "help@kauppa.example"), ("email", "laskutus@kauppa.example"), ("whatsapp", "10001"), ("twilio_sms", "+358401"),
            ("telegram", "kauppa_bot"), ("comments", "3"), ("slack", "T1"),
        )
    ),
)  # fmt: skip
MAIL, PHONE, TELEGRAM, WHATSAPP = ["email", "a@x.example"], ["phone", "+358402"], ["telegram", "31"], ["whatsapp", "358402"]
BY_MAIL = Way("email", "help@kauppa.example", Handle("email", "a@x.example", "Aino"))
BY_SMS = Way("twilio_sms", "+358401", Handle("phone", "+358402", "Aino"))
BY_WHATSAPP = Way("whatsapp", "10001", Handle("whatsapp", "358402", "Aino"))
BY_TELEGRAM = Way("telegram", "kauppa_bot", Handle("telegram", "31", "Aino"))


@pytest.mark.parametrize(
    ("handles", "wish", "tried", "expected"),
    [
        ([MAIL, PHONE], "", {"whatsapp"}, BY_SMS),
        ([MAIL, TELEGRAM, PHONE], "", {"whatsapp"}, BY_TELEGRAM),
        ([MAIL, TELEGRAM, PHONE], "twilio_sms", {"whatsapp"}, BY_SMS),
        ([MAIL, PHONE], "Email , twilio_sms", {"whatsapp"}, BY_MAIL),
        ([MAIL, PHONE], "email", {"whatsapp", "email"}, BY_SMS),
        ([MAIL, PHONE], "pigeon", {"whatsapp"}, BY_SMS),
        ([MAIL], "", {"whatsapp"}, BY_MAIL),
        ([MAIL], "", {"email"}, None),
        ([WHATSAPP], "whatsapp", {"messenger"}, None),
        ([["facebook", "31"]], "", {"messenger"}, None),
        ([["slack", "T1.U1"]], "", {"messenger"}, None),
        ([["line", "U1"]], "", {"messenger"}, None),
        ([], "email", {"messenger"}, None),
    ],
)
def test_the_next_way(handles: list[list[str]], wish: str, tried: set[str], expected: Way | None) -> None:
    contact: dict[str, Any] = {"name": "Aino", "handles": handles, "custom": {"reply_channels": wish} if wish else {}}
    assert next_way(contact, DESK, tried, lambda way: False) == expected


@pytest.mark.parametrize(
    ("handles", "wish", "tried", "expected"),
    [
        ([WHATSAPP, MAIL], "", {"messenger"}, BY_WHATSAPP),
        ([MAIL, WHATSAPP], "", {"messenger"}, BY_WHATSAPP),
        ([PHONE, WHATSAPP], "", {"messenger"}, BY_SMS),
        ([PHONE, WHATSAPP], "whatsapp", {"messenger"}, BY_WHATSAPP),
        ([WHATSAPP, MAIL], "email", {"messenger"}, BY_MAIL),
        ([WHATSAPP], "", {"whatsapp"}, None),
        ([["whatsapp", "358409"], WHATSAPP], "", {"messenger"}, BY_WHATSAPP),
    ],
)
def test_an_open_window_is_a_way_like_any_other(handles: list[list[str]], wish: str, tried: set[str], expected: Way | None) -> None:
    contact: dict[str, Any] = {"name": "Aino", "handles": handles, "custom": {"reply_channels": wish} if wish else {}}
    assert next_way(contact, DESK, tried, BY_WHATSAPP.__eq__) == expected


def test_only_a_channel_with_a_window_is_asked_about_it() -> None:
    asked: list[Way] = []

    def closed(way: Way) -> bool:
        asked.append(way)
        return False

    contact = {"name": "Aino", "handles": [PHONE, WHATSAPP, MAIL]}
    assert next_way(contact, DESK, {"twilio_sms"}, closed) == BY_MAIL
    assert asked == [BY_WHATSAPP]


def test_a_contact_without_anything_has_no_way() -> None:
    assert next_way({}, DESK, set(), lambda way: True) is None
