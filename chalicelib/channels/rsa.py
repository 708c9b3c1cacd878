"""Checking RSA signatures (RSASSA-PKCS1-v1_5, RFC 8017, 8.2.2) with nothing but integers and hashlib.

Only checking: no secret is used here, so nothing can leak by time. The signature is opened and compared, whole, with the one encoding that
the digest can have; nothing of what it opens to is parsed. See docs/decisions/0019-rsa-checked-with-integers.md.
"""

import base64
import binascii
import hashlib
import re

from chalicelib.values import dataclass

# The DER of DigestInfo up to the digest (RFC 8017, 9.2, note 1).
DIGEST_INFO = {
    "sha256": bytes.fromhex("3031300d060960864801650304020105000420"),
    "sha384": bytes.fromhex("3041300d060960864801650304020205000430"),
    "sha512": bytes.fromhex("3051300d060960864801650304020305000440"),
}
# Smaller moduli can be factored, larger ones cost time that a stranger could make us spend.
SMALLEST, LARGEST = 2048, 8192
BASE64URL = re.compile(r"[A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class PublicKey:
    """An RSA public key."""

    modulus: int
    exponent: int

    @property
    def size(self) -> int:
        """Bytes of a signature."""
        return (self.modulus.bit_length() + 7) // 8

    @property
    def is_sound(self) -> bool:
        """Whether a signature under this key proves anything: large enough, odd, an exponent in the usual range."""
        bits, exponent = self.modulus.bit_length(), self.exponent
        return SMALLEST <= bits <= LARGEST and self.modulus % 2 == 1 and 65537 <= exponent < 2**32 and exponent % 2 == 1


def verify(key: PublicKey, signature: bytes, message: bytes, algorithm: str) -> bool:
    """Whether `signature` is the key owner's over `message`; `algorithm` is sha256, sha384 or sha512."""
    if algorithm not in DIGEST_INFO or not key.is_sound or len(signature) != key.size:
        return False
    opened = int.from_bytes(signature, "big")
    if opened >= key.modulus:
        return False
    return pow(opened, key.exponent, key.modulus).to_bytes(key.size, "big") == _encoded(message, algorithm, key.size)


def _encoded(message: bytes, algorithm: str, size: int) -> bytes:
    """EMSA-PKCS1-v1_5: the only bytes that a signature of this message opens to."""
    info = DIGEST_INFO[algorithm] + hashlib.new(algorithm, message).digest()
    return b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info


def unpadded(text: str) -> bytes | None:
    """What base64url without padding (RFC 7515) stands for; None if it is anything but the one way to write it."""
    if not BASE64URL.fullmatch(text):
        return None
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return None
    return found if base64.urlsafe_b64encode(found).rstrip(b"=") == text.encode() else None


def public_key(modulus: str, exponent: str) -> PublicKey | None:
    """The key of a JSON Web Key's `n` and `e` (RFC 7518, 6.3.1)."""
    n, e = unpadded(modulus), unpadded(exponent)
    return PublicKey(int.from_bytes(n, "big"), int.from_bytes(e, "big")) if n and e else None
