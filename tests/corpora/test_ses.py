"""Receipts and events as real SES sent them, read from beside the project; nothing of them is copied here."""

import json
import warnings
from pathlib import Path

import pytest

from chalicelib.intake.ses import reports, stored_mail

CORPORA = Path(__file__).parents[3] / "shared" / "corpora" / "webhooks"

pytestmark = pytest.mark.corpora
if not CORPORA.is_dir():
    warnings.warn(f"No webhook corpora at {CORPORA}: real SES events are NOT tested", stacklevel=1)
    pytest.skip(f"no webhook corpora at {CORPORA}", allow_module_level=True)

FILES = sorted((CORPORA / "aws_ses").glob("*.json"))
SAYS = {"Bounce": "failed", "Complaint": "failed", "Delivery": "delivered", "Send": "sent", "Reject": "failed"}


def test_there_are_receipts_and_events() -> None:
    assert {json.loads(path.read_text())["notificationType"] for path in FILES} >= {"Received", "Bounce", "Delivery"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_real_notification_is_read(path: Path) -> None:
    said = json.loads(path.read_text())
    kind = said["notificationType"]
    if kind == "Received":
        found = stored_mail(said, frozenset())
        assert found.key == said["receipt"]["action"]["objectKey"]
        assert found.receipt.recipients == tuple(address.lower() for address in said["receipt"]["recipients"])
        assert found.receipt.verdicts.dmarc == said["receipt"]["dmarcVerdict"]["status"]
        return
    found_reports = list(reports(said))
    assert [report.status for report in found_reports] == [SAYS[kind]] * len(found_reports)
    assert {report.provider_id for report in found_reports} == {said["mail"]["messageId"]}
    if kind == "Bounce":
        assert [report.recipient for report in found_reports] == [row["emailAddress"] for row in said["bounce"]["bouncedRecipients"]]
