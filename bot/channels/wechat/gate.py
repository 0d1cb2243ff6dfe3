"""Who may post to the Official Account: the handshake, the three modes. Reads and writes nothing outside."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from bot.channels.wechat.crypto import MessageCrypto
from bot.channels.wechat.errors import Refused
from bot.channels.wechat.passive import SUCCESS, text_reply
from bot.channels.wechat.sealed import Checks, Query, Sealed, one
from bot.channels.wechat.settings import WeChatSettings
from bot.channels.wechat.xml import BadXml, Posted, posted, read_fields


@dataclass(frozen=True, slots=True)
class Opened:
    """An authentic message, and the number of the key to answer with; None: in plain text."""

    posted: Posted
    key: int | None = None


class Gate:
    """Lets WeChat's requests in and wraps the answers for them."""

    def __init__(self, settings: WeChatSettings, now: Callable[[], float] = time.time) -> None:
        """``now``: the time of day, for the replay window and the replies."""
        self._mode = settings.mode
        self._checks = Checks(settings.token, settings.replay_window, now)
        crypto = MessageCrypto(settings.appid, settings.keys) if settings.mode != "plain" else None
        self._sealed = Sealed(self._checks, crypto) if crypto else None

    def handshake(self, query: Query) -> str:
        """What to echo when the address is registered. Raises :class:`Refused`."""
        self._checks.signature(query, "signature")
        return one(query, "echostr")

    def open(self, query: Query, body: bytes) -> Opened:
        """The message of an authentic post. Raises :class:`Refused`, with nothing but its reason."""
        try:
            if self._encrypted(query):
                assert self._sealed is not None
                fields, key = self._sealed.open(query, body)
                return Opened(posted(fields), key)
            self._checks.signature(query, "signature")
            self._checks.time(query)
            return Opened(posted(read_fields(body)))
        except BadXml:
            raise Refused("xml") from None

    def reply(self, opened: Opened, text: str | None) -> bytes:
        """The body of the answer: the text as WeChat wants it, or ``success`` when there is none."""
        if not text:
            return SUCCESS
        xml = text_reply(opened.posted.message.user, opened.posted.account, text, int(self._checks.now()))
        return xml if opened.key is None or self._sealed is None else self._sealed.seal(xml, opened.key)

    def _encrypted(self, query: Query) -> bool:
        """Whether the post must be encrypted. What does not go with the mode is refused: no downgrade."""
        kind = query.getone("encrypt_type", "raw") or "raw"
        if len(query.getall("encrypt_type", [])) > 1 or kind not in ("raw", "aes"):
            raise Refused("query")
        if (self._mode == "safe" and kind != "aes") or (self._mode == "plain" and kind == "aes"):
            raise Refused("mode")
        return kind == "aes"
