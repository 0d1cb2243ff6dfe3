"""Encrypted requests, the same for Official Accounts, 企业微信 and 微信客服: signature, time, then what is inside."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable

from multidict import MultiMapping

from bot.channels.wechat.crypto import CannotOpen, MessageCrypto
from bot.channels.wechat.errors import Refused
from bot.channels.wechat.passive import envelope
from bot.channels.wechat.signature import matches, sign
from bot.channels.wechat.xml import BadXml, read_fields

Query = MultiMapping[str]

_TIMESTAMP = re.compile(r"[0-9]{1,12}")
_MOST_PARAMETER = 1024


def one(query: Query, name: str) -> str:
    """The parameter, which must be there once and hold something. Raises :class:`Refused`."""
    values = query.getall(name, [])
    if len(values) != 1 or not 0 < len(values[0]) <= _MOST_PARAMETER:
        raise Refused("query")
    return values[0]


class Checks:
    """What every request is checked for, encrypted or not. All raise :class:`Refused`."""

    def __init__(self, token: str, window: int, now: Callable[[], float] = time.time) -> None:
        """``window``: seconds a request may be old or ahead; 0: any time is right."""
        self.token = token
        self._window = window
        self.now = now

    def signature(self, query: Query, name: str, encrypted: str | None = None) -> None:
        """The parameter of that name signs the others, and the ciphertext."""
        given, timestamp, nonce = (one(query, part) for part in (name, "timestamp", "nonce"))
        if not _TIMESTAMP.fullmatch(timestamp):
            raise Refused("query")
        if not matches(given, sign(self.token, timestamp, nonce, encrypted)):
            raise Refused("signature")

    def time(self, query: Query) -> None:
        """The request is of now."""
        if self._window and abs(self.now() - int(one(query, "timestamp"))) > self._window:
            raise Refused("replay")


class Sealed:
    """Opens encrypted requests and seals the replies to them."""

    def __init__(self, checks: Checks, crypto: MessageCrypto) -> None:
        """``crypto`` holds the keys and the name of the account."""
        self._checks = checks
        self._crypto = crypto

    def handshake(self, query: Query) -> str:
        """The word inside ``echostr``, which 企业微信 sends encrypted. Raises :class:`Refused`."""
        encrypted = one(query, "echostr")
        self._checks.signature(query, "msg_signature", encrypted)
        try:
            return self._crypto.open(encrypted)[0].decode()
        except (CannotOpen, UnicodeDecodeError):
            raise Refused("decrypt") from None

    def open(self, query: Query, body: bytes) -> tuple[dict[str, str], int]:
        """The fields inside, and the number of the key to answer with. Raises :class:`Refused`.

        ``msg_signature`` covers the ciphertext, so only the envelope is read before it is known to be right.
        """
        for name in ("msg_signature", "timestamp", "nonce"):
            one(query, name)
        try:
            encrypted = read_fields(body).get("Encrypt", "").strip()
            if not encrypted:
                raise Refused("xml")
            self._checks.signature(query, "msg_signature", encrypted)
            self._checks.time(query)
            content, key = self._crypto.open(encrypted)
            return read_fields(content), key
        except BadXml:
            raise Refused("xml") from None
        except CannotOpen:
            raise Refused("decrypt") from None

    def seal(self, xml: bytes, key: int) -> bytes:
        """The body of a reply."""
        encrypted, nonce, now = self._crypto.seal(xml, key), secrets.token_hex(8), str(int(self._checks.now()))
        return envelope(encrypted, sign(self._checks.token, now, nonce, encrypted), now, nonce)
