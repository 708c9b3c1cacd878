"""Gathering what a webhook body holds: every part is a message, a report, or a remark that names its place."""

from collections.abc import Iterable, Iterator
from typing import Any

from chalicelib.channels.message import Inbound, StatusReport
from chalicelib.channels.registry import Parsed
from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class Remark:
    """Something of a batch that is no message and no status, and why."""

    text: str
    is_fault: bool = False


Found = Inbound | StatusReport | Remark


def gathered(found: Iterable[Found]) -> Parsed:
    everything = tuple(found)
    remarks = [item for item in everything if isinstance(item, Remark)]
    return Parsed(
        messages=tuple(item for item in everything if isinstance(item, Inbound)),
        statuses=tuple(item for item in everything if isinstance(item, StatusReport)),
        ignored=tuple(remark.text for remark in remarks if not remark.is_fault),
        faults=tuple(remark.text for remark in remarks if remark.is_fault),
    )


def objects(value: object, where: str) -> Iterator[tuple[str, dict[str, Any] | Remark]]:
    """The objects of a list with their places; a remark stands where there is no list, nothing in it, or no object."""
    if value == []:
        yield where, Remark(f"{where}: none")
        return
    if not isinstance(value, list):
        yield where, Remark(f"{where}: expected a list", is_fault=True)
        return
    for number, part in enumerate(value):
        there = f"{where}[{number}]"
        yield there, part if isinstance(part, dict) else Remark(f"{there}: expected an object", is_fault=True)


def line(*parts: str, by: str = " – ") -> str:
    """The parts that say something, in one line."""
    return by.join(part for part in parts if part)
