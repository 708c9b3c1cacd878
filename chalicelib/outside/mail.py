"""Sending mail by SES, at most once per call: whether to send again is never decided here."""

from collections.abc import Sequence

from botocore.exceptions import ClientError, ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError

from chalicelib.errors import ProviderRefused, Unavailable, Uncertain, VuoroError
from chalicelib.outside.aws import NO_ANSWER, client, code_of, may_pass
from chalicelib.settings import settings

NOT_SENT = (ConnectTimeoutError, EndpointConnectionError, ProxyConnectionError)
# Sending is switched off for now; the mail itself is right.
PAUSED = ("AccountSendingPaused", "ConfigurationSetSendingPaused")


def send_raw(raw: bytes, sender: str, recipients: Sequence[str], *, tag: str = "") -> str:
    """Send a finished MIME message to exactly these envelope recipients; returns the id that SES answered.

    `tag` comes back in SES events as message tag `vuoro`. Raises ProviderRefused if SES will never take it, Unavailable
    if it was surely not sent, Uncertain if it may have been.
    """
    if not recipients:
        # SES would fall back to the addresses in the headers.
        raise ProviderRefused("A mail needs a recipient")
    request = {"Source": sender, "Destinations": list(recipients), "RawMessage": {"Data": raw}, **_events(tag)}
    try:
        answer = client("ses").send_raw_email(**request)
    except ClientError as error:
        raise _judged(error) from error
    except NOT_SENT as error:
        raise Unavailable(f"SES: {type(error).__name__}") from error
    except NO_ANSWER as error:
        raise Uncertain(f"SES: {type(error).__name__}") from error
    if not answer.get("MessageId"):
        raise Uncertain("SES answered without a message id")
    return str(answer["MessageId"])


def message_id(answered: str, region: str) -> str:
    """The Message-ID header under which SES sent the mail it answered `answered` for; that is what a reply refers to."""
    if "@" in answered:
        return f"<{answered.strip('<>')}>"
    return f"<{answered}@{'email' if region == 'us-east-1' else region}.amazonses.com>"


def _events(tag: str) -> dict[str, object]:
    wanted: dict[str, object] = {"Tags": [{"Name": "vuoro", "Value": tag}]} if tag else {}
    if settings().ses_configuration:
        wanted["ConfigurationSetName"] = settings().ses_configuration
    return wanted


def _judged(error: ClientError) -> VuoroError:
    reason = f"SES: {code_of(error)}: {error.response.get('Error', {}).get('Message', '')}"
    if may_pass(error) or code_of(error).removesuffix("Exception") in PAUSED:
        # A bare number for a code means that a gateway spoke and not SES.
        return Uncertain(reason) if code_of(error).isdigit() else Unavailable(reason)
    return ProviderRefused(reason)
