"""The words of the survey in Finnish, Swedish and English; a desk may replace any of them and add languages of its own."""

import re
from collections.abc import Callable, Mapping

from chalicelib.desk.model import Desk
from chalicelib.values import dataclass

Text = Callable[[str], str]
PREFIX = "survey_"
LAST_RESORT = "en"

ENGLISH = {
    "title": "Your feedback",
    "about": "Ticket {ticket}",
    "question": "How did we do?",
    "intro": "Your ticket has been marked as solved. Choose the face that fits best.",
    "score_1": "Very bad",
    "score_2": "Bad",
    "score_3": "Okay",
    "score_4": "Good",
    "score_5": "Great",
    "comment": "Would you like to tell us more?",
    "optional": "optional",
    "comment_hint": "Please leave out passwords, card numbers and other secrets.",
    "send": "Send",
    "nothing_yet": "Nothing is recorded until you press Send.",
    "send_again": "Send the change",
    "missing": "Please choose one of the five faces.",
    "thanks_title": "Thank you!",
    "thanks": "We have received your answer.",
    "given": "Your answer: {score}",
    "change": "Changed your mind? Edit your answer",
    "answered": "You have answered already. You can edit your answer here as long as the link works.",
    "expired_title": "This link does not work",
    "expired": "It has expired, or it was not copied in full. If you would still like to tell us something, "
    "reply to the message that the link came in.",
    "not_yours": "Was this not your ticket, or do you want to talk to a person? Reply to the message that the link came in.",
    "mail_subject": "How did we do? (ticket {ticket})",
    "mail_hello": "Hello,",
    "mail_intro": "Your ticket {ticket} at {desk} has been marked as solved. We would like to hear how it went.",
    "mail_tap": "Choose a face. A page opens where you can add a comment; your answer is sent from there.",
    "mail_plain": "Or open the page without choosing yet",
    "mail_valid": "The link works for {days} days, and you can change your answer during that time.",
    "mail_unsolved": "If the matter is not solved, was not yours, or you want to talk to a person, just reply to this message.",
    "mail_bye": "Thank you!",
    "chat": "{desk}: your ticket {ticket} has been marked as solved. {question} You can answer here: {link} "
    "If it was not yours, or you want to talk to a person, just reply to this message.",
}
FINNISH = {
    "title": "Palautteesi",
    "about": "Yhteydenotto {ticket}",
    "question": "Miten onnistuimme?",
    "intro": "Yhteydenottosi on merkitty hoidetuksi. Valitse hymiö, joka kuvaa kokemustasi parhaiten.",
    "score_1": "Tosi huono",
    "score_2": "Huono",
    "score_3": "Ihan ok",
    "score_4": "Hyvä",
    "score_5": "Loistava",
    "comment": "Haluatko kertoa lisää?",
    "optional": "vapaaehtoinen",
    "comment_hint": "Älä kirjoita tähän salasanoja, korttinumeroita tai muita salassa pidettäviä tietoja.",
    "send": "Lähetä",
    "nothing_yet": "Vastauksesi tallentuu vasta, kun painat Lähetä.",
    "send_again": "Lähetä muutos",
    "missing": "Valitse yksi viidestä hymiöstä.",
    "thanks_title": "Kiitos!",
    "thanks": "Vastauksesi on perillä.",
    "given": "Vastauksesi: {score}",
    "change": "Muuttuiko mielesi? Muokkaa vastaustasi",
    "answered": "Olet jo vastannut. Voit muokata vastaustasi tässä niin kauan kuin linkki toimii.",
    "expired_title": "Linkki ei toimi",
    "expired": "Se on vanhentunut tai kopioitunut vajaana. Jos haluat vielä kertoa meille jotain, vastaa viestiin, jossa linkki tuli.",
    "not_yours": "Eikö tämä ollut sinun asiasi, tai haluatko asioida ihmisen kanssa? Vastaa viestiin, jossa linkki tuli.",
    "mail_subject": "Miten onnistuimme? (yhteydenotto {ticket})",
    "mail_hello": "Hei,",
    "mail_intro": "Yhteydenottosi {ticket} ({desk}) on merkitty hoidetuksi. Haluaisimme kuulla, miten asiointi sujui.",
    "mail_tap": "Valitse hymiö. Sivulla, joka avautuu, voit lisätä kommentin ja lähettää vastauksesi.",
    "mail_plain": "Tai avaa sivu valitsematta vielä",
    "mail_valid": "Linkki toimii {days} päivää, ja voit muuttaa vastaustasi sinä aikana.",
    "mail_unsolved": "Jos asia ei olekaan kunnossa, se ei ollut sinun tai haluat asioida ihmisen kanssa, vastaa vain tähän viestiin.",
    "mail_bye": "Kiitos!",
    "chat": "{desk}: yhteydenottosi {ticket} on merkitty hoidetuksi. {question} Voit vastata täällä: {link} "
    "Jos se ei ollut sinun tai haluat asioida ihmisen kanssa, vastaa vain tähän viestiin.",
}
SWEDISH = {
    "title": "Din feedback",
    "about": "Ärende {ticket}",
    "question": "Hur lyckades vi?",
    "intro": "Ditt ärende har markerats som löst. Välj det ansikte som passar bäst.",
    "score_1": "Mycket dåligt",
    "score_2": "Dåligt",
    "score_3": "Okej",
    "score_4": "Bra",
    "score_5": "Utmärkt",
    "comment": "Vill du berätta mer?",
    "optional": "frivilligt",
    "comment_hint": "Skriv inte lösenord, kortnummer eller andra hemliga uppgifter här.",
    "send": "Skicka",
    "nothing_yet": "Ditt svar sparas först när du trycker på Skicka.",
    "send_again": "Skicka ändringen",
    "missing": "Välj ett av de fem ansiktena.",
    "thanks_title": "Tack!",
    "thanks": "Vi har tagit emot ditt svar.",
    "given": "Ditt svar: {score}",
    "change": "Har du ändrat dig? Redigera ditt svar",
    "answered": "Du har redan svarat. Du kan redigera ditt svar här så länge länken fungerar.",
    "expired_title": "Länken fungerar inte",
    "expired": "Den har gått ut eller kopierats ofullständigt. Om du ännu vill berätta något för oss kan du svara på "
    "meddelandet som länken kom i.",
    "not_yours": "Var det här inte ditt ärende, eller vill du tala med en människa? Svara på meddelandet som länken kom i.",
    "mail_subject": "Hur lyckades vi? (ärende {ticket})",
    "mail_hello": "Hej,",
    "mail_intro": "Ditt ärende {ticket} hos {desk} har markerats som löst. Vi vill gärna höra hur det gick.",
    "mail_tap": "Välj ett ansikte. På sidan som öppnas kan du lägga till en kommentar och skicka ditt svar.",
    "mail_plain": "Eller öppna sidan utan att välja ännu",
    "mail_valid": "Länken fungerar i {days} dagar, och du kan ändra ditt svar under den tiden.",
    "mail_unsolved": "Om ärendet inte är löst, inte var ditt eller du vill tala med en människa, svara bara på det här meddelandet.",
    "mail_bye": "Tack!",
    "chat": "{desk}: ditt ärende {ticket} har markerats som löst. {question} Du kan svara här: {link} "
    "Om det inte var ditt eller du vill tala med en människa, svara bara på det här meddelandet.",
}
BUILT_IN: Mapping[str, Mapping[str, str]] = {"en": ENGLISH, "fi": FINNISH, "sv": SWEDISH}


@dataclass(frozen=True, slots=True)
class Voice:
    """One language that is spoken in full: every key of the survey has a text in it."""

    language: str
    text: Text


def voice(wanted: str, desk: Desk) -> Voice:
    """The words in the wanted language, else in its base ("sv" for "sv-FI"), the desk's language, English.

    The desk's own texts are its `survey_<key>` texts and the questions of its survey plan.
    """
    own = _own(desk)
    chain = (wanted.lower(), re.split("[-_]", wanted.lower())[0], desk.language.lower(), LAST_RESORT)
    language = next(code for code in chain if _is_whole(code, own))
    words = {**BUILT_IN.get(language, {}), **own.get(language, {})}
    return Voice(language, words.__getitem__)


def preferred(accept_language: str, desk: Desk) -> Voice:
    """The voice for a browser's Accept-Language (RFC 9110, 12.5.4), for pages whose token tells no language."""
    ranked = sorted(map(_weighed, accept_language[:200].split(",")), key=lambda one: -one[0])
    own = _own(desk)
    spoken = (base for weight, tag in ranked for base in (tag, tag.split("-")[0]) if weight > 0 and _is_whole(base, own))
    return voice(next(spoken, desk.language), desk)


def _own(desk: Desk) -> dict[str, dict[str, str]]:
    own: dict[str, dict[str, str]] = {}
    for key, variants in desk.texts:
        for language, text in variants if key.startswith(PREFIX) else ():
            own.setdefault(language.lower(), {})[key.removeprefix(PREFIX)] = text
    for language, question in desk.survey.questions:
        own.setdefault(language.lower(), {})["question"] = question
    return own


def _is_whole(language: str, own: Mapping[str, Mapping[str, str]]) -> bool:
    return language in BUILT_IN or ENGLISH.keys() <= own.get(language, {}).keys()


def _weighed(entry: str) -> tuple[float, str]:
    tag, _, weight = entry.strip().lower().partition(";q=")
    return (float(weight) if re.fullmatch(r"[01](\.\d{1,3})?", weight) else 1.0), tag
