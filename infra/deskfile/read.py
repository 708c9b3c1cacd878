"""Reading desk.yaml: parse, read by the shape, check, build, hint; every fault found on the way is in the answer."""

from dataclasses import dataclass
from datetime import date

from chalicelib.desk.model import Desk
from infra.deskfile.build import desk_from
from infra.deskfile.checks import check
from infra.deskfile.faults import Fault, Faults
from infra.deskfile.hints import hint
from infra.deskfile.shape import SHAPE
from infra.deskfile.tree import parse


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file came to: the desk if there are no `errors`; both lists are sentences in the order of lines."""

    desk: Desk | None
    errors: tuple[str, ...]
    warnings: tuple[str, ...]


def read(source: str, file: str, today: date) -> Reading:
    """Read desk.yaml; `file` is its name in messages, `today` the year from which public holidays are counted."""
    faults = Faults()
    desk = _desk(source, today, faults)
    errors = _sentences(faults.errors, file)
    return Reading(None if errors else desk, errors, _sentences(faults.warnings, file, "warning"))


def _desk(source: str, today: date, faults: Faults) -> Desk | None:
    tree = parse(source, faults)
    if faults.hopeless:
        return None
    sheet = SHAPE.read(tree, "", faults)
    if isinstance(sheet, dict):
        check(sheet, faults)
    if faults.errors:
        return None
    desk = desk_from(sheet, today)
    hint(desk, faults)
    return desk


def _sentences(found: list[Fault], file: str, kind: str = "") -> tuple[str, ...]:
    ordered = sorted(set(found), key=lambda fault: (fault.line, fault.path, fault.message))
    return tuple(fault.sentence(file, kind) for fault in ordered)
