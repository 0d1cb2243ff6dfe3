"""What a channel may ask of the desk on behalf of a citizen, and what the desk may say to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class TicketState:
    """What a citizen may know of the own ticket.

    Attributes:
        number: What the citizen quotes on the telephone.
        kind: 政策咨询, 融资需求登记, 诉求/投诉 or 预约帮代办.
        state: 受理, 派单, 办理, 答复, 办结, 回访 or 评价.
        owner: Name of the operator who has it; empty while nobody took it.
        created_at: ISO 8601 with offset.
        updated_at: ISO 8601 with offset.
        due_at: When the first answer is due, ISO 8601 with offset; empty when it has been given.
        can_rate: True when the citizen may say how satisfied they are.
    """

    number: str
    kind: str
    state: str
    owner: str
    created_at: str
    updated_at: str
    due_at: str = ""
    can_rate: bool = False


class CitizenDesk(Protocol):
    """The desk as channels see it. Senders are those of :class:`bot.channels.message.InboundMessage`."""

    async def ticket(self, sender: str) -> TicketState | None:
        """The newest ticket of the sender that is not finished, or finished and not yet rated."""
        ...

    async def feedback(self, sender: str, question: str, answer: Mapping[str, Any], useful: bool, reason: str) -> None:
        """Keep whether an answer was useful; ``answer`` is the reply as it was sent (text, custom)."""
        ...

    async def rate(self, sender: str, number: str, stars: int, words: str) -> TicketState:
        """Satisfaction with a finished ticket, one to five stars; raises ``LookupError`` when it is not theirs."""
        ...


class Outbound(Protocol):
    """Says something to a citizen who did not just write: an operator's reply, a ticket's new state, an offer."""

    async def say(self, sender: str, event: Mapping[str, Any]) -> bool:
        """Deliver, or keep for the next message; False when the channel of the sender is not there.

        ``event`` has ``type`` (``operator``: ``text``, ``name``; ``ticket``: the fields of :class:`TicketState`;
        ``offer``: ``text``, ``measure``, ``link``) and always ``text`` for channels that only have text.
        """
        ...
