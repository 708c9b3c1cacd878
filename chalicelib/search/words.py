"""The words of a text that are worth finding it by."""

import re
from collections.abc import Iterator

from chalicelib.search.stems import LONGEST, SHORTEST_WORD, fold

LOOKED_AT = 20_000
_ADDRESS = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LINK = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
# So frequent in their languages that they tell nothing apart; written folded.
_COMMON = {
    "fi": "ja on ei eika etta se sen sita siita siina sille niita niiden ne nain mutta mina minun minulla minulle minua minut mun "
    "sina sinun han hanen me meidan meille meita te teidan teille teilla teilta teita olen olet ole oli olisi olivat ollut olleet "
    "olemme olette ovat kun niin jos kuin viela voi voisi voin voitko voitteko voisitteko tama taman tata tasta tassa tahan talle "
    "nama mita mika mitka miten missa mihin milloin mista myos nyt jo tai seka kanssa mukaan joka jonka jotka jota joita hei moi "
    "terve kiitos kiitoksia terveisin ystavallisin tervehdys huomenta paivaa iltaa vain kylla ihan sitten siis vai ettei en et emme "
    "ette eivat kaikki koska ennen jalkeen onko eiko tuo tuon sama",
    "sv": "och jag att det ar som inte en ett pa for med den av till har kan vi i om men hej tack vanliga halsningar mvh fran var nar "
    "hur vad min mitt mina er ert era han hon de dem sig ni du dig mig skulle vill far fick kunde ocksa detta denna dessa eller bara "
    "mycket sa ska varit blev blir efter har dar nu redan finns god dag under over vid sin sitt sina man",
    "en": "the and is to of a in i you that it for not with my on have this be are was but your we can please thank thanks hello hi "
    "dear regards best from as at will would could if or an so do does did been has had when how what where which our me there they "
    "them their he she his her just any no get got am all by than then too also were us its it's don't i'm i've can't about into",
    "de": "und ich ist nicht das die der zu den mit ein eine einen fur auf es sie wir von dem im haben habe hat kann bitte danke hallo "
    "grusse freundlichen aber auch noch wenn wie bei mein meine ihr ihre sehr geehrte damen herren dass wird werden sind nach oder nur "
    "hier uns mir des als am an um so war",
    "et": "ja on ei et see ma mina me meie te teie ta nad kui aga ka mis kas siis nii selle seda mind minu palun tere aitah tanan "
    "lugupidamisega tervitades oli olen ole ning voi juba kuidas millal kus",
}  # fmt: skip
COMMON = frozenset(word for words in _COMMON.values() for word in fold(words).split())


def parts_of_name(text: str) -> Iterator[str]:
    """The words of a name, folded, also those that are common elsewhere; what has an @ stays whole, so that its beginning can be typed."""
    for part in text.split():
        if "@" in part:
            yield fold(part)
        else:
            yield from (fold(found.group()) for found in _WORD.finditer(part))


def words_of(text: str) -> Iterator[str]:
    """Words in their order, as they are written but for case; mail addresses stay whole, links are left out."""
    looked_at = _LINK.sub(" ", text[:LOOKED_AT])
    yield from (found.group().casefold().strip(".") for found in _ADDRESS.finditer(looked_at))
    for found in _WORD.finditer(_ADDRESS.sub(" ", looked_at).casefold()):
        word = found.group()
        if SHORTEST_WORD <= len(word) <= LONGEST and fold(word) not in COMMON:
            yield word
