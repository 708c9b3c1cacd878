"""A customer for the command line: sends a mail to the SMTP door or a WhatsApp text to the webhook of a running desk."""

import argparse
import smtplib
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

from infra.local.desk import read_addresses
from infra.local.running import WEBHOOK, Addresses
from infra.local.whatsapp_stub import post_signed, text_message


def main(arguments: list[str]) -> int:
    options = _parser().parse_args(arguments)
    addresses = read_addresses(Path(options.state))
    if addresses is None:
        print(f"no desk has ever run on {options.state}")
        return 1
    if options.whatsapp:
        message = text_message(
            sender=options.whatsapp, name=options.name, text=options.text, number=options.number or addresses.whatsapp_number
        )
        post_signed(addresses.api_url + WEBHOOK, message, addresses.hooks["whatsapp"]["app_secret"])
    else:
        to = options.to or addresses.mail_address
        send_mail(addresses, compose(sender=options.sender, to=to, subject=options.subject, text=options.text))
    return 0


def compose(*, sender: str, to: str, subject: str, text: str) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, subject
    message["Date"], message["Message-ID"] = formatdate(), make_msgid(domain=parseaddr(sender)[1].rpartition("@")[2])
    message.set_content(text)
    return message


def send_mail(addresses: Addresses, message: EmailMessage) -> None:
    with smtplib.SMTP("127.0.0.1", addresses.smtp_port, timeout=30) as door:
        door.send_message(message)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.local send", description=__doc__)
    parser.add_argument("text", help="what the customer writes")
    parser.add_argument("--from", dest="sender", default="Maija Meikäläinen <maija@example.org>", help="sender of the mail")
    parser.add_argument("--to", default="", help="recipient (default: the first mail channel)")
    parser.add_argument("--subject", default="Question")
    parser.add_argument("--whatsapp", metavar="NUMBER", default="", help="send a WhatsApp text from this number instead of a mail")
    parser.add_argument("--name", default="Maija", help="name on the WhatsApp profile")
    parser.add_argument("--number", default="", help="our phone number id (default: of the first WhatsApp channel)")
    parser.add_argument("--state", default=".vuoro/local")
    return parser
