"""A desk with a web channel and one page of its shop."""

from collections.abc import Iterator

import pytest

from tests.web.page import Page, opened
from tests.world import World


@pytest.fixture
def page(world: World) -> Iterator[Page]:
    with opened(world):
        yield Page(world)
