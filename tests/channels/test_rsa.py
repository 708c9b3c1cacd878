"""Our check of RSA signatures says the same as the library `cryptography`, of what is right and of all that is forged."""

import base64
import hashlib
from collections.abc import Callable

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, utils
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from hypothesis import assume, given
from hypothesis import strategies as st

from chalicelib.channels import rsa
from chalicelib.channels.rsa import DIGEST_INFO, PublicKey, public_key, unpadded, verify
from tests.channels import keys

KEY = PublicKey(*keys.numbers(keys.private()))
NAMES = {"RS256": "sha256", "RS384": "sha384", "RS512": "sha512"}
MESSAGE = b"head.body"
SIGNED = keys.sign(keys.private(), MESSAGE)

messages = st.binary(max_size=200)
algorithms = st.sampled_from(sorted(NAMES))


def library(key: PublicKey, signature: bytes, message: bytes, algorithm: str) -> bool:
    """What `cryptography` says; `algorithm` as JSON Web Tokens name it."""
    try:
        RSAPublicNumbers(key.exponent, key.modulus).public_key().verify(signature, message, padding.PKCS1v15(), keys.HASHES[algorithm]())
    except InvalidSignature:
        return False
    return True


@given(message=messages, algorithm=algorithms)
def test_what_the_library_signs_is_right(message: bytes, algorithm: str) -> None:
    assert verify(KEY, keys.sign(keys.private(), message, algorithm), message, NAMES[algorithm])


@given(message=messages, algorithm=algorithms, other=algorithms)
def test_a_signature_holds_for_its_own_algorithm_only(message: bytes, algorithm: str, other: str) -> None:
    assert verify(KEY, keys.sign(keys.private(), message, algorithm), message, NAMES[other]) is (algorithm == other)


@given(message=messages, changed=messages)
def test_a_signature_holds_for_its_own_message_only(message: bytes, changed: bytes) -> None:
    assert verify(KEY, keys.sign(keys.private(), message), changed, "sha256") is (message == changed)


@given(position=st.integers(0, 255), flip=st.integers(1, 255))
def test_no_bit_of_a_signature_may_differ(position: int, flip: int) -> None:
    forged = bytearray(SIGNED)
    forged[position] ^= flip
    assert not verify(KEY, bytes(forged), MESSAGE, "sha256")
    assert not library(KEY, bytes(forged), MESSAGE, "RS256")


@given(signature=st.binary(max_size=300))
def test_any_bytes_are_judged_as_the_library_judges_them(signature: bytes) -> None:
    assert verify(KEY, signature, MESSAGE, "sha256") is library(KEY, signature, MESSAGE, "RS256")


@pytest.mark.parametrize(
    "forged",
    [
        b"",
        SIGNED[1:],
        b"\x00" + SIGNED,
        SIGNED + b"\x00",
        bytes(256),
        (1).to_bytes(256, "big"),
        (KEY.modulus - 1).to_bytes(256, "big"),
        KEY.modulus.to_bytes(256, "big"),
        (int.from_bytes(SIGNED, "big") + KEY.modulus).to_bytes(257, "big"),
        b"\xff" * 256,
    ],
)
def test_lengths_and_edges_are_refused(forged: bytes) -> None:
    assert not verify(KEY, forged, MESSAGE, "sha256")


def signed_where(fits: Callable[[int], bool]) -> tuple[bytes, int]:
    """The first message whose signature, as a number, is as wanted."""
    messages = (str(number).encode() for number in range(20_000))
    found = ((message, int.from_bytes(keys.sign(keys.private(), message), "big")) for message in messages)
    return next((message, number) for message, number in found if fits(number))


def test_a_number_has_one_signature_only() -> None:
    message, number = signed_where(lambda number: number + KEY.modulus < 2**2048)
    assert verify(KEY, number.to_bytes(256, "big"), message, "sha256")
    assert not verify(KEY, (number + KEY.modulus).to_bytes(256, "big"), message, "sha256")


def test_zeros_in_front_belong_to_a_signature() -> None:
    message, number = signed_where(lambda number: number < 2**2040)
    assert verify(KEY, number.to_bytes(256, "big"), message, "sha256")
    assert not verify(KEY, number.to_bytes(255, "big"), message, "sha256")
    assert not verify(KEY, number.to_bytes(257, "big"), message, "sha256")


# -- what only the owner of the key could write, and still is not the one right encoding --

INFO = DIGEST_INFO["sha256"]
DIGEST = hashlib.sha256(MESSAGE).digest()


def opened_as(block: bytes) -> bytes:
    """The signature that opens to exactly this block."""
    numbers = keys.private().private_numbers()
    return pow(int.from_bytes(block, "big"), numbers.d, KEY.modulus).to_bytes(256, "big")


def padded(info: bytes, size: int = 256) -> bytes:
    return b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info


ENCODINGS = {
    "the right one": (padded(INFO + DIGEST), True),
    "garbage behind the digest (Bleichenbacher 2006)": (b"\x00\x01" + b"\xff" * 8 + b"\x00" + INFO + DIGEST + bytes(256 - 11 - 51), False),
    "shortened padding, zeros in front of the digest info": (b"\x00\x01" + b"\xff" * 100 + b"\x00" * 103 + INFO + DIGEST, False),
    "no NULL parameters (RFC 8017 would let it pass)": (
        padded(bytes.fromhex("302f300b0609608648016503040201") + b"\x04\x20" + DIGEST),
        False,
    ),
    "other parameters than NULL": (padded(INFO.replace(b"\x05\x00", b"\x04\x00") + DIGEST), False),
    "length in the long form": (padded(bytes.fromhex("308131300d060960864801650304020105000420") + DIGEST), False),
    "another hash's name": (padded(DIGEST_INFO["sha384"][:-1] + b"\x20" + DIGEST), False),
    "SHA-1's name": (padded(bytes.fromhex("3021300906052b0e03021a05000414") + hashlib.sha1(MESSAGE).digest()), False),
    "the bare digest": (padded(DIGEST), False),
    "block type 2, as for encryption": (b"\x00\x02" + padded(INFO + DIGEST)[2:], False),
    "block type 0": (b"\x00\x00" + padded(INFO + DIGEST)[2:], False),
    "one byte of padding is not FF": (padded(INFO + DIGEST).replace(b"\xff\xff", b"\xff\xfe", 1), False),
    "no zero between padding and digest info": (b"\x00\x01" + b"\xff" * (256 - 2 - 51) + INFO + DIGEST, False),
}


@pytest.mark.parametrize(("block", "is_right"), ENCODINGS.values(), ids=ENCODINGS)
def test_a_signature_opens_to_the_one_right_encoding_or_is_none(block: bytes, is_right: bool) -> None:
    assert len(block) == 256
    assert verify(KEY, opened_as(block), MESSAGE, "sha256") is is_right


@given(position=st.integers(1, 255), value=st.integers(0, 255))
def test_no_byte_of_the_encoding_may_differ(position: int, value: int) -> None:
    block = bytearray(padded(INFO + DIGEST))
    assume(block[position] != value)
    block[position] = value
    assert not verify(KEY, opened_as(bytes(block)), MESSAGE, "sha256")


def test_the_prefixes_are_those_that_the_library_writes() -> None:
    for name, info in DIGEST_INFO.items():
        hashed = {"sha256": hashes.SHA256(), "sha384": hashes.SHA384(), "sha512": hashes.SHA512()}[name]
        digest = hashlib.new(name, MESSAGE).digest()
        signature = keys.private().sign(digest, padding.PKCS1v15(), utils.Prehashed(hashed))
        block = pow(int.from_bytes(signature, "big"), KEY.exponent, KEY.modulus).to_bytes(256, "big")
        assert block == padded(info + digest)


# -- keys --


@pytest.mark.parametrize(
    ("modulus", "exponent", "is_sound"),
    [
        (2**2047 + 1, 65537, True),
        (2**8191 + 1, 65537, True),
        (2**2046 + 1, 65537, False),
        (2**8192 + 1, 65537, False),
        (2**2047, 65537, False),
        (2**2047 + 1, 3, False),
        (2**2047 + 1, 1, False),
        (2**2047 + 1, 65538, False),
        (2**2047 + 1, 2**32 + 1, False),
        (2**2047 + 1, 0, False),
        (0, 65537, False),
    ],
)
def test_only_sound_keys_prove_anything(modulus: int, exponent: int, is_sound: bool) -> None:
    assert PublicKey(modulus, exponent).is_sound is is_sound


def test_a_weak_key_proves_nothing_even_if_it_signed() -> None:
    weak = keys.private(1024)
    assert not verify(PublicKey(*keys.numbers(weak)), keys.sign(weak, MESSAGE), MESSAGE, "sha256")


@pytest.mark.parametrize("size", [3072, 4096])
def test_larger_keys_are_read_too(size: int) -> None:
    key = keys.private(size)
    assert verify(PublicKey(*keys.numbers(key)), keys.sign(key, MESSAGE, "RS512"), MESSAGE, "sha512")


@pytest.mark.parametrize("algorithm", ["", "sha1", "md5", "RS256", "none", "sha3_256", "shake_128"])
def test_an_algorithm_that_we_do_not_know_proves_nothing(algorithm: str) -> None:
    assert not verify(KEY, SIGNED, MESSAGE, algorithm)


@given(content=st.binary(max_size=40))
def test_base64url_is_read_as_it_is_written(content: bytes) -> None:
    assert unpadded(base64.urlsafe_b64encode(content).rstrip(b"=").decode()) == content


@given(text=st.text(max_size=12) | st.text(alphabet="AB-_=+/ \n", max_size=12))
def test_anything_has_one_reading_or_none(text: str) -> None:
    found = unpadded(text)
    assert found is None or base64.urlsafe_b64encode(found).rstrip(b"=") == text.encode()


@pytest.mark.parametrize("text", ["A", "AB==", "AB=", "A+", "A/", "AA\n", " AA", "AB", "ää"])
def test_a_second_way_to_write_the_same_bytes_is_none(text: str) -> None:
    assert unpadded(text) is None


def test_a_web_key_is_read_or_none() -> None:
    n, e = keys.numbers(keys.private())
    assert public_key(keys.whole(n), keys.whole(e)) == PublicKey(n, e)
    assert [public_key(*pair) for pair in (("", "AQAB"), ("AQAB", ""), ("!", "AQAB"), ("AQAB", "ä"))] == [None] * 4


def test_the_limits_are_said_in_bits() -> None:
    assert (rsa.SMALLEST, rsa.LARGEST, KEY.size) == (2048, 8192, 256)
