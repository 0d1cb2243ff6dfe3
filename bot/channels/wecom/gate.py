"""Who may post to the 企业微信 application: always encrypted, to our corporation."""

from __future__ import annotations

import time
from collections.abc import Callable

from bot.channels.wechat.crypto import MessageCrypto
from bot.channels.wechat.errors import Refused
from bot.channels.wechat.gate import Opened
from bot.channels.wechat.passive import SUCCESS, text_reply
from bot.channels.wechat.sealed import Checks, Query, Sealed
from bot.channels.wechat.xml import BadXml, posted
from bot.channels.wecom.settings import WeComSettings


class WeComGate:
    """Lets 企业微信's requests in and wraps the answers for them."""

    def __init__(self, settings: WeComSettings, now: Callable[[], float] = time.time) -> None:
        """``now``: the time of day, for the replay window and the replies."""
        self._now = now
        self._sealed = Sealed(
            Checks(settings.token, settings.replay_window, now), MessageCrypto(settings.corpid, settings.keys)
        )

    def handshake(self, query: Query) -> str:
        """The word inside the encrypted ``echostr``. Raises :class:`Refused`."""
        return self._sealed.handshake(query)

    def open(self, query: Query, body: bytes) -> Opened:
        """The message of an authentic post. Raises :class:`Refused`, with nothing but its reason."""
        fields, key = self._sealed.open(query, body)
        try:
            return Opened(posted(fields, "wecom"), key)
        except BadXml:
            raise Refused("xml") from None

    def reply(self, opened: Opened, text: str | None) -> bytes:
        """The body of the answer, encrypted; ``success`` when there is none."""
        if not text:
            return SUCCESS
        xml = text_reply(opened.posted.message.user, opened.posted.account, text, int(self._now()))
        return self._sealed.seal(xml, opened.key or 0)
