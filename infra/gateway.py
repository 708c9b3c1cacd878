"""What API Gateway answers by itself, in the words of the API: it has no address for a call, or no answer from us."""

import json

from infra.cfn import Json, ref

NOT_THERE = {"code": "not_found", "message": "There is no such address."}
# This API knows no signatures of AWS: these say that no route takes the call.
UNKNOWN = ("MISSING_AUTHENTICATION_TOKEN", "INVALID_SIGNATURE", "EXPIRED_TOKEN")
SAID: dict[str, tuple[str, str]] = {
    "THROTTLED": ("rate_limited", "Too many requests; wait a moment."),
    "REQUEST_TOO_LARGE": ("too_large", "The body is larger than what is taken."),
    "UNSUPPORTED_MEDIA_TYPE": ("invalid_content_type", "The body is not of a type that is read here."),
    "INTEGRATION_TIMEOUT": ("unavailable", "The answer took too long; try again."),
    "INTEGRATION_FAILURE": ("unavailable", "Something went wrong on our side; try again."),
    "DEFAULT_4XX": ("refused", "$context.error.message"),
    "DEFAULT_5XX": ("internal_error", "Something went wrong on our side."),
}
RETRY = ("THROTTLED", "INTEGRATION_TIMEOUT", "INTEGRATION_FAILURE", "DEFAULT_5XX")


def gateway_responses() -> Json:
    """By the names that API Gateway has for them. Where web pages may call at all, any may read these: nothing in them is anybody's."""
    unknown = {name: {"statusCode": "404", **_response(NOT_THERE["code"], NOT_THERE["message"])} for name in UNKNOWN}
    return unknown | {name: _response(*said, retry=name in RETRY) for name, said in SAID.items()}


def _response(code: str, message: str, *, retry: bool = False) -> Json:
    # A message of the gateway's own comes as a JSON string, quotation marks included ($context.error.messageString).
    quoted = "$context.error.messageString" if message.startswith("$context") else json.dumps(message)
    body = f'{{"code": {json.dumps(code)}, "message": {quoted}, "request_id": "$context.requestId"}}'
    parameters = {
        "gatewayresponse.header.Access-Control-Allow-Origin": _for_pages("'*'"),
        "gatewayresponse.header.Access-Control-Expose-Headers": _for_pages("'Retry-After, X-Request-Id'"),
        "gatewayresponse.header.X-Request-Id": "context.requestId",
        **({"gatewayresponse.header.Retry-After": "'1'"} if retry else {}),
    }
    return {"responseParameters": parameters, "responseTemplates": {"application/json": body}}


def _for_pages(value: str) -> Json:
    return {"Fn::If": ["HasOrigins", value, ref("AWS::NoValue")]}
