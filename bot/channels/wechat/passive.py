"""The answer in the body of WeChat's own request: reply XML, and its envelope in safe mode."""

from __future__ import annotations

import re

# WeChat takes this, and an empty body, as "no answer now".
SUCCESS = b"success"

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean(text: str) -> str:
    """The text without what neither XML nor JSON in UTF-8 can carry: control characters, halves of characters."""
    return _NOT_XML.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _cdata(text: str) -> str:
    """``]]>`` would end the section: it is divided between two."""
    return f"<![CDATA[{clean(text).replace(']]>', ']]]]><![CDATA[>')}]]>"


def text_reply(user: str, account: str, text: str, now: int) -> bytes:
    """A text from the account to the user."""
    return (
        f"<xml><ToUserName>{_cdata(user)}</ToUserName><FromUserName>{_cdata(account)}</FromUserName>"
        f"<CreateTime>{now}</CreateTime><MsgType><![CDATA[text]]></MsgType><Content>{_cdata(text)}</Content></xml>"
    ).encode()


def envelope(encrypted: str, signature: str, timestamp: str, nonce: str) -> bytes:
    """A reply of safe mode around the ciphertext."""
    return (
        f"<xml><Encrypt>{_cdata(encrypted)}</Encrypt><MsgSignature>{_cdata(signature)}</MsgSignature>"
        f"<TimeStamp>{int(timestamp)}</TimeStamp><Nonce>{_cdata(nonce)}</Nonce></xml>"
    ).encode()
