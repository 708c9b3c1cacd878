"""Clients that only remember what they were told, and ports nobody uses."""

from dataclasses import dataclass, field
from typing import Any

from botocore.exceptions import ClientError


@dataclass
class FakeCloud:
    """Takes put_object and publish; publishing fails as often as `broken` says."""

    objects: dict[str, bytes] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    broken: int = 0

    def put_object(self, *, Bucket: str, Key: str, Body: bytes) -> None:  # noqa: N803  # names of the S3 API
        self.objects[f"{Bucket}/{Key}"] = Body

    def publish(self, *, TopicArn: str, Subject: str, Message: str) -> None:  # noqa: N803  # names of the SNS API
        if self.broken:
            self.broken -= 1
            raise ClientError({"Error": {"Code": "InternalError", "Message": "no"}}, "Publish")
        self.notices.append(Message)


def nothing(*values: Any) -> None:
    """Says nothing."""
