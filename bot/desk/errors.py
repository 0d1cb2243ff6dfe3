"""Errors of the desk; each message is Chinese and meant for the person at the screen.

DeskError
├── BadInput        what was entered cannot be used; ``faults`` has a sentence per field
├── NotAllowed      this person may not do this
├── NotNow          the step does not fit the ticket's state
├── Outdated        somebody else changed the ticket meanwhile
└── TicketNotFound  no such ticket (also a ``LookupError``)
"""

from __future__ import annotations

from collections.abc import Mapping


class DeskError(Exception):
    """Something about the desk."""


class BadInput(DeskError):
    """What was entered cannot be used. ``faults``: what is wrong, by field name."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.faults = dict(faults)
        super().__init__("；".join(self.faults.values()))


class NotAllowed(DeskError):
    """This person may not do this."""


class NotNow(DeskError):
    """The step does not fit the ticket's state."""


class Outdated(DeskError):
    """Somebody else changed the ticket meanwhile; nothing was changed by this attempt."""

    def __init__(self, number: str, who: str = "") -> None:
        """Name the ticket and, where known, who was first."""
        self.number, self.who = number, who
        first = f"{who}刚刚改过" if who else "刚刚被别人改过"
        super().__init__(f"工单 {number} {first}，您的这次操作没有保存。请看一下最新内容再做。")


class TicketNotFound(DeskError, LookupError):
    """There is no such ticket."""

    def __init__(self, number: str) -> None:
        """Name the number that was asked for."""
        super().__init__(f"没有编号为“{number}”的工单。请核对编号。")
