"""What Twilio posts of messages, by SMS or WhatsApp: one message with its media, or one word on a message of ours."""

from collections.abc import Mapping

from chalicelib.channels.batch import Found, Remark, gathered, line
from chalicelib.channels.message import Attachment, Automatic, Delivery, Inbound, StatusReport, WebhookCall
from chalicelib.channels.payload import stand_in
from chalicelib.channels.phones import vouched
from chalicelib.channels.registry import Parsed
from chalicelib.channels.twilio import WHATSAPP, number, parameters, sender

MOST_MEDIA = 10
STATUSES = {
    "sent": Delivery.SENT,
    "delivered": Delivery.DELIVERED,
    "read": Delivery.READ,
    "undelivered": Delivery.FAILED,
    "failed": Delivery.FAILED,
    "canceled": Delivery.FAILED,
}
SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/gif": ".gif", "image/webp": ".webp", "audio/ogg": ".ogg"}
SUFFIXES |= {"audio/mpeg": ".mp3", "audio/amr": ".amr", "video/mp4": ".mp4", "video/3gpp": ".3gp", "application/pdf": ".pdf"}
SUFFIXES |= {"text/vcard": ".vcf", "text/x-vcard": ".vcf", "text/plain": ".txt"}
Parameters = Mapping[str, str]


def read(name: str, call: WebhookCall) -> Parsed:
    """The message or the report of one call, under the channel's `name`."""
    given = parameters(call)
    if given.get("MessageStatus", "received") not in ("received", "receiving"):
        return gathered([_status(name, given, call)])
    return gathered(_message(name, given, call))


def _status(name: str, given: Parameters, call: WebhookCall) -> Found:
    status = given["MessageStatus"]
    if status not in STATUSES:
        return Remark(f"body: status {status or 'without a name'}")
    return StatusReport(
        channel=name,
        status=STATUSES[status],
        at=call.at,
        provider_id=_id(given),
        tag=call.query.get("tag", ""),
        recipient=given.get("To", "").removeprefix(WHATSAPP),
        reason=line(given.get("ErrorCode", ""), given.get("ErrorMessage", ""), by=" "),
    )


def _message(name: str, given: Parameters, call: WebhookCall) -> list[Found]:
    who = sender(given.get("From", ""), given.get("ProfileName", ""), name)
    if who is None:
        return [Remark("body.From: no sender", is_fault=True)]
    said, (files, faults) = text_of(given), _media(given)
    leaves = given.get("OptOutType", "").upper() in ("STOP", "START", "HELP")
    message = Inbound(
        channel=name,
        external_id=_id(given) or stand_in(who.value, said, *(file.content_id for file in files)),
        sender=who,
        aliases=vouched(who.value, who.name) if who.kind == "whatsapp" else (),
        received_at=call.at,
        text=said,
        full_text=said,
        recipients=_accounts(given),
        references=tuple(filter(None, (given.get("OriginalRepliedMessageSid", ""),))),
        attachments=files,
        automatic=Automatic.EVENT if leaves else Automatic.NO,
        automatic_because=f"Twilio answered this {given['OptOutType'].upper()} by itself" if leaves else "",
        faults=tuple(fault.text for fault in faults),
    )
    return [message, *faults]


def _id(given: Parameters) -> str:
    return given.get("MessageSid", "") or given.get("SmsMessageSid", "") or given.get("SmsSid", "")


def _accounts(given: Parameters) -> tuple[str, ...]:
    """The number of ours that was written to, and the service it belongs to."""
    named = (given.get("To", "").removeprefix(WHATSAPP), given.get("MessagingServiceSid", ""))
    return tuple(address for address in named if address)


def text_of(given: Parameters) -> str:
    """What the sender wrote or chose, never empty."""
    chosen = given.get("ButtonText", "") or given.get("ListTitle", "")
    said = given.get("Body", "") or chosen or _place(given)
    if not said and number(given, "NumMedia"):
        return "(a picture or file)" if number(given, "NumMedia") == 1 else "(pictures or files)"
    kind = given.get("MessageType", "")
    return said or f"({kind or 'a message'}: Twilio passed on no text)"


def _place(given: Parameters) -> str:
    point = line(given.get("Latitude", ""), given.get("Longitude", ""), by=", ")
    said = line(given.get("Label", ""), given.get("Address", ""), point)
    return f"Location: {said}" if said else ""


def _media(given: Parameters) -> tuple[tuple[Attachment, ...], list[Remark]]:
    """The media by reference; one that was counted and not named is a fault."""
    files, faults = [], []
    for position in range(min(number(given, "NumMedia"), MOST_MEDIA)):
        url, kind = given.get(f"MediaUrl{position}", ""), given.get(f"MediaContentType{position}", "")
        if url:
            files.append(Attachment(f"media-{position + 1}{SUFFIXES.get(kind.partition(';')[0].strip(), '')}", kind, 0, "", content_id=url))
        else:
            faults.append(Remark(f"body.MediaUrl{position}: missing", is_fault=True))
    return tuple(files), faults
