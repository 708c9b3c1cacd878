"""Clients are shared, bounded in time, and tell faults that may pass from those that do not."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ReadTimeoutError
from botocore.parsers import ResponseParserError

from chalicelib.errors import Unavailable
from chalicelib.outside import aws
from tests.outside.faults import client_error, provoked

URL = "https://x.example"


def test_a_client_is_made_once_also_by_threads() -> None:
    made: list[object] = []
    threads = [threading.Thread(target=lambda: made.append(aws.client("sts"))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len({id(client) for client in made}) == 1


@pytest.mark.parametrize(
    ("service", "attempts", "connect", "read"), [("sqs", 4, 1, 5), ("s3", 4, 1, 5), ("ssm", 4, 1, 5), ("ses", 1, 2, 30)]
)
def test_a_client_waits_and_repeats_within_bounds(service: str, attempts: int, connect: int, read: int) -> None:
    config = aws.client(service).meta.config
    assert (config.retries["mode"], config.retries["total_max_attempts"]) == ("standard", attempts)
    assert (config.connect_timeout, config.read_timeout) == (connect, read)


def test_an_idempotent_call_is_repeated() -> None:
    with provoked("sts", "GetCallerIdentity", (500, "<x/>"), None) as calls:
        assert aws.client("sts").get_caller_identity()["Account"]
    assert len(calls) == 2


@pytest.mark.parametrize(
    "fault",
    [
        client_error("ThrottlingException", 400),
        client_error("AWS.SimpleQueueService.RequestThrottled", 403),
        client_error("SlowDown", 503),
        client_error("InternalFailure", 500),
        client_error("", 429),
        ReadTimeoutError(endpoint_url=URL),
        EndpointConnectionError(endpoint_url=URL),
        ResponseParserError("cut"),
    ],
)
def test_a_fault_that_may_pass_is_named_unavailable(fault: Exception) -> None:
    with pytest.raises(Unavailable, match="queue inbound"), aws.reaching("queue inbound"):
        raise fault


@pytest.mark.parametrize("fault", [client_error("AccessDenied", 403), client_error("ValidationException", 400), NoCredentialsError()])
def test_bad_set_up_is_not_taken_for_a_passing_fault(fault: Exception) -> None:
    with pytest.raises(type(fault)), aws.reaching("queue inbound"):
        raise fault


def test_the_endpoint_may_be_given_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
    aws.forget()
    assert aws.client("sqs").meta.endpoint_url == "http://127.0.0.1:4566"
    monkeypatch.delenv("AWS_ENDPOINT_URL")
    aws.forget()


def test_nothing_here_loads_boto3() -> None:
    modules = "aws, files, guard, http, mail, queues, secrets"
    code = f"import sys; from chalicelib.outside import {modules}; sys.exit('boto3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_a_client_error_keeps_its_code() -> None:
    fault: ClientError = client_error("SlowDown", 503)
    assert aws.code_of(fault) == "SlowDown"
