"""企业微信's interface: a token from the corporation's secret, texts to members."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from bot.channels.wechat.api import PAUSES, ApiClient, Query, Reply
from bot.channels.wechat.errors import WECOM, ApiError
from bot.channels.wecom.settings import WeComSettings

_NOT_VISIBLE = 81013


def token_request(corpid: str, secret: str) -> tuple[str, Reply | None, Query | None]:
    """The call for a token; 企业微信 gives the current one as long as it lives."""
    return "/cgi-bin/gettoken", None, {"corpid": corpid, "corpsecret": secret}


class WeComClient(ApiClient):
    """Sends texts in the name of the application. All calls raise :class:`ApiError`."""

    codes = WECOM

    def __init__(
        self,
        settings: WeComSettings,
        pauses: Sequence[float] = PAUSES,
        seconds: float = 8.0,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Use within ``running()``. ``pauses``: before each new try; ``seconds``: for one call."""
        super().__init__(settings.api_base, bool(settings.secret), pauses, seconds, clock)
        self._settings = settings

    async def send_text(self, user: str, text: str) -> None:
        """One text to a member."""
        message = {"touser": user, "msgtype": "text", "agentid": self._settings.agentid, "text": {"content": text}}
        reply = await self._send("/cgi-bin/message/send", message)
        if reply.get("invaliduser"):
            # All is well, says the code, though nobody got it.
            raise ApiError(_NOT_VISIBLE, codes=self.codes)

    async def send_menu(self, user: str, head: str, items: Sequence[tuple[str, str]]) -> None:
        """Applications have no choices to tap on: the options as a text."""
        await self.send_text(user, "\n".join([head, *(title for _, title in items)]))

    def _token_request(self, force: bool) -> tuple[str, Reply | None, Query | None]:
        return token_request(self._settings.corpid, self._settings.secret)
