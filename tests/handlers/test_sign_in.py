"""Tokens of the company's own sign-in: the right ones are their agents, and every other one is 401 without a word why."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from chalicelib.channels.message import HttpCall
from chalicelib.desk import actions as desks
from chalicelib.outside import keysets
from chalicelib.storage import people as rows
from tests.channels.keys import KID, b64, jwk, jwks, private, sign, token
from tests.handlers.client import Client, Told
from tests.small_desk import DOCUMENT
from tests.world import START

ISSUER, AUDIENCE, URL = "https://login.kauppa.example", "vuoro", "https://login.kauppa.example/keys"
NOW = int(START.timestamp())
CLAIMS = {"iss": ISSUER, "aud": AUDIENCE, "sub": "5", "email": "liisa@talo.example", "iat": NOW, "nbf": NOW, "exp": NOW + 3600}
OTHERS = private(number=1)
UNAUTHORIZED = {"code": "invalid_credentials", "message": "You have to be logged in to perform this action.", "request_id": "r1"}


def signing_in(api: Client, **sign_in: Any) -> Client:
    public = jwk(private())
    keys = [{name: public[name] for name in ("kid", "n", "e")}]
    desks.activate({**DOCUMENT, "sign_in": {"issuer": ISSUER, "audience": AUDIENCE, "keys": keys} | sign_in}, api.world.now, "tests")
    desks.forget()
    return api


def asked(api: Client, written: str, scheme: str = "Bearer", path: str = "/agents/me") -> Told:
    return api.call("GET", path, headers={"authorization": f"{scheme} {written}"})


def without(*names: str, **more: Any) -> dict[str, Any]:
    return {name: value for name, value in (CLAIMS | more).items() if name not in names}


def test_a_token_is_its_agent_with_their_rights_and_scope(api: Client) -> None:
    signing_in(api)
    told = asked(api, token(CLAIMS))
    assert (told.status, told.body["contact"]["email"]) == (200, "liisa@talo.example")
    assert asked(api, token({**CLAIMS, "email": "aki@talo.example"}), path="/suspended").status == 200
    statuses = [
        api.call("DELETE", "/tickets/1", headers={"authorization": f"Bearer {token({**CLAIMS, 'email': f'{name}@talo.example'})}"}).status
        for name in ("aki", "liisa")
    ]
    assert statuses == [403, 404]


@pytest.mark.parametrize(
    ("claims", "head"),
    [
        ({"aud": ["another", AUDIENCE]}, {}),
        ({"email": "LIISA@Talo.example"}, {}),
        ({"email_verified": True}, {}),
        ({"iat": NOW + 59, "nbf": NOW + 59}, {}),
        ({"iat": NOW - 3600, "nbf": NOW - 3600, "exp": NOW - 59}, {}),
        ({}, {"typ": "at+jwt"}),
        ({}, {"typ": "jwt"}),
    ],
)
def test_what_is_right_is_taken(api: Client, claims: dict[str, Any], head: dict[str, Any]) -> None:
    assert asked(signing_in(api), token(CLAIMS | claims, head)).status == 200


def unsigned(head: Mapping[str, Any], claims: Mapping[str, Any] = CLAIMS, signature: bytes = b"") -> str:
    return f"{b64(json.dumps(head).encode())}.{b64(json.dumps(claims).encode())}.{b64(signature)}"


def shared_key() -> str:
    """The public key, taken for the secret of a shared-key algorithm."""
    import hashlib
    import hmac

    message = unsigned({"typ": "JWT", "alg": "HS256", "kid": KID}).rpartition(".")[0]
    return f"{message}.{b64(hmac.new(str(jwk(private())['n']).encode(), message.encode(), hashlib.sha256).digest())}"


def changed_after() -> str:
    head, _, signature = token(CLAIMS).split(".")
    return f"{head}.{b64(json.dumps({**CLAIMS, 'email': 'mikko@talo.example'}).encode())}.{signature}"


HOSTILE = {
    "no signature": unsigned({"typ": "JWT", "alg": "RS256", "kid": KID}),
    "signature cut off": token(CLAIMS).rpartition(".")[0] + ".",
    "signature cut short": token(CLAIMS)[:-4],
    "two parts": token(CLAIMS).rpartition(".")[0],
    "four parts": token(CLAIMS) + ".x",
    "garbage": "xxx.yyy.zzz",
    "empty parts": "..",
    "none": unsigned({"typ": "JWT", "alg": "none", "kid": KID}),
    "nOnE": unsigned({"typ": "JWT", "alg": "nOnE", "kid": KID}),
    "None, signed": token(CLAIMS, {"alg": "None"}),
    "no algorithm": token(CLAIMS, {"alg": ""}),
    "another algorithm": token(CLAIMS, {"alg": "RS512"}),
    "a shared-key algorithm": shared_key(),
    "signed by a stranger": token(CLAIMS, key=OTHERS),
    "its own key in the header": token(CLAIMS, {"jwk": jwk(OTHERS)}, key=OTHERS),
    "an address of keys in the header": token(CLAIMS, {"jku": "https://evil.example/keys"}, key=OTHERS),
    "a certificate in the header": token(CLAIMS, {"x5c": ["MIIB"]}, key=OTHERS),
    "an unknown key": token(CLAIMS, {"kid": "other"}),
    "a path as a key": token(CLAIMS, {"kid": "../../dev/null"}),
    "no key": token(CLAIMS, {"kid": ""}),
    "a list as a key": token(CLAIMS, {"kid": [KID]}),
    "must understand": token(CLAIMS, {"crit": ["exp"]}),
    "another type": token(CLAIMS, {"typ": "logout+jwt"}),
    "a type that is none": token(CLAIMS, {"typ": 7}),
    "changed after it was signed": changed_after(),
    "another issuer": token({**CLAIMS, "iss": "https://evil.example"}),
    "an issuer that begins alike": token({**CLAIMS, "iss": ISSUER + ".evil.example"}),
    "no issuer": token(without("iss")),
    "another audience": token({**CLAIMS, "aud": "other"}),
    "an audience of others": token({**CLAIMS, "aud": ["other", "third"]}),
    "no audience": token(without("aud")),
    "expired": token({**CLAIMS, "iat": NOW - 3600, "nbf": NOW - 3600, "exp": NOW - 60}),
    "no end": token(without("exp")),
    "an end that is text": token({**CLAIMS, "exp": str(NOW + 60)}),
    "an end that is no number": token({**CLAIMS, "exp": True}),
    "not yet": token({**CLAIMS, "nbf": NOW + 61}),
    "issued later": token({**CLAIMS, "iat": NOW + 61, "nbf": NOW}),
    "never issued": token(without("iat")),
    "too long a life": token({**CLAIMS, "exp": NOW + 3601}),
    "an end before its beginning": token({**CLAIMS, "iat": NOW + 30, "exp": NOW + 20}),
    "nobody of the desk": token({**CLAIMS, "email": "eve@evil.example"}),
    "no address": token(without("email")),
    "an address that looks alike": token({**CLAIMS, "email": "liısa@talo.example"}),
    "two addresses": token({**CLAIMS, "email": "liisa@talo.example, eve@evil.example"}),
    "an address in brackets": token({**CLAIMS, "email": "<liisa@talo.example>eve@evil.example"}),
    "a list of addresses": token({**CLAIMS, "email": ["liisa@talo.example"]}),
    "an address that nobody verified": token({**CLAIMS, "email_verified": False}),
    "an address verified in words": token({**CLAIMS, "email_verified": "true"}),
    "claims that are a list": ".".join(
        (
            signed := f"{b64(json.dumps({'typ': 'JWT', 'alg': 'RS256', 'kid': KID}).encode())}.{b64(b'[]')}",
            b64(sign(private(), signed.encode())),
        )
    ),
    "very long": token({**CLAIMS, "more": "x" * 20_000}),
}


@pytest.mark.parametrize("what", sorted(HOSTILE))
def test_every_other_token_is_401_and_told_alike(api: Client, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is fetched for it either: the way out of the process is closed."""
    monkeypatch.setattr(keysets, "_fetched", lambda url: pytest.fail(f"{url} was fetched"))
    told = asked(signing_in(api), HOSTILE[what])
    assert (told.status, told.body) == (401, UNAUTHORIZED)


@pytest.mark.parametrize("scheme", ["Basic", "", "Token"])
def test_a_token_is_taken_as_a_bearer_only(api: Client, scheme: str) -> None:
    assert asked(signing_in(api), token(CLAIMS), scheme).status == 401


def test_without_a_sign_in_no_token_is_taken_and_none_is_looked_up(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows, "find_key", lambda hashed: pytest.fail("a token was looked up as a key"))
    assert asked(api, token(CLAIMS)).status == 401


def test_an_agent_who_left_is_nobody_at_once(api: Client) -> None:
    signing_in(api)
    assert asked(api, token(CLAIMS)).status == 200
    agents = [row for row in DOCUMENT["agents"] if row["name"] != "Liisa"]
    groups = [{**row, "lead": "mikko@talo.example"} for row in DOCUMENT["groups"]]
    signing_in(api)
    desks.activate({**desks_document(), "agents": agents, "groups": groups}, api.world.now, "tests")
    desks.forget()
    assert asked(api, token(CLAIMS)).status == 401


def desks_document() -> dict[str, Any]:
    public = jwk(private())
    keys = [{name: public[name] for name in ("kid", "n", "e")}]
    return {**DOCUMENT, "sign_in": {"issuer": ISSUER, "audience": AUDIENCE, "keys": keys}}


class Issuer:
    """Where the keys are published; `asked` is when they were fetched."""

    def __init__(self) -> None:
        self.keys = [jwk(private())]
        self.asked: list[HttpCall] = []
        self.status = 200

    def perform(self, call: HttpCall, hosts: tuple[str, ...], **_: Any) -> tuple[int, bytes]:
        assert (call.method, call.url, hosts) == ("GET", URL, ("login.kauppa.example",))
        self.asked.append(call)
        return self.status, jwks(*self.keys).encode()


@pytest.fixture
def issuer(monkeypatch: pytest.MonkeyPatch) -> Issuer:
    """In the place of the network, which a test does not have."""
    told = Issuer()
    keysets.forget()
    monkeypatch.setattr("chalicelib.outside.keysets.http.perform", told.perform)
    return told


def test_published_keys_are_fetched_once_a_day_from_the_one_address(api: Client, issuer: Issuer) -> None:
    signing_in(api, keys=[], keys_url=URL)
    assert [asked(api, token(CLAIMS)).status for _ in range(3)] == [200] * 3
    assert len(issuer.asked) == 1


def test_a_new_key_is_found_and_an_unknown_one_asks_once_in_five_minutes(api: Client, issuer: Issuer) -> None:
    signing_in(api, keys=[], keys_url=URL)
    assert asked(api, token(CLAIMS)).status == 200
    issuer.keys.append(jwk(OTHERS, "new"))
    fresh = {**CLAIMS, "iat": NOW + 300, "nbf": NOW + 300}
    statuses = []
    for minutes in (1, 4, 0, 0):
        api.later(minutes=minutes)
        statuses.append(asked(api, token(fresh, {"kid": "new"}, key=OTHERS)).status)
        statuses.append(asked(api, token(fresh, {"kid": "never"}, key=OTHERS)).status)
    assert statuses == [401, 401, 200, 401, 200, 401, 200, 401]
    assert len(issuer.asked) == 2


def test_a_wrong_signature_by_a_known_key_asks_for_nothing(api: Client, issuer: Issuer) -> None:
    signing_in(api, keys=[], keys_url=URL)
    asked(api, token(CLAIMS))
    api.later(minutes=10)
    late = {**CLAIMS, "iat": NOW + 600, "nbf": NOW + 600}
    assert (asked(api, token(late, key=OTHERS)).status, len(issuer.asked)) == (401, 1)


def test_keys_that_cannot_be_had_are_a_passing_fault(api: Client, issuer: Issuer) -> None:
    issuer.status = 500
    told = asked(signing_in(api, keys=[], keys_url=URL), token(CLAIMS))
    assert (told.status, "Retry-After" in told.headers) == (503, True)


def test_what_a_signed_in_agent_does_is_theirs(api: Client) -> None:
    signing_in(api)
    api.opened()
    header = {"authorization": f"Bearer {token(CLAIMS)}"}
    assert api.call("POST", "/tickets/1/notes", {"body": "Hei"}, headers=header).body["user_id"] == api.agent("Liisa")
    api.later(minutes=5)
    renewed = {**CLAIMS, "iat": NOW + 300, "exp": NOW + 3900}
    told = [
        api.call("POST", "/tickets/1/notes", {"body": "Hei"}, headers={"authorization": f"Bearer {token(claims)}", "idempotency-key": "k1"})
        for claims in (CLAIMS, renewed)
    ]
    assert [(one.status, one.headers.get("Idempotent-Replayed")) for one in told] == [(201, None), (201, "true")]
