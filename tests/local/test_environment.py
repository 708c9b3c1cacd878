"""What the handlers of a local desk see, and what of it whoever starts the desk decides."""

import pytest

from infra.functions import ENVIRONMENT
from infra.local.provision import handler_environment
from infra.stack import output_key


@pytest.mark.parametrize(
    ("wished", "seen"),
    [
        ({}, ("", None)),
        ({"VUORO_ORIGINS": "http://127.0.0.1:8080"}, ("http://127.0.0.1:8080", None)),
        ({"VUORO_ORIGINS": "http://a.example", "VUORO_RATE": "60", "VUORO_PUBLIC_URL": "http://b.example"}, ("http://a.example", "60")),
    ],
)
def test_web_pages_and_rate_are_those_that_the_desk_was_started_with(wished: dict[str, str], seen: tuple[str, str | None]) -> None:
    outputs = {output_key(name): "" for name in ENVIRONMENT}
    told = handler_environment(outputs, public_url="http://here", whatsapp_url="http://there", mail_domain="kauppa.example", wished=wished)
    assert (told.get("VUORO_ORIGINS", ""), told.get("VUORO_RATE"), told["VUORO_PUBLIC_URL"]) == (*seen, "http://here")
