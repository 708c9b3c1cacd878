"""What our own mails carry so that we know them again when they come back."""

OWN_MARK = "x-vuoro-message"
# Our own line in outgoing mail, by language; `compose` writes it and `quotes` finds it again.
REPLY_MARKERS = {
    "fi": "Kirjoita vastauksesi tämän rivin yläpuolelle",
    "sv": "Skriv ditt svar ovanför den här raden",
    "en": "Please write your reply above this line",
    "de": "Bitte schreiben Sie Ihre Antwort über diese Zeile",
    "et": "Palun kirjutage oma vastus selle rea kohale",
    "da": "Skriv venligst dit svar over denne linje",
    "no": "Skriv svaret ditt over denne linjen",
    "fr": "Veuillez écrire votre réponse au-dessus de cette ligne",
    "es": "Escriba su respuesta encima de esta línea",
}
