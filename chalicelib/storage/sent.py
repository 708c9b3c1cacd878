"""To how many recipients an agent and each of their keys wrote on one day: Q# rows of the Seen table."""

import functools
import operator
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.operand import Path
from pynamodb.expressions.update import Action

from chalicelib.settings import settings
from chalicelib.storage.rows import Row, ask, key_of, shared_connection

KEPT = timedelta(days=2)
Limits = Iterable[tuple[str, int]]


class SentRow(Row):
    """Q#<agent>#<day> with a number for each count."""

    class Meta:
        table_name = settings().seen_table
        region = settings().region

    expires = NumberAttribute(null=True)


def count(owner: str, more: int, limits: Limits, now: datetime) -> tuple[str, int] | None:
    """Add so many to each count if none comes to more than its limit then. None: added; else a limit that stands in the way."""
    key, wanted = f"Q#{owner}", tuple(limits)
    if beyond := next((limit for limit in wanted if more > limit[1]), None):
        return beyond
    actions: list[Action] = [Path([name]).add(more) for name, _ in wanted]
    actions.append(SentRow.expires.set(int((now + KEPT).timestamp())))
    free = (_is_free(Path([name]), most - more) for name, most in wanted)
    if SentRow.change(key, None, actions, functools.reduce(operator.and_, free)) is not None:
        return None
    standing = _standing(key)
    # Nothing stands in the way only if the day's counts went away meanwhile.
    return next((limit for limit in wanted if _counted(standing, limit[0]) + more > limit[1]), wanted[0])


def _standing(key: str) -> dict[str, Any]:
    """The row as it is, with counts that the class does not name."""
    asked = {"TableName": SentRow._get_connection().table_name, "Key": key_of(key, None), "ConsistentRead": True}
    found: dict[str, Any] = ask(lambda: shared_connection().dispatch("GetItem", asked)).get("Item", {})
    return found


def _is_free(count: Path, most: int) -> Condition:
    free: Condition = count.does_not_exist() | (count <= most)
    return free


def _counted(item: dict[str, Any], name: str) -> int:
    return int(item.get(name, {"N": "0"})["N"])
