"""Collects what the assistant says in one turn, each message whole."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import OutputChannel


class WholeMessages(OutputChannel):
    """Keeps text, buttons and card of a message together (Rasa's own collector splits them)."""

    def __init__(self, channel: str) -> None:
        """``channel`` is where the person writes from: rest, wechat, widget, terminal."""
        self._channel = channel
        self.messages: list[dict[str, Any]] = []

    def name(self) -> str:  # type: ignore[override]
        """Name under which the conversation is recorded."""
        return self._channel

    async def send_response(self, recipient_id: str, message: dict[str, Any]) -> None:
        """Keep the message in the shape of Rasa's REST channel."""
        kept = {"recipient_id": recipient_id, "text": message.get("text") or ""}
        for part in ("buttons", "custom", "image"):
            if message.get(part):
                kept[part] = message[part]
        self.messages.append(kept)
