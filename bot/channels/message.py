"""The seam between channels and assistant: what came in, and what is to be delivered.

parse (channel) → :class:`InboundMessage` → ``Gateway`` → :class:`DeliveryPlan` → deliver (channel)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["text", "voice", "image", "video", "location", "link", "event", "unknown"]


@dataclass(frozen=True, slots=True)
class InboundMessage:
    """One message of a user, whatever the channel.

    Attributes:
        channel: ``wechat``, ``wecom``, ``kf``, ``chat`` or ``rest``.
        user: The channel's own name of the user; unique within the channel.
        kind: What was sent. Only text, and voice with recognised words, is put to the assistant.
        text: What was written or recognised; empty when there is none.
        key: The same for every repetition of the same message, different for any other message of the channel.
        event: For events: subscribe, unsubscribe, CLICK, SCAN, VIEW …; else empty.
        event_key: What belongs to the event, such as a menu key; with a text, the id of the choice that was tapped on.
    """

    channel: str
    user: str
    kind: Kind
    text: str
    key: str
    event: str = ""
    event_key: str = ""

    @property
    def sender(self) -> str:
        """The name under which the assistant keeps the conversation; no channel can take another's."""
        return f"{self.channel}:{self.user}"


@dataclass(frozen=True, slots=True)
class Option:
    """One thing the user may choose: by its number, its title or, where the channel has them, a button."""

    number: int
    title: str
    payload: str


@dataclass(frozen=True, slots=True)
class DeliveryPlan:
    """What to deliver, in order.

    Attributes:
        texts: Whole texts; the channel splits them to its own limits.
        options: Choices that belong to the last text; its numbered list is not in ``texts``.
        link: Address of the page with everything about the best measure, relative to the public base address; or None.
        title: What the link is called.
        messages: The assistant's replies as they were (``text``, ``buttons``, ``custom``), for channels with cards.
    """

    texts: tuple[str, ...]
    options: tuple[Option, ...] = ()
    link: str | None = None
    title: str | None = None
    messages: tuple[dict[str, Any], ...] = ()

    @property
    def empty(self) -> bool:
        """True when there is nothing to say, as after an unsubscribe event."""
        return not (self.texts or self.messages)
