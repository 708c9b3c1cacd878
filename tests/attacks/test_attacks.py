"""The attack pack, case by case through `observe`; `-s` prints how many cases of each class pass."""

import warnings
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from tests.attacks.adapter import KINDS, observe
from tests.attacks.pack import CASES, CHECK, IS_THERE, PACK
from tests.world import World

pytestmark = pytest.mark.corpora
if not IS_THERE:
    warnings.warn(f"No attack pack at {PACK}: hostile mails and calls are NOT tested", stacklevel=1)
    pytest.skip(f"no attack pack at {PACK}", allow_module_level=True)

HERE = [case for case in CASES if case["kind"] in KINDS]
TALLY: Counter[tuple[str, str]] = Counter()


@pytest.fixture(scope="module", autouse=True)
def table() -> Iterator[None]:
    yield
    classes = sorted({name for name, _ in TALLY})
    print(f"\n{'class':<20} passed failed")
    for name in classes:
        print(f"{name:<20} {TALLY[name, 'passed']:>6} {TALLY[name, 'failed']:>6}")


def _case(case: dict[str, Any]) -> Any:
    return pytest.param(case, id=f"{case['id']} {case['cls']}: {case['title']}"[:80])


@pytest.mark.parametrize("case", map(_case, HERE))
def test_a_hostile_case_ends_as_the_pack_demands(case: dict[str, Any], world: World) -> None:
    failures = CHECK.verdict(case, observe(case, world))
    TALLY[case["cls"], "failed" if failures else "passed"] += 1
    assert not failures, f"{case['title']}: {'; '.join(failures)} [{case['source']}]"
