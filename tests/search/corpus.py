"""What customers of a bicycle and coffee-machine shop write, and what agents search for later: in other forms of the words.

Which messages a query should find was said by reading, word by word: every word of the query occurs in the message in some
inflected form. A word inside a compound, or another word with the same meaning, does not count.
"""

MESSAGES: tuple[tuple[str, str, str], ...] = (
    # -- Finnish --
    ("fi", "Kahvinkeitin ei lämpene", "Ostin teiltä kahvinkeittimen viime viikolla. Merkkivalo palaa mutta lämpölevy pysyy kylmänä."),  # 1
    ("fi", "Lasku kahteen kertaan", "Sain saman laskun kahdesti. Maksoin ensimmäisen jo maanantaina, voitteko poistaa toisen?"),
    ("fi", "Tilaus 48213", "Missä tilaukseni on? Paketin piti saapua tiistaina, mutta seuranta ei liiku mihinkään."),
    ("fi", "Palautus", "Haluan palauttaa pyörän satulan. Se on liian kova ja kuitti on tallessa."),
    ("fi", "Osoite vaihtui", "Olemme muuttaneet. Voitteko muuttaa toimitusosoitteen ennen kuin lähetys lähtee?"),
    ("fi", "Salasana hukassa", "En pääse kirjautumaan. Unohdin salasanani eikä linkkiä tule sähköpostiin."),
    ("fi", "Jarrut kirskuvat", "Polkupyöräni jarrut alkoivat vinkua heti ensimmäisellä lenkillä. Voiko jarrupalat vaihtaa?"),
    ("fi", "Akku ei lataudu", "Sähköpyörän akku ei enää lataudu täyteen. Laturin valo vilkkuu punaisena."),
    ("fi", "Hyvitys viipyy", "Lupasitte hyvityksen kaksi viikkoa sitten, mutta rahat eivät ole tilillä."),
    ("fi", "Rengas tyhjeni", "Uusi rengas tyhjeni parkkipaikalla. Renkaassa ei ole reikää, venttiili vuotaa."),
    ("fi", "Avaimet puuttuvat", "Lukon mukana piti tulla kaksi avainta, laatikossa oli vain yksi."),
    ("fi", "Virheellinen hinta", "Kassalla näkyi eri hinta kuin verkkokaupassa. Pyydän erotuksen takaisin."),
    ("fi", "Ketju putosi", "Ketju putoaa joka ylämäessä. Vaihteet säädettiin teillä huollossa kuukausi sitten."),
    ("fi", "Takuu", "Kuuluuko rikkoutunut näyttö takuuseen? Ostoksesta on puolitoista vuotta."),
    ("fi", "Lahjakortin koodi", "Lahjakortin koodi ei toimi kassalla. Kortilla pitäisi olla viisikymmentä euroa."),
    ("fi", "Huoltoaika", "Voinko siirtää huollon perjantaille? Pyörä on teillä korjattavana."),
    ("fi", "Väärä väri", "Tilasin sinisen kypärän ja sain punaisen. Haluan vaihtaa sen oikeaan."),
    ("fi", "Vuotava säiliö", "Espressokeittimen vesisäiliö vuotaa pöydälle. Tiiviste näyttää kuluneelta."),
    ("fi", "Kuitti puuttuu", "Tarvitsisin kuitin kirjanpitoa varten. Maksu meni yrityksen kortilta."),
    ("fi", "Peruutus", "Peruuttakaa tilaukseni, löysin saman tuotteen halvemmalla."),
    ("fi", "Uutiskirje", "Poistakaa osoitteeni uutiskirjeen listalta, viestejä tulee päivittäin."),
    ("fi", "Toimituksen viivästys", "Toimitus on myöhässä jo viikon. Milloin paketti tulee?"),
    ("fi", "Ohjaamo heiluu", "Ohjaustangon pultti löystyy ajaessa. Onko tämä vaarallista?"),
    ("fi", "Myymälän aukiolo", "Onko Tampereen myymälä auki sunnuntaina? Noutaisin samalla varaosan."),
    ("fi", "Vaihdelaatikko", "Napavaihde jumittaa kolmosella. Mekaanikkonne lupasi soittaa."),
    ("fi", "Lasku väärällä nimellä", "Laskussa on entisen työntekijämme nimi. Korjatkaa nimi ja lähettäkää uusi."),
    # -- Swedish --
    ("sv", "Fel på fakturan", "Beloppet på fakturan stämmer inte. Vi beställde två cyklar men ni debiterade tre."),  # 27
    ("sv", "Leveransen saknas", "Paketet skulle ha levererats i fredags. Spårningen visar ingenting."),
    ("sv", "Retur av hjälm", "Hjälmen är för liten. Hur gör jag en retur och får pengarna tillbaka?"),
    ("sv", "Bromsarna gnisslar", "Bromsarna på min nya cykel gnisslar förfärligt när det regnar."),
    ("sv", "Glömt lösenordet", "Jag kan inte logga in, lösenordet är glömt och länken fungerar inte."),
    ("sv", "Batteriet dör", "Elcykelns batteri räcker bara tio kilometer. Laddaren blir mycket varm."),
    ("sv", "Nyckel till låset", "Nyckeln gick av i låset. Kan jag köpa en reservnyckel?"),
    ("sv", "Betalning misslyckades", "Betalningen gick inte igenom men beloppet drogs från kontot."),
    ("sv", "Presentkort", "Presentkortet går inte att använda i kassan."),
    ("sv", "Kedjan hoppar", "Kedjan hoppar på de små dreven. Växlarna behöver justeras."),
    ("sv", "Adressändring", "Vår adress har ändrats. Skicka beställningen till den nya adressen."),
    ("sv", "Kaffebryggaren läcker", "Bryggaren läcker vatten ur botten. Köpt i september, kvittot finns."),
    ("sv", "Garanti", "Gäller garantin för en trasig skärm?"),
    ("sv", "Öppettider", "När har butiken i Esbo öppet på lördagar?"),
    ("sv", "Avbeställning", "Jag vill avbeställa sadeln, den har inte skickats ännu."),
    ("sv", "Rabattkoden", "Rabattkoden från nyhetsbrevet fungerar inte."),
    ("sv", "Serviceboka", "Kan jag flytta min servicetid till måndag?"),
    ("sv", "Felaktig färg", "Jag beställde blå handskar och fick röda."),
    # -- English --
    ("en", "Invoice is wrong", "The invoice shows three bikes but we ordered two. Please correct the amount."),  # 45
    ("en", "Where is my parcel", "My order was supposed to be delivered on Friday and tracking shows nothing."),
    ("en", "Returning a helmet", "The helmet is too small. How do I return it and get a refund?"),
    ("en", "Brakes squeal", "The brakes squeal in the rain and the pads look worn after a month."),
    ("en", "Password reset", "I forgot my password and the reset link has expired."),
    ("en", "Battery life", "The battery of my electric bike lasts ten kilometres and the charger overheats."),
    ("en", "Broken key", "The key snapped in the lock. Do you sell spare keys?"),
    ("en", "Payment failed", "My payment failed but the money was charged to my card twice."),
    ("en", "Gift cards", "Two gift cards do not work at the checkout."),
    ("en", "Chain slips", "The chain slips on the smaller gears. The shifting needs adjusting."),
    ("en", "New address", "We moved to another office; change the delivery address of pending orders."),
    ("en", "Leaking machine", "The coffee machine leaks water from the bottom. I still have the receipt."),
    ("en", "Warranty", "Does the warranty cover cracked screens?"),
    ("en", "Opening hours", "Are you open on Sundays in Helsinki?"),
    ("en", "Cancel the order", "Cancel my order for the saddle, it has not been shipped."),
    ("en", "Discount", "The discounts from the newsletter were not applied to my basket."),
    ("en", "Moving an appointment", "Can I move my service appointment to Monday?"),
    ("en", "Wrong colour", "I ordered blue gloves and received red ones."),
    ("en", "Thanks to the mechanic", "Your mechanics repaired the wheel wonderfully; the spokes were bent."),
)

QUERIES: tuple[tuple[str, frozenset[int]], ...] = tuple(
    (words, frozenset(numbers))
    for words, numbers in (
        ("kahvinkeittimet", [1]), ("laskuja", [2, 26]), ("laskujen nimi", [26]), ("tilausten", [3, 20]), ("paketit", [3, 22]),
        ("satuloita", [4]), ("osoitetta", [5, 21]), ("salasanat", [6]), ("jarruissa", [7]), ("akkujen", [8]), ("laturit", [8]),
        ("hyvitystä", [9]), ("renkaita", [10]), ("venttiilit", [10]), ("avain", [11]), ("hinnan", [12]), ("ketjujen", [13]),
        ("takuun", [14]), ("lahjakortti", [15]), ("huoltoon", [13, 16]), ("kypärät", [17]), ("säiliöt", [18]), ("tiivisteen", [18]),
        ("kuittia", [4, 19]), ("uutiskirjeet", [21]), ("toimitusten", [22]), ("myymälät", [24]), ("mekaanikon", [25]), ("koodit", [15]),
        ("linkit", [6]), ("faktura", [27]), ("beloppen", [27, 34]), ("cykeln", [27, 30]), ("leveranser", [28]), ("hjälmar", [29]),
        ("broms", [30]), ("lösenord", [31]), ("batterier", [32]), ("nycklar", [33]), ("betalningar", [34]), ("kedjor", [36]),
        ("adresser", [37]), ("garantier", [39]), ("invoices", [45]), ("deliveries", [46, 55]), ("refunds", [47]), ("brake", [48]),
        ("passwords", [49]), ("batteries", [50]), ("keys", [51]), ("payments", [52]), ("gift card", [53]), ("chains gear", [54]),
        ("receipts", [56]), ("warranties", [57]), ("cancelled orders", [59]), ("mechanic wheels", [63]), ("48213", [3]),
        ("kassa koodi", [15]), ("sahkopyora akku", [8]), ("lock", [51]), ("butiker", [40]), ("handske", [44]), ("sadel", [41]),
    )
)  # fmt: skip
