"""The signed, expiring link of a survey: who holds it may answer about one resolution of one ticket, and nothing else."""

from collections.abc import Mapping
from datetime import UTC, datetime

from chalicelib import ids
from chalicelib.values import dataclass

PURPOSE = "survey"
LONGEST = 512


@dataclass(frozen=True, slots=True)
class Claims:
    """What a survey token says; `expires` in UTC to the second."""

    ticket: int
    resolution: int
    question_version: int
    language: str
    expires: datetime


def token(claims: Claims, keys: Mapping[str, str]) -> str:
    """The token for `claims`, signed with the current key; every key still in `keys` keeps older tokens readable."""
    plain = {"purpose": PURPOSE, "t": claims.ticket, "r": claims.resolution, "q": claims.question_version, "l": claims.language}
    return ids.seal(plain, claims.expires, keys)


def read(token: str, now: datetime, keys: Mapping[str, str]) -> Claims | None:
    """The claims of a genuine, unexpired survey token; None for anything else, tokens made for other purposes included."""
    if len(token) > LONGEST or not token.isascii():
        return None
    match ids.unseal(token, now, keys):
        case {"purpose": "survey", "t": int(ticket), "r": int(resolution), "q": int(version), "l": str(language), "exp": int(exp)}:
            return Claims(ticket, resolution, version, language, datetime.fromtimestamp(exp, UTC))
    return None


def link(public_url: str, token: str, score: int | None = None) -> str:
    """The address of the survey page; `score` only chooses a face there and records nothing."""
    page = f"{public_url.rstrip('/')}/survey/{token}"
    return page if score is None else f"{page}?score={score}"
