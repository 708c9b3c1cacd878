"""Rules that look for words."""

import pytest

from chalicelib.desk.model import Condition
from chalicelib.routing.facts import Facts
from chalicelib.routing.kinds import keyword
from chalicelib.routing.words import words_of


@pytest.mark.parametrize(
    ("values", "subject", "text", "because"),
    [
        (("lasku*",), "Lasku 12", "", 'the message says "lasku" (looked for "lasku*")'),
        (("lasku*", "paket*"), "", "laskun paketti", 'the message says "laskun" (looked for "lasku*") and "paketti" (looked for "paket*")'),
        (("rikki", "sönder"), "", "Den är sönder", 'the message says "sönder" (looked for "sönder")'),
    ],
)
def test_any_of_the_words_is_enough(values: tuple[str, ...], subject: str, text: str, because: str) -> None:
    condition, facts = Condition("keyword", values), Facts(words=words_of(subject, text))
    assert (keyword.matches(condition, facts), keyword.explain(condition, facts)) == (True, because)


def test_what_was_looked_for_in_vain_is_said() -> None:
    condition, facts = Condition("keyword", ("lasku*", "faktur*")), Facts(words=words_of("Hei"))
    assert not keyword.matches(condition, facts)
    assert keyword.explain(condition, facts) == 'the message does not say "lasku*" or "faktur*"'
