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
