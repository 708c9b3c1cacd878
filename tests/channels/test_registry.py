"""The contract of every webhook channel: a new line in the registry is held to all of it, given samples and a signer."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import registry, whatsapp
from chalicelib.channels.message import Attachment, Automatic, HttpCall, Inbound, Outbound, Sending, WebAnswer, WebhookCall
from chalicelib.channels.registry import CHANNELS, OPTIONAL, Module, Parsed, channel
from chalicelib.errors import NotFound, Unreadable, VuoroError
from tests.channels.signing import NOW, SIGNERS

SAMPLES = Path(__file__).parent.parent / "samples"
LISTS = {name: SAMPLES / name / "expected.json" for name in CHANNELS}
EXPECTED: dict[tuple[str, str], dict[str, Any]] = {
    (name, file): expected for name, path in LISTS.items() if path.exists() for file, expected in json.loads(path.read_text()).items()
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
DANGERS = {"text", "batch", "unknown", "partly_broken"}
REQUIRED = ("NAME", "API_URL", "MANNERS", "CHAT", "is_genuine", "parse", "compose", "provider_id", "refusal")

# mypy holds the module to the protocol here.
TYPED: Module = whatsapp

every_channel = pytest.mark.parametrize("name", CHANNELS)
every_sample = pytest.mark.parametrize(("name", "file"), EXPECTED)


def test_every_channel_has_samples_and_a_way_of_signing() -> None:
    lacking = {name: [path for path in (LISTS[name],) if not path.exists()] + ([] if name in SIGNERS else ["SIGNERS"]) for name in CHANNELS}
    assert {name: what for name, what in lacking.items() if what} == {}, "see chalicelib/channels/README.md, steps 4 and 5"


def sample(name: str, file: str) -> bytes:
    return (SAMPLES / name / file).read_bytes()


def text_file(name: str) -> str:
    return next(file for at, file in EXPECTED if at == name and file.startswith("text."))


def call(name: str, body: bytes) -> WebhookCall:
    """An unsigned call."""
    return WebhookCall(body, {"content-type": SIGNERS[name].content_type}, NOW, SIGNERS[name].url + name)


def sampled(name: str, file: str) -> WebhookCall:
    told = expected_call(name, file)
    query = told.get("query", {})
    made = call(name, sample(name, file))
    url = made.url + (f"?{urlencode(query)}" if query else "")
    return replace(made, headers={**made.headers, **told.get("headers", {})}, query=query, url=url)


def expected_call(name: str, file: str) -> Mapping[str, Any]:
    told: Mapping[str, Any] = EXPECTED[name, file].get("call", {})
    return told


def judged(name: str, made: WebhookCall, secrets: Mapping[str, Any] | None = None) -> bool:
    return channel(name).is_genuine(made, SIGNERS[name].secrets if secrets is None else secrets)


def first_text(name: str) -> Inbound:
    return channel(name).parse(sampled(name, text_file(name))).messages[0]


def counted(parsed: Parsed) -> dict[str, Any]:
    return {
        "messages": [message.external_id for message in parsed.messages],
        "statuses": [[report.provider_id, report.status] for report in parsed.statuses],
        "ignored": len(parsed.ignored),
        "faults": len(parsed.faults),
    }


# -- what a module offers --


@every_channel
def test_a_channel_has_all_names_of_the_protocol(name: str) -> None:
    module = channel(name).module
    assert name == channel(name).name
    assert [wanted for wanted in REQUIRED if not hasattr(module, wanted)] == []
    assert channel(name).manners.longest > 0
    assert urlsplit(channel(name).api_url).scheme == "https"


@every_channel
def test_what_a_module_offers_is_part_of_the_protocol(name: str) -> None:
    """A misspelt optional name would silently be the default."""
    known = {*REQUIRED, *OPTIONAL}
    near = {wanted.lower().replace("_", ""): wanted for wanted in known}
    offered = [word for word, value in vars(channel(name).module).items() if word[0] != "_" and not isinstance(value, type)]
    assert [word for word in offered if word not in known and word.lower().replace("_", "") in near] == []


@every_channel
def test_hosts_and_headers_are_written_as_they_are_compared(name: str) -> None:
    way = channel(name)
    assert all(host == host.lower() and "/" not in host for host in (*way.media_hosts, *way.api_hosts))
    assert all(header == header.lower() for header in way.kept_headers)


@every_channel
def test_a_channel_has_samples_for_each_danger(name: str) -> None:
    files = {path.name for path in (SAMPLES / name).iterdir()} - {"expected.json"}
    assert files == {file for at, file in EXPECTED if at == name}
    assert {Path(file).stem for file in files} >= DANGERS


def test_a_name_that_is_not_registered_is_not_imported() -> None:
    with pytest.raises(NotFound):
        channel("../admin")


def test_only_chats_are_chats() -> None:
    assert registry.is_chat("whatsapp")
    assert not registry.is_chat("email")
    assert not registry.is_chat("../admin")


# -- the proof --


@every_sample
def test_a_body_as_signed_is_genuine(name: str, file: str) -> None:
    assert judged(name, SIGNERS[name].signed(sampled(name, file)))


@every_sample
def test_a_body_without_its_signature_is_refused(name: str, file: str) -> None:
    assert not judged(name, sampled(name, file))


@every_sample
def test_a_changed_body_is_refused(name: str, file: str) -> None:
    if not SIGNERS[name].covers_body:
        assert name in ("telegram", "teams", "web"), "only these sign no body"
        return
    made = sampled(name, file)
    signed = SIGNERS[name].signed(made)
    changes = {made.body + b"&x=1", made.body[:-1], made.body.replace(b"3", b"4", 1), made.body.replace(b'":', b'" :')} - {made.body}
    assert changes
    for changed in changes:
        assert not judged(name, replace(signed, body=changed))


@every_channel
def test_another_secret_is_refused(name: str) -> None:
    signer, made = SIGNERS[name], SIGNERS[name].signed(sampled(name, text_file(name)))
    for key, value in signer.secrets.items():
        for other in ("", "another secret", value + "x"):
            assert not judged(name, made, {**signer.secrets, key: other}), key
    assert not judged(name, made, {})


@every_channel
def test_the_secret_before_holds_while_it_is_kept(name: str) -> None:
    signer, made = SIGNERS[name], SIGNERS[name].signed(sampled(name, text_file(name)))
    for key, value in signer.secrets.items():
        changed = {**signer.secrets, key: "the next secret"}
        assert judged(name, made, {**changed, f"{key}_previous": value})
        assert judged(name, made, {**changed, f"{key}_previous": ["one more", value]})
        assert not judged(name, made, {**changed, f"{key}_previous": ["", "one more"]})


@every_channel
def test_no_secret_proves_nothing(name: str) -> None:
    signer = SIGNERS[name]
    for key in signer.secrets:
        empty = {**signer.secrets, key: ""}
        assert not judged(name, signer.signed(sampled(name, text_file(name)), empty), empty)


@every_channel
@pytest.mark.parametrize("left_open", [None, False, True, 0, [], {}])
def test_a_secret_that_was_left_open_is_no_word_that_anybody_can_sign_with(name: str, left_open: Any) -> None:
    signer = SIGNERS[name]
    for key in signer.secrets:
        guessed = {**signer.secrets, key: json.dumps(left_open)}
        assert not judged(name, signer.signed(sampled(name, text_file(name)), guessed), {**signer.secrets, key: left_open})


@every_channel
@pytest.mark.parametrize("broken", [lambda s: s[:-1], lambda s: s.rpartition("=")[2], lambda s: "", lambda s: s + "\n", lambda s: "å" * 71])
def test_a_broken_signature_is_refused(name: str, broken: Any) -> None:
    made = sampled(name, text_file(name))
    added = SIGNERS[name].headers(made, SIGNERS[name].secrets)
    forged = {key.lower(): broken(value) for key, value in added.items()}
    if forged != {key.lower(): value for key, value in added.items()}:
        assert not judged(name, replace(made, headers={**made.headers, **forged}))


@every_channel
@given(body=st.binary(max_size=80), value=st.text(max_size=80))
def test_judging_a_signature_never_fails(name: str, body: bytes, value: str) -> None:
    made = call(name, body)
    forged = {key.lower(): value for key in SIGNERS[name].headers(made, SIGNERS[name].secrets)}
    assert not judged(name, replace(made, headers={**made.headers, **forged}))


@every_channel
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_stranger_is_not_told_the_challenge(name: str, token: str) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    asked = WebhookCall(b"", {}, NOW, SIGNERS[name].url + name, query, "GET")
    assert channel(name).greeting(asked, {**SIGNERS[name].secrets, "verify_token": "right"}) is None
    assert channel(name).greeting(asked, {}) is None


@every_sample
def test_a_message_is_no_greeting_and_hears_an_answer(name: str, file: str) -> None:
    made = SIGNERS[name].signed(sampled(name, file))
    assert channel(name).greeting(made, SIGNERS[name].secrets) is None
    answer = channel(name).answer(made)
    assert isinstance(answer, WebAnswer)
    assert 200 <= answer.status < 300


# -- reading --


@every_sample
def test_a_batch_is_read_completely(name: str, file: str) -> None:
    expected = {key: value for key, value in EXPECTED[name, file].items() if key != "call"}
    assert counted(channel(name).parse(sampled(name, file))) == expected


@every_sample
def test_the_same_body_reads_the_same_twice(name: str, file: str) -> None:
    assert channel(name).parse(sampled(name, file)) == channel(name).parse(sampled(name, file))


@every_sample
def test_a_message_says_something_and_who_said_it_to_whom(name: str, file: str) -> None:
    for message in channel(name).parse(sampled(name, file)).messages:
        assert message.text
        assert message.external_id
        assert message.sender.value
        assert (message.channel, message.received_at) == (name, NOW)


@every_channel
def test_a_text_of_a_person_is_addressed_to_an_account_and_not_automatic(name: str) -> None:
    assert first_text(name).recipients[0]
    assert first_text(name).automatic is Automatic.NO


@every_channel
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b'{"entry": NaN}', b"[" * 100_000])
def test_what_cannot_be_read_is_named_unreadable(name: str, body: bytes) -> None:
    with pytest.raises(Unreadable, match="body"):
        channel(name).parse(call(name, body))


@every_channel
@given(data=st.data())
def test_a_sample_with_any_part_replaced_is_still_read_or_named(name: str, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from([file for at, file in EXPECTED if at == name]))
    body = mutated_json(sample(name, file), data) if file.endswith(".json") else mutated_form(sample(name, file), data)
    try:
        parsed = channel(name).parse(replace(sampled(name, file), body=body))
    except Unreadable:
        return
    # What was read can be stored.
    json.dumps([[message.text, message.external_id, message.sender.value] for message in parsed.messages], ensure_ascii=False).encode()


def mutated_json(body: bytes, data: st.DataObject) -> bytes:
    payload = json.loads(body)
    place, key = data.draw(st.sampled_from(list(places(payload))))
    place[key] = data.draw(JSON)
    return json.dumps(payload).encode()


def mutated_form(body: bytes, data: st.DataObject) -> bytes:
    pairs = parse_qsl(body.decode(), keep_blank_values=True)
    position = data.draw(st.integers(0, len(pairs) - 1))
    return urlencode([*pairs[:position], (pairs[position][0], data.draw(st.text())), *pairs[position + 1 :]], errors="replace").encode()


# -- sending --


def reply(name: str, text: str = "Hei!") -> Outbound:
    asked = first_text(name)
    return Outbound(name, asked.recipients[0], asked.sender, "7-4", text, references=(asked.external_id,))


def composed(name: str, text: str = "Hei!") -> HttpCall:
    return channel(name).compose(reply(name, text), Sending("https://api.example.com/v1", SIGNERS[name].sending))


@every_channel
def test_a_reply_goes_to_the_address_we_configured_and_says_the_words(name: str) -> None:
    made = composed(name)
    allowed = channel(name).api_hosts
    host = urlsplit(made.url).hostname or ""
    assert made.url.startswith("https://api.example.com/v1/") or any(host == at or (at[0] == "." and host.endswith(at)) for at in allowed)
    assert b"Hei" in made.body


@every_channel
def test_our_credentials_stay_out_of_body_and_url(name: str) -> None:
    made = composed(name)
    for secret in SIGNERS[name].sending.values():
        assert secret.encode() not in made.body or name == "viber"
        assert secret not in made.url or not SIGNERS[name].hides


@every_channel
def test_a_text_that_is_too_long_or_empty_is_not_sent(name: str) -> None:
    composed(name, "x" * channel(name).manners.longest)
    for text in ("x" * (channel(name).manners.longest + 1), "", " \n"):
        with pytest.raises(VuoroError):
            composed(name, text)


@every_channel
@pytest.mark.parametrize("answer", [b"", b"<html>", b"[]", b'{"error": 7}', b'{"messages": [7]}', b"\xff"])
def test_no_answer_breaks_the_judge(name: str, answer: bytes) -> None:
    assert channel(name).provider_id(answer) == ""
    for status in (302, 400, 401, 403, 404, 429, 500, 502, 503):
        assert isinstance(channel(name).refusal(status, answer), VuoroError)


@every_channel
def test_a_file_is_asked_for_at_an_address(name: str) -> None:
    file = Attachment("a.jpg", "image/jpeg", 0, "", content_id="https://media.example.com/9001")
    asked = channel(name).media(file, Sending("https://api.example.com/v1", SIGNERS[name].sending))
    assert urlsplit(asked.url).scheme == "https"
    assert asked.method == "GET"


def places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every (container, key) in a JSON value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from places(inner)
