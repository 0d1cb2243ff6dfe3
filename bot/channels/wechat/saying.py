"""Something said to a user who did not just write: an operator's reply, a ticket's new state, an offer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.channels.wechat.delivery import Delivery
from bot.channels.wechat.parts import LIMIT
from bot.channels.wechat.passive import clean
from bot.channels.wechat.ports import Splitter


class Saying:
    """The :class:`bot.citizen.Outbound` of a channel: sent where that is allowed, else with the user's next message."""

    def __init__(self, delivery: Delivery, split: Splitter, public_url: str) -> None:
        """``public_url``: what links begin with; empty: no links."""
        self._delivery = delivery
        self._split = split
        self._base = public_url

    async def say(self, sender: str, event: Mapping[str, Any]) -> bool:
        """Deliver, or keep for the next message; False when there is nothing to say or the user has left."""
        text = self._text(event)
        if not text:
            return False
        texts = [part.strip() for part in self._split(text, LIMIT)]
        return await self._delivery.say(sender, sender.partition(":")[2], [part for part in texts if part])

    def _text(self, event: Mapping[str, Any]) -> str:
        text = clean(str(event.get("text") or "")).strip()
        if not text:
            return ""
        if event.get("type") == "operator":
            return f"【人工客服{clean(str(event.get('name') or '')).strip()}】\n{text}"
        link = str(event.get("link") or "")
        return f"{text}\n\n{self._base}{link}" if self._base and link.startswith("/") and link not in text else text
