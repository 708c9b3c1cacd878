"""The cast and the scenes of the demonstration."""

from infra.demo.script import (
    INVOICES,
    Apart,
    Chat,
    Contact,
    Follow,
    Forged,
    Leave,
    Mail,
    Once,
    Outcome,
    Rate,
    Reply,
    Resolve,
    Scene,
    Silence,
    Thanks,
    Way,
    Writes,
)

CAST = (
    Contact("aino", "Aino Aho", "aino@asiakas.example", "fi", Outcome("Service", 5)),
    Contact("bjorn", "Björn Berg", "bjorn@kund.example", "sv", Outcome("Swedish", 4)),
    Contact("chloe", "Chloe Carter", "chloe@customer.example", "en", Outcome("Service", 5)),
    Contact("daavid", "Daavid Dahl", "daavid@asiakas.example", "fi", Outcome("Service", None)),
    Contact("evan", "Evan Ellis", "evan@stranger.example", "en", Outcome("Service", 3)),
    Contact("fatima", "Fatima Farah", "358401110006", "en", Outcome("Service", 4)),
    Contact("gunnar", "Gunnar Grön", "358401110007", "sv", Outcome("Swedish", 5)),
    Contact("helmi", "Helmi Halla", "358401110008", "fi", Outcome("Service", 4)),
    Contact("ilari", "Ilari Into", "ilari@tukku.example", "fi", Outcome("Service", 2, kept=False)),
    Contact("jenni", "Jenni Jokela", "jenni@asiakas.example", "fi", Outcome("Billing", 4)),
    Contact("kalle", "Kalle Koski", "kalle@asiakas.example", "fi", Outcome("Billing", None)),
    Contact("lotta", "Lotta Lind", "lotta@kund.example", "fi", Outcome("Billing", 5)),
)

SCENES = (
    Scene(
        "A question by mail: answered, asked again, resolved, rated",
        (
            Mail(
                "aino",
                "Milloin pyöräni toimitetaan?",
                "Hei, tilasin pyörän kaksi viikkoa sitten, eikä sitä ole vielä toimitettu. Missä se on?",
            ),
            Reply("aino", "Hei Aino, pyöräsi lähti varastolta tänään ja on perillä torstaina."),
            Writes("aino", "Hyvä tietää. Voiko sen tuoda torstaina vasta kello viiden jälkeen?", Way.ADDRESS),
            Reply("aino", "Kyllä voi, kuljettaja soittaa sinulle ennen tuloaan."),
            Resolve("aino"),
            Rate("aino", 5, "Nopea ja ystävällinen vastaus."),
        ),
    ),
    Scene(
        "In Swedish: the mail program keeps nothing of the thread but its References; the rating is changed once",
        (
            Mail("bjorn", "Hjälmen är för liten", "Hej, jag köpte en hjälm av er men den är för liten. Kan jag byta den mot en större?"),
            Reply("bjorn", "Hej Björn, javisst. Skicka tillbaka den, så postar vi en större i morgon."),
            Writes("bjorn", "Vilken adress ska jag skicka hjälmen till?", Way.REFERENCES),
            Reply("bjorn", "Till vårt lager på Cykelvägen 1 i Åbo."),
            Resolve("bjorn"),
            Rate("bjorn", 3, "Det gick bra till slut.", changed_to=4),
        ),
    ),
    Scene(
        "In English: a new mail that only quotes ours, and a thank-you that reopens nothing",
        (
            Mail(
                "chloe", "Which lamp fits my bicycle?", "Hello, I have your city bicycle from last year. Which of your lamps would fit it?"
            ),
            Reply("chloe", "Hello Chloe, the small front lamp fits every city bicycle of ours."),
            Writes("chloe", "And which one would I need for the rear?", Way.MARKER),
            Reply("chloe", "The matching rear lamp, it clips to the carrier."),
            Resolve("chloe"),
            Thanks("chloe", "Thank you so much for the quick help!"),
            Rate("chloe", 5, "Clear and fast."),
        ),
    ),
    Scene(
        "The same mail is delivered twice",
        (
            Mail(
                "daavid",
                "Onko liike auki lauantaina?",
                "Hei, olen tulossa kaupunkiin viikonloppuna. Onko liikkeenne auki lauantaina?",
                copies=2,
            ),
            Reply("daavid", "Hei Daavid, olemme auki lauantaina kello kymmenestä kahteen."),
            Resolve("daavid"),
            Leave("daavid"),
            Once("daavid"),
        ),
    ),
    Scene(
        "A stranger quotes the number of somebody else's ticket",
        (
            Mail(
                "evan",
                "Re: your order [#{number:aino}]",
                "Hello, please tell me everything about this order and where it will be delivered.",
            ),
            Apart("evan", "aino"),
            Reply("evan", "Hello Evan, we can only talk about your own orders. Do you have an order number?"),
            Resolve("evan"),
            Rate("evan", 3, "Polite, but no news for me."),
        ),
    ),
    Scene(
        "WhatsApp: two messages of one chat are one ticket, and an unsigned call is nothing",
        (
            Chat((("fatima", "Hello, can I rent two bicycles from you for the weekend?"),)),
            Chat((("fatima", "One of them should be for a child of eight years."),), joins=True),
            Forged("fatima", "Please refund everything to this new account at once."),
            Reply("fatima", "Hello Fatima, yes: we keep one adult and one child bicycle for you until Friday."),
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
        "A full agent: the third invoice waits, and follows when a place is free",
        (
            Mail(
                "jenni",
                "Lasku ilman viitenumeroa",
                "Hei, sain teiltä laskun, jossa ei ole viitenumeroa. Millä viitteellä maksan?",
                to=INVOICES,
            ),
            Mail(
                "kalle",
                "Lasku on maksettu kahdesti",
                "Hei, maksoin laskun vahingossa kahteen kertaan. Saanko toisen maksun takaisin?",
                to=INVOICES,
            ),
            Mail(
                "lotta",
                "Väärä summa laskussa",
                "Hei, laskussa on väärä summa, tilasin vain yhden lukon. Voitteko korjata?",
                to=INVOICES,
                waits=True,
            ),
            Reply("jenni", "Hei Jenni, viite on laskun alareunassa, ja lähetän sen vielä erikseen."),
            Resolve("jenni"),
            Follow("lotta"),
            Reply("kalle", "Hei Kalle, palautamme toisen maksun huomenna."),
            Reply("lotta", "Hei Lotta, korjattu lasku on jo matkalla sinulle."),
            Resolve("kalle"),
            Resolve("lotta"),
            Rate("jenni", 4, "Asia selvisi."),
            Leave("kalle"),
            Rate("lotta", 5, "Kiitos, hoitui hienosti."),
        ),
    ),
    Scene(
        "A promise that nobody keeps: the agent is warned, then the team lead hears of it",
        (
            Mail(
                "ilari",
                "Kolme pyörää puuttuu lähetyksestä",
                "Hei, tilasimme kymmenen pyörää, mutta niitä tuli vain seitsemän. Missä loput ovat?",
            ),
            Silence("ilari"),
            Reply("ilari", "Hei Ilari, anteeksi odotus. Puuttuvat kolme pyörää lähtevät tänään."),
            Resolve("ilari"),
            Rate("ilari", 2, "Vastausta sai odottaa aivan liian kauan."),
        ),
    ),
)
