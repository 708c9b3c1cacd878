"""What the package leaves out is never asked for."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import Loader

from infra import cuts
from tests.infra.conftest import ROOT

# Actions that Lambda itself takes in a function's name; IAM's names for what the API calls otherwise, and its conditions.
NOT_OURS = {"ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "DescribeStream", "GetRecords", "GetShardIterator", "ListStreams"}
CALLED_OTHERWISE = {"ListBucket": "ListObjectsV2", "FromAddress": "SendRawEmail", "LeadingKeys": "GetItem"}
CALLS = re.compile(
    r'client\("\w+"\)\.(?!get_paginator|generate_presigned_url)(\w+)\('
    r'|(?:get_paginator|generate_presigned_url|dispatch)\("(\w+)"|_found\([^)]*"(\w+)"\)'
)


def _model(service: str) -> Any:
    return Loader().load_service_model(service, "service-2")


def _called() -> Iterator[str]:
    """Operations as the sources spell them, in either way of spelling."""
    for path in (ROOT / "chalicelib").rglob("*.py"):
        for words in CALLS.findall(path.read_text()):
            yield from filter(None, words)


def test_every_operation_that_is_called_is_kept() -> None:
    found = {name.replace("_", "").lower() for name in _called()}
    assert {"sendrawemail", "sendmessagebatch", "headobject", "listobjectsv2", "batchgetitem"} <= found
    assert found <= {name.lower() for names in cuts.OPERATIONS.values() for name in names}


def test_every_operation_that_a_policy_allows_is_kept() -> None:
    policies = " ".join(path.read_text() for path in (ROOT / ".chalice").glob("policy-*.json"))
    named = re.findall(r'"(\w+):(\w+)"', policies)
    allowed = {(service, name) for service, name in named if service not in ("logs", "ForAllValues") and name not in NOT_OURS}
    assert allowed
    for service, name in allowed:
        assert CALLED_OTHERWISE.get(name, name) in cuts.OPERATIONS[service], f"{service}:{name}"


@pytest.mark.parametrize("service", cuts.OPERATIONS)
def test_a_kept_operation_is_as_it_was_in_all_but_prose(service: str) -> None:
    whole = _model(service)
    kept = cuts.cut_model(whole, cuts.OPERATIONS[service])
    assert set(kept["operations"]) == set(cuts.OPERATIONS[service])
    assert kept["metadata"] == whole["metadata"]
    for part in ("operations", "shapes"):
        for name, entry in kept[part].items():
            assert _without_prose(entry) == _without_prose(whole[part][name])
    assert set(re.findall(r'"shape":"(\w+)"', json.dumps(kept, separators=(",", ":")))) <= set(kept["shapes"])
    assert len(json.dumps(kept)) < len(json.dumps(whole)) / 4


def _without_prose(part: Any) -> Any:
    if isinstance(part, dict):
        return {name: _without_prose(value) for name, value in part.items() if name not in cuts.PROSE or isinstance(value, dict)}
    return [_without_prose(value) for value in part] if isinstance(part, list) else part


def test_an_operation_that_the_service_has_not_is_refused() -> None:
    with pytest.raises(KeyError, match="SendLetter"):
        cuts.cut_model(_model("ses"), ["SendLetter"])


def test_only_the_models_of_called_services_stay_and_they_are_unpacked(tmp_path: Path) -> None:
    data = tmp_path / "data"
    for service in ("sqs", "ec2"):
        for version in ("2011", "2012"):
            folder = data / service / version
            folder.mkdir(parents=True)
            model = json.dumps(_model("sqs")).encode()
            (folder / "service-2.json.gz").write_bytes(cuts.gzip.compress(model))
            (folder / "waiters-2.json").write_bytes(b"{}")
    (data / "endpoints.json").write_text(json.dumps({"partitions": [{"services": {"sqs": {}, "ec2": {}}}]}))
    cuts.trim(data)
    assert sorted(path.relative_to(data).as_posix() for path in data.rglob("*.json")) == ["endpoints.json", "sqs/2012/service-2.json"]
    assert json.loads((data / "endpoints.json").read_text()) == {"partitions": [{"services": {"sqs": {}}}]}
    assert json.loads((data / "sqs" / "2012" / "service-2.json").read_text())["operations"].keys() == {"SendMessage", "SendMessageBatch"}
