"""The texts that desk.yaml may replace: their keys, languages and placeholders, whichever feature speaks them."""

from chalicelib.desk import texts
from chalicelib.surveys import texts as surveys

# A text without these would be of no use to whoever receives it.
NEEDED = {f"{surveys.PREFIX}chat": frozenset({"link"})}
LANGUAGES = frozenset(surveys.BUILT_IN)


def built_in() -> dict[str, dict[str, str]]:
    """Each key with its text in every built-in language."""
    found = {key: dict(variants) for key, variants in texts.BUILT_IN.items()}
    for language, spoken in surveys.BUILT_IN.items():
        for key, text in spoken.items():
            found.setdefault(f"{surveys.PREFIX}{key}", {})[language] = text
    return found


def placeholders(text: str) -> frozenset[str]:
    return frozenset(texts.PLACEHOLDER.findall(text))


def allowed(variants: dict[str, str]) -> frozenset[str]:
    return frozenset().union(*map(placeholders, variants.values()))
