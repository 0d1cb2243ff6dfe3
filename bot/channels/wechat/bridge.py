"""One decision for each message of WeChat: answered in the body of the request, or later, or not at all.

WeChat asks three times when it gets no answer, maybe of several processes. The first request of a message starts the
work; every repetition gets the decision of the first, and what comes after the reply is sent once.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Awaitable, Coroutine, Sequence
from typing import Any, TypeVar

from bot.channels.message import DeliveryPlan, InboundMessage
from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.parts import Parts, compose
from bot.channels.wechat.ports import Answers, Claims, Count, Splitter
from bot.ports import APOLOGY

logger = logging.getLogger(__name__)

# WeChat waits five seconds; the rest is for the way.
PATIENCE = 3.5
# How long an answer waits for what is still being sent to the same user.
COURTESY = 1.0
REMEMBERED_SECONDS, MOST_REMEMBERED = 600.0, 10_000
_FORGET_TRIES = 3

_T = TypeVar("_T")


class WeChatBridge:
    """From a message to the text in the body of the answer; the rest goes out behind it."""

    def __init__(
        self,
        answers: Answers,
        claims: Claims,
        delivery: Delivery,
        split: Splitter,
        count: Count,
        public_url: str = "",
        patience: float = PATIENCE,
    ) -> None:
        """``public_url``: what links begin with; ``patience``: seconds an answer may take to be in the body."""
        self._answers = answers
        self._claims = claims
        self._delivery = delivery
        self._split = split
        self._count = count
        self._base = public_url
        self._patience = patience
        self._decisions: OrderedDict[str, asyncio.Future[str | None]] = OrderedDict()
        self._running: dict[asyncio.Task[None], str] = {}

    async def respond(self, message: InboundMessage) -> str | None:
        """The text for the body; None: nothing now. The same for every repetition; never raises."""
        return await asyncio.shield(self._decision(message))

    async def close(self, seconds: float = 10.0) -> None:
        """Let what is under way be delivered; what takes longer is given up."""
        if self._running:
            _, unfinished = await asyncio.wait(self._running, timeout=seconds)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    def _decision(self, message: InboundMessage) -> asyncio.Future[str | None]:
        """Made once for each message: by the answer, or by the end of our patience."""
        loop = asyncio.get_running_loop()
        if message.key in self._decisions:
            return self._decisions[message.key]
        decision: asyncio.Future[str | None] = loop.create_future()
        self._remember(message.key, decision)
        earlier = [task for task, sender in self._running.items() if sender == message.sender]
        if message.event == "unsubscribe":
            _decide(decision, None)
            self._start(message, self._forgotten(message, earlier))
        else:
            loop.call_later(self._patience, _decide, decision, None)
            self._start(message, self._handled(message, decision, earlier))
        return decision

    def _remember(self, key: str, decision: asyncio.Future[str | None]) -> None:
        self._decisions[key] = decision
        asyncio.get_running_loop().call_later(REMEMBERED_SECONDS, self._decisions.pop, key, None)
        while len(self._decisions) > MOST_REMEMBERED:
            self._decisions.popitem(last=False)

    def _start(self, message: InboundMessage, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._running[task] = message.sender
        task.add_done_callback(self._running.pop)

    async def _handled(
        self, message: InboundMessage, decision: asyncio.Future[str | None], earlier: Sequence[asyncio.Task[None]]
    ) -> None:
        try:
            plan = await self._plan(message)
            if earlier:
                # What is still being sent to this user comes first; what cannot be sent is in this reply.
                await asyncio.wait(earlier, timeout=COURTESY)
            await self._deliver(message, plan, decision)
        except Exception:
            logger.exception("a message of the Official Account could not be delivered")
            self._count("failed")
            _decide(decision, APOLOGY)
        finally:
            _decide(decision, None)

    async def _plan(self, message: InboundMessage) -> DeliveryPlan:
        try:
            return await self._answers.answer(message)
        except Exception:
            logger.exception("the assistant failed on a message of the Official Account")
            self._count("failed")
            return DeliveryPlan((APOLOGY,))

    async def _deliver(self, message: InboundMessage, plan: DeliveryPlan, decision: asyncio.Future[str | None]) -> None:
        if plan.empty:
            self._count("nothing")
            return
        first = await self._tried(self._claims.claim(_claim(message), REMEMBERED_SECONDS), instead=True)
        waited = await self._tried(self._answers.waiting(message.sender), instead=[]) if first else []
        replied = first or await self._tried(self._claims.get(f"{_claim(message)}:replied"), instead=None) is not None
        parts = self._parts(message, plan, waited, in_time=not decision.done())
        if decision.done():
            await self._late(message, plan, parts, first)
        elif not replied:
            self._count("elsewhere")
            _decide(decision, None)
        else:
            self._count("replied")
            _decide(decision, parts.texts[0] if parts.texts else None)
            if first:
                await self._tried(self._claims.put(f"{_claim(message)}:replied", [], REMEMBERED_SECONDS), instead=None)
                await self._delivery.follow(message, parts, plan.options)

    async def _late(self, message: InboundMessage, plan: DeliveryPlan, parts: Parts, first: bool) -> None:
        if not first:
            self._count("elsewhere")
            return
        self._count("late")
        await self._delivery.late(message, parts, plan.options)

    def _parts(self, message: InboundMessage, plan: DeliveryPlan, waited: Sequence[str], in_time: bool) -> Parts:
        most = self._delivery.texts_after(message, plan.options)
        if in_time:
            most = 1 + most if self._delivery.possible else 1
        return compose(plan, waited, self._base, self._split, most)

    async def _forgotten(self, message: InboundMessage, earlier: Sequence[asyncio.Task[None]]) -> None:
        """Delete the user's data, our own replies too; send nothing more."""
        for task in earlier:
            task.cancel()
        for key in [k for k in self._decisions if k.startswith(f"{message.user}:") and k != message.key]:
            del self._decisions[key]
        for attempt in range(_FORGET_TRIES):
            try:
                await self._answers.forget(message.sender)
            except Exception:
                logger.exception("the data of a user who unfollowed could not be deleted, attempt %d", attempt + 1)
                await asyncio.sleep(self._patience * (attempt + 1))
            else:
                self._count("forgotten")
                return
        self._count("failed")

    async def _tried(self, work: Awaitable[_T], instead: _T) -> _T:
        """The result; without the store the message is still answered."""
        try:
            return await work
        except Exception:
            logger.exception("the store of the channels failed")
            return instead


def _claim(message: InboundMessage) -> str:
    return f"{message.sender}|reply|{message.key}"


def _decide(decision: asyncio.Future[str | None], text: str | None) -> None:
    if not decision.done():
        decision.set_result(text)
