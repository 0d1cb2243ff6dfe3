"""Is the Official Account connected? Asks WeChat for a token, and our own address the way WeChat does."""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

import aiohttp

from bot.channels.wechat.client import WeChatClient
from bot.channels.wechat.errors import ApiError
from bot.channels.wechat.settings import WeChatSettings
from bot.channels.wechat.signature import sign

_MODES = {"safe": "安全模式", "compat": "兼容模式，只宜调试", "plain": "明文模式，消息不加密"}
_NO_SECRET = "没有设置 HUIQI_WECHAT_SECRET：来不及在五秒内回复的，等用户下次发消息时补上"  # noqa: S105


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; ``right`` is None when it is neither right nor wrong."""

    right: bool | None
    text: str


async def check(settings: WeChatSettings, public_url: str, seconds: float = 8.0) -> list[Finding]:
    """What is right and what is not, in the order in which to mend it."""
    mode = Finding(settings.mode == "safe" or None, f"加解密方式：{_MODES[settings.mode]}")
    return [mode, await _interface(settings, seconds), await _callback(settings, public_url, seconds)]


async def _interface(settings: WeChatSettings, seconds: float) -> Finding:
    if not settings.secret:
        return Finding(None, f"客服消息：{_NO_SECRET}")
    try:
        async with WeChatClient(settings, seconds=seconds, pauses=(0.5,)).running() as client:
            addresses = await client.callback_addresses()
    except ApiError as fault:
        return Finding(False, f"微信接口：{fault}")
    return Finding(True, f"微信接口：拿到了接口凭证；微信从 {len(addresses)} 个地址发消息过来")


async def _callback(settings: WeChatSettings, public_url: str, seconds: float) -> Finding:
    if not public_url:
        return Finding(False, "回调地址：没有设置 HUIQI_PUBLIC_URL，不知道外面怎么访问本服务")
    url, word = f"{public_url}/wechat", secrets.token_hex(8)
    timestamp, nonce = str(int(time.time())), secrets.token_hex(5)
    query = {"signature": sign(settings.token, timestamp, nonce), "timestamp": timestamp, "nonce": nonce}
    try:
        timeout = aiohttp.ClientTimeout(total=seconds)
        async with aiohttp.ClientSession(timeout=timeout) as session:
            right = await _asked(session, url, {**query, "echostr": word})
            wrong = await _asked(session, url, {**query, "signature": "0" * 40, "echostr": word})
    except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
        return Finding(False, f"回调地址：{url} 连不上（{type(fault).__name__}）。服务启动了吗？域名、端口、证书对吗？")
    if right != (200, word):
        return Finding(False, f"回调地址：{url} 没有通过验证（状态 {right[0]}）。{_hint(right[0])}")
    if wrong[0] != 403:
        return Finding(False, f"回调地址：{url} 收下了签名不对的请求（状态 {wrong[0]}），前面的代理是不是改了请求？")
    return Finding(True, f"回调地址：{url} 通过了验证，签名不对的不收")


async def _asked(session: aiohttp.ClientSession, url: str, query: dict[str, str]) -> tuple[int, str]:
    async with session.get(url, params=query, allow_redirects=False) as response:
        return response.status, (await response.content.read(200)).decode("utf-8", "replace")


def _hint(status: int) -> str:
    return {
        200: "回答被改动了，前面的代理应原样转发。",
        403: "运行中的服务用的 HUIQI_WECHAT_TOKEN 和这里的不一样。",
        404: "运行中的服务没有接入公众号，或者代理没有转发 /wechat。",
    }.get(status, "请看服务和代理的日志。")
