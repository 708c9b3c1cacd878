"""A customer for the command line: a mail to the SMTP door, a WhatsApp text or a device's alert to the webhooks of a running desk."""

import argparse
import json
import secrets
import smtplib
import time
import urllib.request
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from pathlib import Path

from chalicelib import standard_signature
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
    elif options.device:
        alert = {"type": "alert", "device": options.device, "account": options.account, "alert": options.alert, "text": options.text}
        send_alert(addresses, alert)
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


def send_alert(addresses: Addresses, alert: dict[str, str]) -> None:
    """As a device does, signed by Standard Webhooks; raises URLError or OSError unless it was taken."""
    name, now, body = f"al_{secrets.token_hex(8)}", str(int(time.time())), json.dumps(alert).encode()
    key = standard_signature.key_of(addresses.hooks["device"]["signing_secret"])
    headers = {
        "Content-Type": "application/json",
        standard_signature.ID: name,
        standard_signature.TIME: now,
        standard_signature.SIGNATURE: standard_signature.signature(key, name, now, body),
    }
    with urllib.request.urlopen(urllib.request.Request(f"{addresses.api_url}/hooks/device", body, headers), timeout=10):
        pass


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m infra.local send", description=__doc__)
    parser.add_argument("text", help="what the customer writes")
    parser.add_argument("--from", dest="sender", default="Maija Meikäläinen <maija@example.org>", help="sender of the mail")
    parser.add_argument("--to", default="", help="recipient (default: the first mail channel)")
    parser.add_argument("--subject", default="Question")
    parser.add_argument("--whatsapp", metavar="NUMBER", default="", help="send a WhatsApp text from this number instead of a mail")
    parser.add_argument("--name", default="Maija", help="name on the WhatsApp profile")
    parser.add_argument("--number", default="", help="our phone number id (default: of the first WhatsApp channel)")
    parser.add_argument("--device", metavar="NAME", default="", help="raise an alert of this device instead of a mail")
    parser.add_argument("--alert", metavar="KEY", default="temperature", help="the alert's key: what is wrong with the device")
    parser.add_argument("--account", default="warehouse", help="the device account of desk.yaml")
    parser.add_argument("--state", default=".vuoro/local")
    return parser
