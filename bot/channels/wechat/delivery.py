"""What goes out as messages of their own: the rest of a long answer, late answers, choices, an operator's words."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.message import InboundMessage, Option
from bot.channels.picks import tap_id
from bot.channels.wechat.errors import TOO_LONG, ApiError
from bot.channels.wechat.parts import Parts
from bot.channels.wechat.ports import Count, Keep, Sends, Splitter

logger = logging.getLogger(__name__)

_SHORTEST_PART = 64
_HEAD = "点一下就能选："


@dataclass(frozen=True, slots=True)
class Allowance:
    """How many messages may follow what a user did, and how many choices one can hold; 0: no choices to tap on."""

    after_message: int
    after_event: int
    items: int = 10

    def after(self, message: InboundMessage) -> int:
        """How many messages may follow this one."""
        return self.after_event if message.kind == "event" else self.after_message


# An Official Account: after a message five; after a tap on the menu, a scan or following three.
OFFICIAL_ACCOUNT = Allowance(after_message=5, after_event=3)


class Delivery:
    """Sends what belongs to one message, in order. What cannot be sent is kept for the user's next message."""

    def __init__(
        self,
        client: Sends | None,
        keep: Keep,
        split: Splitter,
        count: Count,
        settle: float = 0.5,
        allowance: Allowance = OFFICIAL_ACCOUNT,
    ) -> None:
        """``client``: None without a secret; ``settle``: seconds by which a reply in the body comes first."""
        self._client = client
        self._keep = keep
        self._split = split
        self._count = count
        self._settle = settle
        self._allowance = allowance

    @property
    def possible(self) -> bool:
        """False when nothing can be sent, so that there is only the reply in the body."""
        return self._client is not None and self._client.may_send

    def texts_after(self, message: InboundMessage, options: Sequence[Option]) -> int:
        """How many texts may follow this message when the options are sent too."""
        return self._allowance.after(message) - bool(options and self._allowance.items)

    async def follow(self, message: InboundMessage, parts: Parts, options: Sequence[Option]) -> None:
        """What comes after the first text, which was the reply in the body."""
        options = options[: self._allowance.items]
        if self.possible and (len(parts.texts) > 1 or options):
            await asyncio.sleep(self._settle)
        await self._answer(message, parts, 1, options)

    async def late(self, message: InboundMessage, parts: Parts, options: Sequence[Option]) -> None:
        """All of an answer that was not in the body of a reply."""
        await self._answer(message, parts, 0, options[: self._allowance.items])

    async def say(self, sender: str, user: str, texts: Sequence[str]) -> bool:
        """Texts that answer no message; False when the user is gone."""
        return await self._deliver(sender, user, Parts(tuple(texts)), self._allowance.after_message, [])

    async def _answer(self, message: InboundMessage, parts: Parts, done: int, options: Sequence[Option]) -> None:
        items = [(tap_id(message.key, o), o.title) for o in options]
        rest = Parts(parts.texts[done:], parts.left, parts.options)
        await self._deliver(message.sender, message.user, rest, self._allowance.after(message), items)

    async def _deliver(self, sender: str, user: str, parts: Parts, most: int, items: Sequence[tuple[str, str]]) -> bool:
        if self._client is None or not self._client.may_send:
            await self._wait(sender, parts.unsent(0))
            return True
        queue, left = deque(parts.texts), most
        try:
            while queue and left:
                left -= await self._one(user, queue)
            if items and left and not queue:
                await self._client.send_menu(user, _HEAD, items)
        except ApiError as fault:
            logger.warning("message not sent: %s", fault)
            if fault.gone:
                self._count("dropped")
                return False
        await self._wait(sender, Parts(tuple(queue), parts.left, parts.options).unsent(0))
        return True

    async def _one(self, user: str, queue: deque[str]) -> int:
        """Send the first text; 1 when it went out, 0 when it had to be divided and nothing was sent."""
        assert self._client is not None
        try:
            await self._client.send_text(user, queue[0])
        except ApiError as fault:
            size = len(queue[0].encode())
            if fault.code != TOO_LONG or size <= _SHORTEST_PART:
                raise
            # Two thirds always make two parts: a part is at least two thirds of the limit.
            queue.extendleft(reversed(self._split(queue.popleft(), size * 2 // 3)))
            return 0
        self._count("sent")
        queue.popleft()
        return 1

    async def _wait(self, sender: str, texts: list[str]) -> None:
        if texts:
            self._count("kept")
            await self._keep(sender, texts)
