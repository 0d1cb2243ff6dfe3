"""WeChat's side, written apart from the bridge: signs, encrypts, posts and reads replies as WeChat does."""

from __future__ import annotations

import base64
import hashlib
import itertools
import os
import re
import struct
import time
from xml.etree import ElementTree

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

TOKEN, APPID, SECRET = "Kq7token", "wx0123456789abcdef", "secretsecretsecretsecretsecret12"
KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
OLD_KEY = "ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zyxwvut"
ACCOUNT, USER = "gh_0a1b2c3d4e5f", "oUser-1_abcdefghijklmnopqrst"

_ids = itertools.count(24000000000000001)


def sha1(*parts):
    return hashlib.sha1("".join(sorted(parts)).encode()).hexdigest()


def _blocks(data):
    return [data[i : i + 16] for i in range(0, len(data), 16)]


def _xor(one, two):
    return bytes(a ^ b for a, b in zip(one, two, strict=True))


def _ecb(key):
    return Cipher(algorithms.AES(key), modes.ECB())


def cbc_encrypt(key, plain):
    """CBC by hand over single blocks."""
    encryptor, last, out = _ecb(key).encryptor(), key[:16], []
    for block in _blocks(plain):
        last = encryptor.update(_xor(block, last))
        out.append(last)
    return b"".join(out)


def cbc_decrypt(key, sealed):
    decryptor, blocks = _ecb(key).decryptor(), _blocks(sealed)
    return b"".join(_xor(decryptor.update(b), last) for last, b in zip([key[:16], *blocks], blocks, strict=False))


def pad(data):
    count = 32 - len(data) % 32
    return data + bytes([count]) * count


def aes_key(encoding_aes_key):
    return base64.b64decode(encoding_aes_key + "=")


def encrypt(content, key=KEY, appid=APPID, random=None):
    plain = (random or os.urandom(16)) + struct.pack(">I", len(content)) + content + appid.encode()
    return base64.b64encode(cbc_encrypt(aes_key(key), pad(plain))).decode()


def decrypt(encrypted, key=KEY):
    """The content and the AppID."""
    plain = cbc_decrypt(aes_key(key), base64.b64decode(encrypted))
    plain = plain[: -plain[-1]]
    (length,) = struct.unpack(">I", plain[16:20])
    return plain[20 : 20 + length], plain[20 + length :].decode()


def fields(**more):
    """The fields of a text message; others replace or join them, and None takes one away."""
    made = {
        "ToUserName": ACCOUNT,
        "FromUserName": USER,
        "CreateTime": str(int(time.time())),
        "MsgType": "text",
        "Content": "房租能减吗",
        "MsgId": str(next(_ids)),
    }
    return {k: v for k, v in {**made, **more}.items() if v is not None}


def event(name, **more):
    return fields(MsgType="event", Event=name, Content=None, MsgId=None, **more)


def xml(values):
    inner = "".join(f"<{k}><![CDATA[{v}]]></{k}>" for k, v in values.items())
    return f"<xml>{inner}</xml>".encode()


def query(timestamp=None, nonce="1514711492", token=TOKEN, **more):
    timestamp = str(int(time.time()) if timestamp is None else timestamp)
    return {"signature": sha1(token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce, **more}


def sealed(content, key=KEY, appid=APPID, timestamp=None, token=TOKEN, encrypted=None):
    """Query and body of an encrypted post."""
    encrypted = encrypt(content, key, appid) if encrypted is None else encrypted
    asked = query(timestamp, token=token, encrypt_type="aes", openid=USER)
    asked["msg_signature"] = sha1(token, asked["timestamp"], asked["nonce"], encrypted)
    return asked, xml({"ToUserName": ACCOUNT, "Encrypt": encrypted})


def read(body):
    """The fields of a reply in plain XML."""
    root = ElementTree.fromstring(body)
    assert root.tag == "xml"
    return {child.tag: child.text or "" for child in root}


def read_sealed(body, key=KEY):
    """The fields of an encrypted reply, whose signature and AppID are right."""
    outer = read(body)
    assert set(outer) == {"Encrypt", "MsgSignature", "TimeStamp", "Nonce"}
    assert re.search(rb"<TimeStamp>\d+</TimeStamp>", body)
    assert outer["MsgSignature"] == sha1(TOKEN, outer["TimeStamp"], outer["Nonce"], outer["Encrypt"])
    content, appid = decrypt(outer["Encrypt"], key)
    assert appid == APPID
    return read(content)
