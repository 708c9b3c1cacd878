"""What a page may bring: only from a known site, with a pass of ours, in honest amounts; and what it may ask."""

import json
import zlib
from datetime import timedelta

import pytest

from chalicelib.settings import settings
from chalicelib.storage import seen, visits
from chalicelib.storage.tickets import find_commits
from tests.channels.reading import payload
from tests.web.page import SECRET, SHOP, Page, put_keys, vouched
from tests.world import TOKEN_KEYS, client


def queued() -> int:
    told = client("sqs").get_queue_attributes(QueueUrl=settings().queue_url("inbound"), AttributeNames=["ApproximateNumberOfMessages"])
    return int(told["Attributes"]["ApproximateNumberOfMessages"])


# -- who may call --


@pytest.mark.parametrize("origin", ["", "null", "https://shop.example.evil.example", "http://shop.example", "https://SHOP.example"])
def test_a_page_of_another_site_is_told_nothing(page: Page, origin: str) -> None:
    other = Page(page.world, origin)
    told = [other.call(method, path) for method, path in (("POST", "/visits"), ("OPTIONS", ""), ("POST", ""), ("GET", ""))]
    assert {status for status, _, _ in told} == {404}
    assert not [headers for *_, headers in told if "Access-Control-Allow-Origin" in headers]


def test_a_browser_is_told_what_it_may_send(page: Page) -> None:
    for path in ("", "/visits"):
        status, _, headers = page.call("OPTIONS", path)
        assert (status, headers["Access-Control-Allow-Origin"], headers["Vary"]) == (204, SHOP, "Origin")
        assert headers["Access-Control-Allow-Headers"] == "authorization, content-type, if-none-match"


def test_without_an_inbox_secret_there_is_no_web_channel(page: Page) -> None:
    put_keys({"token": TOKEN_KEYS, "hooks": {}})
    assert page.begin() == 404


def test_a_pass_of_another_visitor_or_site_or_time_brings_nothing(page: Page) -> None:
    page.begin()
    mine, other = dict(page.visit), Page(page.world)
    other.begin()
    assert page.bring({"type": "message", "text": "Hei"}, visitor=other.visit["visitor"])[0] == 401
    assert page.bring({"type": "message", "text": "Hei"}, account="https://another.example")[0] == 401
    page.visit = {**mine, "pass": mine["pass"][:-1] + ("0" if mine["pass"][-1] != "0" else "1")}
    assert (page.say("Hei"), page.call("GET")[0]) == (401, 401)
    page.visit = mine
    page.world.now += timedelta(days=31)
    assert (page.say("Hei"), page.call("GET")[0]) == (401, 401)
    assert queued() == 0


def test_the_secret_before_holds_while_it_is_kept(page: Page) -> None:
    page.begin()
    put_keys({"token": TOKEN_KEYS, "hooks": {"web": {"inbox_secret": "the next", "inbox_secret_previous": SECRET}}})
    assert (page.say("Hei"), page.lines()) == (202, [(True, "Hei")])
    assert page.begin(vouched("aino@asiakas.example")) == 201


def test_only_the_shops_own_word_makes_a_visitor_its_user(page: Page) -> None:
    assert page.begin(vouched("aino@asiakas.example")) == 201
    assert page.visit["visitor"] == "u:aino@asiakas.example"
    for claim in (vouched("aino@asiakas.example", "a guess"), {"id": "aino@asiakas.example", "hash": ""}, {"id": "aino@asiakas.example"}):
        assert Page(page.world).begin(claim) == 403


def test_a_visit_goes_on_with_its_pass(page: Page) -> None:
    page.begin()
    first = page.visit["visitor"]
    page.world.now += timedelta(days=20)
    page.begin()
    assert page.visit["visitor"] == first
    assert Page(page.world).begin() == 201


# -- how much --


def test_what_is_too_large_or_cannot_be_read_is_refused_whole(page: Page) -> None:
    page.begin()
    message = {"type": "message", "text": "Hei"}
    told = {
        "text": page.say("x" * 4001),
        "body": page.call("POST", "", b"{" + b" " * 24_000 + b"}")[0],
        "events": page.bring(*[message] * 11)[0],
        "empty": page.say("  "),
        "one is bad": page.bring(message, {"type": "form", "email": "nobody", "text": "Hei"})[0],
        "no events": page.call("POST", "", {"visitor": page.visit["visitor"], "account": SHOP})[0],
        "no JSON": page.call("POST", "", b"{")[0],
    }
    assert told == {"text": 413, "body": 413, "events": 413, "empty": 400, "one is bad": 400, "no events": 400, "no JSON": 401}
    assert (queued(), page.lines()) == (0, [])


def test_a_visitor_who_writes_too_much_is_told_when_to_go_on(page: Page) -> None:
    assert {page.say(f"Hei {number}") for number in range(30)} == {202}
    status, told, headers = page.bring({"type": "message", "text": "Vielä"})
    assert (status, told["error"], headers["Retry-After"]) == (429, "Too many lines of a visitor.", str(told["retry_after"]))
    page.world.now += timedelta(seconds=told["retry_after"] + 1)
    assert page.say("Vielä") == 202
    assert Page(page.world).say("Hei") == 202


def test_one_source_cannot_make_visits_without_end(page: Page) -> None:
    assert [Page(page.world).begin() for _ in range(31)] == [201] * 30 + [429]


def test_one_source_sends_ten_forms_an_hour_and_an_address_gets_five(page: Page) -> None:
    same = [Page(page.world).form("aino@asiakas.example", f"Viesti {number}")[0] for number in range(6)]
    assert same == [202] * 5 + [429]
    others = [Page(page.world).form(f"a{number}@asiakas.example", "Hei")[0] for number in range(6)]
    assert others == [202] * 4 + [429] * 2


def test_counters_name_nobody_and_expire(page: Page) -> None:
    page.say("Hei")
    rows = client("dynamodb").scan(TableName=settings().seen_table)["Items"]
    kept = json.dumps([{key: value for key, value in row.items() if key != "body"} for row in rows])
    assert "127.0.0.1" not in kept
    assert page.visit["visitor"] not in kept
    assert all("expires" in row for row in rows)
    assert {row["pk"]["S"][:2] for row in rows} == {visits.PREFIX}


# -- what it hears --


def test_asking_again_costs_nothing_while_nothing_was_said(page: Page) -> None:
    page.say("Hei")
    status, told, headers = page.call("GET")
    assert (status, told["version"], headers["ETag"]) == (200, 1, '"1"')
    for tag in ('"1"', 'W/"1"'):
        status, body, headers = page.call("GET", **{"if-none-match": tag})
        assert (status, body, headers["Access-Control-Allow-Origin"]) == (304, None, SHOP)
    page.say("Vielä")
    assert page.call("GET", **{"if-none-match": '"1"'})[0] == 200


def test_the_same_line_twice_is_one_line_and_one_message(page: Page) -> None:
    assert [page.say("Hei", id="e1"), page.say("Hei", id="e1")] == [202, 202]
    page.world.settle()
    assert page.lines() == [(True, "Hei")]
    assert [event.NAME for commit in find_commits(1) for event in commit.events].count("message.received") == 1
    assert seen.newest_number() == 1


def test_a_long_conversation_keeps_its_newest_lines(page: Page) -> None:
    page.begin()
    for number in range(70):
        visits.add(page.visit["visitor"], {"id": str(number), "at": "", "own": True, "text": f"{number} " + "x" * 300}, page.world.now)
    lines = page.lines()
    assert lines[-1][1].startswith("69 ")
    assert 40 < len(lines) <= visits.MOST_LINES


def test_a_visit_is_forgotten_after_thirty_quiet_days(page: Page) -> None:
    page.say("Hei")
    page.world.now += timedelta(days=29)
    assert page.begin() == 201
    page.world.now += timedelta(days=2)
    assert page.lines() == []
    assert page.say("Taas") == 202
    assert page.lines() == [(True, "Taas")]


def test_the_script_is_small_cacheable_and_loads_nothing_else(page: Page) -> None:
    answer = page.world.http("GET", "/widget.js")
    script, tag = answer["body"], answer["headers"]["ETag"]
    assert (answer["statusCode"], answer["headers"]["Content-Type"]) == (200, "text/javascript; charset=utf-8")
    assert (len(script.encode()) < 12_500, len(zlib.compress(script.encode(), 9)) < 5_000) == (True, True)
    assert not [word for word in ("innerHTML", "outerHTML", "insertAdjacentHTML", "eval(", "import(", "document.write") if word in script]
    assert page.world.http("GET", "/widget.js", headers={"if-none-match": tag})["statusCode"] == 304


@pytest.mark.parametrize("imitated", ["\u212aaisa@asiakas.example", "ａino@asiakas.example", "aino@asiakas", "a@@asiakas.example"])
def test_an_address_that_only_looks_like_anothers_is_nobodys(page: Page, imitated: str) -> None:
    assert page.form(imitated, "Hei") == (400, {"error": "events[0].email: no mail address"})


def test_an_address_has_one_form_whoever_types_it() -> None:
    told = {"visitor": "u:AINO@Asiakas.example", "account": SHOP, "events": [{"type": "form", "email": "Aino@Jäätelö.fi", "text": "Hei"}]}
    (form,) = payload("web", told).messages
    assert form.sender.value == "aino@xn--jtel-loaa3k.fi"
    (said,) = payload("web", {**told, "events": [{"type": "message", "text": "Hei"}]}).messages
    assert [alias.value for alias in said.aliases] == ["aino@asiakas.example"]
    (said,) = payload("web", {**told, "visitor": "u:\u212aaisa@asiakas.example", "events": [{"type": "message", "text": "Hei"}]}).messages
    assert said.aliases == ()
