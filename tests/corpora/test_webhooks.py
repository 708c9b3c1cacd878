"""Payloads and signatures of real platforms, read from beside the project; nothing of them is copied here."""

import json
import warnings
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from chalicelib.channels.message import WebhookCall
from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.errors import VuoroError

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "webhooks"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
# Folders that are called otherwise than our channel.
FOLDERS = {"whatsapp": "whatsapp_cloud"}
# Providers of the signatures that are called otherwise, and which of our secrets theirs is.
PROVIDERS = {"whatsapp_cloud": "whatsapp", "twilio": "twilio_sms"}
SECRETS = {
    "whatsapp": "app_secret", "messenger": "app_secret", "slack": "signing_secret", "line": "channel_secret", "viber": "auth_token",
    "telegram": "secret_token", "twilio_sms": "auth_token", "standard_webhooks": "signing_secret",
}  # fmt: skip
FORM = "application/x-www-form-urlencoded"

pytestmark = pytest.mark.corpora
if not CORPORA.is_dir():
    warnings.warn(f"No webhook corpora at {CORPORA}: real payloads are NOT tested", stacklevel=1)
    pytest.skip(f"no webhook corpora at {CORPORA}", allow_module_level=True)

INDEXED = {row["file"]: row for row in map(json.loads, (CORPORA / "index.jsonl").read_text().splitlines())}
VECTORS = json.loads((CORPORA / "signature_vectors.json").read_text())


def files() -> Iterator[tuple[str, Path]]:
    for name in CHANNELS:
        for path in sorted((CORPORA / FOLDERS.get(name, name)).glob("*")):
            if str(path.relative_to(CORPORA)) in INDEXED:
                yield name, path


def vectors() -> Iterator[tuple[str, dict[str, Any]]]:
    for vector in VECTORS:
        name = PROVIDERS.get(vector["provider"], vector["provider"])
        if name in CHANNELS:
            yield name, vector


FILES, JUDGED = list(files()), list(vectors())


def body_of(path: Path) -> bytes:
    """As it came: a corpus keeps forms as the JSON of their parameters."""
    raw = path.read_bytes()
    kind = str(INDEXED[str(path.relative_to(CORPORA))].get("content_type", ""))
    if FORM not in kind or not raw.lstrip().startswith(b"{"):
        return raw
    return urlencode({key: value if isinstance(value, str) else json.dumps(value) for key, value in json.loads(raw).items()}).encode()


def signed_call(vector: dict[str, Any]) -> WebhookCall:
    params = vector.get("params")
    body = (
        urlencode([(key, value) for key, value in (params.items() if isinstance(params, dict) else params)])
        if params is not None
        else vector.get("body", "")
    )
    url = vector.get("url", "https://desk.example/hooks/x")
    at = datetime.fromtimestamp(vector["now"], UTC) if "now" in vector else NOW
    headers = {name.lower(): value for name, value in vector["headers"].items()}
    return WebhookCall(body.encode(), headers, at, url, dict(parse_qsl(urlsplit(url).query)))


def secrets_of(name: str, vector: dict[str, Any]) -> dict[str, str]:
    if name == "teams":
        # Their key set is not among the corpora; each of these calls must be refused whatever the keys are.
        return {"app_id": vector["app_id"], "jwks": '{"keys": []}'}
    # Twilio's shared keys are known by the name that the call says.
    settings = vector["headers"].get("X-Twilio-Webhooks-Signature-Settings", "")
    shared = settings.partition("key=")[2].partition(",")[0]
    return {shared or SECRETS[name]: vector["secret"]}


def test_the_corpora_are_those_that_were_counted(capsys: pytest.CaptureFixture[str]) -> None:
    read, judged = Counter(name for name, _ in FILES), Counter(name for name, _ in JUDGED)
    with capsys.disabled():
        print(f"\nwebhook payloads: {len(FILES)} {dict(read)}; signatures: {len(JUDGED)} {dict(judged)}")
    with_folder = {name for name in CHANNELS if (CORPORA / FOLDERS.get(name, name)).is_dir()}
    assert {name for name in with_folder if read[name] == 0} <= {"teams"}
    assert judged["whatsapp"] == judged["messenger"] == 1


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda value: getattr(value, "stem", value))
def test_a_real_payload_is_read_and_accounted_for(name: str, path: Path) -> None:
    parsed = channel(name).parse(
        WebhookCall(body_of(path), {"content-type": INDEXED[f"{path.parent.name}/{path.name}"]["content_type"]}, NOW)
    )
    assert parsed.messages or parsed.statuses or parsed.ignored or parsed.faults
    assert all(message.text for message in parsed.messages)


@pytest.mark.parametrize(
    ("name", "path"), [pair for pair in FILES if pair[0] == "whatsapp"], ids=lambda value: getattr(value, "stem", value)
)
def test_every_message_of_a_whatsapp_batch_is_read(name: str, path: Path) -> None:
    parsed = channel(name).parse(WebhookCall(path.read_bytes(), {}, NOW))
    assert len(parsed.messages) == len(listed(json.loads(path.read_bytes()), "messages"))


@pytest.mark.parametrize(("name", "vector"), JUDGED, ids=lambda value: value if isinstance(value, str) else "")
def test_a_stated_signature_is_judged_as_stated(name: str, vector: dict[str, Any]) -> None:
    assert channel(name).is_genuine(signed_call(vector), secrets_of(name, vector)) is vector["valid"], vector["origin"]


@pytest.mark.parametrize("name", CHANNELS)
def test_payloads_of_other_providers_break_nothing(name: str) -> None:
    for path in sorted(CORPORA.glob("*/*.json")):
        try:
            channel(name).parse(WebhookCall(path.read_bytes(), {}, NOW))
        except VuoroError as error:
            assert error.code == "unreadable"  # noqa: PT017 - most may be refused, none may break


def listed(payload: Any, key: str) -> list[Any]:
    """All elements of the lists under `key` of a `messages` change, or of a value without its envelope."""
    entries = payload.get("entry", [{"changes": [{"value": payload}]}])
    changes = [change for entry in entries for change in entry["changes"]]
    return [item for change in changes if change.get("field", "messages") == "messages" for item in change["value"].get(key, [])]
