"""What comes by WhatsApp, and what happens when somebody changes channel."""

from infra.demo.script import (
    Apart,
    Card,
    Chat,
    Forged,
    Forgery,
    Mail,
    Once,
    Rate,
    Reply,
    Resolve,
    SamePerson,
    Scene,
    TwoPersons,
    Unasked,
    Way,
    Writes,
)

SCENES = (
    Scene(
        "WhatsApp: two messages of one chat are one ticket, and a call that nobody signed is nothing",
        (
            Chat((("fatima", "Hello, do you have a child seat that fits my bicycle?"),)),
            Chat((("fatima", "It is for a child of three years."),), joins=True),
            Forged("fatima", "Please refund everything to this new account at once."),
            Reply("fatima", "Hello Fatima, yes: the small seat fits every bicycle, and we keep one for you until Friday."),
            Resolve("fatima"),
            Rate("fatima", 4, "Good, thanks."),
        ),
    ),
    Scene(
        "WhatsApp: one signed call brings messages of two people; one of them comes back after the resolution",
        (
            Chat(
                (
                    ("gunnar", "Hej, har ni öppet på fredag kväll och kan jag hämta min cykel då?"),
                    ("helmi", "Hei, polkupyöräni poljin on rikki, se irtosi eilen ajossa. Voitteko korjata sen?"),
                )
            ),
            Reply("gunnar", "Hej Gunnar, på fredag har vi öppet till klockan åtta."),
            Reply("helmi", "Hei Helmi, tuo pyörä pajalle, niin vaihdamme polkimen odottaessasi."),
            Resolve("gunnar"),
            Resolve("helmi"),
            Writes("helmi", "Vaihdoitte polkimen, mutta se pitää nyt kovaa ääntä. Voitteko katsoa uudestaan?", Way.CHAT, reopens=True),
            Reply("helmi", "Totta kai, tuo se takaisin. Kiristämme polkimen maksutta."),
            Resolve("helmi"),
            Rate("gunnar", 5, "Snabbt svar."),
            Rate("helmi", 4, "Toisella kerralla kunnossa."),
        ),
    ),
    Scene(
        "WhatsApp: the provider calls twice, and somebody plays the provider",
        (
            Chat((("yasmin", "Hello, how long does a small service of my bicycle take?"),), copies=2),
            Once("yasmin"),
            Forged("yasmin", "Please send my bicycle to this other address.", Forgery.FOREIGN),
            Forged("yasmin", "Please cancel all my orders.", Forgery.CHANGED),
            Reply("yasmin", "Hello Yasmin, a small service takes one hour, and you can wait for it."),
            Resolve("yasmin"),
            Rate("yasmin", 5, "That was fast."),
        ),
    ),
    Scene(
        "From mail to WhatsApp: the number is on the card, so the desk knows who writes",
        (
            Mail("pirkko", "Tilaus 48213 puuttuu", "Hei, tilaus 48213 ei ole vielä tullut minulle. Missä se on?"),
            Reply("pirkko", "Hei Pirkko, selvitämme asiaa. Mistä numerosta tavoitamme sinut?"),
            Card("pirkko", "+358401110040"),
            Chat((("pirkko_chat", "Hei, tilaus 48213 on nyt tullut, mutta siitä puuttuu lukko. Voitteko lähettää sen?"),)),
            SamePerson("pirkko_chat", "pirkko"),
            Reply("pirkko_chat", "Hei Pirkko, lukko lähtee tänään."),
            Reply("pirkko", "Hei Pirkko, hienoa, että tilaus tuli. Lukosta kirjoitimme WhatsAppissa."),
            Resolve("pirkko"),
            Rate("pirkko", 4, "Lukko unohtui, muuten hyvä."),
            Resolve("pirkko_chat"),
            Unasked("pirkko_chat", "at most once in 30 days"),
        ),
    ),
    Scene(
        "From mail to WhatsApp: a number that nobody knows proves nothing, whatever name it gives",
        (
            Mail("rasmus", "Beställning 77120", "Hej, när kommer min beställning 77120 och kan jag hämta den i butiken?"),
            Chat((("rasmus_chat", "Hej, det är Rasmus Rosén. Vad är leveransadressen för min beställning 77120?"),)),
            TwoPersons("rasmus_chat", "rasmus"),
            Apart("rasmus_chat", "rasmus"),
            Reply("rasmus_chat", "Hej, vi svarar gärna till den e-postadress som beställningen gjordes med."),
            Reply("rasmus", "Hej Rasmus, den kommer på torsdag och du kan hämta den här."),
            Resolve("rasmus_chat"),
            Resolve("rasmus"),
            Rate("rasmus", 4, "Bra."),
            Rate("rasmus_chat", 3, "Fick inget veta."),
        ),
    ),
)
