"""A thank-you closes nothing and opens nothing; what only looks like one reaches a person."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.tickets.thanks import is_thanks

LEAST_RECALL = 0.8

THANKS = {
    "fi": """
        Kiitos!
        Kiitos paljon!
        Suuret kiitokset avusta!
        Kiitos nopeasta vastauksesta.
        Kiitos avusta, kaikki toimii nyt.
        Kiitos, asia kunnossa.
        Kiitoksia!
        Kiitti!
        Kiitti paljon avusta :)
        Kiitos teille ja hyvää päivänjatkoa!
        Kiitos ja hyvää viikonloppua!
        Hei, kiitos tiedosta!
        Hei! Kiitos vastauksesta. Terveisin Aino
        Kiitos, nyt toimii!
        Kiitos, tämä ratkaisi asian.
        Iso kiitos!
        Tuhannet kiitokset!
        Kiitän avusta.
        Kiitos hyvästä palvelusta!
        Ok, kiitos.
        Selvä, kiitos!
        Hienoa, kiitos!
        Loistavaa, kiitos paljon!
        Kiitos, ongelma ratkesi.
        Kiitos kaikesta avusta, hyvää joulua!
        Kiitos samoin!
        Moi, kiitos vielä kerran avusta!
        Kiitokset nopeasta toiminnasta!
        Mahtavaa, kiitos!
        Kiitos Aki!
        Kiitos tosi paljon, olitte suureksi avuksi.
        Kiitos ystävällisestä palvelusta
        Paketti tuli perille, kiitos!
        Sain rahat takaisin, kiitos.
        Kiitos, toimii.
        Kiitos kun autoitte!
        Lämmin kiitos avustanne.
        Kiitos viestistä.
        Kiitos pikaisesta avusta!
        Jes, kiitos!
        Ihanaa, kiitos!
        Kiitos tuesta!
        Parhaat kiitokset!
        👍 kiitos
        Kiitos, mukavaa kesää!
        KIITOS!!!
        Kiitos | | Ystävällisin terveisin | Matti Meikäläinen
    """,
    "sv": """
        Tack!
        Tack så mycket!
        Stort tack för hjälpen!
        Tack för snabbt svar.
        Tusen tack!
        Tack tack!
        Hej, tack för svaret!
        Tack för hjälpen, nu fungerar det.
        Perfekt, tack!
        Toppen, tack så mycket!
        Tack ska du ha!
        Tack igen!
        Tack för all hjälp och ha en bra dag!
        Tack, trevlig helg!
        Ok, tack.
        Okej tack
        Tack, det löste sig.
        Tackar!
        Tackar så mycket för hjälpen.
        Hjärtligt tack!
        Många tack för den snabba hjälpen!
        Tack för informationen.
        Tack för beskedet!
        Tack detsamma!
        Jättebra, tack!
        Underbart, tack för hjälpen!
        Tack, allt fungerar nu.
        Tack, nu funkar det bra igen :)
        Hej! Tack för ert svar. | Mvh Anna
        Tack för bra service!
        Tack för snabb hantering
        Tack! | | Med vänlig hälsning | Bengt Bengtsson
        Super, tack!
        Tack för återkopplingen.
        Härligt, tack!
        Ett stort tack till er!
        Tack för att du hjälpte mig!
        Paketet har kommit fram, tack!
        Tack än en gång!
        Tack för den fina servicen!
        Tack o bock
        Tack, ha det bra!
        Vad bra, tack!
        Tack för det.
        TACK!!
    """,
    "en": """
        Thanks!
        Thank you!
        Thank you very much.
        Thanks a lot!
        Many thanks for your help.
        Thanks for the quick reply!
        Thank you so much for your fast response.
        Thx
        Cheers!
        Great, thanks!
        Perfect, thank you.
        Ok, thanks.
        Okay thank you
        Thanks, that worked!
        Thanks, it works now.
        That fixed it, thank you!
        Thank you for sorting this out.
        Thanks for letting me know.
        Thanks again for all your help!
        Hi, thanks for getting back to me.
        Thanks, have a great weekend!
        Thank you and have a nice day.
        Awesome, thanks!
        Brilliant, thank you so much!
        Thanks a million!
        Thank you, all good now.
        Thanks, everything is working again.
        Much appreciated!
        Thanks for your prompt support.
        Thank you for the excellent service!
        Wonderful, thank you. | Best regards, | Jane Doe
        Thanks! | Kind regards | John
        Hello, thank you for the update.
        Got it, thanks!
        Thanks, problem solved.
        Lovely, thank you!
        You are the best, thanks!
        Thank you, the package arrived.
        Thanks everyone!
        Thank you for fixing it!
        Thanks so much 🙏
        Thank you for your time.
        Thanks a bunch!
        Big thanks!
        I appreciate it, thanks.
    """,
}

TRAPS = {
    "fi": """
        Kiitos, mutta se ei toimi.
        Kiitos, mutta laite on yhä rikki.
        Kiitos, milloin paketti tulee?
        Kiitos, entä lasku
        Kiitos jo etukäteen!
        Kiitos etukäteen avusta.
        Kiitos vastauksesta. Ongelma jatkuu.
        Kiitos. Voisitteko vielä lähettää kuitin
        Ei kiitos.
        Ei kiitos, haluan rahat takaisin.
        Kiitos ei mistään!
        Kiitos tyhjästä.
        Kiitos, edelleen sama vika.
        Kiitos, lähetän kuvan.
        Kiitos, tilausnumero on 12345.
        Kiitos, osoite on Koivukatu.
        Kiitos, odotan vastausta.
        Kiitos, peruuttakaa tilaus.
        Haluan palauttaa tuotteen, kiitos.
        Kuitti sähköpostiin, kiitos.
        Uusi lasku, kiitos.
        Hyvää päivää, tarvitsen apua. Kiitos.
        Soittakaa minulle, kiitos
        Kiitos, toimii melkein.
        Kiitos, toimii paitsi yksi nappi.
        Kiitos, nyt ei toimi enää.
        Kiitos huonosta palvelusta!
        Kiitos "avusta".
        Kiitos paljon, nyt se hajosi.
        Kiitos, vastaan huomenna.
        Kiitos! | Yksi kysymys: miten tämä avataan
        Kiitos | Laite ei käynnisty
        Kiitos. | Vielä yksi asia
        Kiitos | Laite rikki taas
        Kiitos, hyvitys puuttuu.
        Kiitos, kaikki rikki.
        Kiitos kunhan saan rahat
        Kiitos kun lähetätte uuden.
        Kiitos jos voitte auttaa.
        Kiitos nopeasta vastauksesta, jota ei tullut.
        Kiitos :(
        Kiitos...
        Kiitos, tili on väärin.
        Kiitos, toivottavasti toimii.
        Kiitos avusta, kokeilen illalla.
        Kiitos. Terveisin pettynyt asiakas
        Kiitos | Peruuttakaa
        Apua, kiitos!
    """,
    "sv": """
        Tack, men det fungerar inte.
        Tack men nej tack
        Nej tack.
        Tack på förhand!
        Tack på förhand för hjälpen.
        Tack, när kommer paketet?
        Tack, fortfarande trasig.
        Tack för svaret. Problemet kvarstår.
        Tack för ingenting.
        Tack för den dåliga servicen!
        Tack, jag väntar på svar.
        Tack, avbeställ ordern.
        Kvitto tack.
        Ny faktura, tack!
        Ring mig tack
        Jag vill ha pengarna tillbaka, tack.
        Tack, adressen är Björkgatan.
        Tack, numret är 5678.
        Tack, nu fungerar det nästan.
        Tack, det fungerar utom knappen.
        Tack, nu är den sönder igen.
        Tack, jag skickar en bild.
        Tack, svarar imorgon.
        Tack! | En fråga till: hur öppnar man den
        Tack | Maskinen startar inte
        Tack. | En sak till
        Tack, återbetalningen saknas.
        Tack om ni kan hjälpa.
        Tack, hoppas det fungerar.
        Tack för "hjälpen".
        Tack...
        Tack :(
        Ja tack
        Hej, ja tack!
        Gärna, tack!
        Skicka en ny, tack.
        Hjälp, tack!
        Snabbt svar, tack!
        Tack, testar ikväll.
        Tack, dock saknas en del.
        Tack, allt är fel.
        Tack för ert svar som aldrig kom.
        Mvh besviken kund, tack
        Tack | Avbryt
        Tack, har ni fler
    """,
    "en": """
        Thanks, still broken.
        Thanks, but it does not work.
        Thank you, however the invoice is wrong.
        Thanks in advance!
        Thanks in advance for your help.
        No thanks.
        No, thank you. I want a refund.
        Thanks for nothing.
        Thanks for the terrible service!
        Thanks, when will it arrive?
        Thanks, waiting for your reply.
        Please cancel my order, thanks.
        A new invoice, thanks.
        Call me, thanks
        Help! Thanks
        Quick reply, thanks
        Your answer, thank you
        Reply fast, thanks
        Thanks. The problem is back.
        Thanks, it almost works.
        Thanks, it works except the button.
        Thanks, now it is worse.
        Thanks, my address is Birch Street.
        Thanks, the number is 4711.
        Thanks, I will send a picture.
        Thanks, will try tonight.
        Thanks, hope it works.
        Thanks! | One question: how do I open it
        Thanks | Machine will not start
        Thanks. | One more thing
        Thanks, the refund is missing.
        Thanks if you can help.
        Thanks for the "help".
        Thanks...
        Thanks :(
        Yes, thanks
        Sure, thank you!
        Yes please, thanks.
        Thanks for the reply that never came.
        Thanks, all gone.
        Thanks | Cancel
        Thanks, any news
        Thanks, not working
        Regards from an angry customer, thanks
        Thanks, works now but slowly
    """,
}


def phrases(block: str) -> list[str]:
    """One phrase a line; a bar stands for a line break."""
    return [line.replace(" | ", "\n").replace("| ", "\n") for line in map(str.strip, block.strip().splitlines())]


@pytest.mark.parametrize("language", THANKS)
def test_most_thanks_are_told_as_such(language: str) -> None:
    wanted = phrases(THANKS[language])
    missed = [phrase for phrase in wanted if not is_thanks(phrase)]
    assert len(wanted) >= 40
    assert len(missed) <= len(wanted) * (1 - LEAST_RECALL), missed


@pytest.mark.parametrize("language", TRAPS)
def test_no_trap_is_taken_for_thanks(language: str) -> None:
    wanted = phrases(TRAPS[language])
    assert len(wanted) >= 40
    assert [phrase for phrase in wanted if is_thanks(phrase)] == []


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("Kiitos!\nAino", "Aino Aalto", True),
        ("Kiitos!\n\nAino Aalto", "Aino Aalto", True),
        ("Kiitos!\nBengt", "Aino Aalto", False),
        ("Kiitos!\nAino", "", False),
        ("Thanks!\nJean-Luc", "Jean-Luc Picard", False),
        ("Thanks! Stop", "Stop Now", True),
        ("Aino Aalto", "Aino Aalto", False),
        ("", "", False),
        ("   \n", "", False),
        ("Terveisin Aino", "", False),
        ("Kiitos " * 60, "", False),
        ("İKiitos", "", False),
    ],
)
def test_only_the_writers_own_name_may_stand_without_a_closing(text: str, name: str, found: bool) -> None:
    assert is_thanks(text, name) is found


@pytest.mark.parametrize("phrase", ["Kiitos avusta", "Tack för hjälpen", "Thanks for your help"])
@given(word=st.text(string.ascii_lowercase, min_size=12, max_size=16), place=st.booleans())
def test_a_word_nobody_listed_needs_a_person(phrase: str, word: str, place: bool) -> None:
    assert not is_thanks(f"{word} {phrase}" if place else f"{phrase} {word}")


@given(st.text(max_size=400))
def test_no_text_breaks_it(text: str) -> None:
    assert is_thanks(text) in (True, False)
    assert not is_thanks(f"{text}?")
