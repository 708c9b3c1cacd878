"""A mail is handed to SES at most once per call, and the caller learns whether it may have gone."""

from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, ConnectTimeoutError, EndpointConnectionError, ReadTimeoutError
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.errors import ProviderRefused, Unavailable, Uncertain
from chalicelib.outside import aws, mail
from tests.outside.conftest import Configure
from tests.outside.faults import Happening, provoked

URL = "https://email.eu-north-1.amazonaws.com"
RAW = "From: Desk <desk@help.example.com>\r\nTo: aino@example.com\r\nSubject: Hei\r\n\r\nSelvitämme.\r\n".encode()


@pytest.fixture(autouse=True)
def _verified(configure: Configure) -> None:
    aws.client("ses").verify_domain_identity(Domain="help.example.com")


def sent() -> list[Any]:
    found: list[Any] = ses_backends[DEFAULT_ACCOUNT_ID]["eu-north-1"].sent_messages
    return found


def fault(code: str) -> str:
    return f"<ErrorResponse><Error><Code>{code}</Code><Message>why</Message></Error></ErrorResponse>"


def hand_over() -> str:
    return mail.send_raw(RAW, "desk@help.example.com", ["aino@example.com"])


def test_a_mail_is_sent_as_it_is_and_its_id_returned() -> None:
    answered = hand_over()
    assert (sent()[-1].id, sent()[-1].raw_data.encode()) == (answered, RAW)
    assert (sent()[-1].source, sent()[-1].destinations[0]) == ("desk@help.example.com", "aino@example.com")


def test_tag_and_configuration_reach_ses(configure: Configure) -> None:
    configure(SES_CONFIGURATION="vuoro-events")
    wanted: list[Any] = []
    events = aws.client("ses").meta.events
    events.register("provide-client-params.ses.SendRawEmail", lambda params, **_: wanted.append(params), unique_id="watch")
    mail.send_raw(RAW, "desk@help.example.com", ["aino@example.com"], tag="7-4")
    events.unregister("provide-client-params.ses.SendRawEmail", unique_id="watch")
    assert (wanted[0]["Tags"], wanted[0]["ConfigurationSetName"]) == ([{"Name": "vuoro", "Value": "7-4"}], "vuoro-events")


def test_without_a_recipient_nothing_is_sent() -> None:
    with provoked("ses", "SendRawEmail") as calls, pytest.raises(ProviderRefused):
        mail.send_raw(RAW, "desk@help.example.com", [])
    assert calls == []


def test_a_sender_we_do_not_own_is_refused() -> None:
    with pytest.raises(ProviderRefused, match="MessageRejected"):
        mail.send_raw(RAW, "desk@elsewhere.example", ["aino@example.com"])


@pytest.mark.parametrize(
    ("happening", "kind"),
    [
        ((400, fault("MessageRejected")), ProviderRefused),
        ((400, fault("InvalidParameterValue")), ProviderRefused),
        ((400, fault("MailFromDomainNotVerifiedException")), ProviderRefused),
        ((400, fault("Throttling")), Unavailable),
        ((400, fault("AccountSendingPausedException")), Unavailable),
        ((503, fault("ServiceUnavailable")), Unavailable),
        ((500, fault("InternalFailure")), Unavailable),
        (EndpointConnectionError(endpoint_url=URL), Unavailable),
        (ConnectTimeoutError(endpoint_url=URL), Unavailable),
        ((502, "<html>Bad gateway</html>"), Uncertain),
        ((504, ""), Uncertain),
        ((200, "<SendRawEmailResponse><SendRaw"), Uncertain),
        ((200, "<SendRawEmailResponse><SendRawEmailResult/></SendRawEmailResponse>"), Uncertain),
        (ReadTimeoutError(endpoint_url=URL), Uncertain),
        (ConnectionClosedError(endpoint_url=URL), Uncertain),
    ],
)
def test_one_call_is_one_attempt_and_its_fault_is_told_apart(happening: Happening, kind: type[Exception]) -> None:
    with provoked("ses", "SendRawEmail", happening) as calls, pytest.raises(kind) as raised:
        hand_over()
    assert (raised.type, len(calls)) == (kind, 1)


@pytest.mark.parametrize(
    ("answered", "region", "header"),
    [
        ("0110018c-1", "eu-north-1", "<0110018c-1@eu-north-1.amazonses.com>"),
        ("0100018c-1", "us-east-1", "<0100018c-1@email.amazonses.com>"),
        ("5f-3@email.amazonses.com", "eu-north-1", "<5f-3@email.amazonses.com>"),
    ],
)
def test_the_answered_id_names_the_header_that_replies_refer_to(answered: str, region: str, header: str) -> None:
    assert mail.message_id(answered, region) == header
