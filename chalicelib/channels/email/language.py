"""Which language a text is written in, from its most common words and its letters; short texts may stay undecided."""

import re
from collections.abc import Collection

from chalicelib.values import dataclass

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_LOOKED_AT = 4_000
_LEAST = 1.0
_LETTER_WEIGHT = 0.5
_WORDS = {
    "fi": "ja on ei että se en mutta minun mun olen ole oli kun niin jos kuin vielä voi voisitteko voitteko voitko kiitos "
    "kiitoksia hei moi terve terveisin ystävällisin tervehdys"
    " tämä tämän sen siitä mitä miten missä milloin myös nyt jo olisi saa saan sain teidän teiltä tilaus tilauksen lasku "
    "laskun toimi toimii ette emme ovat sekä tai kanssa mukaan"
    " viesti pyydän haluan haluaisin saako saisinko ollut tullut minulle meille onko eikä joka jonka tuli pitäisi jälkeen "
    "osoite oma uusi huomenta päivää onnistuu selvä tosi paljon"
    " klo hyvin sopii asti lomalla apua apu ongelma tuote maksu maksettu palautus hyvä hyvää ihan asia asiaa takaisin edelleen",
    "sv": "och jag att det är som inte en på för med den av till ett har kan vi ni om men hej tack vänliga hälsningar mvh "
    "från var när hur vad min mitt mina er ert han hon skulle vill"
    " får fick kunde också detta denna dessa eller bara mycket snälla fråga faktura beställning tyvärr fungerar ska varit "
    "blev blir efter här där nu redan finns god skickat dag",
    "en": "the and is to of a in i you that it for not with my on have this be are was but your we can please thank thanks "
    "hello hi dear regards best from as at will would could if or an"
    " so do does did been has had when how what where which our me there they just any no order invoice help still get got "
    "working am it's don't i'm i've can't kind all by need want",
    "de": "und ich ist nicht das die der zu den mit ein eine für auf es sie wir von dem im haben habe kann bitte danke "
    "hallo grüße freundlichen mit aber auch noch wenn wie bei mein meine"
    " ihr ihre sehr geehrte damen herren dass wird werden wurde sind nach oder nur schon hier uns mir rechnung bestellung "
    "leider guten tag vielen dank um als am an",
    "et": "ja on ei et see ma ma'i mina meie teie oma kui aga ka mis kas siis nii selle seda mind minu palun tere aitäh "
    "tänan lugupidamisega tervitades oli olen ole ning või veel juba kuidas millal"
    " kus saab saan saaks pole arve tellimus tellimuse tellisin tere päevast hommikust ei kätte välja pärast jaoks ainult "
    "väga kiri soovin sooviksin",
    "da": "og jeg at det er som ikke en på for med den af til et har kan vi i om men hej tak venlig hilsen fra var når "
    "hvordan hvad min mit mine jer jeres han hun skulle vil fik få kunne også"
    " denne disse eller kun meget venligst faktura ordre desværre virker skal været blev efter her der nu allerede findes "
    "mig dig nogen noget mvh godt bliver hvornår",
    "no": "og jeg at det er som ikke en på for med den av til et har kan vi i om men hei takk vennlig hilsen fra var når "
    "hvordan hva min mitt mine dere deres han hun skulle vil fikk få kunne også"
    " denne disse eller bare mye vennligst faktura ordre bestilling dessverre fungerer skal vært ble etter her der nå "
    "allerede finnes meg deg noen noe mvh blir",
    "fr": "et je est le la les de des un une que qui pas ne pour avec sur dans vous nous il elle mon ma mes votre vos ce "
    "cette sont ai avez été merci bonjour cordialement mais aussi si ou au aux du"
    " en plus très bien par comme commande facture s'il veuillez j'ai c'est n'ai encore depuis",
    "es": "y que de la el en los las un una es no por para con se lo mi su me del al como más pero gracias hola saludos "
    "buenos días tardes he ha estoy está favor puede pueden pedido factura"
    " muy también si cuando donde qué cómo desde todavía usted ustedes nos tengo quiero quisiera este esta",
}
_LISTS = {language: frozenset(words.split()) for language, words in _WORDS.items()}
_LETTERS = {
    "fi": "ää|öö|yy|uu|ii|[kst]si\\b|ss[aä]\\b|st[aä]\\b|ll[aä]\\b|nen\\b",
    "sv": "å|ör\\b",
    "et": "õ|ü",
    "de": "ß|ü|sch",
    "da": "æ|ø|å",
    "no": "æ|ø|å",
    "fr": "ç|è|ê|à|œ",
    "es": "ñ|¿|¡|ción|ó",
}
_SOUNDS = {language: re.compile(pattern) for language, pattern in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Guess:
    """A two-letter language, empty when nothing speaks for one; confidence from 0 to 1 is its lead over the next."""

    language: str = ""
    confidence: float = 0.0


def detect(text: str, served: Collection[str] = ()) -> Guess:
    """`served` are the languages in question, if known: Danish may be near a Swedish text, but says nothing to a desk without it."""
    words = _WORD.findall(text[:_LOOKED_AT].lower().replace("’", "'"))
    if not words:
        return Guess()
    # Sorting is stable: of two equals the one that stands first in the table wins, with no confidence.
    scores = [(_score(language, words), language in served, language) for language in _LISTS]
    ranked = sorted(scores, key=lambda found: (-found[0], not found[1]))
    best, _, language = ranked[0]
    second = next((score for score, is_served, _ in ranked[1:] if is_served or not served), 0.0)
    return Guess(language, round((best - second) / best, 2)) if best >= _LEAST else Guess()


def _score(language: str, words: list[str]) -> float:
    common = sum(1.0 for word in words if word in _LISTS[language])
    sounds = _SOUNDS.get(language)
    return common + (_LETTER_WEIGHT * sum(1 for word in words if sounds.search(word)) if sounds else 0.0)
