"""How mail programs head what they quote, in nine languages: by program and language, as they write it."""

# Each stands above `> ` lines.
ATTRIBUTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "Gmail": {
        "en": (
            "On Wed, Dec 2, 2026 at 8:30 AM Tuki Oy <tuki@liike.example> wrote:",
            "On Wed, 2 Dec 2026, 08:30 Tuki Oy, <tuki@liike.example> wrote:",
            "On Wed, Dec 2, 2026 at 8:30\u202fAM Tuki Oy <tuki@liike.example> wrote:",
        ),
        "fi": (
            "ke 2. jouluk. 2026 klo 8.30 Tuki Oy (tuki@liike.example) kirjoitti:",
            "ke 2. jouluk. 2026 klo 8.30 Tuki Oy <tuki@liike.example> kirjoitti:",
            "2. joulukuuta 2026 klo 8.30 Tuki Oy <tuki@liike.example> kirjoitti:",
        ),
        "sv": (
            "Den ons 2 dec. 2026 kl 08:30 skrev Tuki Oy <tuki@liike.example>:",
            "ons 2 dec. 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
            "Den 2 december 2026 08:30 skrev Tuki Oy <tuki@liike.example>:",
        ),
        "de": (
            "Am Mi., 2. Dez. 2026 um 08:30 Uhr schrieb Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> schrieb am Mi., 2. Dez. 2026, 08:30:",
        ),
        "et": (
            "Kasutaja Tuki Oy (<tuki@liike.example>) kirjutas kuupäeval K, 2. detsember 2026 kell 08:30:",
            "Kuupäev K, 2. detsember 2026 kell 08:30 kirjutas Tuki Oy <tuki@liike.example>:",
        ),
        "da": (
            "Den ons. 2. dec. 2026 kl. 08.30 skrev Tuki Oy <tuki@liike.example>:",
            "ons. 2. dec. 2026 kl. 08.30 skrev Tuki Oy <tuki@liike.example>:",
        ),
        "no": ("ons. 2. des. 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",),
        "fr": (
            "Le mer. 2 déc. 2026 à 08:30, Tuki Oy <tuki@liike.example> a écrit :",
            "Le mer. 2 déc. 2026 à 08:30, Tuki Oy <tuki@liike.example> a écrit\u00a0:",
        ),
        "es": (
            "El mié, 2 dic 2026 a las 8:30, Tuki Oy (<tuki@liike.example>) escribió:",
            "El mié., 2 dic. 2026 8:30, Tuki Oy <tuki@liike.example> escribió:",
        ),
    },
    "Apple Mail": {
        "en": (
            "On 2 Dec 2026, at 8.30, Tuki Oy <tuki@liike.example> wrote:",
            "On Dec 2, 2026, at 8:30 AM, Tuki Oy <tuki@liike.example> wrote:",
            "On 2. Dec 2026, at 8.30, Tuki Oy <tuki@liike.example> wrote:",
        ),
        "fi": (
            "Tuki Oy <tuki@liike.example> kirjoitti 2.12.2026 kello 8.30:",
            "Tuki Oy tuki@liike.example kirjoitti 2.12.2026 kello 8.30:",
        ),
        "sv": (
            "2 dec. 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
            "2 dec 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
        ),
        "de": (
            "Am 02.12.2026 um 08:30 schrieb Tuki Oy <tuki@liike.example>:",
            "Am 2. Dez. 2026 um 08:30 schrieb Tuki Oy <tuki@liike.example>:",
        ),
        "da": ("Den 2. dec. 2026 kl. 08.30 skrev Tuki Oy <tuki@liike.example>:",),
        "no": (
            "2. des. 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
            "Den 2. des. 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
        ),
        "fr": ("Le 2 déc. 2026 à 08:30, Tuki Oy <tuki@liike.example> a écrit :",),
        "es": ("El 2 dic 2026, a las 8:30, Tuki Oy <tuki@liike.example> escribió:",),
    },
    "Thunderbird and Roundcube": {
        "en": (
            "On 12/2/26 8:30 AM, Tuki Oy wrote:",
            "On 02/12/2026 08:30, Tuki Oy wrote:",
            "On 2.12.2026 8.30, Tuki Oy wrote:",
            "On 2026-12-02 08:30, Tuki Oy wrote:",
        ),
        "fi": (
            "Tuki Oy kirjoitti 2.12.2026 klo 8.30:",
            "2.12.2026 8:30, Tuki Oy kirjoitti:",
            "2.12.2026, 8:30, Tuki Oy kirjoitti:",
            "Tuki Oy kirjoitti 2026-12-02 08:30:",
        ),
        "sv": (
            "Den 2026-12-02 kl. 08:30, skrev Tuki Oy:",
            "Den 2026-12-02 08:30, skrev Tuki Oy:",
            "Tuki Oy skrev den 2026-12-02 08:30:",
            "2026-12-02 08:30 skrev Tuki Oy:",
        ),
        "de": (
            "Am 02.12.26 um 08:30 schrieb Tuki Oy:",
            "Am 02.12.2026 08:30, schrieb Tuki Oy:",
            "Tuki Oy schrieb am 02.12.2026 um 08:30:",
        ),
        "et": (
            "Tuki Oy kirjutas 02.12.2026 kell 08:30:",
            "02.12.2026 08:30, Tuki Oy kirjutas:",
            "Kirjutas Tuki Oy 02.12.2026 08:30:",
        ),
        "da": (
            "Den 02.12.2026 kl. 08.30 skrev Tuki Oy:",
            "Den 02-12-2026 kl. 08:30 skrev Tuki Oy:",
        ),
        "no": (
            "Den 02.12.2026 08:30, skrev Tuki Oy:",
            "Den 02.12.2026 kl. 08:30 skrev Tuki Oy:",
        ),
        "fr": (
            "Le 02/12/2026 à 08:30, Tuki Oy a écrit :",
            "Le 02/12/2026 à 08:30, Tuki Oy a écrit\u00a0:",
        ),
        "es": (
            "El 2/12/26 a las 8:30, Tuki Oy escribió:",
            "El 02/12/2026 a las 8:30, Tuki Oy escribió:",
        ),
    },
    "Yahoo": {
        "en": (
            "On Wednesday, December 2, 2026 at 08:30:00 AM GMT+2, Tuki Oy <tuki@liike.example> wrote:",
            "On Wednesday, December 2, 2026 8:30 AM, Tuki Oy <tuki@liike.example> wrote:",
        ),
        "fi": (
            "keskiviikko 2. joulukuuta 2026 klo 8.30.00 UTC+2 Tuki Oy <tuki@liike.example> kirjoitti:",
            "keskiviikkona 2. joulukuuta 2026 klo 08.30.00 UTC+2, Tuki Oy <tuki@liike.example> kirjoitti:",
            "Tuki Oy <tuki@liike.example> kirjoitti keskiviikkona 2. joulukuuta 2026 klo 8.30:",
        ),
        "sv": (
            "Den onsdag 2 december 2026 08:30:00 CET, Tuki Oy <tuki@liike.example> skrev:",
            "Den onsdag 2 december 2026 kl. 08:30:00 CET, skrev Tuki Oy <tuki@liike.example>:",
        ),
        "de": (
            "Am Mittwoch, 2. Dezember 2026 um 08:30:00 MEZ hat Tuki Oy <tuki@liike.example> Folgendes geschrieben:",
            "Tuki Oy <tuki@liike.example> schrieb am 8:30 Mittwoch, 2.Dezember 2026:",
        ),
        "da": ("Den onsdag den 2. december 2026 08.30.00 CET skrev Tuki Oy <tuki@liike.example>:",),
        "no": (
            "onsdag 2. desember 2026 08:30:00 CET skrev Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> skrev onsdag 2. desember 2026 kl. 08:30:",
        ),
        "fr": (
            "Le mercredi 2 décembre 2026 à 08:30:00 UTC+1, Tuki Oy <tuki@liike.example> a écrit :",
            "Le Mercredi 2 décembre 2026 8h30, Tuki Oy <tuki@liike.example> a écrit :",
        ),
        "es": ("El miércoles, 2 de diciembre de 2026, 08:30:00 CET, Tuki Oy <tuki@liike.example> escribió:",),
    },
    "Proton": {
        "en": (
            "On Wednesday, December 2nd, 2026 at 8:30 AM, Tuki Oy <tuki@liike.example> wrote:",
            "------- Original Message -------\nOn Wednesday, December 2nd, 2026 at 8:30 AM, Tuki Oy <tuki@liike.example> wrote:",
            "‐‐‐‐‐‐‐ Original Message ‐‐‐‐‐‐‐\nOn Wednesday, December 2, 2026 8:30 AM, Tuki Oy <tuki@liike.example> wrote:",
        ),
        "fi": (
            "keskiviikkona 2. joulukuuta 2026 klo 8.30 Tuki Oy <tuki@liike.example> kirjoitti:",
            "------- Alkuperäinen viesti -------\nkeskiviikko 2. joulukuuta 2026 klo 8.30 Tuki Oy <tuki@liike.example> kirjoitti:",
        ),
        "sv": (
            "onsdag 2 december 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",
            "------- Ursprungligt meddelande -------\nOnsdagen den 2 december 2026 kl. 08:30, skrev Tuki Oy <tuki@liike.example>:",
        ),
        "de": (
            "Am Mittwoch, 2. Dezember 2026 um 08:30 schrieb Tuki Oy <tuki@liike.example>:",
            "-------- Original-Nachricht --------\nAm 02.12.26 um 08:30, Tuki Oy schrieb <tuki@liike.example>:",
            "------- Originalnachricht -------\nTuki Oy <tuki@liike.example> schrieb am Mittwoch, 2. Dezember 2026 um 08:30:",
        ),
        "fr": (
            "Le mercredi 2 décembre 2026 à 08:30, Tuki Oy <tuki@liike.example> a écrit :",
            "------- Message original -------\nLe mercredi 2 décembre 2026 à 08:30, Tuki Oy <tuki@liike.example> a écrit :",
            "-------- Courriel original --------\nLe 02/12/2026 08:30, Tuki Oy a écrit :",
        ),
        "es": (
            "El miércoles, 2 de diciembre de 2026 a las 8:30, Tuki Oy <tuki@liike.example> escribió:",
            "------- Mensaje original -------\nEl miércoles, 2 de diciembre de 2026 a las 8:30, Tuki Oy <tuki@liike.example> escribió:",
        ),
        "da": (
            "onsdag den 2. december 2026 kl. 08.30 skrev Tuki Oy <tuki@liike.example>:",
            "------- Oprindelig besked -------\nonsdag den 2. december 2026 kl. 08.30 skrev Tuki Oy <tuki@liike.example>:",
        ),
        "no": ("onsdag 2. desember 2026 kl. 08:30 skrev Tuki Oy <tuki@liike.example>:",),
        "et": ("Kolmapäev, 2. detsember 2026 08:30, Tuki Oy <tuki@liike.example> kirjutas:",),
    },
    "others": {
        "en": (
            "On December 2, 2026 8:30:00 AM GMT+02:00, Tuki Oy <tuki@liike.example> wrote:",
            "On 12/02/2026 8:30 AM EET Tuki Oy <tuki@liike.example> wrote:",
            "Tuki/FI/Corp wrote on 02.12.2026 08:30:52:",
            "Tuki Oy wrote on 2.12.2026 8.30:",
            "Quoting Tuki Oy <tuki@liike.example>:",
            "Wednesday, December 2, 2026, 8:30:00 AM, you wrote:",
            "At 08:30 2.12.2026, you wrote:",
            "Tuki Oy <tuki@liike.example> writes:",
        ),
        "fi": (
            "Tuki Oy <tuki@liike.example> kirjoitti 2. joulukuuta 2026 8.30.00 UTC+02.00:",
            "Tuki Oy <tuki@liike.example> kirjoitti 2.12.2026 08:30 EET:",
            "Lainaus Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> kirjoitti (2.12.2026):",
            "Tuki Oy (tuki@liike.example) kirjoitti 2.12.2026:",
            "Viesti lähettäjältä Tuki Oy <tuki@liike.example> kirjoitti 2.12.2026 8:30:",
            "02.12.2026 08:30 Tuki Oy <tuki@liike.example> kirjoitti:",
            "Tuki Oy kirjoitti:",
        ),
        "sv": (
            "Den 2 december 2026 08:30:00 CET, skrev Tuki Oy <tuki@liike.example>:",
            "Citerar Tuki Oy <tuki@liike.example>:",
            "Tuki Oy skrev:",
            "Tuki Oy <tuki@liike.example> skrev: (2 december 2026 08:30:00 CET)",
        ),
        "de": (
            "Am 2. Dezember 2026 08:30:00 MEZ schrieb Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> hat am 02.12.2026 08:30 CET geschrieben:",
            "Zitat von Tuki Oy <tuki@liike.example>:",
        ),
        "fr": (
            "Le 2 décembre 2026 08:30:00 GMT+01:00, Tuki Oy <tuki@liike.example> a écrit :",
            "Tuki Oy <tuki@liike.example> a écrit :",
        ),
        "es": (
            "El 2 de diciembre de 2026 8:30:00 CET, Tuki Oy <tuki@liike.example> escribió:",
            "Tuki Oy <tuki@liike.example> escribió:",
        ),
        "et": (
            "2. detsember 2026 08:30 kirjutas Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> kirjutas:",
            "On K, 2. dets. 2026 kell 08:30 kirjutas Tuki Oy (<tuki@liike.example>):",
        ),
        "da": (
            "Den 2. december 2026 08.30.00 CET skrev Tuki Oy <tuki@liike.example>:",
            "Tuki Oy <tuki@liike.example> skrev:",
        ),
        "no": (
            "Den 2. desember 2026 08:30:00 CET, skrev Tuki Oy <tuki@liike.example>:",
            "På 2. desember 2026 08:30:00 CET, skrev Tuki Oy <tuki@liike.example>:",
        ),
    },
}
# Labels of the headers that Outlook and its like put above what they quote.
BLOCKS: dict[str, tuple[str, ...]] = {
    "en": (
        "From|Sent|To|Subject",
        "From|Date|To|Subject",
        "From|Sent|To|Cc|Subject",
        "From|Sent|Subject",
        "From|To|Sent|Subject",
    ),
    "fi": (
        "Lähettäjä|Lähetetty|Vastaanottaja|Aihe",
        "Lähettäjä|Päivämäärä|Vastaanottaja|Aihe",
        "Lähettäjä|Päivämäärä|Saaja|Aihe",
        "Lähettäjä|Lähetetty|Vastaanottaja|Kopio|Aihe",
        "Lähettäjä|Lähetyspäivä|Vastaanottaja|Aihe",
        "Aihe|Päiväys|Lähettäjä|Vastaanottaja",
        "Keneltä|Lähetetty|Kenelle|Aihe",
        "Lähettäjä |Lähetetty |Vastaanottaja |Aihe ",
    ),
    "sv": (
        "Från|Skickat|Till|Ämne",
        "Från|Datum|Till|Ämne",
        "Från|Skickat|Till|Kopia|Ämne",
        "Avsändare|Datum|Mottagare|Ämne",
    ),
    "de": (
        "Von|Gesendet|An|Betreff",
        "Von|Datum|An|Betreff",
        "Gesendet|Von|An|Betreff",
        "Von|Gesendet am|An|Betreff",
    ),
    "et": (
        "Saatja|Saadetud|Adressaat|Teema",
        "Saatja|Saatmisaeg|Adressaat|Teema",
        "Saatja|Kuupäev|Saaja|Teema",
        "Kellelt|Saadetud|Kellele|Teema",
        "Saatja|Saadetud|Kellele|Teema",
    ),
    "da": (
        "Fra|Sendt|Til|Emne",
        "Fra|Dato|Til|Emne",
        "Fra|Sendt|Til|Cc|Emne",
    ),
    "no": (
        "Fra|Sendt|Til|Emne",
        "Fra|Dato|Til|Emne",
        "Fra|Sendt|Til|Kopi|Emne",
    ),
    "fr": (
        "De |Envoyé |À |Objet ",
        "De|Envoyé|À|Objet",
        "De\u00a0|Envoyé\u00a0|À\u00a0|Objet\u00a0",
        "De |Date |À |Objet ",
        "De |Envoyé le |À |Objet ",
        "De|À|Envoyé|Objet",
        "Expéditeur|Date|Destinataire|Sujet",
    ),
    "es": (
        "De|Enviado|Para|Asunto",
        "De|Enviado el|Para|CC|Asunto",
        "De|Fecha|Para|Asunto",
        "De|Fecha|A|Asunto",
        "De|Date|Para|Asunto",
    ),
}
# What stands between dashes above it.
ORIGINALS: dict[str, tuple[str, ...]] = {
    "en": (
        "Original Message",
        "Original message",
        "Original Appointment",
    ),
    "fi": (
        "Alkuperäinen viesti",
        "Alkuperäinen tapaaminen",
    ),
    "sv": (
        "Ursprungligt meddelande",
        "Originalmeddelande",
        "Ursprunglig avtalad tid",
    ),
    "de": (
        "Ursprüngliche Nachricht",
        "Originalnachricht",
        "Original-Nachricht",
        "Urspr. Nachricht",
        "Ursprünglicher Termin",
    ),
    "et": (
        "Algne teade",
        "Algne sõnum",
        "Algsõnum",
        "Algne kiri",
        "Algne e-kiri",
        "Originaalsõnum",
    ),
    "da": (
        "Oprindelig meddelelse",
        "Oprindelig besked",
        "Oprindelig e-mail",
    ),
    "no": (
        "Opprinnelig melding",
        "Opprinnelig e-post",
        "Original melding",
    ),
    "fr": (
        "Message d'origine",
        "Message d’origine",
        "Message original",
        "Mail original",
        "Courriel original",
        "E-mail d'origine",
    ),
    "es": (
        "Mensaje original",
        "Correo original",
    ),
}
ANSWERS = {
    "en": "Thanks, that works for me.",
    "fi": "Kiitos, sopii minulle.",
    "sv": "Tack, det passar bra.",
    "de": "Danke, das passt mir.",
    "et": "Aitäh, sobib mulle.",
    "da": "Tak, det passer fint.",
    "no": "Takk, det passer fint.",
    "fr": "Merci, cela me convient.",
    "es": "Gracias, me va bien.",
}
