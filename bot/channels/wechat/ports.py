"""What the channel needs from others, so that a test can hand in small ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, Protocol

from bot.channels.message import DeliveryPlan, InboundMessage

# Told what happened, one of ``bot.channels.wechat.errors.OUTCOMES``.
Count = Callable[[str], None]
# Keeps texts for a sender's next message.
Keep = Callable[[str, list[str]], Awaitable[None]]
# Cuts a text into parts of at most so many bytes, whose concatenation is the text.
Splitter = Callable[[str, int], list[str]]


class Answers(Protocol):
    """Answers messages, each once, and keeps what could not be delivered. The gateway is one."""

    async def answer(self, message: InboundMessage) -> DeliveryPlan:
        """What to deliver; the same for every repetition."""
        ...

    async def keep(self, sender: str, texts: list[str]) -> None:
        """Keep texts for the user's next message."""
        ...

    async def waiting(self, sender: str) -> list[str]:
        """The texts kept, which are gone afterwards."""
        ...

    async def forget(self, sender: str) -> None:
        """Delete what is known of a user."""
        ...


class Claims(Protocol):
    """What processes that share the work tell each other; a channel store is one."""

    async def claim(self, key: str, seconds: float) -> bool:
        """True for the first who asks."""
        ...

    async def put(self, key: str, value: list[Any], seconds: float) -> None:
        """Keep a value."""
        ...

    async def get(self, key: str) -> Any:
        """The value, or None."""
        ...


class Sends(Protocol):
    """Sends customer messages; raises :class:`ApiError`."""

    @property
    def may_send(self) -> bool:
        """False when this account is known to have no right to."""
        ...

    async def send_text(self, user: str, text: str) -> None:
        """One text."""
        ...

    async def send_menu(self, user: str, head: str, items: Sequence[tuple[str, str]]) -> None:
        """Choices to tap on."""
        ...
