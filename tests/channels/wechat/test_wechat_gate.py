"""Over HTTP: the handshake, the three modes, and one and the same refusal for everything that is not WeChat's."""

import asyncio
import base64
import gzip
import socket
import struct
import time

import pytest
from wechat_side import (
    APPID,
    KEY,
    OLD_KEY,
    TOKEN,
    aes_key,
    cbc_encrypt,
    encrypt,
    event,
    fields,
    pad,
    query,
    read,
    read_sealed,
    sealed,
    sha1,
    xml,
)

ECHO = "5837397576500011341"
MODES = ("plain", "compat", "safe")


async def refusal(response):
    return response.status, await response.read()


@pytest.mark.parametrize("mode", MODES)
async def test_the_handshake_echoes_the_word_and_nothing_else(start, mode, counted):
    wechat = await start(mode=mode)
    response = await wechat.client.get("/wechat", params=query(echostr=ECHO))
    assert (response.status, response.content_type) == (200, "text/plain")
    assert await response.read() == ECHO.encode()
    assert counted == {"handshake": 1}


async def test_the_official_vector_of_the_handshake(start):
    wechat = await start(token="AAAAA")
    signed = {
        "signature": "f464b24fc39322e44b38aa78f5edd27bd1441696",
        "timestamp": "1714036504",
        "nonce": "1514711492",
        "echostr": "4375120948345356249",
    }
    assert await (await wechat.client.get("/wechat", params=signed)).text() == "4375120948345356249"


@pytest.mark.parametrize("echo", ["<script>alert(1)</script>", "你好 +&=", "a" * 500])
async def test_the_word_is_text_whatever_it_is(wechat, echo):
    response = await wechat.client.get("/wechat", params=query(echostr=echo))
    assert (await response.text(), response.content_type) == (echo, "text/plain")


async def test_a_handshake_that_is_not_right_is_403(wechat):
    right = query(echostr=ECHO)
    wrong = [{k: v for k, v in right.items() if k != name} for name in right]
    wrong += [{**right, name: ""} for name in right]
    wrong += [
        {**right, "signature": right["signature"][:-1] + "g"},
        {**right, "signature": "签名"},
        {**right, "signature": right["signature"].upper()},
        {**right, "nonce": "other"},
        {**right, "timestamp": "tomorrow"},
        query(echostr=ECHO, token="another"),
        {},
    ]
    for params in wrong:
        assert (await wechat.client.get("/wechat", params=params)).status == 403
    twice = [*right.items(), ("nonce", right["nonce"])]
    assert (await wechat.client.get("/wechat", params=twice)).status == 403


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_not_there(wechat, method):
    assert (await wechat.client.request(method, "/wechat", params=query())).status == 405


async def test_plain_mode(start, answers):
    wechat = await start(mode="plain", aes_key="", secret="")
    before = int(time.time())
    values = fields()
    status, body = await wechat.plain(values)
    got = read(body)
    assert status == 200
    assert (got["ToUserName"], got["FromUserName"], got["MsgType"]) == (
        values["FromUserName"],
        values["ToUserName"],
        "text",
    )
    assert before <= int(got["CreateTime"]) <= time.time() + 1
    assert got["Content"] == "能减。"
    assert answers.asked[0].text == "房租能减吗"


async def test_safe_mode(wechat, counted):
    response = await wechat.post(fields())
    assert response.content_type == "application/xml"
    assert read_sealed(await response.read())["Content"] == "能减。"
    assert counted == {"replied": 1}


async def test_nothing_to_say_is_a_bare_success(wechat, answers):
    answers.plan = type(answers.plan)(())
    response = await wechat.post(event("VIEW", EventKey="https://example.com/"))
    assert (response.status, response.content_type, await response.read()) == (200, "text/plain", b"success")


async def test_compatible_mode_takes_both_forms_and_answers_in_kind(start):
    wechat = await start(mode="compat")
    assert await wechat.say(fields()) == "能减。"
    status, body = await wechat.plain(fields())
    assert (status, read(body)["Content"]) == (200, "能减。")
    values = fields()
    encrypted = encrypt(xml(values))
    asked, _ = sealed(b"", encrypted=encrypted)
    both = xml({**values, "FromUserName": "forged", "Encrypt": encrypted})
    response = await wechat.client.post("/wechat", params=asked, data=both)
    assert read_sealed(await response.read())["ToUserName"] == values["FromUserName"]


async def test_the_previous_key_still_opens_and_the_reply_uses_it(start):
    wechat = await start(aes_key=KEY, aes_key_previous=OLD_KEY)
    assert await wechat.say(fields(), key=OLD_KEY) == "能减。"
    assert await wechat.say(fields(), key=KEY) == "能减。"


async def test_without_it_the_previous_key_opens_nothing(wechat):
    assert (await wechat.post(fields(), key=OLD_KEY)).status == 403


def _forged(**changes):
    """A right encrypted post with parameters changed; None takes one away."""
    asked, body = sealed(xml(fields()))
    return {k: v for k, v in {**asked, **changes}.items() if v is not None}, body


def _signed(body, encrypted):
    asked, _ = sealed(b"", encrypted=encrypted)
    return asked, body


def _tampered():
    asked, body = sealed(xml(fields()))
    at = body.index(b"<Encrypt>") + 60
    return asked, body[:at] + (b"A" if body[at : at + 1] != b"A" else b"B") + body[at + 1 :]


def _envelope(inner):
    return _signed(f"<xml>{inner}</xml>".encode(), "Zm9v")


def _padded(content):
    """Encrypted with the padding of the test's own."""
    return sealed(b"", encrypted=base64.b64encode(cbc_encrypt(aes_key(KEY), content)).decode())


def _plain(length=None):
    """What is inside, before its padding; ``length``: what it says of itself."""
    content = xml(fields())
    return b"r" * 16 + struct.pack(">I", len(content) if length is None else length) + content + APPID.encode()


def _fill(plain, last):
    count = 32 - len(plain) % 32
    return plain + bytes([count]) * (count - 1) + bytes([last])


LAUGHS = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))
OLD = int(time.time()) - 3600
BAD = {
    "padding of nothing": lambda: _padded(_fill(_plain(), 0)),
    "padding of more than a block": lambda: _padded(_fill(_plain(), 33)),
    "padding of different bytes": lambda: _padded(_fill(_plain() + b"x" * 40, 31)),
    "a length beyond the end": lambda: _padded(pad(_plain(length=2**31))),
    "a length that is too short": lambda: _padded(pad(_plain(length=3))),
    "only padding": lambda: _padded(b"\x20" * 32),
    "half a block": lambda: sealed(b"", encrypted=base64.b64encode(b"x" * 15).decode()),
    "no base64": lambda: sealed(b"", encrypted="你好<>"),
    "a billion laughs inside": lambda: sealed(
        f'<!DOCTYPE x [<!ENTITY l0 "ha">{LAUGHS}]><xml><Content>&l9;</Content></xml>'.encode()
    ),
    "a billion laughs around it": lambda: _signed(
        f'<!DOCTYPE x [<!ENTITY l0 "Zm9v">{LAUGHS}]><xml><Encrypt>&l9;</Encrypt></xml>'.encode(), "Zm9v"
    ),
    "a reference to the network": lambda: sealed(
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xml><Content>1</Content></xml>'
    ),
    "an unknown entity inside": lambda: sealed(b"<xml><Content>&nbsp;</Content></xml>"),
    "UTF-16 inside": lambda: sealed(xml(fields()).decode().encode("utf-16")),
    "a lie about its encoding": lambda: sealed(
        b'<?xml version="1.0" encoding="gbk"?>' + xml(fields()).decode().encode("gbk")
    ),
    "deep nesting inside": lambda: sealed(b"<xml>" + b"<a>" * 5000 + b"</a>" * 5000 + b"</xml>"),
    "another root inside": lambda: sealed(b"<html>" + xml(fields()) + b"</html>"),
    "nothing": lambda: ({}, b""),
    "no signature": lambda: _forged(msg_signature=None),
    "an empty signature": lambda: _forged(msg_signature=""),
    "a wrong signature": lambda: _forged(msg_signature="0" * 40),
    "a signature of Chinese": lambda: _forged(msg_signature="签" * 40),
    "only the signature that does not cover the body": lambda: _forged(msg_signature=query()["signature"]),
    "no timestamp": lambda: _forged(timestamp=None),
    "no nonce": lambda: _forged(nonce=None),
    "another nonce": lambda: _forged(nonce="7"),
    "another token": lambda: sealed(xml(fields()), token="another"),
    "an old post": lambda: sealed(xml(fields()), timestamp=OLD),
    "a post of tomorrow": lambda: sealed(xml(fields()), timestamp=int(time.time()) + 86400),
    "a time beyond all numbers": lambda: sealed(xml(fields()), timestamp="9" * 200),
    "a negative time": lambda: sealed(xml(fields()), timestamp=-1),
    "plain text in safe mode": lambda: (query(), xml(fields())),
    "plain text that says raw": lambda: (query(encrypt_type="raw"), xml(fields())),
    "plain text with an empty type": lambda: (query(encrypt_type=""), xml(fields())),
    "an unknown encryption": lambda: _forged(encrypt_type="des"),
    "changed ciphertext": _tampered,
    "cut ciphertext": lambda: sealed(b"", encrypted=encrypt(xml(fields()))[:-24]),
    "another account": lambda: sealed(xml(fields()), appid="wx9999999999999999"),
    "another key": lambda: sealed(xml(fields()), key=OLD_KEY),
    "no envelope": lambda: _signed(b"hello", "Zm9v"),
    "an envelope without ciphertext": lambda: _envelope("<ToUserName>gh_1</ToUserName>"),
    "two ciphertexts": lambda: _envelope("<Encrypt>Zm9v</Encrypt><Encrypt>Zm9v</Encrypt>"),
    "a doctype around it": lambda: _signed(
        b'<!DOCTYPE x [<!ENTITY e "Zm9v">]><xml><Encrypt>&e;</Encrypt></xml>', "Zm9v"
    ),
    "a doctype inside": lambda: sealed(b"<!DOCTYPE xml>" + xml(fields())),
    "a file inside": lambda: sealed(
        b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><xml><Content>&e;</Content></xml>'
    ),
    "no xml inside": lambda: sealed(b"hello"),
    "nothing inside": lambda: sealed(b""),
    "GBK inside": lambda: sealed(xml(fields()).decode().encode("gbk")),
    "no sender inside": lambda: sealed(xml(fields(FromUserName=None))),
    "a repeated element inside": lambda: sealed(xml(fields()).replace(b"</xml>", b"<MsgId>1</MsgId></xml>")),
    "a broken gzip": lambda: (query(), b"\x1f\x8b\x00"),
}


@pytest.mark.parametrize("made", BAD.values(), ids=BAD)
async def test_whatever_is_wrong_the_refusal_is_the_same(wechat, answers, counted, made):
    expected = await refusal(await wechat.client.post("/wechat"))
    params, body = made()
    assert await refusal(await wechat.client.post("/wechat", params=params, data=body)) == expected
    assert expected[0] == 403
    assert answers.asked == [] and wechat.interface.calls == []
    assert sum(counted.values()) == 2 and all(name.startswith("refused_") for name in counted)
    assert await wechat.say(fields()) == "能减。"


async def test_a_parameter_twice_is_refused(wechat):
    asked, body = sealed(xml(fields()))
    for name in asked:
        twice = [*asked.items(), (name, asked[name])]
        assert (await wechat.client.post("/wechat", params=twice, data=body)).status in (200, 403)
        if name in ("msg_signature", "timestamp", "nonce", "encrypt_type"):
            assert (await wechat.client.post("/wechat", params=twice, data=body)).status == 403


async def test_plain_mode_refuses_encrypted_posts_and_wrong_signatures(start):
    wechat = await start(mode="plain")
    assert (await wechat.post(fields())).status == 403
    for params in ({}, query(token="another"), query(timestamp=OLD), {**query(), "signature": ""}):
        assert (await wechat.client.post("/wechat", params=params, data=xml(fields()))).status == 403


async def test_reasons_are_counted_and_nothing_of_the_post(wechat, counted):
    for name in ("a wrong signature", "an old post", "plain text in safe mode", "another account", "no xml inside"):
        params, body = BAD[name]()
        await wechat.client.post("/wechat", params=params, data=body)
    assert set(counted) == {"refused_signature", "refused_replay", "refused_mode", "refused_decrypt", "refused_xml"}


async def test_a_window_of_zero_takes_any_time(start):
    wechat = await start(replay_window=0)
    assert await wechat.say(fields(), timestamp=OLD) == "能减。"


async def test_within_the_window_the_same_post_again_asks_nobody(wechat, answers):
    asked, body = sealed(xml(fields()), timestamp=int(time.time()) - 200)
    for _ in range(3):
        response = await wechat.client.post("/wechat", params=asked, data=body)
        assert read_sealed(await response.read())["Content"] == "能减。"
    assert len(answers.asked) == 1


@pytest.mark.parametrize("size", [64 * 1024 + 1, 1024 * 1024])
async def test_too_much_is_413(wechat, answers, counted, size):
    response = await wechat.client.post("/wechat", params=query(), data=b"x" * size)
    assert response.status == 413 and "64 KB" in (await response.json())["error"]
    assert counted == {"refused_size": 1}


async def test_too_much_without_a_length_is_413(wechat):
    async def endless():
        for _ in range(100):
            yield b"x" * 4096

    assert (await wechat.client.post("/wechat", params=query(), data=endless())).status == 413


async def test_a_bomb_is_not_unpacked(wechat):
    bomb = gzip.compress(b"x" * 20_000_000)
    assert len(bomb) < 64 * 1024
    response = await wechat.client.post("/wechat", params=query(), data=bomb, headers={"Content-Encoding": "gzip"})
    assert response.status == 413


async def test_what_claims_to_be_packed_and_is_not(wechat):
    response = await wechat.client.post("/wechat", params=query(), data=b"hello", headers={"Content-Encoding": "gzip"})
    assert 400 <= response.status < 500


async def test_just_below_the_limit_is_read(wechat, answers):
    values = fields(Content="贷" * 14_000)
    assert await wechat.say(values) == "能减。"
    assert len(answers.asked[0].text) == 14_000


async def test_who_hangs_up_in_the_middle_harms_nobody(wechat):
    with socket.create_connection(("127.0.0.1", wechat.client.port)) as raw:
        raw.sendall(b"POST /wechat HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\n<xml>")
    await asyncio.sleep(0.02)
    assert await wechat.say(fields()) == "能减。"


def test_this_side_signs_as_wechat_does():
    assert sha1("AAAAA", "1714036504", "1514711492") == "f464b24fc39322e44b38aa78f5edd27bd1441696"
    assert query(token=TOKEN)["signature"] == sha1(TOKEN, query()["timestamp"], "1514711492")
