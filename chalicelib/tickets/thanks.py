"""Tells a mere thank-you from a message that needs an answer; in doubt it is not a thank-you."""

import re

THANKS = frozenset(
    ["kiitos", "kiitokset", "kiitoksia", "kiitti", "kiitän", "suurkiitos", "suurkiitokset", "kiitoskiitos", "tack", "tackar", "tackartackar", "thanks", "thank", "thankyou", "thx", "ty", "cheers"]
)
POLITE = frozenset(
    ["paljon", "oikein", "avusta", "avustanne", "avustasi", "nopeasta", "vastauksesta", "toiminnasta", "teille", "sinulle", "sulle", "kaikille", "hyvästä", "palvelusta", "hyvää", "päivää", "viikonloppua", "päivänjatkoa", "jatkoa", "loistavaa", "loistava", "hienoa", "hieno", "mahtavaa", "selvä", "selvä", "ok", "okei", "asia", "kunnossa", "så", "mycket", "för", "hjälpen", "det", "snabba", "svaret", "er", "dig", "ha", "en", "bra", "dag", "fin", "helg", "toppen", "perfekt", "utmärkt", "okej", "you", "very", "much", "so", "a", "lot", "many", "for", "your", "the", "help", "quick", "fast", "reply", "answer", "great", "perfect", "excellent", "wonderful", "have", "nice", "good", "day", "weekend", "all", "terveisin", "ystävällisin", "yt", "vänliga", "hälsningar", "mvh", "regards", "best", "kind", "again", "taas", "ja", "och", "and"]
)
QUESTION = re.compile(r"[?]|\b(mutta|kuitenkin|vielä|silti|men|dock|fortfarande|but|however|still|not|ei|inte|yet)\b")
WORD = re.compile(r"[^\W\d_]+")
LONGEST = 12


def is_thanks(text: str) -> bool:
    """Whether the words thank and do nothing else (Finnish, Swedish, English), up to a name after the thanks."""
    plain = text.strip().casefold()
    if not plain or QUESTION.search(plain) or any(letter.isdigit() for letter in plain):
        return False
    first, *names = plain.splitlines()
    words = WORD.findall(first)
    if not words or len(words) > LONGEST or not THANKS & set(words):
        return False
    signature = [word for line in names for word in WORD.findall(line)]
    return all(word in THANKS or word in POLITE for word in words) and len(signature) <= 4
