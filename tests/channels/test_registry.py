"""The contract of every webhook channel: a new line in the registry is held to all of it, given samples and a signer."""

import inspect
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.channels import whatsapp
from chalicelib.channels.message import Handle, Outbound
from chalicelib.channels.registry import CHANNELS, Channel, Parsed, channel
from chalicelib.errors import NotFound, Unreadable
from tests.channels.signing import SIGNERS

SAMPLES = Path(__file__).parent.parent / "samples"
NOW = datetime(2026, 12, 1, 13, 50, tzinfo=UTC)
SECRET = "the app's secret"
EXPECTED: dict[tuple[str, str], dict[str, Any]] = {
    (name, file): expected for name in CHANNELS for file, expected in json.loads((SAMPLES / name / "expected.json").read_text()).items()
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)

# mypy holds the module to the protocol here.
TYPED: Channel = whatsapp

every_channel = pytest.mark.parametrize("name", CHANNELS)
every_sample = pytest.mark.parametrize(("name", "file"), EXPECTED, ids="/".join)


def sample(name: str, file: str) -> bytes:
    return (SAMPLES / name / file).read_bytes()


def counted(parsed: Parsed) -> dict[str, Any]:
    return {
        "messages": [message.external_id for message in parsed.messages],
        "statuses": [[report.provider_id, report.status] for report in parsed.statuses],
        "ignored": len(parsed.ignored),
        "faults": len(parsed.faults),
    }


@every_channel
def test_a_channel_has_all_names_of_the_protocol(name: str) -> None:
    wanted = {key for key, member in vars(Channel).items() if inspect.isfunction(member) and not key.startswith("_")}
    assert name == channel(name).NAME
    assert all(callable(getattr(channel(name), key)) for key in wanted)


@every_channel
def test_a_channel_has_samples_for_each_danger(name: str) -> None:
    files = {path.name for path in (SAMPLES / name).glob("*.json")} - {"expected.json"}
    assert files == {file for at, file in EXPECTED if at == name}
    assert {"text.json", "batch.json", "unknown.json", "partly_broken.json"} <= files


def test_a_name_that_is_not_registered_is_not_imported() -> None:
    with pytest.raises(NotFound):
        channel("../admin")


@every_sample
def test_a_body_as_signed_is_genuine(name: str, file: str) -> None:
    body = sample(name, file)
    signed = SIGNERS[name](body, SECRET)
    assert channel(name).is_genuine(body, signed, SECRET)
    assert channel(name).is_genuine(body, {key.lower(): value for key, value in signed.items()}, SECRET)
    assert channel(name).is_genuine(body, {key.upper(): value for key, value in signed.items()}, SECRET)


@every_sample
def test_a_body_without_its_signature_is_refused(name: str, file: str) -> None:
    assert not channel(name).is_genuine(sample(name, file), {"Content-Type": "application/json"}, SECRET)


@every_sample
def test_a_changed_body_is_refused(name: str, file: str) -> None:
    body = sample(name, file)
    signed = SIGNERS[name](body, SECRET)
    compact = json.dumps(json.loads(body)).encode()
    for changed in (body + b" ", body[:-1], body.replace(b"358", b"359", 1), compact):
        assert not channel(name).is_genuine(changed, signed, SECRET)


@every_channel
@pytest.mark.parametrize("secret", ["", "another secret", SECRET + " "])
def test_another_secret_is_refused(name: str, secret: str) -> None:
    body = sample(name, "text.json")
    assert not channel(name).is_genuine(body, SIGNERS[name](body, SECRET), secret)


@every_channel
def test_no_secret_proves_nothing(name: str) -> None:
    body = sample(name, "text.json")
    assert not channel(name).is_genuine(body, SIGNERS[name](body, ""), "")


@every_channel
@pytest.mark.parametrize("broken", [lambda s: s[:-1], lambda s: s.rpartition("=")[2], lambda s: "", lambda s: s + "\n", lambda s: "å" * 71])
def test_a_broken_signature_is_refused(name: str, broken: Any) -> None:
    body = sample(name, "text.json")
    signed = {key: broken(value) for key, value in SIGNERS[name](body, SECRET).items()}
    assert not channel(name).is_genuine(body, signed, SECRET)


@every_channel
@given(body=st.binary(max_size=80), value=st.text(max_size=80))
def test_judging_a_signature_never_fails(name: str, body: bytes, value: str) -> None:
    forged = dict.fromkeys(SIGNERS[name](body, SECRET), value)
    assert not channel(name).is_genuine(body, forged, SECRET)


@every_sample
def test_a_batch_is_read_completely(name: str, file: str) -> None:
    assert counted(channel(name).parse(sample(name, file), NOW)) == EXPECTED[name, file]


@every_sample
def test_the_same_body_reads_the_same_twice(name: str, file: str) -> None:
    assert channel(name).parse(sample(name, file), NOW) == channel(name).parse(sample(name, file), NOW)


@every_sample
def test_a_message_says_something_and_who_said_it(name: str, file: str) -> None:
    for message in channel(name).parse(sample(name, file), NOW).messages:
        assert message.text
        assert message.sender.value
        assert (message.channel, message.received_at) == (name, NOW)


@every_channel
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b'{"entry": NaN}', b"[" * 100_000])
def test_what_cannot_be_read_is_named_unreadable(name: str, body: bytes) -> None:
    with pytest.raises(Unreadable, match="body"):
        channel(name).parse(body, NOW)


@every_channel
@given(data=st.data())
def test_a_sample_with_any_part_replaced_is_still_read_or_named(name: str, data: st.DataObject) -> None:
    payload = json.loads(sample(name, data.draw(st.sampled_from([file for at, file in EXPECTED if at == name]))))
    place, key = data.draw(st.sampled_from(list(places(payload))))
    place[key] = data.draw(JSON)
    try:
        parsed = channel(name).parse(json.dumps(payload).encode(), NOW)
    except Unreadable:
        return
    # What was read can be stored.
    json.dumps([message.text for message in parsed.messages], ensure_ascii=False).encode()


@every_channel
@pytest.mark.parametrize("token", ["", "wrong"])
def test_a_stranger_is_not_told_the_challenge(name: str, token: str) -> None:
    query = {"hub.mode": "subscribe", "hub.verify_token": token, "hub.challenge": "1158201444"}
    assert channel(name).challenge(query, "right") is None
    assert channel(name).challenge(query, "") is None


@every_channel
def test_the_access_token_stays_in_the_headers(name: str) -> None:
    reply = Outbound(channel=name, account="110000000000001", to=Handle(name, "358401234567"), tag="7-4", text="Hei!")
    call = channel(name).compose(reply, "https://api.example.com/v1", "s3cret-token")
    assert call.url.startswith("https://api.example.com/v1/")
    assert b"s3cret-token" not in call.body
    assert "s3cret-token" not in call.url


def places(value: Any) -> Any:
    """Every (container, key) in a JSON value."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield value, key
        yield from places(inner)
