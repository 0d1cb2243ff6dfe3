"""Fetches what was pushed, each message once and in order, and remembers how far it got, also over a restart."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.channels.kf.client import KfClient, Page
from bot.channels.kf.messages import Listed, listed
from bot.channels.store import ChannelStore
from bot.channels.wechat.errors import ApiError

logger = logging.getLogger(__name__)

# The interface lists the last three days; cursors of quiet accounts are kept longer.
SEEN_SECONDS, CURSOR_SECONDS = 4 * 86400.0, 400 * 86400.0
# Older messages cannot be answered any more; and on an account's first day only fresh ones are.
ANSWERABLE_SECONDS, FRESH_SECONDS = 48 * 3600.0, 300.0
RETRIES = (1.0, 5.0, 30.0)
_BAD_PUSH_TOKEN = 95007
_ACCOUNTS = "kf|accounts"

Answer = Callable[[Listed], Awaitable[None]]


class KfInbox:
    """One fetch at a time for each account; customers in parallel, each one's messages in order."""

    def __init__(
        self,
        client: KfClient,
        lasting: ChannelStore,
        answer: Answer,
        retries: Sequence[float] = RETRIES,
        now: Callable[[], float] = time.time,
    ) -> None:
        """``lasting`` survives a restart; ``answer`` gets each new message; ``retries``: pauses when a fetch fails."""
        self._client = client
        self._lasting = lasting
        self._answer = answer
        self._retries = tuple(retries)
        self._now = now
        self._fetching: dict[str, asyncio.Task[None]] = {}
        self._again: dict[str, str] = {}
        self._lines: dict[str, asyncio.Task[None]] = {}

    def poke(self, account: str, token: str) -> None:
        """There is something for this account: fetch it soon. Returns at once."""
        self._again[account] = token
        if account not in self._fetching:
            task = asyncio.create_task(self._fetched(account))
            self._fetching[account] = task
            task.add_done_callback(lambda _: self._done(account))

    async def resume(self) -> None:
        """Fetch what came while nobody was listening, for every account we know."""
        for account in await self._accounts():
            self.poke(account, "")

    async def idle(self, seconds: float = 10.0) -> None:
        """Wait until nothing is under way; what takes longer is given up."""
        loop = asyncio.get_running_loop()
        until = loop.time() + seconds
        while (tasks := [*self._fetching.values(), *self._lines.values()]) and (left := until - loop.time()) > 0:
            await asyncio.wait(tasks, timeout=left)
            await asyncio.sleep(0)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, account: str) -> None:
        self._fetching.pop(account, None)
        if account in self._again:
            self.poke(account, self._again[account])

    async def _fetched(self, account: str) -> None:
        pauses = iter(self._retries)
        while (token := self._again.pop(account, None)) is not None:
            try:
                await self._all(account, token)
                continue
            except ApiError as fault:
                logger.warning("messages of 微信客服 not fetched: %s", fault)
                if fault.code == _BAD_PUSH_TOKEN:
                    token = ""
            except Exception as fault:
                logger.error("messages of 微信客服 could not be taken (%s)", type(fault).__name__)
            if (pause := next(pauses, None)) is not None:
                await asyncio.sleep(pause)
                # A newer push has a newer token.
                self._again.setdefault(account, token)

    async def _all(self, account: str, token: str) -> None:
        cursor = await self._cursor(account)
        oldest = self._now() - (ANSWERABLE_SECONDS if cursor else FRESH_SECONDS)
        more = True
        while more:
            page = await self._client.fetch(account, cursor, token)
            await self._take(page, oldest)
            if page.cursor != cursor:
                await self._lasting.put(f"kf|cursor|{account}", [page.cursor], CURSOR_SECONDS)
                await self._know(account)
            cursor, more = page.cursor, page.more

    async def _take(self, page: Page, oldest: float) -> None:
        for raw in page.messages:
            one = listed(raw)
            if one is None or one.sent_at < oldest:
                continue
            if await self._lasting.claim(f"kf|seen|{one.message.key}", SEEN_SECONDS):
                self._start(one)

    def _start(self, one: Listed) -> None:
        """Answer it behind the customer's earlier messages."""
        user = one.message.user
        task = asyncio.create_task(self._answered(one, self._lines.get(user)))
        self._lines[user] = task
        task.add_done_callback(lambda done: self._lines.pop(user) if self._lines.get(user) is done else None)

    async def _answered(self, one: Listed, earlier: asyncio.Task[None] | None) -> None:
        if earlier is not None:
            await asyncio.wait([earlier])
        try:
            await self._answer(one)
        except Exception:
            logger.exception("a message of 微信客服 could not be answered")

    async def _cursor(self, account: str) -> str:
        return _first(await self._lasting.get(f"kf|cursor|{account}"))

    async def _accounts(self) -> list[str]:
        return [str(account) for account in await self._lasting.get(_ACCOUNTS) or ()]

    async def _know(self, account: str) -> None:
        known = await self._accounts()
        if account not in known:
            await self._lasting.put(_ACCOUNTS, [*known, account], CURSOR_SECONDS)


def _first(value: Any) -> str:
    return str(value[0]) if value else ""
