"""Payloads and signatures of real platforms, read from beside the project; nothing of them is copied here."""

import json
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chalicelib.channels.registry import CHANNELS, channel
from chalicelib.errors import VuoroError

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "webhooks"
# Our channel's name -> the folder's.
FOLDERS = {"whatsapp": "whatsapp_cloud"}
NOW = datetime(2026, 12, 1, tzinfo=UTC)

pytestmark = pytest.mark.corpora
if not CORPORA.is_dir():
    warnings.warn(f"No webhook corpora at {CORPORA}: real payloads are NOT tested", stacklevel=1)
    pytest.skip(f"no webhook corpora at {CORPORA}", allow_module_level=True)

FILES = [(name, path) for name in CHANNELS for path in sorted((CORPORA / FOLDERS[name]).glob("*.json"))]
INDEXED = [json.loads(line) for line in (CORPORA / "index.jsonl").read_text().splitlines()]
VECTORS = [
    (name, vector)
    for vector in json.loads((CORPORA / "signature_vectors.json").read_text())
    for name in CHANNELS
    if vector["provider"] == FOLDERS[name]
]


def test_every_payload_of_the_index_is_read() -> None:
    wanted = {row["file"] for row in INDEXED if row["provider"] in FOLDERS.values()}
    assert wanted == {str(path.relative_to(CORPORA)) for _, path in FILES}
    assert VECTORS


@pytest.mark.parametrize(("name", "path"), FILES, ids=lambda value: getattr(value, "stem", value))
def test_a_real_payload_is_read_and_accounted_for(name: str, path: Path) -> None:
    parsed = channel(name).parse(path.read_bytes(), NOW)
    assert parsed.messages or parsed.statuses or parsed.ignored or parsed.faults
    assert len(parsed.messages) == len(listed(json.loads(path.read_bytes()), "messages"))
    assert all(message.text for message in parsed.messages)


@pytest.mark.parametrize(("name", "vector"), VECTORS, ids=lambda value: value if isinstance(value, str) else "")
def test_a_stated_signature_is_judged_as_stated(name: str, vector: dict[str, Any]) -> None:
    body = vector["body"].encode()
    assert channel(name).is_genuine(body, vector["headers"], vector["secret"]) is vector["valid"]
    assert not channel(name).is_genuine(body + b"\n", vector["headers"], vector["secret"])
    assert not channel(name).is_genuine(body, vector["headers"], vector["secret"][:-1])


@pytest.mark.parametrize("name", CHANNELS)
def test_payloads_of_other_providers_break_nothing(name: str) -> None:
    for path in sorted(CORPORA.glob("*/*.json")):
        try:
            channel(name).parse(path.read_bytes(), NOW)
        except VuoroError as error:
            assert error.code == "unreadable"  # noqa: PT017 - most may be refused, none may break


def listed(payload: Any, key: str) -> list[Any]:
    """All elements of the lists under `key` of a `messages` change, or of a value without its envelope."""
    entries = payload.get("entry", [{"changes": [{"value": payload}]}])
    changes = [change for entry in entries for change in entry["changes"]]
    return [item for change in changes if change.get("field", "messages") == "messages" for item in change["value"].get(key, [])]
