"""Who brings a message to a citizen who did not just write: the channel their sender begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.citizen import Outbound


class Outbounds:
    """Every channel that can say something, by the prefix of its senders (``wechat`` for ``wechat:…``)."""

    def __init__(self) -> None:
        """No channel yet."""
        self._channels: dict[str, Outbound] = {}

    def register(self, prefix: str, outbound: Outbound) -> None:
        """Senders that begin with ``prefix:`` are spoken to by this channel. Raises ``ValueError`` when taken."""
        if not prefix or ":" in prefix:
            raise ValueError("a prefix is a word without a colon")
        if prefix in self._channels:
            raise ValueError(f"the channel {prefix} is registered already")
        self._channels[prefix] = outbound

    async def say(self, sender: str, event: Mapping[str, Any]) -> bool:
        """Deliver, or keep for the next message; False when the channel of the sender is not there."""
        prefix, colon, user = sender.partition(":")
        channel = self._channels.get(prefix)
        return False if channel is None or not (colon and user) else await channel.say(sender, event)
