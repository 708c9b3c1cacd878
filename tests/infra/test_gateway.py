"""What API Gateway says by itself: bodies that are JSON, an unknown address as 404, and readable by web pages where any may call."""

import json

import pytest

from infra.gateway import UNKNOWN, gateway_responses

RESPONSES = gateway_responses()
SAID = {"$context.requestId": "r1", "$context.error.messageString": '"why"'}


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_every_answer_is_our_body_once_it_is_filled_in(name: str) -> None:
    body = RESPONSES[name]["responseTemplates"]["application/json"]
    for variable, value in SAID.items():
        body = body.replace(variable, value)
    assert sorted(json.loads(body)) == ["code", "message", "request_id"]


def test_an_address_without_a_route_is_not_there() -> None:
    assert {name: one["statusCode"] for name, one in RESPONSES.items() if "statusCode" in one} == dict.fromkeys(UNKNOWN, "404")


def test_what_no_route_answers_is_covered_to_the_last() -> None:
    assert {"DEFAULT_4XX", "DEFAULT_5XX", "THROTTLED", "MISSING_AUTHENTICATION_TOKEN"} <= set(RESPONSES)


@pytest.mark.parametrize("name", sorted(RESPONSES))
def test_pages_may_read_it_only_where_some_may_call(name: str) -> None:
    allow = RESPONSES[name]["responseParameters"]["gatewayresponse.header.Access-Control-Allow-Origin"]
    assert allow == {"Fn::If": ["HasOrigins", "'*'", {"Ref": "AWS::NoValue"}]}
    assert not [header for header in RESPONSES[name]["responseParameters"] if "Credentials" in header]
