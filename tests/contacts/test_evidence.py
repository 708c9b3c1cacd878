"""How sure we are of a handle: what rises, what never falls, what each message proves."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import product

import pytest

from chalicelib.channels.message import Handle, Inbound, Verdicts
from chalicelib.contacts.evidence import Evidence, Proof, proof_of, risen, stored, weaker

INFERRED, ASSERTED, VERIFIED = Evidence
MAIL = Inbound("email", "<1@x.example>", Handle("email", "aino@asiakas.example"), datetime(2026, 12, 1, tzinfo=UTC))
PASS = Verdicts(dmarc="PASS")


@pytest.mark.parametrize(
    ("standing", "seen", "becomes"),
    [
        (INFERRED, INFERRED, INFERRED), (INFERRED, ASSERTED, ASSERTED), (INFERRED, VERIFIED, INFERRED),
        (ASSERTED, INFERRED, ASSERTED), (ASSERTED, ASSERTED, ASSERTED), (ASSERTED, VERIFIED, VERIFIED),
        (VERIFIED, INFERRED, VERIFIED), (VERIFIED, ASSERTED, VERIFIED), (VERIFIED, VERIFIED, VERIFIED),
    ],
)  # fmt: skip
def test_a_guess_is_proven_only_after_somebody_asserted_it(standing: Evidence, seen: Evidence, becomes: Evidence) -> None:
    assert risen(standing, seen) is becomes


def test_evidence_never_falls_and_a_conclusion_is_never_surer_than_its_grounds() -> None:
    order = list(Evidence)
    for one, other in product(Evidence, repeat=2):
        assert order.index(risen(one, other)) >= order.index(one)
        assert order.index(weaker(one, other)) == min(order.index(one), order.index(other))


@pytest.mark.parametrize(
    ("message", "proof"),
    [
        (replace(MAIL, verdicts=PASS), Proof(VERIFIED, "channel:email")),
        (replace(MAIL, verdicts=Verdicts(spf="PASS", dkim="PASS", dmarc="GRAY")), Proof(ASSERTED, "channel:email")),
        (replace(MAIL, verdicts=Verdicts(dmarc="FAIL")), Proof(ASSERTED, "channel:email")),
        (MAIL, Proof(ASSERTED, "channel:email")),
        (replace(MAIL, verdicts=PASS, released="Liisa passed it on"), Proof(ASSERTED, "Liisa passed it on")),
        (replace(MAIL, channel="web", verdicts=PASS), Proof(ASSERTED, "channel:web")),
        (replace(MAIL, channel="whatsapp", sender=Handle("whatsapp", "358401")), Proof(VERIFIED, "channel:whatsapp")),
        (replace(MAIL, channel="twilio_sms", sender=Handle("phone", "+358401112")), Proof(ASSERTED, "channel:twilio_sms")),
        (replace(MAIL, channel="twilio_voice", sender=Handle("phone", "+358401112")), Proof(ASSERTED, "channel:twilio_voice")),
        (replace(MAIL, channel="slack", sender=Handle("slack", "T1.U1")), Proof(VERIFIED, "channel:slack")),
    ],
)
def test_a_message_proves_what_its_channel_vouches_for(message: Inbound, proof: Proof) -> None:
    assert proof_of(message) == proof


@pytest.mark.parametrize(
    ("word", "evidence"),
    [("inferred", INFERRED), ("asserted", ASSERTED), ("verified", VERIFIED), ("vouched", VERIFIED), ("wrote", ASSERTED), ("", ASSERTED)],
)
def test_a_stored_word_is_read_whatever_version_wrote_it(word: str, evidence: Evidence) -> None:
    assert stored(word) is evidence
