"""Teams' own promises beyond the contract that all channels share: the token, and what an activity says."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import teams, tokens
from chalicelib.channels.message import Attachment, Automatic, Handle, HttpCall, Inbound, Outbound, Sending, WebhookCall
from chalicelib.channels.registry import channel
from chalicelib.errors import ProviderRefused, Unavailable
from tests.channels import keys
from tests.channels.reading import FOR_EVER, NOT_NOW, PERHAPS, judge, one, payload, sample
from tests.channels.signing import NOW

SERVICE = "https://smba.trafficmanager.net/emea/tenant-1/"
ACTIVITY = {"type": "message", "id": "1", "channelId": "msteams", "serviceUrl": SERVICE, "from": {"id": "29:aino"}, "text": "Hei"}
CLAIMS = {
    "iss": "https://api.botframework.com",
    "aud": keys.APP,
    "serviceurl": SERVICE,
    "nbf": NOW.timestamp() - 60,
    "exp": NOW.timestamp() + 3600,
}
SECRETS = {"app_id": keys.APP, "jwks": keys.jwks()}
CHANNEL = "19:kanava@thread.tacv2"


def call(token: str, activity: Any = None, at: datetime = NOW) -> WebhookCall:
    body = json.dumps(ACTIVITY if activity is None else activity).encode()
    return WebhookCall(body, {"authorization": f"Bearer {token}"}, at)


def genuine(token: str, activity: Any = None, at: datetime = NOW, **secrets: str) -> bool:
    return teams.is_genuine(call(token, activity, at), {**SECRETS, **secrets})


@pytest.mark.parametrize("algorithm", ["RS256", "RS384", "RS512"])
def test_microsofts_token_for_our_app_is_believed(algorithm: str) -> None:
    assert genuine(keys.token(CLAIMS, {"alg": algorithm}))


@pytest.mark.parametrize(
    "change",
    [
        {"iss": "https://sts.windows.net/tenant/"},
        {"iss": ["https://api.botframework.com"]},
        {"iss": ""},
        {"aud": "another app"},
        {"aud": [keys.APP]},
        {"aud": None},
        {"serviceurl": "https://smba.trafficmanager.net/amer/tenant-1/"},
        {"serviceurl": SERVICE.rstrip("/")},
        {"serviceurl": ""},
        {"serviceurl": None},
        {"exp": None},
        {"exp": "soon"},
        {"exp": True},
        {"exp": 1e400},
        {"exp": -1},
        {"nbf": "now"},
        {"nbf": {}},
    ],
)
def test_a_token_for_something_else_is_refused(change: dict[str, Any]) -> None:
    assert not genuine(keys.token({**CLAIMS, **change}))


@pytest.mark.parametrize(
    ("at", "is_now"),
    [
        (NOW - timedelta(minutes=6), True),
        (NOW - timedelta(minutes=6, seconds=1), False),
        (NOW + timedelta(minutes=64, seconds=59), True),
        (NOW + timedelta(minutes=65), False),
    ],
)
def test_clocks_may_differ_by_five_minutes(at: datetime, is_now: bool) -> None:
    assert genuine(keys.token(CLAIMS), at=at) is is_now


def test_a_token_without_a_beginning_holds_until_its_end() -> None:
    assert genuine(keys.token({name: value for name, value in CLAIMS.items() if name != "nbf"}))


@pytest.mark.parametrize(
    "head",
    [
        {"alg": "none"},
        {"alg": "None"},
        {"alg": "HS256"},
        {"alg": "PS256"},
        {"alg": "rs256"},
        {"alg": "RS1"},
        {"alg": ["RS256"]},
        {"kid": "another key"},
        {"kid": ""},
        {"kid": None},
        {"crit": ["exp"], "exp": 1},
    ],
)
def test_a_head_that_asks_for_anything_else_is_refused(head: dict[str, Any]) -> None:
    assert not genuine(keys.token(CLAIMS, head))


def test_the_signature_of_another_algorithm_is_refused() -> None:
    head, body, _ = keys.token(CLAIMS, {"alg": "RS512"}).split(".")
    signed = keys.sign(keys.private(), f"{head}.{body}".encode(), "RS256")
    assert not genuine(f"{head}.{body}.{keys.b64(signed)}")


def test_a_token_without_a_signature_is_refused() -> None:
    head, body, signature = keys.token(CLAIMS).split(".")
    for token in (
        f"{head}.{body}.",
        f"{head}.{body}",
        f"{head}..{signature}",
        f".{body}.{signature}",
        "",
        "a.b.c",
        f"{head}.{body}.{signature}.",
    ):
        assert not genuine(token)


def test_another_key_under_the_same_name_is_refused() -> None:
    assert not genuine(keys.token(CLAIMS, key=keys.private(2048, 1)))


def test_the_key_in_the_tokens_own_head_is_never_used() -> None:
    own = keys.private(2048, 1)
    assert not genuine(keys.token(CLAIMS, {"jwk": keys.jwk(own), "jku": "https://evil.example", "kid": "mine"}, own))


@pytest.mark.parametrize(
    ("key", "is_right"),
    [
        ({}, True),
        ({"alg": "RS256"}, True),
        ({"alg": "RS512"}, False),
        ({"use": "enc"}, False),
        ({"kty": "oct"}, False),
        ({"endorsements": ["webchat"]}, False),
        ({"endorsements": []}, False),
        ({"endorsements": "msteams"}, False),
        ({"n": ""}, False),
        ({"n": "AQAB"}, False),
        ({"e": "Aw"}, False),
        ({"kid": "another"}, False),
    ],
)
def test_a_key_signs_only_what_it_is_published_for(key: dict[str, Any], is_right: bool) -> None:
    assert genuine(keys.token(CLAIMS), jwks=keys.jwks(keys.jwk(keys.private(), **key))) is is_right


@pytest.mark.parametrize("jwks", ["", "{}", "[]", '{"keys": 7}', '{"keys": [7]}', '{"keys": [{"kid": 7}]}', "\ud800"])
def test_a_key_set_that_is_none_proves_nothing(jwks: str) -> None:
    assert not genuine(keys.token(CLAIMS), jwks=jwks)


@pytest.mark.parametrize(
    "activity",
    [
        {**ACTIVITY, "serviceUrl": "https://smba.trafficmanager.net/amer/tenant-1/"},
        {**ACTIVITY, "serviceUrl": None},
        {**ACTIVITY, "channelId": "slack"},
        {**ACTIVITY, "channelId": ""},
        {name: value for name, value in ACTIVITY.items() if name != "channelId"},
        [],
        "x",
    ],
)
def test_an_activity_of_another_service_or_channel_is_refused(activity: Any) -> None:
    assert not genuine(keys.token(CLAIMS), activity)


@pytest.mark.parametrize(
    "service",
    [
        "https://smba.trafficmanager.net.evil.example/emea/",
        "https://evil.example/smba.trafficmanager.net/",
        "https://smba.trafficmanager.net@evil.example/",
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net:8443/emea/",
    ],
)
def test_a_service_that_is_not_microsofts_is_refused_even_if_the_token_names_it(service: str) -> None:
    assert not genuine(keys.token({**CLAIMS, "serviceurl": service}), {**ACTIVITY, "serviceUrl": service})


@pytest.mark.parametrize("scheme", ["", "bearer ", "Basic ", "Bearer  ", "Bearer"])
def test_only_a_bearer_token_is_read(scheme: str) -> None:
    headed = replace(call(""), headers={"authorization": scheme + keys.token(CLAIMS)})
    assert not teams.is_genuine(headed, SECRETS)


@given(position=st.integers(0, 10_000), character=st.sampled_from("ABCxyz019-_.=+/ \n\xe4"))
def test_no_character_of_a_token_may_differ(position: int, character: str) -> None:
    token = TOKEN
    position %= len(token)
    forged = token[:position] + character + token[position + 1 :]
    assert genuine(forged) is (forged == token)


TOKEN = keys.token(CLAIMS)


@given(claims=st.recursive(st.none() | st.integers() | st.text(), lambda inner: st.dictionaries(st.text(max_size=5), inner, max_size=3)))
def test_no_claims_break_the_judge(claims: Any) -> None:
    signed = f"{keys.b64(json.dumps({'alg': 'RS256', 'kid': keys.KID}).encode())}.{keys.b64(json.dumps(claims).encode())}"
    assert not genuine(f"{signed}.{keys.b64(keys.sign(keys.private(), signed.encode()))}")


def test_a_token_of_any_length_is_judged_at_once() -> None:
    assert not genuine("a" * 10_000_000)
    assert not genuine(keys.token({**CLAIMS, "more": "x" * tokens.LONGEST_TOKEN}))


# -- reading --


def test_a_text_becomes_one_whole_inbound() -> None:
    assert one(sample("teams", "text.json")) == Inbound(
        channel="teams",
        external_id=f"{CHANNEL}:1796140800001",
        sender=Handle("teams", "29:aino", "Aino Virtanen"),
        aliases=(Handle("entra", "0b0b-1", "Aino Virtanen"),),
        received_at=NOW,
        text="Lasku 358 on väärin, kysy @Erik",
        full_text="Lasku 358 on väärin, kysy @Erik",
        recipients=(f"emea/tenant-1|{CHANNEL};messageid=1796140700000",),
        references=(f"{CHANNEL}:1796140700000", "1796140700000"),
        thread=f"{CHANNEL}:1796140700000",
        sent_at=datetime(2026, 12, 1, 16, 0, 0, 123456, tzinfo=UTC),
        language="fi",
    )


def test_edits_deletions_and_reactions_name_the_message_they_are_about() -> None:
    about = ("a:aino:1796140800002", "1796140800002")
    told = [one(sample("teams", f"{file}.json")) for file in ("edited", "deleted", "reaction")]
    assert [(message.text, message.automatic, message.references) for message in told] == [
        ("(edited) Tilaus 21, ei 12", Automatic.NO, about),
        ("(deleted a message)", Automatic.EVENT, about),
        ("(reacted with like)", Automatic.EVENT, about),
    ]
    assert len({message.external_id for message in told}) == 3


def test_files_and_pictures_are_references_and_copies_of_the_text_are_none() -> None:
    message = one(sample("teams", "batch.json"))
    assert (message.text, message.attachments) == (
        "(pictures or files)",
        (
            Attachment("lasku.pdf", "", 0, "", content_id="https://kauppa.sharepoint.com/_layouts/download.aspx?tempauth=x"),
            Attachment(
                "picture.png", "image/png", 0, "", content_id="https://smba.trafficmanager.net/emea/v3/attachments/0-1/views/original"
            ),
        ),
    )


def test_a_card_that_was_sent_off_is_its_fields() -> None:
    assert one(sample("teams", "card.json")).text == "aihe: Lasku 358"


@pytest.mark.parametrize(
    ("file", "named"),
    [("joined", "body: conversationUpdate"), ("bot", "body: a bot's message"), ("unknown", "body: levitate up")],
)
def test_what_nobody_wrote_is_left_out_by_name(file: str, named: str) -> None:
    parsed = sample("teams", f"{file}.json")
    assert (parsed.messages, parsed.ignored) == ((), (named,))


def test_a_message_without_a_text_or_an_id_is_still_one() -> None:
    message = one(payload("teams", {"type": "message", "from": {"id": "29:aino"}}))
    assert message.text == "(a message: Teams passed on no text)"
    assert message.external_id.startswith("sha256:")
    assert one(sample("teams", "without_id.json")).recipients == ()


# -- sending --

THERE = Sending("https://smba.trafficmanager.net", {"access_token": "t", "app_id": "app", "app_password": "p&w"})
REPLY = Outbound("teams", f"emea/tenant-1|{CHANNEL};messageid=1796140700000", Handle("teams", "29:aino"), "7-4", "Selvitämme.")


def test_a_reply_goes_to_the_service_and_the_thread_it_came_from() -> None:
    made = teams.compose(REPLY, THERE)
    path = "/emea/tenant-1/v3/conversations/19%3Akanava%40thread.tacv2%3Bmessageid%3D1796140700000/activities"
    assert made == HttpCall(
        "POST", f"https://smba.trafficmanager.net{path}", {"Authorization": "Bearer t", "Content-Type": "application/json"}, made.body
    )
    assert json.loads(made.body) == {"type": "message", "text": "Selvitämme.", "textFormat": "plain", "recipient": {"id": "29:aino"}}


@pytest.mark.parametrize(
    ("account", "path"),
    [
        ("|a:1", "/v3/conversations/a%3A1/activities"),
        ("../../x|a:1/../../me", "/x/v3/conversations/a%3A1%2F..%2F..%2Fme/activities"),
        ("emea?x=#|a", "/emea%3Fx%3D%23/v3/conversations/a/activities"),
    ],
)
def test_an_account_cannot_leave_the_host_or_reach_the_query(account: str, path: str) -> None:
    assert teams.compose(replace(REPLY, account=account), THERE).url == f"https://smba.trafficmanager.net{path}"


@pytest.mark.parametrize("account", ["", "a:1", "emea|"])
def test_without_a_conversation_there_is_no_reply(account: str) -> None:
    with pytest.raises(ProviderRefused):
        teams.compose(replace(REPLY, account=account), THERE)


def test_our_apps_password_becomes_a_token() -> None:
    asked = channel("teams").login(THERE)
    assert asked is not None
    assert asked.url == "https://login.microsoftonline.com/botframework.com/oauth2/v2.0/token"
    assert parse_qs(asked.body.decode()) == {
        "grant_type": ["client_credentials"],
        "client_id": ["app"],
        "client_secret": ["p&w"],
        "scope": ["https://api.botframework.com/.default"],
    }
    assert channel("teams").credentials(b'{"access_token":"t2","expires_in":3599}') == {"access_token": "t2", "expires_in": "3599"}
    assert channel("teams").login(Sending(THERE.url, {"access_token": "t"})) is None
    with pytest.raises(Unavailable, match="invalid_client"):
        channel("teams").credentials(b'{"error":"invalid_client"}')


def test_an_app_of_one_tenant_asks_there() -> None:
    asked = channel("teams").login(Sending("http://127.0.0.1:9/teams", {**THERE.secrets, "tenant": "../x"}))
    assert asked is not None
    assert asked.url == "http://127.0.0.1:9/teams/..%2Fx/oauth2/v2.0/token"


@pytest.mark.parametrize(
    ("status", "answer", "kind"),
    [
        (201, {"id": "1"}, None),
        (400, {"error": {"code": "BadSyntax", "message": "No"}}, FOR_EVER),
        (403, {"error": {"code": "BotNotInConversationRoster"}}, FOR_EVER),
        (404, {"error": {"code": "ConversationNotFound"}}, FOR_EVER),
        (401, {"error": {"code": "Unauthorized"}}, NOT_NOW),
        (429, b"", NOT_NOW),
        (503, {"error": {"code": "ServiceError"}}, NOT_NOW),
        (502, b"<html>", PERHAPS),
        (504, b"", PERHAPS),
    ],
)
def test_a_refusal_tells_for_ever_from_for_now_from_perhaps(status: int, answer: Any, kind: type[Exception] | None) -> None:
    assert judge("teams")(status, answer) is kind


@pytest.mark.parametrize(
    ("address", "is_told"),
    [
        ("https://smba.trafficmanager.net/emea/v3/attachments/0-1/views/original", True),
        ("https://kauppa.sharepoint.com/_layouts/download.aspx?tempauth=x", False),
        ("https://smba.trafficmanager.net.evil.example/x", False),
    ],
)
def test_our_token_goes_to_the_service_and_nowhere_else(address: str, is_told: bool) -> None:
    made = channel("teams").media(Attachment("x", "", 0, "", content_id=address), THERE)
    assert (made.url, "Authorization" in made.headers) == (address, is_told)
