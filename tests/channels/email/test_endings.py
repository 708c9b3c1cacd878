"""How mails end: what programs and telephones add goes, and a last line that a person wrote stays."""

import time

import pytest

from chalicelib.channels.email.endings import is_tail
from chalicelib.channels.email.quotes import strip


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone",
        "Sent from my iPad",
        "Sent from my Galaxy",
        "Sent from my Samsung Galaxy smartphone.",
        "Sent from Samsung Mobile",
        "Sent from Outlook for iOS",
        "Sent from Outlook",
        "Sent from Mail for Windows 10",
        "Sent from Mail for Windows",
        "Sent from Yahoo Mail on Android",
        "Sent from Yahoo Mail for iPhone",
        "Sent from Proton Mail for iOS",
        "Sent from Proton Mail mobile",
        "Sent with Proton Mail secure email.",
        "Sent from ProtonMail, encrypted email based in Switzerland.",
        "Sent via the Samsung Galaxy S10, an AT&T 5G smartphone",
        "Get Outlook for iOS",
        "Get Outlook for Android",
        "Get Outlook for Android<https://aka.ms/ghei36>",
        "Sent from my Huawei phone",
        "Sent from my Xiaomi",
        "Sent from my Pixel 8",
        "Lähetetty iPhonesta",
        "Lähetetty iPhonestani",
        "Lähetetty iPadista",
        "Lähetetty Galaxysta",
        "Lähetetty Samsung Galaxy -älypuhelimesta.",
        "Lähetetty Samsung-laitteesta",
        "Lähetetty Samsung Galaxy -laitteestani",
        "Lähetetty Outlookista",
        "Lähetetty Outlook for iOS:stä",
        "Lähetetty Outlook for Androidista",
        "Lähetetty Windowsin Sähköpostista",
        "Lähetetty puhelimesta",
        "Lähetetty puhelimestani",
        "Lähetetty matkapuhelimesta",
        "Lähetetty Yahoo Mailista Androidille",
        "Lähetetty Proton Mail -salatusta sähköpostista.",
        "Lähetetty Huawei-puhelimesta",
        "Hanki Outlook for iOS",
        "Hanki Outlook for Android",
        "Hanki Outlook iOS:lle",
        "Skickat från min iPhone",
        "Skickat från min iPad",
        "Skickat från min Galaxy",
        "Skickat från min Samsung Galaxy-smartphone.",
        "Skickat från Outlook för iOS",
        "Skickat från Outlook",
        "Skickades från Outlook",
        "Skickades från E-post för Windows 10",
        "Skickat från Yahoo Mail för iPhone",
        "Skickat från min mobil",
        "Skickat från min telefon",
        "Hämta Outlook för iOS",
        "Hämta Outlook för Android",
        "Von meinem iPhone gesendet",
        "Von meinem iPad gesendet",
        "Von meinem/meiner Galaxy gesendet",
        "Von meinem Samsung Galaxy Smartphone gesendet.",
        "Von Samsung Mobile gesendet",
        "Von meinem Handy gesendet",
        "Von meinem Mobiltelefon gesendet",
        "Gesendet von meinem iPhone",
        "Gesendet von Outlook für iOS",
        "Gesendet von Mail für Windows 10",
        "Gesendet von Yahoo Mail auf Android",
        "Gesendet mit der GMX Mail App",
        "Gesendet mit der WEB.DE Mail App",
        "Gesendet von Outlook",
        "Diese Nachricht wurde von meinem Android-Gerät mit GMX Mail gesendet.",
        "Holen Sie sich Outlook für iOS",
        "Outlook für iOS beziehen",
        "Outlook für Android herunterladen",
        "Saadetud minu iPhone'ist",
        "Saadetud minu iPhonest",
        "Saadetud minu Galaxyst",
        "Saadetud Samsungi nutitelefonist",
        "Saadetud telefonist",
        "Saadetud Outlookist",
        "Saadetud minu Samsung Galaxy nutitelefonist.",
        "Hankige Outlook for iOS",
        "Sendt fra min iPhone",
        "Sendt fra min iPad",
        "Sendt fra min Galaxy",
        "Sendt fra min Samsung Galaxy-smartphone.",
        "Sendt fra Outlook til iOS",
        "Sendt fra Outlook",
        "Sendt fra Mail til Windows 10",
        "Sendt fra min mobil",
        "Sendt fra min telefon",
        "Sendt fra Yahoo Mail på Android",
        "Sendt fra E-post for Windows 10",
        "Hent Outlook til iOS",
        "Skaff deg Outlook for iOS",
        "Få Outlook for iOS",
        "Envoyé de mon iPhone",
        "Envoyé de mon iPad",
        "Envoyé depuis mon iPhone",
        "Envoyé depuis mon smartphone Samsung Galaxy.",
        "Envoyé depuis mon appareil Galaxy",
        "Envoyé de mon Galaxy",
        "Envoyé à partir d’Outlook pour iOS",
        "Envoyé à partir d'Outlook",
        "Envoyé à partir de Outlook",
        "Provenance : Courrier pour Windows 10",
        "Envoyé depuis l'application Mail Orange",
        "Envoyé depuis Yahoo Mail pour Android",
        "Envoyé de mon téléphone",
        "Envoyé de mon mobile Orange",
        "Télécharger Outlook pour iOS",
        "Obtenir Outlook pour Android",
        "Obtenez Outlook pour iOS",
        "Enviado desde mi iPhone",
        "Enviado desde mi iPad",
        "Enviado desde mi Galaxy",
        "Enviado desde mi smartphone Samsung Galaxy.",
        "Enviado desde Outlook para iOS",
        "Enviado desde Outlook",
        "Enviado desde Correo para Windows 10",
        "Enviado desde Yahoo Mail para Android",
        "Enviado desde mi móvil",
        "Enviado de Samsung Mobile",
        "Obtener Outlook para iOS",
        "Obtenga Outlook para Android",
    ],
)
def test_what_a_program_adds_is_no_part_of_the_mail(line: str) -> None:
    assert strip(f"Hei, sopii.\n\n{line}\n").text == "Hei, sopii."


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my phone yesterday and still no answer",
        "Sent from my Samsung device, but it never arrives.",
        "Sent from my old address to my phone",
        "Von meinem Handy aus kann ich die App nicht starten.",
        "Mit dem Telefon geht es nicht",
        "Envoyé de mon téléphone, le message n'arrive pas.",
        "Lähetetty laskukin puhelimesta.",
        "Lähetetty puhelimesta eilen illalla",
        "Lähetetty Nokia puhelin takaisin huoltoon",
        "Skickat från min adress till mobilen men inget svar",
        "Saadetud pakk ei jõudnud telefonist",
        "Enviado desde mi casa el móvil roto",
        "Sendt fra mobilen i går, men intet svar",
        "I use Outlook for Android",
        "Outlook does not work",
        "Sent by mail",
        "Skickat med post",
        "Enviado de vuelta el móvil",
        "Sent via phone order 123456",
        "Get Outlook to work please",
        "Sent from the warehouse in Mobile, Alabama",
        "Mail does not arrive from my phone",
        "Från min telefon fungerar det inte",
    ],
)
def test_a_last_line_that_a_person_wrote_stays(line: str) -> None:
    assert strip(f"Hei.\n{line}").text == f"Hei.\n{line}"


@pytest.mark.parametrize(
    "signature",
    [
        "Liisa Korhonen\nOstaja\nYritys Oy\np. 040 123 4567",
        "Liisa",
        "Med vänliga hälsningar\nLisa",
        "Liisa Korhonen\n\nTämä viesti on luottamuksellinen. Jos et ole vastaanottaja, tuhoa se.",
        "Ann Smith | Buyer\n+44 20 1234 | www.shop.example",
    ],
)
def test_a_signature_below_two_dashes_is_left_out(signature: str) -> None:
    assert strip(f"Sopii.\n-- \n{signature}").text == "Sopii."


PIECES = ["A ", "FOR ", "Aa-Aa ", "A, ", "1 ", "a-", ".", "mein ", "with an ", "Android", "A/A/"]


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("begins", ["Sent from my ", "Lähetetty ", "Von meinem ", "Gesendet von ", "Get Outlook for "])
def test_no_line_takes_long(begins: str, piece: str) -> None:
    started = time.process_time()
    is_tail((begins + piece * 300)[:600])
    assert time.process_time() - started < 0.1
