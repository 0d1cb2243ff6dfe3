"""Settings of the 企业微信 application; without them the channel is off."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.channels import reading
from bot.settings import Setting

API_BASE = "https://qyapi.weixin.qq.com"

WECOM_SETTINGS = (
    Setting("HUIQI_WECOM_CORPID", "", "企业微信的企业 ID；空着就不接入企业微信应用"),
    Setting("HUIQI_WECOM_AGENTID", "", "自建应用的 AgentId，一个整数"),
    Setting("HUIQI_WECOM_SECRET", "", "自建应用的 Secret，主动发消息要用；空着就只在五秒内回复。不写进日志"),
    Setting("HUIQI_WECOM_TOKEN", "", "应用“接收消息”设置里的 Token。不写进日志"),
    Setting("HUIQI_WECOM_AES_KEY", "", "应用“接收消息”设置里的 EncodingAESKey，43 个字符。不写进日志"),
    Setting("HUIQI_WECOM_AES_KEY_PREVIOUS", "", "换密钥期间填旧的 EncodingAESKey，换完清空。不写进日志"),
    Setting("HUIQI_WECOM_API_BASE", API_BASE, "企业微信接口的地址"),
    Setting("HUIQI_WECOM_REPLAY_WINDOW", "300", "消息的时间与本机相差多少秒就不收，0 到 86400；0 是不管"),
)


@dataclass(frozen=True, slots=True)
class WeComSettings:
    """How to talk with one application, checked. ``secret`` is empty when there is none."""

    corpid: str
    agentid: int
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    aes_key_previous: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)
    api_base: str = API_BASE
    replay_window: int = 300

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys messages may be encrypted with, the current one first."""
        return tuple(key for key in (self.aes_key, self.aes_key_previous) if key)

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] = os.environ, say: Callable[[str], None] = lambda _: None
    ) -> WeComSettings | None:
        """Settings from environment variables; None when one is missing.

        ``say`` is told which, unless all are: then nobody wants this channel.

        Raises :class:`bot.settings.SettingsError` naming every faulty variable.
        """
        values = reading.read(WECOM_SETTINGS, _CHECKS, env)
        if lacking := reading.missing(values, _NEEDED):
            if len(lacking) < len(_NEEDED):
                say(reading.off("企业微信应用", lacking))
            return None
        return cls(
            corpid=values["HUIQI_WECOM_CORPID"],
            agentid=int(values["HUIQI_WECOM_AGENTID"]),
            token=values["HUIQI_WECOM_TOKEN"],
            aes_key=values["HUIQI_WECOM_AES_KEY"],
            aes_key_previous=values["HUIQI_WECOM_AES_KEY_PREVIOUS"],
            secret=values["HUIQI_WECOM_SECRET"],
            api_base=values["HUIQI_WECOM_API_BASE"].rstrip("/"),
            replay_window=int(values["HUIQI_WECOM_REPLAY_WINDOW"]),
        )


_NEEDED = ("HUIQI_WECOM_CORPID", "HUIQI_WECOM_AGENTID", "HUIQI_WECOM_TOKEN", "HUIQI_WECOM_AES_KEY")
_CHECKS: Mapping[str, reading.Check] = {
    "HUIQI_WECOM_CORPID": reading.corpid,
    "HUIQI_WECOM_AGENTID": reading.matching(r"[0-9]{1,12}", "应是应用页面上的 AgentId，一个整数"),
    "HUIQI_WECOM_SECRET": reading.secret,
    "HUIQI_WECOM_TOKEN": reading.token,
    "HUIQI_WECOM_AES_KEY": reading.aes_key,
    "HUIQI_WECOM_AES_KEY_PREVIOUS": reading.aes_key,
    "HUIQI_WECOM_API_BASE": reading.base,
    "HUIQI_WECOM_REPLAY_WINDOW": reading.window,
}
