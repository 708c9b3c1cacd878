"""Settings and clients of a test's own: what was cached before is dropped on the way in and out."""

from collections.abc import Callable, Iterator

import pytest

from chalicelib.outside import aws as clients
from chalicelib.outside import secrets
from chalicelib.settings import settings

Configure = Callable[..., None]


def _forget() -> None:
    settings.cache_clear()
    secrets.forget()


@pytest.fixture
def configure(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Configure]:
    """Set `VUORO_…` variables for this test."""

    def set_variables(**values: str) -> None:
        for name, value in values.items():
            monkeypatch.setenv(f"VUORO_{name}", value)
        _forget()

    _forget()
    yield set_variables
    _forget()


@pytest.fixture(scope="session", autouse=True)
def _own_clients(aws: None) -> Iterator[None]:
    clients.forget()
    yield
    clients.forget()
