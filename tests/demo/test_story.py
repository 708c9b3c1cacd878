"""The demonstration's story is whole: everybody has a part, an outcome that the steps lead to, and words that the desk understands."""

import pytest

from chalicelib.channels.email.language import detect
from chalicelib.tickets.thanks import is_thanks
from infra.demo.playing import ACTS
from infra.demo.script import (
    CHANNELS,
    LANGUAGES,
    Chat,
    Contact,
    Forged,
    Forgery,
    Leave,
    Mail,
    Rate,
    Reply,
    Resolve,
    Thanks,
    Unasked,
    Way,
    Writes,
    cast_of,
)
from infra.demo.story import CAST, SCENES

STEPS = tuple(step for scene in SCENES for step in scene.steps)
everybody = pytest.mark.parametrize("contact", CAST, ids=lambda contact: contact.key)


def first_words(contact: Contact) -> str:
    for step in STEPS:
        if isinstance(step, Mail) and step.who == contact.key:
            return f"{step.subject}\n{step.text}"
        if isinstance(step, Chat) and contact.key in dict(step.texts):
            return dict(step.texts)[contact.key]
    raise AssertionError(f"{contact.name} never writes")


def test_everybody_of_the_cast_plays_in_exactly_one_scene() -> None:
    assert sorted(who for scene in SCENES for who in cast_of(scene)) == sorted(contact.key for contact in CAST)


def test_a_day_has_forty_contacts_and_more_in_every_language_on_every_channel() -> None:
    assert len(CAST) >= 40
    assert {(contact.language, contact.channel) for contact in CAST} == {(one, way) for one in LANGUAGES for way in CHANNELS}


def test_nobody_is_called_like_somebody_else() -> None:
    assert len({contact.first_name for contact in CAST}) == len({contact.handle for contact in CAST}) == len(CAST)


def test_surveys_are_answered_in_every_language() -> None:
    rated = {step.who for step in STEPS if isinstance(step, Rate)}
    assert {contact.language for contact in CAST if contact.key in rated} == set(LANGUAGES)


@everybody
def test_every_contact_has_an_outcome_that_its_steps_lead_to(contact: Contact) -> None:
    mine = [step for step in STEPS if not isinstance(step, Chat) and step.who == contact.key]
    ratings = [step.final for step in mine if isinstance(step, Rate)]
    ends = [type(step) for step in mine if isinstance(step, Rate | Leave | Unasked)]
    assert ratings == ([contact.outcome.score] if contact.outcome.score else [])
    assert (len(ends), contact.outcome.asked) == (1, ends != [Unasked])
    assert {Reply, Resolve} <= {type(step) for step in mine}


@everybody
def test_every_contact_writes_in_a_language_that_the_desk_is_sure_of(contact: Contact) -> None:
    found = detect(first_words(contact), LANGUAGES)
    assert (found.language, found.confidence >= 0.6) == (contact.language, True)


def test_only_the_thank_you_is_one() -> None:
    thanks = [step.text for step in STEPS if isinstance(step, Thanks)]
    others = [step.text for step in STEPS if isinstance(step, Writes)]
    assert [is_thanks(text) for text in (*thanks, *others)] == [True] * len(thanks) + [False] * len(others)


def test_every_kind_of_step_can_be_played_and_is() -> None:
    assert {type(step) for step in STEPS} == set(ACTS)


def test_every_way_to_answer_and_every_forgery_is_played() -> None:
    assert {step.way for step in STEPS if isinstance(step, Writes)} == set(Way)
    assert {step.how for step in STEPS if isinstance(step, Forged)} == set(Forgery)


def test_no_scene_has_the_title_of_another() -> None:
    assert len({scene.title for scene in SCENES}) == len(SCENES)
