"""From an inbound message to what is to be delivered: each message once, each user's messages in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, Protocol
from weakref import WeakValueDictionary

from bot.channels.kinds import fixed_answer
from bot.channels.message import DeliveryPlan, InboundMessage, Option
from bot.channels.picks import by_number, picked, tapped, turn_of
from bot.channels.render import plan_of, silent
from bot.channels.store import ChannelStore, wait_for
from bot.ports import APOLOGY

logger = logging.getLogger(__name__)

# How long an answer is kept for repetitions of its message, and how long its options can be chosen.
KEPT_SECONDS, CHOOSABLE_SECONDS = 300.0, 24 * 3600.0
PENDING_SECONDS = 48 * 3600.0
MOST_PENDING = 5
# After this long a turn of another process is taken for dead.
TURN_SECONDS = 30.0


class Assistant(Protocol):
    """Answers one message of a conversation."""

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        """The replies in the shape of Rasa's REST channel."""
        ...


class Gateway:
    """The one way from a channel to the assistant. Asks it once for each message key, whatever the repetitions."""

    def __init__(
        self,
        assistant: Assistant,
        store: ChannelStore,
        forget: Callable[[str], Awaitable[None]],
        patience: float = 60.0,
        lasting: ChannelStore | None = None,
        by_number: bool = True,
    ) -> None:
        """What it needs.

        Args:
            assistant: Answers what is not answered by rote.
            store: Answers by message, options on offer, whose turn it is.
            forget: Deletes a sender's conversation.
            patience: Seconds to wait for another process: its answer, or the end of its turn.
            lasting: Where texts wait for a user's next message; the same as ``store`` when there is none.
            by_number: What is offered is shown with numbers, so that a number or a title chooses from it.
        """
        self._assistant = assistant
        self._store = store
        self._lasting = lasting or store
        self._delete = forget
        self._by_number = by_number
        self._patience = patience
        self._keeping = asyncio.Lock()
        self._running: dict[str, asyncio.Task[DeliveryPlan]] = {}
        self._lines: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def answer(self, message: InboundMessage) -> DeliveryPlan:
        """What to deliver; the same plan for every repetition of the message. Never raises on what people send."""
        key = f"{message.sender}|answer|{message.key}"
        task = self._running.get(key)
        if task is None:
            task = asyncio.create_task(self._once(key, message))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        return await asyncio.shield(task)

    async def keep(self, sender: str, texts: list[str]) -> None:
        """Texts that could not be delivered: they come with the user's next message."""
        async with self._keeping:
            waiting = list(await self._lasting.get(f"{sender}|pending") or ())
            await self._lasting.put(f"{sender}|pending", [*waiting, *texts][-MOST_PENDING:], PENDING_SECONDS)

    async def waiting(self, sender: str) -> list[str]:
        """The texts kept for this user, which are gone afterwards."""
        return [str(text) for text in await self._lasting.take(f"{sender}|pending") or ()]

    async def forget(self, sender: str) -> None:
        """Delete what is known of a user, after what is still being answered: conversation, options, waiting texts."""
        async with self._line(sender), self._turn(sender):
            await self._forget_now(sender)

    def _line(self, sender: str) -> asyncio.Lock:
        """Where a user's messages queue in this process, in the order in which they came."""
        return self._lines.setdefault(sender, asyncio.Lock())

    async def _forget_now(self, sender: str) -> None:
        for store in {id(s): s for s in (self._store, self._lasting)}.values():
            await store.drop(f"{sender}|")
        await self._delete(sender)

    async def _once(self, key: str, message: InboundMessage) -> DeliveryPlan:
        try:
            async with self._line(message.sender):
                if not await self._store.claim(f"{key}:claim", KEPT_SECONDS):
                    known = await wait_for(self._store, key, self._patience)
                    return _loaded(known) if isinstance(known, dict) else DeliveryPlan((APOLOGY,))
                return await self._claimed(key, message)
        except Exception:
            logger.exception("a message could not be answered (channel %s)", message.channel)
            return DeliveryPlan((APOLOGY,))

    async def _claimed(self, key: str, message: InboundMessage) -> DeliveryPlan:
        async with self._turn(message.sender):
            plan = await self._planned(message)
            if not plan.empty:
                await self._offer(message, plan.options)
            # Within the turn: nothing is kept of a user who is forgotten in the next.
            await self._store.put(key, _dumped(plan), KEPT_SECONDS)
            return plan

    @asynccontextmanager
    async def _turn(self, sender: str) -> AsyncIterator[None]:
        """Wait for the user's earlier messages in other processes."""
        until = asyncio.get_running_loop().time() + min(self._patience, TURN_SECONDS)
        while not (mine := await self._store.claim(f"{sender}|turn", TURN_SECONDS)):
            if asyncio.get_running_loop().time() >= until:
                break
            await asyncio.sleep(0.05)
        try:
            yield
        finally:
            if mine:
                await self._store.take(f"{sender}|turn")

    async def _planned(self, message: InboundMessage) -> DeliveryPlan:
        if message.event == "unsubscribe":
            await self._forget_now(message.sender)
        fixed = fixed_answer(message)
        if fixed is not None:
            return fixed
        try:
            replies = await self._assistant.handle(message.sender, await self._meant(message), message.channel)
        except Exception:
            logger.exception("the assistant failed (channel %s)", message.channel)
            replies = []
        if silent(replies):
            # A person has the conversation: the numbers they offer are theirs.
            await self._offer(message, ())
            return DeliveryPlan(())
        plan = plan_of(replies)
        if plan.texts in ((), (APOLOGY,)):
            # "Send it again" may be a number: what was on offer stays.
            return DeliveryPlan((APOLOGY,), await self._offered(message.sender))
        return plan

    async def _meant(self, message: InboundMessage) -> str:
        """What the user wants said: the payload of what was tapped on or chosen, else the words."""
        choice = None
        if not self._by_number:
            return message.text
        if tap := tapped(message.event_key):
            choice = by_number(tap[1], await self._offered(message.sender, tap[0]))
        choice = choice or picked(message.text, await self._offered(message.sender))
        return choice.payload if choice else message.text

    async def _offer(self, message: InboundMessage, options: Sequence[Option]) -> None:
        """What numbers mean from now on; what taps on this turn's buttons mean, for as long as they can be seen."""
        listed = [[o.number, o.title, o.payload] for o in options]
        await self._store.put(f"{message.sender}|options", listed, CHOOSABLE_SECONDS)
        if listed:
            await self._store.put(f"{message.sender}|taps|{turn_of(message.key)}", listed, CHOOSABLE_SECONDS)

    async def _offered(self, sender: str, turn: str | None = None) -> tuple[Option, ...]:
        known = await self._store.get(f"{sender}|taps|{turn}" if turn else f"{sender}|options")
        return tuple(Option(*option) for option in known or ())


def _dumped(plan: DeliveryPlan) -> dict[str, Any]:
    return {
        "texts": list(plan.texts),
        "options": [[o.number, o.title, o.payload] for o in plan.options],
        "link": plan.link,
        "title": plan.title,
        "messages": list(plan.messages),
    }


def _loaded(raw: dict[str, Any]) -> DeliveryPlan:
    options = tuple(Option(*option) for option in raw["options"])
    return DeliveryPlan(tuple(raw["texts"]), options, raw["link"], raw["title"], tuple(raw["messages"]))
