"""Settings of the Official Account; without them the channel is off."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from bot.channels import reading
from bot.settings import Setting

Mode = Literal["plain", "compat", "safe"]
API_BASE = "https://api.weixin.qq.com"

WECHAT_SETTINGS = (
    Setting("HUIQI_WECHAT_TOKEN", "", "公众号“服务器配置”里的令牌（Token）；空着就不接入公众号。不写进日志"),
    Setting(
        "HUIQI_WECHAT_AES_KEY", "", "公众号“服务器配置”里的消息加解密密钥（EncodingAESKey），43 个字符。不写进日志"
    ),
    Setting("HUIQI_WECHAT_AES_KEY_PREVIOUS", "", "换密钥期间填旧的 EncodingAESKey，换完清空。不写进日志"),
    Setting("HUIQI_WECHAT_APPID", "", "公众号的 AppID，安全模式、兼容模式和客服消息都要用"),
    Setting("HUIQI_WECHAT_SECRET", "", "公众号的 AppSecret，发客服消息和设菜单要用；空着就只在五秒内回复。不写进日志"),
    Setting(
        "HUIQI_WECHAT_MODE", "safe", "消息加解密方式，要和公众号页面上选的一致：safe 安全、compat 兼容、plain 明文"
    ),
    Setting("HUIQI_WECHAT_API_BASE", API_BASE, "微信接口的地址"),
    Setting(
        "HUIQI_WECHAT_REPLAY_WINDOW", "300", "消息的时间与本机相差多少秒就不收，0 到 86400；0 是不管。本机的钟要准"
    ),
)


@dataclass(frozen=True, slots=True)
class WeChatSettings:
    """How to talk with one Official Account, checked. ``secret`` is empty when there is none."""

    token: str = field(repr=False)
    appid: str = ""
    aes_key: str = field(default="", repr=False)
    aes_key_previous: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    mode: Mode = "safe"
    api_base: str = API_BASE
    replay_window: int = 300

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys messages may be encrypted with, the current one first."""
        return tuple(key for key in (self.aes_key, self.aes_key_previous) if key)

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] = os.environ, say: Callable[[str], None] = lambda _: None
    ) -> WeChatSettings | None:
        """Settings from environment variables; None when one is missing, and ``say`` is told which.

        Raises :class:`bot.settings.SettingsError` naming every faulty variable.
        """
        values = reading.read(WECHAT_SETTINGS, _CHECKS, env)
        if lacking := reading.missing(values, _needed(values)):
            say(reading.off("微信公众号", lacking))
            return None
        return cls(
            token=values["HUIQI_WECHAT_TOKEN"],
            appid=values["HUIQI_WECHAT_APPID"],
            aes_key=values["HUIQI_WECHAT_AES_KEY"],
            aes_key_previous=values["HUIQI_WECHAT_AES_KEY_PREVIOUS"],
            secret=values["HUIQI_WECHAT_SECRET"],
            mode=cast("Mode", values["HUIQI_WECHAT_MODE"]),
            api_base=values["HUIQI_WECHAT_API_BASE"].rstrip("/"),
            replay_window=int(values["HUIQI_WECHAT_REPLAY_WINDOW"]),
        )


def _needed(values: Mapping[str, str]) -> list[str]:
    if values["HUIQI_WECHAT_MODE"] != "plain":
        return ["HUIQI_WECHAT_TOKEN", "HUIQI_WECHAT_AES_KEY", "HUIQI_WECHAT_APPID"]
    return ["HUIQI_WECHAT_TOKEN", *(["HUIQI_WECHAT_APPID"] if values["HUIQI_WECHAT_SECRET"] else [])]


def _mode(text: str) -> str:
    return "" if text in ("plain", "compat", "safe") else f"只能是 plain、compat 或 safe，现在写的是“{text[:20]}”"


_CHECKS: Mapping[str, reading.Check] = {
    "HUIQI_WECHAT_TOKEN": reading.token,
    "HUIQI_WECHAT_AES_KEY": reading.aes_key,
    "HUIQI_WECHAT_AES_KEY_PREVIOUS": reading.aes_key,
    "HUIQI_WECHAT_APPID": reading.matching(r"[A-Za-z0-9_-]{4,64}", "应是公众号页面上的 AppID，wx 开头"),
    "HUIQI_WECHAT_SECRET": reading.secret,
    "HUIQI_WECHAT_MODE": _mode,
    "HUIQI_WECHAT_API_BASE": reading.base,
    "HUIQI_WECHAT_REPLAY_WINDOW": reading.window,
}
