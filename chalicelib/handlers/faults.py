"""Errors as the API tells them: one body for each kind, always with code, message and the request's id."""

from typing import Any

from chalicelib.errors import BadCredentials, Duplicate, Inconsistent, InvalidInput, Passing, Refused, VuoroError

Json = dict[str, Any]


def body_of(error: VuoroError, request_id: str) -> Json:
    """The body of an answer; what is our own fault is told without details."""
    if not isinstance(error, Refused | Passing):
        return internal(request_id)
    told: Json = {"code": error.code, "message": error.message, "request_id": request_id}
    match error:
        case InvalidInput():
            first = error.faults[0].code if error.faults else error.code
            rows = [{"field": fault.field, "message": fault.message, "code": fault.code} for fault in error.faults]
            return {"description": "Validation failed", "errors": rows, **told, "code": first}
        case Duplicate():
            row = {"field": error.field, "message": error.message, "code": error.code, "additional_info": {"user_id": error.owner}}
            return {"description": "Validation failed", "errors": [row], **told}
        case Inconsistent():
            row = {"field": "status", "message": error.message, "code": error.code}
            return {"description": "Validation failed", "errors": [row], **told}
    return told


def headers_of(error: VuoroError) -> dict[str, str]:
    if isinstance(error, Passing):
        return {"Retry-After": str(error.retry_after)}
    if isinstance(error, BadCredentials):
        return {"WWW-Authenticate": 'Basic realm="API key"'}
    return {}


def status_of(error: VuoroError) -> int:
    return error.status if isinstance(error, Refused | Passing) else 500


def internal(request_id: str) -> Json:
    return {"code": "internal_error", "message": "Something went wrong on our side.", "request_id": request_id}
