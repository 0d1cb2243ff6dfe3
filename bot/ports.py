"""What the channels need from the assistant, so that a test can hand in a small one."""

from __future__ import annotations

from typing import Any, Protocol

# Said when an answer failed: what to do now, and who answers at any hour.
APOLOGY = "抱歉，系统出了点问题，这条没能答上来，请再发一次；着急请拨12345（24小时人工客服）。"


class AssistantRuntime(Protocol):
    """Understands messages and answers them."""

    @property
    def ready(self) -> bool:
        """True once messages can be answered."""
        ...

    async def start(self) -> None:
        """Load what is needed."""
        ...

    async def stop(self) -> None:
        """Finish and give everything back."""
        ...

    async def handle(self, sender: str, text: str, channel: str = "rest") -> list[dict[str, Any]]:
        """Answer one message with the reply list of Rasa's REST channel."""
        ...

    async def forget(self, sender: str) -> None:
        """Delete everything kept of a sender's conversation."""
        ...

    def status(self) -> dict[str, Any]:
        """What operators want to see: which model, since when."""
        ...
