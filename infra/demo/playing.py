"""Plays all scenes beside each other, each step in its order; a step that fails ends its scene only."""

import urllib.error
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from smtplib import SMTPException
from typing import Any

from infra.demo import colleagues, customers, machines, ratings, script, turn
from infra.demo.doors import NotInTime, Refused
from infra.demo.script import LANGUAGES, Scene, Step, cast_of
from infra.demo.stage import Scenery, Stage
from infra.demo.telling import Teller, Telling

AT_ONCE = 4
FAULTS = (NotInTime, Refused, SMTPException, urllib.error.URLError, OSError, KeyError, IndexError, ValueError)
ACTS: dict[type[Step], Callable[[Scenery, Any], None]] = {
    script.Mail: customers.mail,
    script.Chat: customers.chat,
    script.Forged: customers.forged,
    script.Writes: customers.write_again,
    script.Thanks: customers.thank,
    script.Apart: customers.apart,
    script.Once: customers.once,
    script.Follow: turn.follow,
    script.Reply: colleagues.reply,
    script.Resolve: colleagues.resolve,
    script.Silence: colleagues.silence,
    script.Rate: ratings.rate,
    script.Leave: ratings.leave,
    script.Unasked: ratings.unasked,
    script.Scanned: machines.scanned,
    script.AutoReply: machines.auto_reply,
    script.Undelivered: machines.undelivered,
    script.Returned: machines.returned,
    script.Note: colleagues.note,
    script.Card: colleagues.card,
    script.GoesOff: colleagues.goes_off,
    script.SamePerson: customers.same_person,
    script.TwoPersons: customers.two_persons,
    script.Alarm: customers.alarm,
}


def play(scenes: Sequence[Scene], stage: Stage, telling: Telling) -> None:
    """Tell the scenes in this order; return when every one is over. The last one is the longest, so it begins first."""
    voices = [telling.block(scene.title, _people(scene, stage)) for scene in scenes]
    pairs = list(zip(scenes, voices, strict=True))
    pool = ThreadPoolExecutor(AT_ONCE)
    try:
        for done in [pool.submit(_play, scene, stage, voice) for scene, voice in (pairs[-1], *pairs[:-1])]:
            done.result()
    finally:
        # After ctrl-C the scenes end by themselves, because the desk is gone.
        pool.shutdown(wait=False, cancel_futures=True)


def _play(scene: Scene, stage: Stage, voice: Teller) -> None:
    scenery = Scenery(stage, voice)
    try:
        for step in scene.steps:
            ACTS[type(step)](scenery, step)
    except FAULTS as fault:
        scenery.check(f"“{scene.title}” is played to its end", False, f"{type(fault).__name__}: {fault}")
    finally:
        voice.end()


def _people(scene: Scene, stage: Stage) -> list[str]:
    contacts = [stage.runs[who].contact for who in cast_of(scene)]
    return [f"{one.name}, {LANGUAGES[one.language]}, {one.handle}" for one in contacts]
