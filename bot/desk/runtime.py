"""The assistant with the desk around it: every turn kept, silence while a person talks, tickets at a hand-off."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from bot.desk import answers, replying, wording
from bot.desk.packet import topic_of
from bot.ports import AssistantRuntime

if TYPE_CHECKING:
    from bot.desk.desk import Desk

logger = logging.getLogger(__name__)

Reply = dict[str, Any]
_MARKS = re.compile(r"[\s。.!！,，“”\"']+")
SUBSCRIBE, UNSUBSCRIBE, TELL_ME = "订阅政策提醒", "退订", "有答案告诉我"
_COMMANDS = {
    "订阅政策提醒": SUBSCRIBE,
    "订阅提醒": SUBSCRIBE,
    "退订": UNSUBSCRIBE,
    "退订政策提醒": UNSUBSCRIBE,
    "有答案告诉我": TELL_ME,
    "有答案了告诉我": TELL_ME,
    "有了答案告诉我": TELL_ME,
}


def command(text: str) -> str:
    """What the citizen wants of the desk itself, or empty; only when the message says nothing else."""
    return _COMMANDS.get(_MARKS.sub("", text), "")


def _silent(sender: str) -> list[Reply]:
    return [{"recipient_id": sender, "custom": {"type": "silent"}}]


class DeskRuntime:
    """An ``AssistantRuntime`` around another one. When the desk's tables cannot be used, answers still come."""

    def __init__(self, inner: AssistantRuntime, desk: Desk) -> None:
        """``inner`` answers; the desk keeps, listens and takes over."""
        self._inner = inner
        self._desk = desk

    @property
    def ready(self) -> bool:
        """True once messages can be answered."""
        return self._inner.ready

    def status(self) -> dict[str, Any]:
        """What the assistant says of itself."""
        return self._inner.status()

    async def start(self) -> None:
        """Start the assistant, then what the desk does in the background."""
        await self._inner.start()
        await self._desk.start()

    async def stop(self) -> None:
        """Stop both."""
        await self._desk.stop()
        await self._inner.stop()

    async def forget(self, sender: str) -> None:
        """Delete the conversation, and what the desk keeps of the sender."""
        await self._inner.forget(sender)
        await self._desk.citizens.forget(sender)

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[Reply]:
        """The assistant's replies; one silent reply while a person has the conversation."""
        if not self._inner.ready:
            return await self._inner.handle(sender, text, channel)
        if await self._kept(lambda: replying.heard(self._desk.ground, sender, channel, text), False):
            return _silent(sender)
        obeyed: list[Reply] = []
        if asked := command(text):
            obeyed = await self._kept(lambda: self._obey(asked, sender, channel, text), [])
        return obeyed or await self._answer(sender, text, channel)

    async def _answer(self, sender: str, text: str, channel: str) -> list[Reply]:
        began = time.monotonic()
        replies = await self._inner.handle(sender, text, channel)
        latency = int((time.monotonic() - began) * 1000)
        replies = await self._kept(lambda: [self._with_ticket(sender, channel, r) for r in replies], replies)
        replies = [_with_button(reply, text) for reply in replies]
        await self._kept(lambda: self._keep(sender, channel, text, replies, latency), None)
        return replies

    def _keep(self, sender: str, channel: str, text: str, replies: list[Reply], latency: int) -> None:
        self._desk.log.turn(sender, channel, text, replies, latency)
        self._desk.consents.refresh(sender)

    def _with_ticket(self, sender: str, channel: str, reply: Reply) -> Reply:
        """A hand-off's reply with the number of a ticket of the desk; another's number is replaced."""
        custom = reply.get("custom") or {}
        if custom.get("type") != "handoff":
            return reply
        given = custom.get("ticket")
        if given is not None and self._desk.tickets.is_of(str(given), sender):
            return reply
        number = self._desk.tickets.hand_off(sender, channel, "转人工", {})
        text = str(reply.get("text") or "")
        shown = str(given) if given is not None else ""
        text = (
            re.sub(rf"(?<!\d){re.escape(shown)}(?!\d)", str(number), text)
            if shown and shown in text
            else f"{text}（工单编号 {number}）"
        )
        return {**reply, "text": text, "custom": {**custom, "ticket": number}}

    def _obey(self, asked: str, sender: str, channel: str, text: str) -> list[Reply]:
        desk = self._desk
        if asked == SUBSCRIBE:
            desk.consents.subscribe(sender, channel)
            said = wording.SUBSCRIBED
        elif asked == UNSUBSCRIBE:
            said = wording.UNSUBSCRIBED if desk.consents.unsubscribe(sender) else wording.NOT_SUBSCRIBED
        else:
            said = wording.AGREED if desk.consents.tell_me(sender) else wording.NOTHING_TO_TELL
        custom: Reply = {"type": "smalltalk", "topic": None, "aspect": None, "asks": None, "measures": []}
        reply: Reply = {"recipient_id": sender, "text": said, "custom": custom}
        desk.log.turn(sender, channel, text, [reply])
        return [reply]

    async def _kept(self, work: Callable[[], Any], instead: Any) -> Any:
        """The result of work on the desk's tables, on a thread; ``instead`` when they cannot be used."""
        try:
            return await asyncio.to_thread(work)
        except SQLAlchemyError as fault:
            logger.warning("工单库暂时用不了，助手照常回答：%s", type(fault).__name__)
            return instead
        except Exception:  # whatever is wrong with the desk, the citizen gets the answer
            logger.exception("工单这边出了错，助手照常回答")
            return instead


def _with_button(reply: Reply, question: str) -> Reply:
    """Offer to tell the answer later where there was no measure to show for a question of our field."""
    miss = answers.read(reply).miss
    if miss != "no_measure" and not (miss == "out_of_scope" and topic_of(question)):
        return reply
    button = {"title": TELL_ME, "payload": TELL_ME}
    return {**reply, "buttons": [*(reply.get("buttons") or ()), button]}
