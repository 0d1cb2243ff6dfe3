"""The Official Account's interface for us to call: customer messages, the menu, the addresses it calls from."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bot.channels.wechat.api import PAUSES, ApiClient, Query, Reply
from bot.channels.wechat.errors import MENU_MISSING, WECHAT, ApiError
from bot.channels.wechat.settings import WeChatSettings

_SEND = "/cgi-bin/message/custom/send"


def menu_message(head: str, items: Sequence[tuple[str, str]]) -> Reply:
    """Choices to tap on, each an id of ours and its title: the ``msgmenu`` of an Official Account."""
    listed = [{"id": identity, "content": title} for identity, title in items]
    return {"head_content": head, "list": listed, "tail_content": ""}


class WeChatClient(ApiClient):
    """Calls WeChat in the name of the Official Account. All calls raise :class:`ApiError`."""

    codes = WECHAT

    def __init__(
        self,
        settings: WeChatSettings,
        pauses: Sequence[float] = PAUSES,
        seconds: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use within ``running()``. ``pauses``: before each new try; ``seconds``: for one call."""
        super().__init__(settings.api_base, bool(settings.secret), pauses, seconds, clock)
        self._settings = settings

    async def send_text(self, user: str, text: str) -> None:
        """One text as a customer message."""
        await self._send(_SEND, {"touser": user, "msgtype": "text", "text": {"content": text}})

    async def send_menu(self, user: str, head: str, items: Sequence[tuple[str, str]]) -> None:
        """Choices to tap on, each an id of ours and its title."""
        await self._send(_SEND, {"touser": user, "msgtype": "msgmenu", "msgmenu": menu_message(head, items)})

    async def create_menu(self, menu: Reply) -> None:
        """Put the menu of the account in place of the old one."""
        await self._call("/cgi-bin/menu/create", menu)

    async def menu(self) -> Reply | None:
        """The menu of the account; None when it has none."""
        try:
            menu = (await self._call("/cgi-bin/menu/get")).get("menu")
        except ApiError as fault:
            if fault.code == MENU_MISSING:
                return None
            raise
        return menu if isinstance(menu, dict) else None

    async def callback_addresses(self) -> list[str]:
        """The addresses WeChat calls us from."""
        return [str(address) for address in (await self._call("/cgi-bin/getcallbackip")).get("ip_list") or ()]

    def _token_request(self, force: bool) -> tuple[str, Reply | None, Query | None]:
        asked = {
            "grant_type": "client_credential",
            "appid": self._settings.appid,
            "secret": self._settings.secret,
            "force_refresh": force,
        }
        return "/cgi-bin/stable_token", asked, None
