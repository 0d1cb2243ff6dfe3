"""Signature and encryption: WeChat's own vectors, the other implementation, and everything that must not open."""

import base64
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechat_side import APPID, KEY, OLD_KEY, aes_key, cbc_encrypt, decrypt, encrypt, pad, sha1

from bot.channels.wechat.crypto import CannotOpen, MessageCrypto
from bot.channels.wechat.signature import matches, sign

VECTOR = "ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ=="


def test_the_official_vector_of_the_handshake():
    assert sign("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"


def test_the_official_vector_of_encryption():
    crypto = MessageCrypto("wxba5fad812f8e6fb9", ["A" * 43], lambda _: b"707722b803182950")
    assert crypto.seal(b'{"demo_resp":"good luck"}') == VECTOR
    assert crypto.open(VECTOR) == (b'{"demo_resp":"good luck"}', 0)
    assert sign("AAAAA", "1713424427", "415670741", VECTOR) == "1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1"


@given(st.text(st.characters(codec="ascii"), max_size=40), st.text(max_size=40), st.none() | st.text(max_size=40))
def test_signatures_take_any_text(token, nonce, encrypted):
    made = sign(token, "1", nonce, encrypted)
    assert matches(made, made)
    assert not matches(made[:-1], made) and not matches("签" + made[1:], made)


def test_parts_are_sorted_by_bytes():
    assert sign("b", "a", "B", "é") == sha1("B", "a", "b", "é")


@given(st.binary(max_size=300))
def test_both_sides_open_what_the_other_seals(content):
    crypto = MessageCrypto(APPID, [KEY, OLD_KEY])
    assert crypto.open(encrypt(content)) == (content, 0)
    assert crypto.open(encrypt(content, OLD_KEY)) == (content, 1)
    assert decrypt(crypto.seal(content)) == (content, APPID)
    assert decrypt(crypto.seal(content, 1), OLD_KEY) == (content, APPID)


def _raw(plain, key=KEY):
    return base64.b64encode(cbc_encrypt(aes_key(key), plain)).decode()


RIGHT = bytes(16) + struct.pack(">I", 5) + b"hello" + APPID.encode()
BAD = {
    "empty": "",
    "not base64": "你好",
    "base64 of another alphabet": encrypt(b"hello").replace("+", "-").replace("/", "_") + "-_==",
    "line breaks": encrypt(b"hello")[:10] + "\n" + encrypt(b"hello")[10:],
    "half a block": base64.b64encode(base64.b64decode(encrypt(b"hello"))[:-7]).decode(),
    "cut by a block": base64.b64encode(base64.b64decode(encrypt(b"hello" * 20))[:-16]).decode(),
    "another key": encrypt(b"hello", OLD_KEY),
    "another account": encrypt(b"hello", appid="wx9999999999999999"),
    "an account that begins like ours": encrypt(b"hello", appid=APPID + "0"),
    "no account": encrypt(b"hello", appid=""),
    "padding of 0": _raw(RIGHT + bytes(16 - len(RIGHT) % 16)),
    "padding above 32": _raw(pad(RIGHT)[:-1] + b"\x21"),
    "padding of unequal bytes": _raw(pad(RIGHT)[:-5] + b"\x00" + pad(RIGHT)[-4:]),
    "padding longer than the text": _raw(b"\x20" * 16),
    "too short for a length": _raw(bytes(14) + b"\x02\x02"),
    "length beyond the end": _raw(pad(bytes(16) + struct.pack(">I", 2**32 - 1) + b"hello" + APPID.encode())),
    "length that eats the account": _raw(
        pad(bytes(16) + struct.pack(">I", 5 + len(APPID)) + b"hello" + APPID.encode())
    ),
}


@pytest.mark.parametrize("encrypted", BAD.values(), ids=BAD)
def test_whatever_is_wrong_is_the_one_error_that_tells_nothing(encrypted):
    with pytest.raises(CannotOpen) as raised:
        MessageCrypto(APPID, [KEY]).open(encrypted)
    assert not str(raised.value)


@given(st.integers(0, 95), st.integers(1, 255))
def test_a_changed_bit_does_not_change_the_length_or_the_account_unnoticed(position, change):
    content = b"x" * 44
    sealed = bytearray(base64.b64decode(encrypt(content, random=bytes(16))))
    sealed[position] ^= change
    try:
        opened, _ = MessageCrypto(APPID, [KEY]).open(base64.b64encode(sealed).decode())
    except CannotOpen:
        return
    assert len(opened) == len(content)


@given(st.text(max_size=120))
def test_no_text_makes_another_error(encrypted):
    with pytest.raises(CannotOpen):
        MessageCrypto(APPID, [KEY]).open(encrypted)


def test_two_seals_of_the_same_differ():
    crypto = MessageCrypto(APPID, [KEY])
    assert crypto.seal(b"hello") != crypto.seal(b"hello")


@pytest.mark.parametrize(("appid", "key"), [("", KEY), (APPID, KEY[:-1]), (APPID, "密" * 43)])
def test_what_cannot_be_an_account(appid, key):
    with pytest.raises(ValueError):
        MessageCrypto(appid, [key])
