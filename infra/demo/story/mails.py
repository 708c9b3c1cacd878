"""What comes by mail, in all the ways in which mail comes."""

import base64

from infra.demo.script import (
    Apart,
    AutoReply,
    File,
    Leave,
    Mail,
    Note,
    Once,
    Rate,
    Reply,
    Resolve,
    Returned,
    Scanned,
    Scene,
    Thanks,
    Unasked,
    Undelivered,
    Way,
    Writes,
)

PICTURE = base64.b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
RECEIPT = b"""%PDF-1.4
1 0 obj <</Type /Catalog /Pages 2 0 R>> endobj
2 0 obj <</Type /Pages /Kids [] /Count 0>> endobj
trailer <</Root 1 0 R>>
%%EOF
"""
FORWARDED = """---------- Välitetty viesti ----------
Lähettäjä: Kuljetus Oy <info@kuljetus.example>
Aihe: Lähetyksesi 4471 viivästyy

Lähetyksesi 4471 saapuu vasta perjantaina."""

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
        "A forwarded mail keeps what was forwarded",
        (
            Mail(
                "riikka",
                "VL: Lähetyksesi 4471 viivästyy",
                "Hei, sain tämän kuljetusliikkeeltä. Tarkoittaako se, että myös pyöräni tulee vasta perjantaina?",
                forwarded=FORWARDED,
            ),
            Reply("riikka", "Hei Riikka, kyllä, pyörä on samassa lähetyksessä. Olemme pahoillamme."),
            Resolve("riikka"),
            Rate("riikka", 5, "Selkeä vastaus."),
        ),
    ),
    Scene(
        "A picture and a receipt come along",
        (
            Mail(
                "samuel",
                "Kolhu uudessa pyörässä",
                "Hei, pyörän rungossa on kolhu, jota en ole itse tehnyt. Tässä on kuva ja kuitti. Mitä teen nyt?",
                files=(File("kolhu.png", "image/png", PICTURE), File("kuitti.pdf", "application/pdf", RECEIPT)),
            ),
            Reply("samuel", "Hei Samuel, kiitos kuvasta. Vaihdamme rungon takuuna."),
            Resolve("samuel"),
            Rate("samuel", 4, "Hyvä, että kuva riitti."),
        ),
    ),
    Scene(
        "The customer is on holiday: the mail program answers our answer, and nobody answers that",
        (
            Mail("olga", "Is my bicycle ready?", "Hello, I left my bicycle with you on Monday. Is it ready to be picked up?"),
            Reply("olga", "Hello Olga, yes, it is ready and waits for you."),
            Resolve("olga"),
            AutoReply("olga", "I am on holiday and will read my mail on the first of next month."),
            Rate("olga", 5, "Ready in time."),
        ),
    ),
    Scene(
        "An answer bounces: the ticket shows it, and nobody is asked at an address that does not work",
        (
            Mail("pentti", "Onko pumppu tullut?", "Hei, tilasin teiltä pumpun viime viikolla. Onko se jo tullut liikkeeseen?"),
            Reply("pentti", "Hei Pentti, pumppu on täällä ja odottaa sinua."),
            Undelivered("pentti"),
            Note("pentti", "Osoite ei toimi, soitin asiakkaalle."),
            Resolve("pentti"),
            Unasked("pentti", "no address that a person reads"),
        ),
    ),
    Scene(
        "A full mailbox: the customer's server sends our answer back with a report",
        (
            Mail("quentin", "Do you repair old bicycles?", "Hello, I have a bicycle from the fifties. Do you repair such an old one?"),
            Reply("quentin", "Hello Quentin, gladly, we love old bicycles."),
            Returned("quentin", "452 4.2.2 the mailbox is over its quota"),
            Resolve("quentin"),
            Unasked("quentin", "no address that a person reads"),
        ),
    ),
    Scene(
        "A note between colleagues never leaves the house",
        (
            Mail("anton", "Alennus toisesta pyörästä", "Hei, ostin teiltä kaksi pyörää. Saanko toisesta alennuksen?"),
            Note("anton", "Hyvä asiakas jo vuosia, kymmenen prosenttia sopii."),
            Reply("anton", "Hei Anton, saat toisesta pyörästä kymmenen prosenttia alennusta."),
            Resolve("anton"),
            Rate("anton", 4, "Mukavaa, että sain alennuksen."),
        ),
    ),
    Scene(
        "Resolved too early: the customer writes again by mail and the ticket is open again",
        (
            Mail("ylva", "Bromsen gnisslar", "Hej, min broms gnisslar när jag bromsar. Vad kan jag göra åt det?"),
            Reply("ylva", "Hej Ylva, rengör fälgen med lite sprit, då brukar det sluta."),
            Resolve("ylva"),
            Writes("ylva", "Jag har rengjort fälgen men bromsen gnisslar fortfarande. Kan ni titta på den?", Way.ADDRESS, reopens=True),
            Reply("ylva", "Javisst, kom förbi i morgon så byter vi klossarna."),
            Resolve("ylva"),
            Rate("ylva", 4, "Bra på andra försöket."),
        ),
    ),
    Scene(
        "A mail filter opens every smiley of the survey before the customer does",
        (
            Mail("walter", "Opening hours in winter", "Hello, what are your opening hours in January and are you open on Sundays?"),
            Reply("walter", "Hello Walter, we are open from Monday to Saturday."),
            Resolve("walter"),
            Scanned("walter"),
            Rate("walter", 4, "Quick answer."),
        ),
    ),
    Scene(
        "A nervous finger: the survey is sent twice and counts once",
        (
            Mail("xenia", "Do you have a gift card?", "Hello, I want to give my sister a bicycle. Do you have a gift card for that?"),
            Reply("xenia", "Hello Xenia, yes, with any amount that you like."),
            Resolve("xenia"),
            Rate("xenia", 4, "Friendly.", sent_twice=True),
        ),
    ),
)
