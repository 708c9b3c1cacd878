"""What many tests share: one pretended AWS for the whole session."""

import os
from collections.abc import Iterator

import pytest
from moto import mock_aws

AWS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "eu-north-1",
    # Streams answer in process only without the account's own host name.
    "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
}


@pytest.fixture(scope="session")
def aws() -> Iterator[None]:
    """An empty AWS in this process; each test makes what it needs."""
    os.environ.update(AWS)
    with mock_aws():
        yield
