"""Tells a mere thank-you from a message that needs an answer; in doubt it is not a thank-you.

A text counts only if phrases from the lists below cover every word of it and one of them thanks: a word that nobody listed may
be a request, a "but" or a complaint.
"""

import re
from functools import cache

from chalicelib.channels.message import Automatic, Inbound

LONGEST = 300
SMILE = re.compile(r"[:;=]-?[)D](?!\w)|<3|[👍🙂😊😀😃😄😁🙏👌💪🎉✨🌟☺🥰🤗❤💚💙💛\ufe0f\u200d\U0001f3fb-\U0001f3ff]")
PLAIN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[\s.,!;:¡–-]")

# -- what thanks --

_KIITOS = (
    r"(?:(?:suuri|suuret|iso|isot|lämmin|lämpimät|parhaat|tuhannet|monet|kaunis|sydämellinen|sydämelliset) )?"
    r"(?:kiitos|kiitokset|kiitoksia|kiitti|kiitän|kiitämme|suurkiitos|suurkiitokset)"
    r"(?: (?:(?:tosi |oikein |todella )?paljon|hirveästi|kovasti|(?:vielä|jälleen) kerran|teille|sinulle|kaikille|samoin))*"
    r"(?: (?:(?:nopeasta|hyvästä|ystävällisestä|pikaisesta|loistavasta|erinomaisesta|mahtavasta|upeasta|kaikesta|avuliaasta) )*"
    r"(?:avusta(?:si|nne)?|vastauksesta(?:si|nne)?|palvelusta(?:nne)?|toiminnasta(?:nne)?|tiedosta|tiedoista|viestistä(?:si|nne)?|tuesta"
    r"|neuvosta|neuvoista|ohjeesta|ohjeista|selvityksestä|kaikesta|vaivannäöstä))?"
    r"(?: kun (?:autoit|autoitte))?"
)
_TACK = (
    r"(?:(?:stort|ett stort|många|tusen|hjärtligt|varmt|jättestort) )?(?:tack|tackar)"
    r"(?: (?:så mycket|så jättemycket|så hemskt mycket|igen|än en gång|ännu en gång|ska ni ha|ska du ha|till er|till dig|detsamma))*"
    r"(?: för (?:det|allt|(?:(?:den|det|ert|ditt|er|din|all|allt) )?"
    r"(?:(?:snabba|snabbt|snabb|fina|fin|vänliga|goda|god|bra|utmärkta|utmärkt|trevliga) )*"
    r"(?:hjälpen|hjälp|svaret|svar|servicen|service|hanteringen|informationen|infon|beskedet|stödet|meddelandet|återkopplingen)))?"
)
_THANKS = (
    r"(?:(?:many|big|huge|a million|lots of) )?(?:thanks|thank you|thankyou|thx|thanx|tysm|ty|cheers|much appreciated|i appreciate it)"
    r"(?: (?:so much|so very much|very much|a lot|a million|ever so much|again|once again|once more|everyone|all|guys|team|indeed))*"
    r"(?: for (?:everything|that|this|letting me know|helping(?: me)?(?: out)?|(?:sorting|fixing|solving) (?:it|this|that)(?: out)?"
    r"|(?:your )?getting back to me(?: so (?:quickly|fast))?"
    r"|(?:all )?(?:(?:the|your|this|that) )?(?:(?:super|very|so|quick|fast|prompt|speedy|swift|great|kind|excellent|wonderful|amazing|good"
    r"|helpful|friendly) )*(?:help|reply|answer|response|support|assistance|service|info|information|update|explanation|advice|solution"
    r"|fix|clarification|time)))?"
)
_DANKE = (
    r"(?:(?:vielen|herzlichen|besten|tausend|lieben|recht herzlichen) )?(?:dank|danke|dankeschön)"
    r"(?: (?:schön|sehr|vielmals|nochmals|nochmal|ihnen|euch|dir))*"
    r"(?: für (?:alles|(?:(?:die|ihre|eure|deine|den|das|ihren) )?(?:(?:schnelle|schnellen|rasche|gute|nette|tolle|freundliche|prompte) )*"
    r"(?:hilfe|antwort|unterstützung|rückmeldung|info|information|service|auskunft|mühe)))?"
)
_AITAH = (
    r"(?:(?:suur|suured|palju|väga) )?(?:aitäh|aitähh|tänan|täname|tänud|tänu)(?: (?:väga|teile|sulle|palju|veelkord|veel kord))*"
    r"(?: (?:(?:kiire|hea|meeldiva|abivalmi) )*(?:abi|vastuse|info|teenuse|selgituse) eest)?"
)
_TAKK = (
    r"(?:(?:mange|tusen|tusind|hjertelig) )?(?:tak|takk)(?: (?:så mye|så meget|skal du ha|skal dere ha|skal i have|igen|igjen))*"
    r"(?: for (?:det|alt|(?:(?:den|det) )?(?:(?:hurtige|hurtigt|raske|raskt|gode|godt|flotte|hyggelige|rask|hurtig|god) )*"
    r"(?:hjælpen|hjælp|hjelpen|hjelp|svaret|svar|tilbakemeldingen|tilbakemelding|tilbagemeldingen|tilbagemelding|servicen|service|informationen|informasjonen)))?"
)
_MERCI = (
    r"(?:(?:un grand|mille|grand) )?merci(?: (?:beaucoup|bien|encore|infiniment|à vous|à tous|mille fois))*"
    r"(?: (?:pour|de) (?:tout|(?:(?:votre|ton|cette|la|vos) )?(?:(?:rapide|bonne|excellente|précieuse) )*"
    r"(?:aide|réponse|réponses|réactivité|informations?|retour|service|l'aide|l'information)(?: rapide)?))?"
)
_GRACIAS = (
    r"(?:(?:muchas|muchísimas|mil) )?gracias(?: (?:de nuevo|otra vez|a todos|a ustedes))*"
    r"(?: por (?:todo|(?:(?:su|tu|la|vuestra) )?(?:(?:rápida|pronta|buena|gran) )*"
    r"(?:ayuda|respuesta|atención|información|rapidez|servicio|apoyo)(?: rápida)?))?"
)
THANKING = (_KIITOS, _TACK, _THANKS, _DANKE, _AITAH, _TAKK, _MERCI, _GRACIAS)

# -- what says that all is well --

WELL = (
    r"(?:ok|okei|selvä|selvä homma|selvä juttu|hienoa|hieno juttu|loistavaa|loistava|mahtavaa|mahtava|ihanaa|upeaa|erinomaista|jes|hyvä)",
    r"(?:asia|kaikki) (?:on )?(?:nyt )?(?:kunnossa|ok|selvä)",
    r"(?:nyt )?(?:se |kaikki |tämä |laite )?(?:toimii|toimi)(?: nyt| hienosti| hyvin| loistavasti| taas| moitteetta)*",
    r"(?:ongelma|asia|vika|tämä|se) (?:on )?(?:nyt )?(?:ratkesi|ratkaistu|korjaantui|poistui|selvisi|ratkaisi asian|ratkaisi ongelman)",
    r"(?:olitte|olit|tästä oli) (?:suureksi|isoksi|suuri|iso|paljon) (?:avuksi|apua|apu)",
    r"(?:paketti|tilaus|tuote|lähetys) (?:tuli|saapui) (?:jo )?perille",
    r"(?:ok|okej|perfekt|toppen|bra|jättebra|utmärkt|härligt|super|underbart|strålande|kanon|vad bra|så bra|vad fint|fint)",
    r"(?:nu )?(?:fungerar|funkar) (?:det|allt|den)(?: nu| bra| igen| perfekt| fint)*",
    r"(?:det|allt|den) (?:fungerar|funkar)(?: nu| bra| igen| perfekt| fint)*",
    r"(?:allt|det) är (?:nu )?(?:bra|ok|klart|löst)(?: nu)?",
    r"(?:problemet|ärendet|det|saken) (?:är )?(?:nu )?(?:löst|löste sig|ordnade sig|löste problemet)",
    r"(?:paketet|beställningen|varan) (?:har )?(?:kom|kommit) fram",
    r"(?:ok|okay|great|perfect|excellent|wonderful|awesome|brilliant|amazing|fantastic|lovely|cool|nice|super|got it|noted|understood)",
    r"(?:that|this|it|everything) (?:all )?(?:works|worked|did it|did the trick|solved it|fixed it|helped|is working)"
    r"(?: now| perfectly| great| fine| again| a lot)*",
    r"works (?:now|perfectly|great|fine|like a charm)(?: now)?",
    r"(?:it|everything|all|problem|the problem|the issue)(?:'s| is| has been)? (?:now )?"
    r"(?:fine|good|sorted|ok|solved|fixed|resolved|set)(?: now)?",
    r"you (?:are|were|guys are) (?:the best|great|awesome|a star|very helpful|so helpful|amazing)",
    r"(?:the|my) (?:package|parcel|order) (?:has )?arrived",
    r"(?:super|perfekt|prima|toll|klasse|alles klar|alles gut|alles bestens)",
    r"(?:(?:jetzt|nun) )?(?:es|alles|das) (?:funktioniert|klappt|läuft|geht)(?: (?:jetzt|nun|wieder|super|perfekt|einwandfrei))*",
    r"(?:das |es )?hat (?:super |prima )?geklappt|(?:das )?problem (?:ist )?gelöst",
    r"(?:kõik|nüüd)(?: (?:nüüd|kõik))? (?:töötab|korras|on korras|toimib)(?: nüüd)?|suurepärane|väga hea|tore|selge|korras",
    r"(?:nu |nå )?(?:det|alt) (?:virker|fungerer)(?: (?:nu|nå|igen|igjen|fint|perfekt))*",
    r"(?:nu|nå) (?:virker|fungerer) (?:det|alt)(?: igen| igjen)?",
    r"(?:flott|topp|supert|fint|dejligt|fantastisk)",
    r"(?:ça|tout|cela) (?:marche|fonctionne)(?: (?:maintenant|bien|parfaitement|à nouveau))*",
    r"(?:parfait|génial|d'accord|très bien|c'est (?:bon|parfait|réglé))",
    r"(?:ya |todo )?funciona(?: (?:bien|ahora|perfectamente|todo))*",
    r"(?:perfecto|genial|estupendo|vale|de acuerdo|entendido|todo (?:bien|correcto|solucionado|perfecto))",
)

# -- what stands around it --

AROUND = (
    r"(?:hei|moi|moikka|terve|heippa|hyvää (?:päivää|huomenta|iltaa)|hej|hejsan|god (?:morgon|dag|kväll)|goddag)",
    r"(?:hi|hello|hey|dear)(?: (?:there|all|team|everyone))?|good (?:morning|afternoon|evening|day)",
    # "Ja tack" is Swedish for "yes, please".
    # So are "ja danke", "ja tak" and "ja takk" in their languages; Finnish and Estonian "ja" is "and".
    r"(?:ja(?! (?:tack|tak|takk|danke|gerne|vielen|mange|tusen|bitte|gärna))|och|and|myös|also|und|og|ning|et|y)",
    r"(?:hallo|guten (?:tag|morgen|abend)|tere|goddag|hei|bonjour|bonsoir|hola|buenos días|buenas tardes)(?: zusammen)?",
    r"(?:(?:und )?(?:einen )?schön(?:en|es|e) (?:tag|wochenende|abend|woche)(?: noch)?)",
    r"ilusat (?:päeva|nädalavahetust|õhtut)(?: jätku)?|kena päeva",
    r"(?:ha )?(?:en )?(?:fortsatt |fortsat )?(?:god|fin|dejlig) (?:dag|weekend|helg|aften|kveld)(?: videre)?",
    r"bonne (?:journée|soirée|fin de journée|continuation)|bon week end|bon weekend",
    r"(?:que (?:tenga|tengas) )?(?:un )?buen (?:día|fin de semana)",
    r"(?:oikein )?(?:hyvää|mukavaa|kivaa|ihanaa|aurinkoista|rauhallista) (?:alkanutta |alkavaa )?(?:päivää|päivänjatkoa|jatkoa"
    r"|päivän jatkoa|viikonloppua|iltaa|viikkoa|kesää|syksyä|talvea|kevättä|joulua|pääsiäistä|juhannusta|vappua|lomaa|uutta vuotta)"
    r"(?: (?:teille|sinulle|sinne))?",
    r"(?:samoin|detsamma|you too|take care|all the best|best wishes)",
    r"(?:ha )?(?:en )?(?:fortsatt )?(?:riktigt )?(?:bra|fin|trevlig|skön|härlig|god) (?:dag|helg|kväll|vecka|sommar|jul|påsk|fortsättning)",
    r"ha det (?:så )?(?:bra|gott|fint)",
    r"(?:have|enjoy) (?:a|an|your|the) (?:(?:very )?(?:nice|great|good|lovely|wonderful|pleasant) )?"
    r"(?:day|weekend|evening|week|afternoon|one|holiday|rest of (?:the|your) (?:day|week))(?: ahead| too)?",
    r"(?:merry christmas|happy holidays|happy new year)",
    r"(?:lähetetty (?:minun )?(?:iphonesta|puhelimesta)|skickat från min (?:iphone|ipad|mobil)|sent from my (?:iphone|ipad|phone))",
)
# A name follows these, and nothing else does.
CLOSING = re.compile(
    r"(?:(?:ystävällisin |parhain |lämpimin )?terveisin|terkuin|yt|(?:med )?(?:vänliga?|bästa) hälsning(?:ar)?|hälsningar|mvh|vh"
    r"|(?:best|kind|kindest|warm|warmest) regards|regards|br|sincerely|yours(?: sincerely)?"
    r"|(?:mit )?(?:freundlichen|besten|vielen|lieben) grüßen|(?:viele|liebe|beste) grüße|lg|mfg|lugupidamisega|tervitades|parimat"
    r"|(?:med )?venn?lig hilsen|hilsen|(?:bien )?cordialement|(?:un )?saludos?(?: cordiales)?|atentamente)((?: [^\W\d_]+){0,3}) "
)
PHRASES = (*THANKING, *WELL, *AROUND)


def only_thanks(message: Inbound) -> bool:
    """Whether a person sent nothing but thanks."""
    return message.automatic is Automatic.NO and not message.attachments and is_thanks(message.text, message.sender.name)


def is_thanks(text: str, name: str = "") -> bool:
    """Whether the words thank and do nothing else, in any of nine languages; `name` is how the writer may sign."""
    plain = _plain(text)
    return any(phrase.search(plain.lower()) for phrase in _compiled(THANKING)) and _is_covered(plain, _signatures(name))


@cache
def _compiled(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """On first use, because this takes 15 ms of a cold start and few functions need it."""
    return tuple(re.compile(rf"\b(?:{phrase}) ") for phrase in phrases)


def _plain(text: str) -> str:
    """The words with a space behind each; nothing if there is anything but words, smiles and quiet marks."""
    smiled = SMILE.sub(" ", text[: LONGEST + 1])
    if len(text) > LONGEST or ".." in smiled or PLAIN.sub("", smiled) or len(smiled.lower()) != len(smiled):
        return ""
    return "".join(f"{word} " for word in re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)*", smiled.replace("’", "'")))


def _signatures(name: str) -> list[re.Pattern[str]]:
    words = re.findall(r"[^\W\d_]+", name.lower())
    whole = " ".join(map(re.escape, words))
    return [re.compile(f"{form} ") for form in dict.fromkeys((whole, *map(re.escape, words[:1]))) if form]


def _is_covered(plain: str, signatures: list[re.Pattern[str]]) -> bool:
    """Whether phrases follow each other from the first word to the last."""
    reached, words = {0}, plain.lower()
    for start in range(len(plain)):
        if start in reached:
            reached.update(match.end() for phrase in (*_compiled(PHRASES), *signatures) if (match := phrase.match(words, start)))
            reached.update({len(plain)} if _is_signed(plain, start) else ())
    return len(plain) in reached


def _is_signed(plain: str, start: int) -> bool:
    """Whether what is left says goodbye with a name: one to three words with a capital."""
    closing = CLOSING.match(plain.lower(), start)
    if closing is None or closing.end() != len(plain):
        return False
    return all(word[0].isupper() for word in plain[slice(*closing.span(1))].split())
