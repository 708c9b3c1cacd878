"""A contact as a value."""

from datetime import UTC, datetime

import pytest

from chalicelib.channels.message import Handle
from chalicelib.contacts.contact import Contact, channel_of, contact_of, merged

NOW = datetime(2026, 12, 1, 8, tzinfo=UTC)
MAIL, PHONE, CHAT, CRM = Handle("email", "a@b.example"), Handle("phone", "+358401"), Handle("whatsapp", "358401"), Handle("external", "7")


def contact(*handles: Handle, **more: object) -> Contact:
    return Contact(1, NOW, NOW, "Aino", handles, **more)  # type: ignore[arg-type]  # named fields


@pytest.mark.parametrize(
    ("handles", "best", "channel"),
    [
        ((PHONE, CHAT, MAIL), "a@b.example", "email"), ((PHONE, CHAT), "358401", "whatsapp"), ((CRM, PHONE), "+358401", "phone"),
        ((CRM,), "7", "portal"),
    ],
)  # fmt: skip
def test_a_person_is_answered_by_the_best_way(handles: tuple[Handle, ...], best: str, channel: str) -> None:
    found = contact(*handles).best
    assert found is not None
    assert (found.value, found.name, channel_of(found)) == (best, "Aino", channel)


def test_who_has_no_handle_cannot_be_answered() -> None:
    assert contact().best is None


def test_a_contact_comes_back_from_its_stored_form() -> None:
    one = contact(Handle("email", "a@b.example", "Aino"), company="Tukku Oy", mobile="+358401", tags=("vip",), custom={"cf_a": 1})
    assert contact_of(1, one.data(), NOW, NOW) == one


def test_a_contact_that_a_message_made_is_read_too() -> None:
    data = {"name": "Aino", "company": "", "handles": [["whatsapp", "358401"], ["phone", "+358401"]]}
    assert contact_of(1, data, NOW, NOW).mobile == "+358401"


def test_a_new_address_comes_first_and_the_old_ones_stay() -> None:
    assert merged((MAIL, PHONE), (Handle("email", "c@d.example"), PHONE)) == (Handle("email", "c@d.example"), PHONE, MAIL)
