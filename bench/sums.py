"""From what was played to all the numbers: operations with their CPU, and the desk as a whole."""

import statistics
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import cold, later, lines, metered, money, package
from bench.budgets import FEW, MANY
from bench.cpu import costs
from bench.lines import Line
from bench.mix import Life
from bench.plays import Played

ROUNDS, EACH = 8, 3
LIFE_ROUNDS = 3


def of_operations(few: Sequence[Played], many: Sequence[Played]) -> Iterator[Line]:
    cpu = costs([one.take for one in (*few, *many)], ROUNDS, EACH)
    for number, (less, more) in enumerate(zip(few, many, strict=True)):
        at = {FEW: cpu[number], MANY: cpu[len(few) + number]}
        yield from lines.of_operation({FEW: less.measured, MANY: more.measured}, at)


def of_desk(life: Life, played: Sequence[Played], folder: Path) -> Iterator[Line]:
    """Cold starts and sizes as packaged into `folder`, then money."""
    made = package.built(folder)
    starts = cold.starts(made.template, made.tree)
    yield from lines.of_starts(starts)
    yield from lines.of_package(made)
    minute = next(one for one in played if one.take.door == money.AGENDA)
    agenda, *cpu = costs([minute.take, *life.takes], LIFE_ROUNDS, 1)
    rates = money.tariff(made.template)
    yield from lines.of_idle(money.idle(made.template, agenda, minute.measured, rates))
    bill = dict(money.of_thousand(life, cpu, statistics.median(start.cpu for start in starts[1:]), rates))
    bill[later.WHAT] = later.of_thousand(life, {one.measured.name: one.measured for one in played}, rates)
    yield from lines.of_mix(bill, money.storage(bill))
    yield from lines.of_meter(metered.added(life), life)
