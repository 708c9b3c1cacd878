"""Which contacts are one person, through the API: evidence of handles, merging, undoing it, and what a bad day does to both."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from chalicelib.storage.rows import shared_connection
from chalicelib.tickets.events import SurveyInvited, SurveySkipped
from tests.handlers.client import Client, Told
from tests.handlers.test_ticket_lists import scoped
from tests.journeys.walks import found, resolve, state

pytestmark = pytest.mark.slow

MAIL, CHAT = "aino@asiakas.example", "358401112223"


class Cut(Exception):
    """The process ends here."""


@contextmanager
def listening(hook: Callable[[str], None], moment: str = "before-call") -> Iterator[None]:
    """`hook` hears the name of every request to DynamoDB as it is about to go out, or when it is answered."""
    events = shared_connection().client.meta.events
    heard = lambda model, **_: hook(model.name)  # noqa: E731  # registered and taken away by identity
    events.register(f"{moment}.dynamodb", heard)
    try:
        yield
    finally:
        events.unregister(f"{moment}.dynamodb", heard)


def contact(api: Client, **query: str) -> int:
    (one,) = api.get("/contacts?" + "&".join(f"{name}={value}" for name, value in query.items())).body
    return int(one["id"])


def handles(api: Client, number: int) -> list[tuple[str, str, str, str]]:
    return [(row["kind"], row["value"], row["evidence"], row["by"]) for row in api.get(f"/contacts/{number}/handles").body]


def tickets(api: Client, number: int) -> list[int]:
    return [row["id"] for row in api.get(f"/tickets?requester_id={number}").body]


def merge(api: Client, primary: int, *secondaries: int, **more: Any) -> Told:
    return api.post("/contacts/merge", {"primary_contact_id": primary, "secondary_contact_ids": list(secondaries), **more})


@pytest.fixture
def two(api: Client) -> tuple[int, int]:
    """Aino wrote a mail, ticket 1, and then in a chat, ticket 2."""
    api.world.mail(f"Aino <{MAIL}>", "Tilaus 12345 myöhässä", "Missä se on?")
    api.world.settle()
    api.later(seconds=1)
    api.world.whatsapp(CHAT, "Hei, se tilaus 12345")
    api.world.settle()
    (chat,) = (row["id"] for row in api.get("/contacts").body if row["whatsapp_id"])
    return contact(api, email=MAIL), chat


# -- evidence --


def test_every_handle_says_what_speaks_for_it(api: Client) -> None:
    api.world.mail(MAIL, "Hei", "Apua", verdicts={"dmarc": "FAIL"})
    api.world.settle()
    number = contact(api, email=MAIL)
    admin = api.of("Mikko")
    admin.put(f"/contacts/{number}", {"mobile": "+358 (0)40 123 4567"})
    assert handles(api, number) == [
        ("phone", "+358401234567", "asserted", f"agent:{api.agent('Mikko')}"),
        ("email", MAIL, "asserted", "channel:email"),
    ]
    api.later(hours=1)
    api.world.mail(MAIL, "Hei", "Vielä", verdicts={"dmarc": "PASS"})
    api.world.settle()
    (proven,) = (row for row in api.get(f"/contacts/{number}/handles").body if row["kind"] == "email")
    assert (proven["evidence"], proven["at"][:16], proven["contact_id"]) == ("verified", "2026-12-01T09:00", number)


def test_a_signed_webhook_verifies_both_the_id_and_the_number(api: Client) -> None:
    api.world.whatsapp(CHAT, "Hei")
    api.world.settle()
    (one,) = api.get("/contacts").body
    assert sorted(handles(api, one["id"])) == [
        ("phone", f"+{CHAT}", "verified", "channel:whatsapp"),
        ("whatsapp", CHAT, "verified", "channel:whatsapp"),
    ]


def test_a_guess_leads_to_the_contact_but_nothing_is_sent_there_until_somebody_asserts_it(api: Client) -> None:
    number = api.post("/contacts", {"name": "Aino", "email": MAIL}).body["id"]
    path, guess = f"/contacts/{number}/handles", {"kind": "phone", "value": f"+{CHAT}", "evidence": "inferred"}
    told = [api.post(path, guess) for _ in range(2)]
    assert [(row["kind"], row["evidence"]) for row in told[1].body] == [("email", "asserted"), ("phone", "inferred")]
    assert api.get(f"/contacts/{number}").body["mobile"] is None
    api.world.whatsapp(CHAT, "Hei")
    api.world.settle()
    assert state(1).contact == number
    assert {row[0]: row[2] for row in handles(api, number)} == {"email": "asserted", "phone": "inferred", "whatsapp": "inferred"}
    api.post(path, {**guess, "evidence": "asserted"})
    assert api.get(f"/contacts/{number}").body["mobile"] == f"+{CHAT}"
    assert {row[0]: row[2] for row in handles(api, number)} == {"email": "asserted", "phone": "asserted", "whatsapp": "inferred"}


@pytest.mark.parametrize(
    ("body", "faults"),
    [
        ({"kind": "phone", "value": "+٣٥٨٤٠١٢٣٤٥٦٧"}, [("value", "invalid_value")]),
        ({"kind": "whatsapp", "value": CHAT}, [("kind", "invalid_value")]),
        ({"kind": "email", "value": MAIL, "evidence": "verified"}, [("evidence", "invalid_value")]),
        ({"kind": "email", "value": "a"}, [("value", "invalid_value")]),
        ({}, [("kind", "missing_field"), ("value", "missing_field")]),
    ],
)
def test_a_handle_that_nobody_can_tell_of_is_refused(api: Client, body: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    number = api.post("/contacts", {"name": "Aino", "unique_external_id": "7"}).body["id"]
    assert api.post(f"/contacts/{number}/handles", body).faults == faults


@pytest.mark.parametrize(
    "other",
    [
        "a\u0456no@asiakas.example", "aino@\u0430siakas.example", "aíno@asiakas.example",
        "aino+x@asiakas.example", "aino@asiakas.example.fi", "a.ino@asiakas.example",
    ],
)  # fmt: skip
def test_an_address_that_only_looks_alike_is_another_contact(api: Client, other: str) -> None:
    number = api.post("/contacts", {"name": "Aino", "email": MAIL}).body["id"]
    made = api.post("/contacts", {"name": "Aino", "email": other})
    assert (made.status, made.body["id"] == number) == (201, False)


@pytest.mark.parametrize(
    "other",
    [
        "aino@asiakas\u3002example.fi",
        "\uff41ino@asiakas.example",
        "aino@\uff41siakas.example",
        "AINO\u212a@asiakas.example",
        "a\u0131no@asiakas.example",
    ],
)
def test_an_address_that_folds_into_ascii_is_nobodys(api: Client, other: str) -> None:
    assert api.post("/contacts", {"name": "Aino", "email": other}).faults == [("email", "invalid_value")]


@pytest.mark.parametrize("same", ["AINO@Asiakas.Example", " aino@asiakas.example ", "aino@asiakas.example."])
def test_case_in_ascii_makes_no_other_contact(api: Client, same: str) -> None:
    number = api.post("/contacts", {"name": "Aino", "email": MAIL}).body["id"]
    assert api.post("/contacts", {"name": "Aino", "email": same}).body["errors"][0]["additional_info"] == {"user_id": number}


def test_two_who_are_both_proven_are_never_made_one_by_themselves(api: Client, two: tuple[int, int]) -> None:
    assert api.put(f"/contacts/{two[0]}", {"mobile": f"+{CHAT}"}).status == 409
    api.world.whatsapp(CHAT, f"Sähköpostini on {MAIL}", name="Aino")
    api.world.mail(MAIL, "Ja vielä", f"Numeroni on +{CHAT}")
    api.world.settle()
    assert [(row["id"], row["merged_ids"]) for row in api.get("/contacts").body] == [(number, []) for number in two]


# -- merging --


def test_a_preview_says_what_would_change_and_changes_nothing(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    company = api.get("/companies").body[0]["id"]
    api.put(f"/contacts/{mail}", {"company_id": company})
    before = [api.get(f"/contacts/{number}").body for number in two]
    told = merge(api, mail, chat, dry_run=True)
    (moving,) = told.body["contacts"]
    assert (told.status, told.body["primary_contact_id"]) == (200, mail)
    assert sorted(row["value"] for row in moving.pop("handles")) == [f"+{CHAT}", CHAT]
    assert moving == {
        "id": chat, "name": "Aino", "verified_on_both": True, "ticket_ids": [2], "more_tickets": False,
        "changes": [{"field": "company_id", "from": None, "to": company}],
    }  # fmt: skip
    assert [api.get(f"/contacts/{number}").body for number in two] == before


def test_a_merged_contact_is_the_other_one_everywhere(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    assert merge(api, mail, chat).status == 204
    one = api.get(f"/contacts/{chat}").body
    assert one == api.get(f"/contacts/{mail}").body
    assert (one["id"], one["email"], one["whatsapp_id"], one["mobile"], one["merged_ids"]) == (mail, MAIL, CHAT, f"+{CHAT}", [chat])
    assert [row["id"] for row in api.get("/contacts").body] == [mail]
    assert [(row["id"], row["merged_into_id"]) for row in api.get("/contacts?state=deleted").body] == [(chat, mail)]
    assert contact(api, mobile=f"%2B{CHAT}") == mail
    assert tickets(api, mail) == tickets(api, chat) == [2, 1]
    assert [row["id"] for row in api.get(f"/tickets?email={MAIL}&order_type=asc").body] == [1, 2]
    assert [row["requester"]["email"] for row in api.get("/tickets?include=requester").body] == [MAIL, MAIL]
    assert {row[3]: row[0] for row in handles(api, chat)} == {"channel:email": "email", "channel:whatsapp": "phone"}


def test_pages_of_a_merged_persons_tickets_go_over_all_of_them(api: Client, two: tuple[int, int]) -> None:
    merge(api, *two)
    for number in range(3):
        api.opened(requester_id=two[number % 2])
    pages = [[row["id"] for row in api.get(f"/tickets?requester_id={two[0]}&per_page=2&page={page}").body] for page in (1, 2, 3)]
    assert pages == [[5, 4], [3, 2], [1]]


def test_undoing_gives_each_their_tickets_back_and_those_that_came_since(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    merge(api, mail, chat, reason="same person")
    opened = api.opened(email=None, phone=f"+{CHAT}", name="Aino")
    api.world.mail(MAIL, "Laskusta", "Kysyn laskusta")
    api.world.settle()
    assert tickets(api, mail) == [4, opened["id"], 2, 1]
    preview = api.post(f"/contacts/{chat}/unmerge", {"dry_run": True}).body
    assert (preview["primary_contact_id"], preview["contacts"][0]["ticket_ids"]) == (mail, [3, 2])
    assert api.post(f"/contacts/{chat}/unmerge", {"reason": "two sisters"}).body["id"] == chat
    assert (tickets(api, mail), tickets(api, chat)) == ([4, 1], [3, 2])
    assert [row["id"] for row in api.get("/contacts").body] == [mail, chat]
    assert [(row["verb"], row["contact_id"], row["by"], row["reason"]) for row in api.get(f"/contacts/{chat}/mergers").body] == [
        ("merged", mail, f"agent:{api.agent('Mikko')}", "same person"),
        ("unmerged", mail, f"agent:{api.agent('Mikko')}", "two sisters"),
    ]


def test_what_a_person_knows_goes_with_the_pointer_and_back(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    company = api.get("/companies").body[0]["id"]
    api.put(f"/contacts/{mail}", {"company_id": company})
    merge(api, mail, chat)
    opened = [api.opened(email=None, phone=f"+{CHAT}", name="Aino")["company_id"]]
    api.world.whatsapp("358409999999", "Toinen ihminen")
    api.post(f"/contacts/{chat}/unmerge", {})
    opened.append(api.opened(email=None, phone=f"+{CHAT}", name="Aino")["company_id"])
    assert opened == [company, None]


def test_a_contact_of_contacts_is_merged_with_all_of_them(api: Client, two: tuple[int, int]) -> None:
    third = api.post("/contacts", {"name": "Aino A.", "unique_external_id": "crm-7"}).body["id"]
    merge(api, *two)
    merge(api, third, two[0])
    assert api.get(f"/contacts/{two[1]}").body["merged_ids"] == list(two)
    assert tickets(api, third) == [2, 1]
    api.post(f"/contacts/{two[0]}/unmerge", {})
    assert (tickets(api, third), tickets(api, two[0])) == ([], [2, 1])


def test_whoever_is_merged_is_changed_through_the_one_that_stands_for_both(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    merge(api, mail, chat)
    assert api.put(f"/contacts/{chat}", {"name": "Bo"}).status == 409
    told = api.put(f"/contacts/{mail}", {"name": "Aino Aalto", "mobile": f"+{CHAT}", "email": MAIL}).body
    assert (told["name"], told["mobile"], told["merged_ids"]) == ("Aino Aalto", f"+{CHAT}", [chat])
    api.post(f"/contacts/{chat}/unmerge", {})
    assert sorted(row[1] for row in handles(api, chat)) == [f"+{CHAT}", CHAT]


@pytest.mark.parametrize(
    ("wanted", "field"),
    [((7, (8,)), "primary_contact_id"), ((0, ()), "secondary_contact_ids"), ((0, (0,)), "secondary_contact_ids")],
)
def test_a_merger_of_nobody_or_oneself_names_its_fault(
    api: Client, two: tuple[int, int], wanted: tuple[int, tuple[int, ...]], field: str
) -> None:
    primary, secondaries = wanted
    told = merge(api, primary or two[0], *(one or two[0] for one in secondaries))
    assert (told.status, told.faults[-1][0]) == (400, field)


def test_a_pointer_is_not_bent_by_a_second_merger(api: Client, two: tuple[int, int]) -> None:
    third = api.post("/contacts", {"name": "Bo", "email": "bo@asiakas.example"}).body["id"]
    merge(api, *two)
    assert (merge(api, third, two[1]).status, merge(api, two[1], third).status) == (409, 409)
    assert merge(api, third, two[1], dry_run=True).status == 409
    assert api.post(f"/contacts/{two[0]}/unmerge", {}).status == 409
    assert api.get(f"/contacts/{two[1]}").body["id"] == two[0]


def test_a_preview_names_no_ticket_that_its_reader_may_not_see(api: Client, two: tuple[int, int]) -> None:
    aki = scoped(api, "own")
    shown = []
    for name in ("Liisa", "Aki"):
        api.put("/tickets/2", {"responder_id": api.agent(name)})
        shown.append(merge(aki, *two, dry_run=True).body["contacts"][0]["ticket_ids"])
    assert shown == [[], [2]]


# -- the desk by itself --


def test_a_ticket_of_another_channel_is_offered_for_joining(api: Client, two: tuple[int, int]) -> None:
    assert state(2).suggested == ()
    merge(api, *two)
    api.world.mail(MAIL, "Tilaus 12345", "Kysyin jo chatissa")
    api.world.settle()
    assert set(state(3).suggested) == {1, 2}
    api.opened(requester_id=two[1], subject="Tilaus 12345")
    api.world.settle()
    assert set(state(4).suggested) == {1, 2, 3}


def test_a_person_is_asked_once_whichever_contact_the_ticket_is_of(api: Client, two: tuple[int, int]) -> None:
    resolve(api.world, 1)
    api.world.after(hours=2)
    merge(api, *two)
    resolve(api.world, 2)
    api.world.after(hours=2)
    assert [len(found(number, SurveyInvited)) for number in (1, 2)] == [1, 0]
    assert "was asked on 2026-12-01 already" in found(2, SurveySkipped)[0].because


def test_an_arrival_asks_for_no_more_because_of_a_merger(api: Client, two: tuple[int, int]) -> None:
    def asked() -> list[str]:
        heard: list[str] = []
        api.world.mail(MAIL, "Uusi asia", f"Kysyn {len(heard)} {api.world.now}")
        with listening(heard.append):
            api.world.pump_queues()
        api.world.settle()
        return heard

    first = asked()
    merge(api, two[1], two[0])
    assert (asked(), state(4).contact) == (first, two[0])
    assert tickets(api, two[1]) == [4, 3, 2, 1]


# -- bad days --


def test_again_changes_nothing(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    assert [merge(api, mail, chat).status for _ in range(3)] == [204] * 3
    merged_once = api.get(f"/contacts/{mail}").body
    assert len(api.get(f"/contacts/{chat}/mergers").body) == 1
    told = [api.post(f"/contacts/{chat}/unmerge", {}) for _ in range(3)]
    assert ([one.status for one in told], told[0].body, told[2].body["merged_into_id"]) == ([200] * 3, told[2].body, None)
    assert (len(api.get(f"/contacts/{chat}/mergers").body), merged_once["merged_ids"]) == (2, [chat])


@pytest.mark.parametrize("moment", ["before-call", "after-call"])
def test_a_crash_at_any_request_leaves_one_or_the_other_and_again_finishes_it(api: Client, two: tuple[int, int], moment: str) -> None:
    mail, chat = two

    def cut_at(number: int, work: Callable[[], Told]) -> bool:
        """Whether the work got as far as that request."""
        heard: list[str] = []

        def hook(name: str) -> None:
            heard.append(name)
            if len(heard) == number:
                raise Cut

        with listening(hook, moment):
            work()
        return len(heard) >= number

    def undo() -> Told:
        return api.post(f"/contacts/{chat}/unmerge", {})

    met = 0
    for number in range(1, 40):
        if not cut_at(number, lambda: merge(api, mail, chat)):
            break
        met += 1
        assert sorted(tickets(api, mail)) in ([1], [1, 2])
        assert merge(api, mail, chat).status == 204
        assert (tickets(api, mail), api.get(f"/contacts/{chat}").body["id"]) == ([2, 1], mail)
        cut_at(number, undo)
        assert sorted(tickets(api, mail)) in ([1], [1, 2])
        assert undo().status == 200
        assert (tickets(api, mail), tickets(api, chat), api.get(f"/contacts/{mail}").body["merged_ids"]) == ([1], [2], [])
    assert met > 8


def test_a_mail_that_comes_in_while_its_sender_is_merged_is_theirs_and_goes_back_with_them(api: Client, two: tuple[int, int]) -> None:
    """The primary is the chat's contact; the mail arrives between the request that names and the one that points."""
    mail, chat = two
    writes: list[str] = []

    def arrive(name: str) -> None:
        if name == "UpdateItem":
            writes.append(name)
            if len(writes) == 2:
                api.world.mail(MAIL, "Juuri nyt", "Samalla hetkellä")
                api.world.settle()

    with listening(arrive):
        assert merge(api, chat, mail).status == 204
    assert tickets(api, chat) == [3, 2, 1]
    api.post(f"/contacts/{mail}/unmerge", {})
    assert (tickets(api, chat), tickets(api, mail)) == ([2], [3, 1])


def test_two_who_merge_both_ways_at_once_leave_no_ring(api: Client, two: tuple[int, int]) -> None:
    mail, chat = two
    for turn in range(1, 12):
        heard: list[str] = []
        other: list[int] = []

        def rival(name: str, heard: list[str] = heard, turn: int = turn, other: list[int] = other) -> None:
            heard.append(name)
            if len(heard) == turn:
                other.append(merge(api, chat, mail).status)

        with listening(rival):
            merge(api, mail, chat)
        roots = {api.get(f"/contacts/{number}").body["id"] for number in two}
        pointed = [row["merged_into_id"] for row in api.get("/contacts?state=deleted").body]
        assert len(pointed) <= 1, turn
        assert len(roots) == 2 - len(pointed), turn
        for number in two:
            api.post(f"/contacts/{number}/unmerge", {})
        assert [row["id"] for row in api.get("/contacts").body] == [mail, chat]
