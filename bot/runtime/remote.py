"""A Rasa server somewhere else as the assistant: the same interface over its REST channel (``HUIQI_RASA_URL``)."""

from __future__ import annotations

import json
import logging
from typing import Any

import aiohttp

from bot.ports import APOLOGY

logger = logging.getLogger(__name__)

Reply = dict[str, Any]
WEBHOOK = "/webhooks/rest/webhook"
# An answer of the assistant is far smaller; more is not read.
MOST_BYTES = 2 * 1024 * 1024


class RemoteRuntime:
    """Sends each turn to a Rasa REST address. ``[]``, errors, junk and silence become an apology with 12345."""

    def __init__(self, url: str, token: str = "", max_chars: int = 2000, timeout: float = 15.0) -> None:
        """``url``: with or without the path of the webhook; ``token``: sent as bearer token; ``timeout``: seconds."""
        base = url.rstrip("/")
        self._url = base if base.endswith(WEBHOOK) else base + WEBHOOK
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._max_chars = max_chars
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=min(5.0, timeout))
        self._session: aiohttp.ClientSession | None = None
        self._trouble: str | None = None

    @property
    def ready(self) -> bool:
        """True once started; whether the other side answers shows with each turn."""
        return self._session is not None

    def status(self) -> dict[str, Any]:
        """For the readiness check: that the assistant is elsewhere, and the last trouble with it."""
        return {"model": self.ready, "remote": True, "trouble": self._trouble}

    async def start(self) -> None:
        """Open the connections."""
        self._session = aiohttp.ClientSession(timeout=self._timeout, headers=self._headers)

    async def stop(self) -> None:
        """Close the connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def forget(self, sender: str) -> None:
        """Begins the conversation anew; what the other server keeps of it, that server deletes."""
        await self.handle(sender, "重新开始")

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[Reply]:
        """Replies to one message; a text that begins with ``/`` is no command. Never empty, never raises."""
        plain = text.strip().lstrip("/／ \t\r\n　").strip()[: self._max_chars]
        if not plain or self._session is None:
            return [{"recipient_id": sender, "text": APOLOGY}]
        try:
            replies = _joined(await self._turn(sender, plain, channel))
            self._trouble = None if replies else "没有给出回答"
        except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
            self._trouble = type(fault).__name__
            logger.warning("the assistant at another address failed: %s", type(fault).__name__)
            replies = []
        return replies or [{"recipient_id": sender, "text": APOLOGY}]

    async def _turn(self, sender: str, text: str, channel: str) -> Any:
        assert self._session is not None
        body = {"sender": sender, "message": text, "input_channel": channel}
        async with self._session.post(self._url, json=body, allow_redirects=False) as response:
            if response.status != 200:
                raise ValueError(f"status {response.status}")
            raw = await response.content.read(MOST_BYTES + 1)
            if len(raw) > MOST_BYTES:
                raise ValueError("too long")
            return json.loads(raw)


def _joined(raw: Any) -> list[Reply]:
    """The usable messages; texts that Rasa cut at blank lines are put together again. Raises ``ValueError`` on junk."""
    if not isinstance(raw, list):
        raise ValueError("not a list of messages")
    replies: list[Reply] = []
    for message in raw:
        if not isinstance(message, dict) or not any(message.get(k) for k in ("text", "custom", "buttons")):
            continue
        last = replies[-1] if replies else None
        if last is not None and set(message) <= {"recipient_id", "text"} and "custom" not in last and last.get("text"):
            last["text"] = f"{last['text']}\n\n{message['text']}"
            continue
        replies.append(dict(message))
    return replies
