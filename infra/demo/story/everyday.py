"""What most contacts are: a question, an answer, and that is that."""

from infra.demo.script import Chat, Leave, Mail, Rate, Reply, Resolve, Scene

SCENES = (
    Scene(
        "In Estonian, by mail and WhatsApp: a language that only the configuration added",
        (
            Mail("kadri", "Laste jalgratas", "Tere, kas teil on laste jalgrattaid ja mis need maksavad? Palun vastake, aitäh!"),
            Chat((("mart", "Tere, millal te laupäeval avatud olete ja kas ma saan oma ratta siis kätte?"),)),
            Reply("kadri", "Tere Kadri, jah, hinnad algavad sajast eurost."),
            Reply("mart", "Tere Mart, oleme avatud kümnest kaheni ja ratas on valmis."),
            Resolve("kadri"),
            Resolve("mart"),
            Rate("kadri", 5, "Väga kiire vastus."),
            Rate("mart", 4, "Hea."),
        ),
    ),
    Scene(
        "The ordinary run of the day: two by mail",
        (
            Mail(
                "brita", "Punktering på bakhjulet", "Hej, jag har fått punktering på bakhjulet. Kan ni laga den i dag och vad kostar det?"
            ),
            Mail(
                "cecil", "Bell for a child's bicycle", "Hello, do you have a bell for the bicycle of a child and what is the price of it?"
            ),
            Reply("brita", "Hej Brita, ja, kom in så lagar vi den direkt."),
            Reply("cecil", "Hello Cecil, yes, from five euros."),
            Resolve("brita"),
            Resolve("cecil"),
            Rate("brita", 5, "Snabbt och bra."),
            Leave("cecil"),
        ),
    ),
    Scene(
        "The ordinary run of the day: two by WhatsApp",
        (
            Chat((("dora", "Hei, voinko tuoda pyörän huoltoon jo tänään vai pitääkö minun varata aika?"),)),
            Chat((("elsa", "Hej, har ni vinterdäck till min cykel och kan ni montera dem?"),)),
            Reply("dora", "Hei Dora, tuo vain, meillä on tänään tilaa."),
            Reply("elsa", "Hej Elsa, ja, det tar en timme."),
            Resolve("dora"),
            Resolve("elsa"),
            Rate("dora", 5, "Helppoa."),
            Rate("elsa", 4, "Tack för hjälpen."),
        ),
    ),
    Scene(
        "The ordinary run of the day: one answers the survey, one does not",
        (
            Mail("frans", "Lukko ilman avainta", "Hei, ostin teiltä lukon, mutta siinä ei ollut avainta mukana. Mistä saan avaimen?"),
            Mail("greta", "Min sadel är för hård", "Hej, min nya sadel är för hård för mig. Kan jag byta den mot en annan?"),
            Reply("frans", "Hei Frans, lähetämme avaimen postissa."),
            Reply("greta", "Hej Greta, javisst, ta med den till butiken."),
            Resolve("frans"),
            Resolve("greta"),
            Leave("frans"),
            Rate("greta", 3, "Helt okej."),
        ),
    ),
    Scene(
        "The ordinary run of the day: a chat and a mail",
        (
            Chat((("harry", "Hello, can I try the red bicycle in your window before I buy it?"),)),
            Mail("inka", "Takuu vanhasta pyörästä", "Hei, ostin pyörän teiltä kaksi vuotta sitten. Onko siinä vielä takuu?"),
            Reply("harry", "Hello Harry, of course, come any time before six."),
            Reply("inka", "Hei Inka, rungolla on viiden vuoden takuu."),
            Resolve("harry"),
            Resolve("inka"),
            Rate("harry", 5, "Great service."),
            Rate("inka", 4, "Hyvä tietää."),
        ),
    ),
    Scene(
        "The ordinary run of the day: two more by mail",
        (
            Mail("joel", "Pyörän kuljetus mökille", "Hei, voitteko tuoda uuden pyörän suoraan mökille ja mitä se maksaa?"),
            Mail("vera", "Oikea rengaskoko", "Hei, mikä rengas sopii minun pyörään, jos vanhassa ei ole enää mitään numeroa?"),
            Reply("joel", "Hei Joel, kyllä, kahdellakympillä."),
            Reply("vera", "Hei Vera, tuo vanha rengas mukana, niin katsomme yhdessä."),
            Resolve("joel"),
            Resolve("vera"),
            Rate("joel", 5, "Loistavaa."),
            Rate("vera", 5, "Kiva palvelu."),
        ),
    ),
)
