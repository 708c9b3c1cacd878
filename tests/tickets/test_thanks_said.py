"""How well thanks are told from everything else: precision and recall by language over what customers write; `-s` prints them."""

from pathlib import Path

import pytest

from chalicelib.tickets.thanks import is_thanks
from tests.tickets.test_thanks import THANKS, TRAPS, phrases

LEAST_PRECISION, LEAST_RECALL = 0.98, 0.8
FIRST_LANGUAGES = ("fi", "sv", "en")
Said = dict[str, list[tuple[str, bool]]]


def said() -> Said:
    """What stands in the file beside this one, and for the first three languages the longer lists."""
    found: Said = {}
    language = ""
    for line in (Path(__file__).parent / "thanks_said.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            language = line.strip("[]")
        elif line[:2] in ("+ ", "- "):
            found.setdefault(language, []).append((line[2:].replace(" | ", "\n"), line[0] == "+"))
    for name in FIRST_LANGUAGES:
        found[name] += [(text, True) for text in phrases(THANKS[name])] + [(text, False) for text in phrases(TRAPS[name])]
    return {name: list(dict.fromkeys(rows)) for name, rows in found.items()}


SAID = said()


@pytest.mark.parametrize("language", SAID)
def test_thanks_are_told_from_what_only_begins_like_them(language: str) -> None:
    rows = SAID[language]
    taken = [(text, wanted) for text, wanted in rows if is_thanks(text)]
    right = sum(wanted for _, wanted in taken)
    precision, recall = right / max(1, len(taken)), right / sum(wanted for _, wanted in rows)
    print(f"\nthanks, {language}: {len(rows)} phrases, precision {precision:.1%}, recall {recall:.1%}")
    assert len(rows) >= (100 if language in FIRST_LANGUAGES else 12)
    assert precision >= LEAST_PRECISION, [text for text, wanted in taken if not wanted]
    assert recall >= LEAST_RECALL, [text for text, wanted in rows if wanted and not is_thanks(text)]
