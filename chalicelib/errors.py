"""The error tree; every error says whether trying again can help.

VuoroError
├── Refused            the caller must change something; a retry cannot help
│   ├── InvalidInput       400, names each field
│   ├── BadCredentials     401
│   ├── AccessDenied       403
│   ├── NotFound           404
│   ├── Inconsistent       409
│   │   └── Duplicate          409, names the field and who has it
│   ├── Stale              412, the object changed since the caller read it
│   └── WrongType          415
├── Passing            the same call may work later
│   ├── Busy               503, lost too many races in a row
│   └── Unavailable        503, a service beside us did not answer
│       └── Uncertain          it may have done the work: ask before doing it again
├── Unreadable         an input that no retry will make readable: it goes to the dead-letter queue
├── ProviderRefused    a channel will never take this message
└── BadConfiguration   desk.yaml, named by line and field
"""

from chalicelib.values import dataclass


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One wrong field of an input, in the words and codes of the API (missing_field, invalid_value …)."""

    field: str
    message: str
    code: str = "invalid_value"


class VuoroError(Exception):
    """Base of all errors this code raises on purpose."""

    status = 500
    code = "internal_error"
    retryable = False

    def __init__(self, message: str = "") -> None:
        super().__init__(message or (self.__doc__ or "").split("\n")[0])
        self.message = str(self)


class Refused(VuoroError):
    """The caller must change something before trying again."""

    status = 400


class InvalidInput(Refused):
    """Validation failed."""

    code = "invalid_value"

    def __init__(self, *faults: FieldFault) -> None:
        super().__init__("; ".join(f"{fault.field}: {fault.message}" for fault in faults) or "Validation failed")
        self.faults = faults


class BadCredentials(Refused):
    """You have to be logged in to perform this action."""

    status = 401
    code = "invalid_credentials"


class AccessDenied(Refused):
    """You are not authorized to perform this action."""

    status = 403
    code = "access_denied"


class NotFound(Refused):
    """There is no such object."""

    status = 404
    code = "not_found"


class Inconsistent(Refused):
    """The object is not in a state that allows this."""

    status = 409
    code = "inconsistent_state"


class Duplicate(Inconsistent):
    """Another object has this value, which only one may have."""

    code = "duplicate_value"

    def __init__(self, field: str, message: str, owner: int) -> None:
        super().__init__(message)
        self.field = field
        self.owner = owner


class Stale(Refused):
    """The object changed since it was read; read it again."""

    status = 412
    code = "inconsistent_state"


class WrongType(Refused):
    """The body is not of a type that is read here."""

    status = 415
    code = "invalid_content_type"


class Passing(VuoroError):
    """A passing fault; the same call may work later."""

    status = 503
    code = "unavailable"
    retryable = True

    def __init__(self, message: str = "", retry_after: int = 1) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Busy(Passing):
    """The object changed too often while we tried; try again shortly."""


class Unavailable(Passing):
    """A service that we depend on did not answer."""


class Uncertain(Unavailable):
    """The request left us and the answer was lost: it may have been carried out."""


class Unreadable(VuoroError):
    """An input that no retry will make readable."""

    code = "unreadable"


class ProviderRefused(VuoroError):
    """The channel will not take this message, now or later."""

    code = "provider_refused"


class BadConfiguration(VuoroError):
    """The configuration breaks a rule; each fault names line and field."""

    code = "bad_configuration"

    def __init__(self, *faults: str) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults
