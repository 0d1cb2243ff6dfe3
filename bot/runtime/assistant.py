"""The assistant in this process: Rasa on its own thread and event loop, actions called directly."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable, Coroutine
from datetime import date
from pathlib import Path
from typing import Any

from actions import registry
from actions.reply import not_understood
from actions.services import Services
from bot.ports import APOLOGY
from bot.runtime import model
from nlu.normalize import normalize

logger = logging.getLogger(__name__)

Reply = dict[str, Any]
# What stands for a message without words, which may hold characters that no database takes.
WORDLESS = "……"


def _run(loop: asyncio.AbstractEventLoop) -> None:
    """The thread's work: serve until the loop is stopped, then close it."""
    loop.run_forever()
    loop.close()


class AssistantRuntime:
    """Takes messages in, gives replies out. ``start`` loads the model; ``stop`` ends the thread."""

    def __init__(
        self, services: Services, models: Path, tracker_url: str, max_chars: int = 2000, session_minutes: int = 60
    ) -> None:
        """``tracker_url``: database of the conversations; ``session_minutes``: silence that ends a conversation."""
        self._services = services
        self._models = models
        self._tracker_url = tracker_url
        self._max_chars = max_chars
        self._session_minutes = session_minutes
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None
        self._store: Any = None
        self._agent: Any = None
        self._trouble: str | None = None

    @property
    def ready(self) -> bool:
        """True once the model is loaded."""
        return self._agent is not None

    @property
    def today(self) -> Callable[[], date]:
        """The day answers are given for."""
        return self._services.today

    def status(self) -> dict[str, Any]:
        """For the readiness check: whether the model is loaded, and what went wrong if not."""
        return {"model": self.ready, "trouble": self._trouble}

    async def start(self) -> None:
        """Load the model. Raises :class:`bot.runtime.model.ModelError`."""
        archive = model.find(self._models)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=_run, args=(self._loop,), name="assistant", daemon=True)
        self._thread.start()
        try:
            self._agent = await self._on_thread(self._load(archive))
        except Exception as fault:
            self._trouble = str(fault)
            raise model.ModelError(f"模型载入失败：{fault}。请运行 huiqi train 重新训练。") from fault

    async def _load(self, archive: Path) -> Any:
        from bot.runtime import quiet

        quiet.prepare()
        from rasa.core.lock_store import InMemoryLockStore
        from rasa.shared.core.domain import SessionConfig

        from bot.runtime.actions_in_process import InProcessActions
        from bot.runtime.agent import HuiqiAgent
        from bot.runtime.tracker_store import HuiqiTrackerStore

        self._store = HuiqiTrackerStore(host=self._tracker_url)
        agent = HuiqiAgent.load(
            str(archive),
            tracker_store=self._store,
            lock_store=InMemoryLockStore(),
            action_endpoint=InProcessActions(registry.instances(self._services)),
        )
        agent.domain.session_config = SessionConfig(self._session_minutes, carry_over_slots=True)
        return agent

    async def stop(self) -> None:
        """End the thread; unfinished turns are given up."""
        self._agent = None
        if self._thread is not None and self._loop is not None:
            self._loop.call_soon_threadsafe(self._loop.stop)
            await asyncio.to_thread(self._thread.join, 10)
            self._thread = None
        if self._store is not None:
            self._store.close()
            self._store = None

    async def _on_thread(self, work: Coroutine[Any, Any, Any]) -> Any:
        if self._loop is None:
            raise RuntimeError("the assistant has not been started")
        return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(work, self._loop))

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[Reply]:
        """Replies to one message in the shape of Rasa's REST channel; never empty, never raises on what people type."""
        if self._agent is None:
            return [{"recipient_id": sender, "text": "助手正在启动，请几秒钟后再发。"}]
        plain = text.strip().lstrip("/／ \t\r\n　").strip()
        if len(plain) > self._max_chars:
            return [self._too_long(sender, len(plain))]
        await self._services.knowledge.refresh_if_changed()
        try:
            replies: list[Reply] = await self._on_thread(
                self._turn(sender, WORDLESS if normalize(plain).blank else plain, channel)
            )
        except Exception:
            logger.exception("a turn failed (channel %s)", channel)
            replies = []
        return replies or [{"recipient_id": sender, "text": APOLOGY}]

    async def forget(self, sender: str) -> None:
        """Delete everything kept of a sender's conversation."""
        if self._store is not None:
            await asyncio.to_thread(self._store.forget, sender)

    async def _turn(self, sender: str, text: str, channel: str) -> list[Reply]:
        from rasa.core.channels.channel import UserMessage

        from bot.runtime.channel import WholeMessages

        output = WholeMessages(channel)
        await self._agent.handle_message(UserMessage(text, output, sender, input_channel=channel))
        return output.messages

    def _unclear(self, sender: str) -> Reply:
        message = not_understood(1, self._services.today())
        return {
            "recipient_id": sender,
            "text": message["text"],
            "buttons": message["buttons"],
            "custom": message["json_message"],
        }

    def _too_long(self, sender: str, length: int) -> Reply:
        text = (
            f"这条消息有{length}个字，太长了，我一次最多看{self._max_chars}个字。"
            "请挑要紧的说，比如做什么生意、在哪个区、想问什么。"
        )
        return {**self._unclear(sender), "text": text}
