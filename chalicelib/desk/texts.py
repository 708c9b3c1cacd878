"""What the desk itself says in mails and notices, in Finnish, Swedish and English; desk.yaml may replace each text and add languages."""

import re
from collections.abc import Mapping

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LAST_RESORT = "en"

BUILT_IN: dict[str, dict[str, str]] = {
    "reply_footer": {
        "fi": "{desk} · yhteydenotto {ticket}",
        "sv": "{desk} · ärende {ticket}",
        "en": "{desk} · ticket {ticket}",
    },
    "acknowledgement_subject": {
        "fi": "{desk}: saimme viestisi [#{ticket}]",
        "sv": "{desk}: vi har fått ditt meddelande [#{ticket}]",
        "en": "{desk}: we have your message [#{ticket}]",
    },
    "acknowledgement": {
        "fi": "Hei,\n\nsaimme viestisi ja vastaamme siihen niin pian kuin voimme. Sen numero on {ticket}.\n\n"
        "Tämä viesti lähti itsestään. Jos et kirjoittanut meille tai haluat asioida ihmisen kanssa, vastaa tähän: ihminen lukee sen."
        "\n\n{desk}",
        "sv": "Hej,\n\nvi har fått ditt meddelande och svarar så snart vi kan. Det har nummer {ticket}.\n\n"
        "Det här meddelandet skickades automatiskt. Om du inte har skrivit till oss eller vill tala med en människa, svara på det: "
        "en människa läser svaret.\n\n{desk}",
        "en": "Hello,\n\nwe have your message and will answer as soon as we can. Its number is {ticket}.\n\n"
        "This message was sent automatically. If you did not write to us, or want to talk to a person, reply to it: "
        "a person reads that.\n\n{desk}",
    },
    "confirmation_subject": {
        "fi": "{desk}: vahvista osoitteesi",
        "sv": "{desk}: bekräfta din adress",
        "en": "{desk}: confirm your address",
    },
    "confirmation": {
        "fi": "Hei,\n\n"
        "verkkolomakkeellamme lähetettiin viesti, jossa osoitteeksi annettiin tämä osoite. Jos viesti on sinun, vahvista se:\n\n"
        "{link}\n\nJos et lähettänyt mitään, sinun ei tarvitse tehdä mitään.\n\n{desk}",
        "sv": "Hej,\n\n"
        "ett meddelande skickades med vårt webbformulär och den här adressen uppgavs. Om meddelandet är ditt, bekräfta det:\n\n"
        "{link}\n\nOm du inte har skickat något behöver du inte göra något.\n\n{desk}",
        "en": "Hello,\n\n"
        "a message was sent by our web form, and this address was given with it. If the message is yours, confirm it:\n\n"
        "{link}\n\nIf you sent nothing, there is nothing to do.\n\n{desk}",
    },
    "call_greeting": {
        "fi": "{desk}. Yhdistämme teidät asiakaspalveluun.",
        "sv": "{desk}. Vi kopplar dig till kundtjänsten.",
        "en": "{desk}. We are putting you through to customer service.",
    },
    "call_open": {
        "fi": "Asianne {ticket} on käsittelyssä. Yhdistämme teidät sen käsittelijöille. Jos asia ei ole teidän, kertokaa se heille.",
        "sv": "Ditt ärende {ticket} behandlas. Vi kopplar dig till dem som har det. Om det inte är ditt, säg det till dem.",
        "en": "Your matter {ticket} is being worked on. We are putting you through to those who have it. "
        "If it is not yours, please tell them.",
    },
    "call_pending": {
        "fi": "Odotamme teiltä tietoa asiaan {ticket}. Yhdistämme teidät sen käsittelijöille. Jos asia ei ole teidän, kertokaa se heille.",
        "sv": "Vi väntar på uppgifter från dig i ärende {ticket}. Vi kopplar dig till dem som har det. "
        "Om det inte är ditt, säg det till dem.",
        "en": "We are waiting for word from you on matter {ticket}. We are putting you through to those who have it. "
        "If it is not yours, please tell them.",
    },
    "notice_warned_subject": {
        "fi": "Tiketti {ticket}: {promise} erääntyy {due}",
        "sv": "Ärende {ticket}: {promise} förfaller {due}",
        "en": "Ticket {ticket}: {promise} is due {due}",
    },
    "notice_warned": {
        "fi": "Tiketin {ticket} lupaus ({promise}) erääntyy {due}.\nRyhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "Löftet för ärende {ticket} ({promise}) förfaller {due}.\nGrupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "The promise of ticket {ticket} ({promise}) is due {due}.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "notice_breached_subject": {
        "fi": "Tiketti {ticket}: {promise} on myöhässä",
        "sv": "Ärende {ticket}: {promise} är försenad",
        "en": "Ticket {ticket}: {promise} is late",
    },
    "notice_breached": {
        "fi": "Tiketin {ticket} lupaus ({promise}) olisi pitänyt täyttää {due}.\nRyhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "Löftet för ärende {ticket} ({promise}) skulle ha uppfyllts {due}.\nGrupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "The promise of ticket {ticket} ({promise}) should have been kept by {due}.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "notice_escalated_subject": {
        "fi": "Tiketti {ticket}: {promise} on yhä myöhässä",
        "sv": "Ärende {ticket}: {promise} är fortfarande försenad",
        "en": "Ticket {ticket}: {promise} is still late",
    },
    "notice_escalated": {
        "fi": "Tiketin {ticket} lupaus ({promise}) erääntyi {due} eikä ole vieläkään täyttynyt.\n"
        "Ryhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "Löftet för ärende {ticket} ({promise}) förföll {due} och är ännu inte uppfyllt.\n"
        "Grupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "The promise of ticket {ticket} ({promise}) was due {due} and is still not kept.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "notice_message_subject": {
        "fi": "Tiketti {ticket}: asiakas kirjoitti",
        "sv": "Ärende {ticket}: kunden skrev",
        "en": "Ticket {ticket}: the customer wrote",
    },
    "notice_message": {
        "fi": "Asiakas kirjoitti tikettiin {ticket}, jota seuraat.\nRyhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "Kunden skrev till ärende {ticket}, som du följer.\nGrupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "The customer wrote to ticket {ticket}, which you watch.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "notice_status_subject": {
        "fi": "Tiketti {ticket}: tila on nyt {status}",
        "sv": "Ärende {ticket}: status är nu {status}",
        "en": "Ticket {ticket}: the status is now {status}",
    },
    "notice_status": {
        "fi": "Tiketin {ticket}, jota seuraat, tila on nyt {status}.\nRyhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "Ärende {ticket}, som du följer, har nu status {status}.\nGrupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "The status of ticket {ticket}, which you watch, is now {status}.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "notice_note_subject": {
        "fi": "Tiketti {ticket}: sinulle jätettiin muistiinpano",
        "sv": "Ärende {ticket}: en anteckning till dig",
        "en": "Ticket {ticket}: a note for you",
    },
    "notice_note": {
        "fi": "Tikettiin {ticket} kirjoitettiin muistiinpano, josta sinun halutaan tietävän.\n"
        "Ryhmä: {group}\nVastuuhenkilö: {agent}\n\n{link}",
        "sv": "En anteckning som du ska känna till skrevs i ärende {ticket}.\nGrupp: {group}\nAnsvarig: {agent}\n\n{link}",
        "en": "Somebody wrote a note on ticket {ticket} that you should know of.\nGroup: {group}\nOwner: {agent}\n\n{link}",
    },
    "promise_first_response": {"fi": "ensimmäinen vastaus", "sv": "första svaret", "en": "first response"},
    "promise_next_response": {"fi": "seuraava vastaus", "sv": "nästa svar", "en": "next response"},
    "promise_resolution": {"fi": "ratkaisu", "sv": "lösningen", "en": "resolution"},
}

Configured = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def find(configured: Configured, key: str, languages: tuple[str, ...]) -> str:
    """The text in the first of `languages` that has one, configured before built-in; "" if the key is unknown."""
    own = dict(dict(configured).get(key, ()))
    built_in = BUILT_IN.get(key, {})
    found = (own.get(language) or built_in.get(language) for language in languages)
    return next((text for text in found if text), "")


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values in place of `{name}`, in one pass: what a value contains is never looked at again, an unknown name stays as it is."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template)
