"""What must hold of policies: something is promised, and each step of the ladder belongs to a promise."""

from collections.abc import Mapping
from typing import Any

from chalicelib.desk.model import PRIORITIES
from chalicelib.sla.ladder import BREACH
from infra.deskfile.faults import Faults
from infra.deskfile.kinds import entries


def check_policies(sheet: Mapping[str, Any], faults: Faults) -> None:
    for path, row in entries(sheet, "", "policies"):
        _check_targets(path, row, faults)
        _check_ladder(path, row, faults)


def promised(row: Mapping[str, Any]) -> list[str]:
    """The clocks for which the policy has a target at any priority."""
    return [clock for clock, target in row.get("targets", {}).items() if PRIORITIES.keys() & target.keys()]


def _check_targets(path: str, row: Mapping[str, Any], faults: Faults) -> None:
    place = f"{path}.targets"
    if row.get("targets") == {} and not faults.below(place):
        faults.add(place, "promises nothing")
    for clock in row.get("targets", {}).keys() - promised(row):
        if not faults.below(f"{place}.{clock}"):
            faults.add(f"{place}.{clock}", f"names no priority ({', '.join(PRIORITIES)})")


def _check_ladder(path: str, row: Mapping[str, Any], faults: Faults) -> None:
    seen: dict[tuple[str, str], str] = {}
    for place, step in entries(row, path, "ladder"):
        if step.get("tell") == []:
            faults.add(f"{place}.tell", "tells nobody")
        if step.get("step") == BREACH and (step.get("at", 100) != 100 or "after" in step):
            faults.add(place, f"a step named {BREACH} is the moment a promise breaks: it has neither at nor after")
        if "clock" in step and step["clock"] not in promised(row) and not faults.below(f"{path}.targets"):
            faults.add(f"{place}.clock", f"this policy promises no {step['clock']}")
        for clock in [step["clock"]] if "clock" in step else promised(row):
            first = seen.setdefault((step.get("step", place), clock), place)
            if first != place:
                faults.add(f"{place}.step", f"{clock} has a step of this name already in line {faults.line(first)}")
                break
