"""微信客服 put together: the gate for pushes, the inbox, and answers that go out as messages."""

from __future__ import annotations

import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from bot.channels.kf.client import KfClient
from bot.channels.kf.inbox import RETRIES, KfInbox
from bot.channels.kf.messages import Listed, push
from bot.channels.kf.settings import KfSettings
from bot.channels.store import ChannelStore
from bot.channels.wechat.crypto import MessageCrypto
from bot.channels.wechat.delivery import Allowance, Delivery
from bot.channels.wechat.errors import ApiError, Refused
from bot.channels.wechat.parts import compose
from bot.channels.wechat.passive import SUCCESS
from bot.channels.wechat.ports import Answers, Count, Splitter
from bot.channels.wechat.saying import Saying
from bot.channels.wechat.sealed import Checks, Query, Sealed
from bot.channels.wechat.xml import BadXml

logger = logging.getLogger(__name__)

PATH = "/wecom/kf"
# Five after a message, within 48 hours; after entering there is only the greeting.
KF = Allowance(after_message=5, after_event=0)


class KfChannel:
    """Takes pushes, fetches the messages behind them, and answers those."""

    def __init__(
        self,
        settings: KfSettings,
        answers: Answers,
        lasting: ChannelStore,
        split: Splitter,
        count: Count,
        public_url: str = "",
        *,
        client: KfClient | None = None,
        retries: Sequence[float] = RETRIES,
        now: Callable[[], float] = time.time,
    ) -> None:
        """The words are those of :func:`bot.channels.wechat.channel.make_channel`; ``lasting`` survives a restart."""
        self._sealed = Sealed(
            Checks(settings.token, settings.replay_window, now), MessageCrypto(settings.corpid, settings.keys)
        )
        self._answers = answers
        self._split = split
        self._base = public_url
        self.count = count
        self._client = client or KfClient(settings)
        self._delivery = Delivery(self._client, answers.keep, split, count, 0, KF)
        self.inbox = KfInbox(self._client, lasting, self._respond, retries, now)
        self.outbound = Saying(self._delivery, split, public_url)

    def handshake(self, query: Query) -> str:
        """The word inside the encrypted ``echostr``. Raises :class:`Refused`."""
        return self._sealed.handshake(query)

    async def answer(self, query: Query, body: bytes) -> bytes:
        """``success`` at once; the messages are fetched behind it. Raises :class:`Refused`."""
        fields, _ = self._sealed.open(query, body)
        try:
            pushed = push(fields)
        except BadXml:
            raise Refused("xml") from None
        if pushed is None:
            self.count("nothing")
        else:
            self.count("pushed")
            self.inbox.poke(pushed.account, pushed.token)
        return SUCCESS

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Messages can be answered within; begins with what came in the meantime, ends when all is delivered."""
        async with self._client.running():
            await self.inbox.resume()
            yield
            await self.inbox.idle()

    async def _respond(self, one: Listed) -> None:
        message = one.message
        if message.kind == "event" and not one.welcome:
            # Who has written lately is not greeted again, and keeps the options on the screen.
            self.count("nothing")
            return
        plan = await self._answers.answer(message)
        if plan.empty:
            self.count("nothing")
            return
        if message.kind == "event":
            await self._greet(one.welcome, compose(plan, (), self._base, self._split, 1).texts[0])
            return
        waited = await self._answers.waiting(message.sender)
        most = self._delivery.texts_after(message, plan.options)
        self.count("replied")
        await self._delivery.late(message, compose(plan, waited, self._base, self._split, most), plan.options)

    async def _greet(self, code: str, text: str) -> None:
        """The code is for those who have not written for long."""
        try:
            await self._client.greet(code, text)
            self.count("sent")
        except ApiError as fault:
            logger.warning("greeting not sent: %s", fault)
            self.count("dropped")
