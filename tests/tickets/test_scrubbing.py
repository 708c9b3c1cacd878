"""What is left of a commit when a person is erased from it."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.channels.message import Delivery, Handle
from chalicelib.tickets import events as ev
from chalicelib.tickets.content import seal
from chalicelib.tickets.erasing import NOBODY
from chalicelib.tickets.events import Commit, Event
from chalicelib.tickets.onlookers import ForwardWritten
from chalicelib.tickets.scrubbing import Left, Person, Reach, is_same, reach, scrubbed, with_handles_of

AT = datetime(2026, 12, 1, 8, tzinfo=UTC)
MAIL, OTHER = Handle("email", "aino@koti.example", "Aino Virtanen"), Handle("email", "paula@työ.example", "Paula")
AINO = Person(frozenset({7, 8}), frozenset({("email", "aino@koti.example"), ("phone", "+358401112223")}), ("Aino Virtanen",), 99)
SAID = seal("Keitin vuotaa", "", "0" * 32)
FILE = ev.File("aino.pdf", "application/pdf", 5, "ab", "attachments/1")
WHY = ev.Evidence("new", 100, "first mail")
OPENED = ev.TicketOpened(
    "Keitin",
    "email",
    "help@kauppa.example",
    7,
    MAIL,
    type="Incident",
    tags=("vip",),
    custom={"cf_shelf": "Upper", "cf_told": "Ainolle", "cf_paid": True},
)
RECEIVED = ev.MessageReceived(
    "email", MAIL, "<1@koti>", 7, SAID.digest, WHY, files=(FILE,), raw="mail/1", full="raw", participants=(OTHER,)
)
THEIRS = ev.MessageReceived("email", OTHER, "<2@työ>", 12, SAID.digest, WHY, raw="mail/2", full="raw", participants=(MAIL, NOBODY))
WHOLE, PART = Reach(True, choices=frozenset({"Upper"})), Reach(False, frozenset({1}))
PART_OF_ANOTHER = Reach(False, choices=frozenset({"Upper"}))


def commit(*events: Event, seq: int = 1, actor: str = "contact:7", content: bool = True) -> Commit:
    return Commit(1, seq, "c", AT, actor, "v1", events, SAID.content if content else None, "mail/1")


def left(event: Event, extent: Reach = WHOLE, **more: Any) -> Event:
    return scrubbed(commit(event, **more), AINO, extent).commit.events[0]


def test_an_opening_keeps_what_is_counted_and_no_word() -> None:
    kept = replace(OPENED, subject="", contact=99, requester=NOBODY, custom={"cf_shelf": "Upper", "cf_paid": True})
    assert scrubbed(commit(OPENED), AINO, WHOLE) == Left(replace(commit(kept, content=False), actor="contact:99"))


def test_a_message_loses_its_words_its_sender_its_files_and_its_mail() -> None:
    kept = replace(
        RECEIVED, sender=NOBODY, external_id="", contact=99, evidence=ev.Evidence("new", 100), raw="", full="",
        files=(ev.File("", "application/pdf", 5, ""),),
    )  # fmt: skip
    for extent in (WHOLE, PART):
        told = scrubbed(commit(RECEIVED), AINO, extent)
        assert (told.commit.events, told.commit.content, told.gone) == ((kept,), None, (("raw", "mail/1"), ("files", "attachments/1")))


def test_somebody_elses_message_keeps_its_words_and_loses_the_mail_that_names_them() -> None:
    told = scrubbed(commit(THEIRS, seq=2, actor="contact:12"), AINO, PART)
    kept = replace(THEIRS, participants=(NOBODY,), raw="", full="")
    assert told == Left(commit(kept, seq=2, actor="contact:12"), (("raw", "mail/2"),))


@pytest.mark.parametrize(
    ("event", "kept"),
    [
        (
            ev.ReplyWritten(3, "email", MAIL, "d", cc=("aino@koti.example", "x@y.example")),
            ev.ReplyWritten(3, "email", NOBODY, "d", cc=("x@y.example",)),
        ),
        (
            ev.DeliveryReported(2, Delivery.FAILED, reason="550 <AINO@koti.example> unknown", recipient="aino@koti.example"),
            ev.DeliveryReported(2, Delivery.FAILED, reason="550 <[erased]> unknown", recipient="[erased]"),
        ),
        (ev.MailSuspended("spam", "aino@koti.example", "it looks like spam"), ev.MailSuspended("spam", "[erased]", "it looks like spam")),
        (ForwardWritten(3, ("aino@koti.example",), "d"), ForwardWritten(3, (), "d")),
        (
            ev.StatusChanged(4, "resolved", "called Aino Virtanen at +358401112223"),
            ev.StatusChanged(4, "resolved", "called [erased] at [erased]"),
        ),
        (ev.FieldsChanged({"contact": 8, "subject": "Uusi"}), ev.FieldsChanged({"contact": 99, "subject": ""})),
        (ev.TicketRouted("support", "by hand", "set by hand"), ev.TicketRouted("support", "by hand", "set by hand")),
        (ev.PersonErased(99, True), ev.PersonErased(99, True)),
    ],
    ids=lambda event: getattr(event, "NAME", ""),
)
def test_every_kind_of_event_is_gone_over(event: Event, kept: Event) -> None:
    assert left(event) == kept
    assert left(kept) == kept


@pytest.mark.parametrize("event", [OPENED, RECEIVED])
def test_what_was_scrubbed_before_stays_as_it_is(event: Event) -> None:
    once = scrubbed(commit(event), AINO, WHOLE)
    again = scrubbed(once.commit, AINO, WHOLE)
    assert is_same(again.commit, once.commit)
    assert again.gone == ()


@pytest.mark.parametrize(
    ("commits", "told"),
    [
        ([commit(OPENED, RECEIVED)], (True, {1})),
        ([commit(replace(OPENED, contact=12)), commit(RECEIVED, seq=2)], (False, {2})),
        ([commit(replace(OPENED, contact=12)), commit(ev.FieldsChanged({"contact": 8}), seq=2)], (True, set())),
        ([commit(replace(OPENED, contact=99))], (True, set())),
        ([commit(replace(OPENED, contact=12)), commit(ev.PersonErased(99), seq=2)], (False, set())),
        ([commit(THEIRS)], (False, set())),
    ],
)
def test_a_ticket_that_was_ever_theirs_goes_whole(commits: list[Commit], told: tuple[bool, set[int]]) -> None:
    extent = reach(commits, AINO)
    assert (extent.whole, set(extent.theirs)) == told


def test_handles_that_left_the_card_are_known_from_the_tickets() -> None:
    old = commit(replace(OPENED, requester=Handle("whatsapp", "358407654321", "Aikku Virtanen")))
    known = with_handles_of([old, commit(THEIRS, seq=2)], AINO)
    assert known == replace(AINO, handles=AINO.handles | {("whatsapp", "358407654321")}, names=("Aino Virtanen", "Aikku Virtanen"))


def test_short_names_are_not_looked_for_in_texts() -> None:
    bo = replace(AINO, names=("Bo",), handles=frozenset())
    assert scrubbed(commit(ev.StatusChanged(4, "x", "Bo's turbo")), bo, PART).commit.events == (ev.StatusChanged(4, "x", "Bo's turbo"),)


@pytest.mark.parametrize("name", ["Email", "Support", "Kauppa", "Closed", "Failed", "Incident", "Upper", "Paula"])
def test_what_the_desk_calls_things_stays_also_where_a_person_is_called_so(name: str) -> None:
    events = (
        replace(OPENED, contact=12, requester=OTHER), replace(THEIRS, participants=()), ev.TicketRouted("support", "by hand", "set"),
        ev.StatusChanged(5, "closed"), ev.DeliveryReported(2, Delivery.FAILED), ForwardWritten(3, ("kauppa@paula.example",), "d"),
    )  # fmt: skip
    called = replace(AINO, names=(name,))
    assert scrubbed(commit(*events, actor="contact:12"), called, PART_OF_ANOTHER).commit.events == events


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("johaino@koti.example", "johaino@koti.example"),
        ("aino@koti.example.org", "aino@koti.example.org"),
        ("to <aino@koti.example>.", "to <[erased]>."),
        ("+3584011122234", "+3584011122234"),
        ("tel 358401112223, 00358401112223", "tel [erased], [erased]"),
        ("asked Aino V. at once", "asked [erased] at once"),
        ("aino.v@koti.example", "aino.v@koti.example"),
        ("Ainola", "Ainola"),
    ],
)
def test_a_handle_is_not_looked_for_inside_a_longer_one_and_a_name_is_words_of_its_own(text: str, kept: str) -> None:
    person = replace(AINO, names=("Aino V.", "Aino"))
    told = scrubbed(commit(ev.StatusChanged(4, "x", text), actor="contact:12"), person, PART_OF_ANOTHER)
    assert told.commit.events == (ev.StatusChanged(4, "x", kept),)


@pytest.mark.parametrize(
    ("event", "command", "extent", "gone"),
    [
        (ev.AddressNoted("lasku@kauppa.example"), "m1:ab", WHOLE, True),
        (ev.AddressNoted("lasku@kauppa.example"), "m1:ab", replace(PART, commands=frozenset({"m1"})), True),
        (ev.AddressNoted("lasku@kauppa.example"), "m2:ab", replace(PART, commands=frozenset({"m1"})), False),
        (ev.MailSuspended("spam", "aino@koti.example", "it looks like spam"), "held:1", PART_OF_ANOTHER, True),
        (ev.MailSuspended("spam", "paula@työ.example", "it looks like spam"), "held:1", PART_OF_ANOTHER, False),
        (ev.StatusChanged(4, "resolved"), "m1", PART, False),
    ],
)
def test_a_mail_that_only_led_to_a_commit_goes_with_it(event: Event, command: str, extent: Reach, gone: bool) -> None:
    led = replace(commit(event, seq=3, actor="system", content=False), id=command, cause="mail/7")
    assert scrubbed(led, AINO, extent).gone == ((("raw", "mail/7"),) if gone else ())


def test_whose_commands_are_theirs_is_known_from_the_history() -> None:
    known = [commit(replace(OPENED, contact=12)), replace(commit(RECEIVED, seq=2), id="m2")]
    assert reach(known, AINO) == Reach(False, frozenset({2}), commands=frozenset({"m2"}), files=frozenset({("application/pdf", 5)}))
