"""The attack pack beside the project: its cases and its oracle, read from where they lie and never copied."""

import importlib.util
import json
from pathlib import Path
from typing import Any

PACK = Path(__file__).parents[3] / "shared" / "corpora" / "attacks"
IS_THERE = (PACK / "cases.json").is_file()


def _oracle() -> Any:
    spec = importlib.util.spec_from_file_location("attack_pack_check", PACK / "check.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(PACK)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CHECK: Any = _oracle() if IS_THERE else None
CASES: list[dict[str, Any]] = json.loads((PACK / "cases.json").read_text("utf-8"))["cases"] if IS_THERE else []
OTHERWISE: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "not_reached.json").read_text("utf-8"))
"""What the desk does otherwise by choice: why, and what is expected instead."""


def expected(case: dict[str, Any]) -> dict[str, Any]:
    """The case with what this desk is held to."""
    otherwise = OTHERWISE.get(case["id"], {})
    dropped = set(otherwise.get("without", ()))
    kept = {name: value for name, value in case["expect"].items() if name not in dropped}
    return {**case, "expect": {**kept, **otherwise.get("instead", {})}}
