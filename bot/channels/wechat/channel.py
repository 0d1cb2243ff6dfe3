"""A channel whose answers are in the body of the request or follow it: the gate, the bridge, the client."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Protocol

from bot.channels.wechat.api import ApiClient
from bot.channels.wechat.bridge import PATIENCE, WeChatBridge
from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.delivery import OFFICIAL_ACCOUNT, Allowance, Delivery
from bot.channels.wechat.gate import Gate, Opened
from bot.channels.wechat.ports import Answers, Claims, Count, Splitter
from bot.channels.wechat.saying import Saying
from bot.channels.wechat.sealed import Query
from bot.channels.wechat.settings import WeChatSettings


class Gated(Protocol):
    """Lets requests in and wraps the answers for them; raises :class:`Refused`."""

    def handshake(self, query: Query) -> str:
        """What to echo when the address is registered."""
        ...

    def open(self, query: Query, body: bytes) -> Opened:
        """The message of an authentic post."""
        ...

    def reply(self, opened: Opened, text: str | None) -> bytes:
        """The body of the answer."""
        ...


@dataclass(frozen=True, slots=True)
class BridgedChannel:
    """What the handlers need, and the desk."""

    gate: Gated
    bridge: WeChatBridge
    client: ApiClient | None
    count: Count
    outbound: Saying

    def handshake(self, query: Query) -> str:
        """What to echo. Raises :class:`Refused`."""
        return self.gate.handshake(query)

    async def answer(self, query: Query, body: bytes) -> bytes:
        """The body of the answer to a post. Raises :class:`Refused`."""
        opened = self.gate.open(query, body)
        return self.gate.reply(opened, await self.bridge.respond(opened.posted.message))

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Messages can be answered within; at the end what is under way is still delivered."""
        if self.client is None:
            yield
            await self.bridge.close()
            return
        async with self.client.running():
            yield
            await self.bridge.close()


def make_channel(
    settings: WeChatSettings,
    answers: Answers,
    claims: Claims,
    split: Splitter,
    count: Count,
    public_url: str = "",
    *,
    client: WeChatClient | None = None,
    patience: float = PATIENCE,
    settle: float = 0.5,
) -> BridgedChannel:
    """The Official Account, not yet running.

    Args:
        settings: Checked settings.
        answers: Answers each message once; the gateway.
        claims: What processes tell each other; the store of the channels.
        split: Cuts a text into parts of at most so many bytes.
        count: Told what happened to each request, one of ``bot.channels.wechat.errors.OUTCOMES``.
        public_url: What links in messages begin with; empty: no links.
        client: Instead of the one the settings make.
        patience: Seconds an answer may take to be in the body of WeChat's own request.
        settle: Seconds by which the reply in the body goes ahead of what follows it.
    """
    if client is None and settings.secret:
        client = WeChatClient(settings)
    return assemble(
        Gate(settings), client, answers, claims, split, count, public_url, OFFICIAL_ACCOUNT, patience, settle
    )


def assemble(
    gate: Gated,
    client: ApiClient | None,
    answers: Answers,
    claims: Claims,
    split: Splitter,
    count: Count,
    public_url: str,
    allowance: Allowance,
    patience: float = PATIENCE,
    settle: float = 0.5,
) -> BridgedChannel:
    """A channel of these parts, not yet running; the words are those of :func:`make_channel`."""
    delivery = Delivery(client, answers.keep, split, count, settle, allowance)
    bridge = WeChatBridge(answers, claims, delivery, split, count, public_url, patience)
    return BridgedChannel(gate, bridge, client, count, Saying(delivery, split, public_url))
