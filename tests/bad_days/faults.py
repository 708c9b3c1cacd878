"""What can happen to one call on its way: refused, broken, cut before it arrived, its answer lost, or no service at all for a while."""

from collections.abc import Callable
from dataclasses import dataclass

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.compat import HTTPHeaders
from botocore.exceptions import EndpointConnectionError, ReadTimeoutError

from tests.bad_days.calls import Call, Service, Wire
from tests.outside.faults import Body

Happening = Callable[[str, AWSPreparedRequest, Service], AWSResponse | None]


def throttled(service: str, request: AWSPreparedRequest, serve: Service) -> AWSResponse:
    code = {"dynamodb": "ProvisionedThroughputExceededException", "s3": "SlowDown", "ses": "Throttling", "sqs": "RequestThrottled"}
    return _error(service, request, code.get(service, "ThrottlingException"), 503 if service == "s3" else 400)


def broken(service: str, request: AWSPreparedRequest, serve: Service) -> AWSResponse:
    code = {"dynamodb": "InternalServerError", "s3": "InternalError"}
    return _error(service, request, code.get(service, "InternalFailure"), 500)


def cut(service: str, request: AWSPreparedRequest, serve: Service) -> AWSResponse:
    """The request never arrived."""
    raise EndpointConnectionError(endpoint_url=request.url)


def lost(service: str, request: AWSPreparedRequest, serve: Service) -> AWSResponse:
    """It was carried out, and nobody heard so."""
    serve()
    raise ReadTimeoutError(endpoint_url=request.url)


@dataclass(frozen=True)
class Fault:
    """What happens to a call, how many attempts in a row; `down`: to every such call until the end of the invocation."""

    happening: Happening
    times: int = 1
    down: bool = False

    def __str__(self) -> str:
        return f"{self.happening.__name__} {'until the end' if self.down else f'{self.times} x'}"


LOST, REFUSED = Fault(lost), Fault(throttled, 2)
KINDS = (REFUSED, Fault(broken), Fault(cut), LOST, Fault(throttled, 1_000, down=True))


def strike(wire: Wire, where: int | str, fault: Fault) -> None:
    """From now on, until the invocation ends, this happens to the call of that number, or to calls of that operation."""
    left, target = fault.times, ""

    def serve(call: Call, at: int, request: AWSPreparedRequest, service: Service) -> AWSResponse | None:
        nonlocal left, target
        is_it = where in (at, call.operation)
        target = call.operation if is_it else target
        if not left or not (is_it or (fault.down and call.operation == target)):
            return service()
        left -= 1
        return fault.happening(call.operation.partition(".")[0], request, service)

    wire.leave_alone()
    wire.serve = serve


def _error(service: str, request: AWSPreparedRequest, code: str, status: int) -> AWSResponse:
    if service in ("s3", "ses"):
        text = f"<Error><Code>{code}</Code><Message>no</Message></Error>"
        text = f"<ErrorResponse>{text}<RequestId>1</RequestId></ErrorResponse>" if service == "ses" else text
    else:
        text = f'{{"__type": "com.amazonaws#{code}", "message": "no"}}'
    return AWSResponse(request.url, status, HTTPHeaders(), Body(text.encode()))
