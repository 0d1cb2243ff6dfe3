"""Asking a running assistant by its address."""

from __future__ import annotations

import json
from typing import Any

from aiohttp import ClientConnectorError, ClientError, ClientSession, ClientTimeout, InvalidURL

from bot.evaluation.errors import AskFailed, AssistantUnreachable

_STOP = {
    401: "需要口令：请提供有效的访问令牌。",
    403: "拒绝访问：请检查访问令牌的权限。",
    404: "这个地址没有对话接口，请检查地址。",
    429: "提问太快被限流：请先放宽服务端的限额再评测。",
}


class HttpAsker:
    """Asks over ``POST /webhooks/rest/webhook``; the session belongs to the caller."""

    def __init__(self, session: ClientSession, address: str, token: str | None = None, timeout: float = 30) -> None:
        self._session = session
        self._address = address
        self._url = f"{address.rstrip('/')}/webhooks/rest/webhook"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._timeout = ClientTimeout(total=timeout)

    async def ask(self, sender: str, text: str) -> list[dict[str, Any]]:
        """Give the reply list; an assistant that cannot be reached ends the run."""
        try:
            status, body = await self._post({"sender": sender, "message": text})
        except (ClientConnectorError, InvalidURL) as error:
            raise AssistantUnreachable(f"连不上 {self._address}，请检查地址和服务是否已启动。") from error
        except TimeoutError as error:
            raise AskFailed(f"等了 {self._timeout.total:g} 秒没有答复") from error
        except ClientError as error:
            raise AskFailed("连接中断，没有收到答复") from error
        if status in _STOP:
            raise AssistantUnreachable(f"{self._address} {_STOP[status]}")
        if status != 200:
            raise AskFailed(f"服务返回 {status}：{_said(body)}")
        return _replies(body)

    async def _post(self, payload: dict[str, str]) -> tuple[int, bytes]:
        # A redirect would carry the token to a place nobody named.
        async with self._session.post(
            self._url, json=payload, headers=self._headers, timeout=self._timeout, allow_redirects=False
        ) as response:
            return response.status, await response.read()


def _parse(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def _said(body: bytes) -> str:
    parsed = _parse(body)
    return str(parsed.get("error")) if isinstance(parsed, dict) and parsed.get("error") else "没有说明原因"


def _replies(body: bytes) -> list[dict[str, Any]]:
    parsed = _parse(body)
    if not isinstance(parsed, list) or not all(isinstance(one, dict) for one in parsed):
        raise AskFailed("答复不是回复列表（JSON 数组）")
    return parsed
