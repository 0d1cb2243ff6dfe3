"""微信客服's interface: fetch messages with a cursor, answer them, greet who enters."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.channels.kf.settings import KfSettings
from bot.channels.wechat.api import PAUSES, ApiClient, Query, Reply
from bot.channels.wechat.errors import NO_ANSWER, WECOM, ApiError
from bot.channels.wecom.client import token_request

MOST_AT_ONCE = 1000


@dataclass(frozen=True, slots=True)
class Page:
    """Messages, oldest first; the cursor behind them; and whether there are more."""

    messages: tuple[dict[str, Any], ...]
    cursor: str
    more: bool


class KfClient(ApiClient):
    """Calls in the name of the corporation. Users are ``account/customer``. All calls raise :class:`ApiError`."""

    codes = WECOM

    def __init__(
        self,
        settings: KfSettings,
        pauses: Sequence[float] = PAUSES,
        seconds: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use within ``running()``. ``pauses``: before each new try; ``seconds``: for one call."""
        super().__init__(settings.api_base, bool(settings.secret), pauses, seconds, clock)
        self._settings = settings

    async def fetch(self, account: str, cursor: str, token: str) -> Page:
        """What came behind the cursor; without one, everything of the last three days.

        ``token``: of the push, good for ten minutes; without one the interface may be called rarely.
        """
        asked = {"open_kfid": account, "limit": MOST_AT_ONCE}
        asked |= {name: value for name, value in (("cursor", cursor), ("token", token)) if value}
        reply = await self._call("/cgi-bin/kf/sync_msg", asked)
        listed, behind = reply.get("msg_list") or [], reply.get("next_cursor")
        if not isinstance(listed, list):
            raise ApiError(NO_ANSWER, codes=self.codes)
        moved = isinstance(behind, str) and behind not in ("", cursor)
        messages = tuple(message for message in listed if isinstance(message, dict))
        return Page(messages, str(behind) if moved else cursor, bool(reply.get("has_more")) and moved)

    async def send_text(self, user: str, text: str) -> None:
        """One text to a customer."""
        await self._to(user, "text", {"content": text})

    async def send_menu(self, user: str, head: str, items: Sequence[tuple[str, str]]) -> None:
        """Choices to tap on, each an id of ours and its title."""
        listed = [{"type": "click", "click": {"id": identity, "content": title}} for identity, title in items]
        await self._to(user, "msgmenu", {"head_content": head, "list": listed})

    async def greet(self, code: str, text: str) -> None:
        """A text to the customer who has just entered; the code is good once, for twenty seconds."""
        await self._call("/cgi-bin/kf/send_msg_on_event", {"code": code, "msgtype": "text", "text": {"content": text}})

    async def _to(self, user: str, sort: str, content: Reply) -> None:
        account, _, customer = user.partition("/")
        message = {"touser": customer, "open_kfid": account, "msgtype": sort, sort: content}
        await self._send("/cgi-bin/kf/send_msg", message)

    def _token_request(self, force: bool) -> tuple[str, Reply | None, Query | None]:
        return token_request(self._settings.corpid, self._settings.secret)
