"""Settings of 微信客服; without them the channel is off."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from bot.channels import reading
from bot.channels.wecom.settings import API_BASE
from bot.settings import Setting

KF_SETTINGS = (
    Setting("HUIQI_KF_CORPID", "", "微信客服所属企业的企业 ID；空着就不接入微信客服"),
    Setting("HUIQI_KF_SECRET", "", "微信客服（或可以调用它的自建应用）的 Secret，取消息和回消息都要用。不写进日志"),
    Setting("HUIQI_KF_TOKEN", "", "微信客服回调设置里的 Token。不写进日志"),
    Setting("HUIQI_KF_AES_KEY", "", "微信客服回调设置里的 EncodingAESKey，43 个字符。不写进日志"),
    Setting("HUIQI_KF_AES_KEY_PREVIOUS", "", "换密钥期间填旧的 EncodingAESKey，换完清空。不写进日志"),
    Setting("HUIQI_KF_API_BASE", API_BASE, "微信客服接口的地址"),
    Setting("HUIQI_KF_REPLAY_WINDOW", "300", "推送的时间与本机相差多少秒就不收，0 到 86400；0 是不管"),
)


@dataclass(frozen=True, slots=True)
class KfSettings:
    """How to talk with the 微信客服 of one corporation, checked."""

    corpid: str
    secret: str = field(repr=False)
    token: str = field(repr=False)
    aes_key: str = field(repr=False)
    aes_key_previous: str = field(default="", repr=False)
    api_base: str = API_BASE
    replay_window: int = 300

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys pushes may be encrypted with, the current one first."""
        return tuple(key for key in (self.aes_key, self.aes_key_previous) if key)

    @classmethod
    def from_env(
        cls, env: Mapping[str, str] = os.environ, say: Callable[[str], None] = lambda _: None
    ) -> KfSettings | None:
        """Settings from environment variables; None when one is missing.

        ``say`` is told which, unless all are: then nobody wants this channel.

        Raises :class:`bot.settings.SettingsError` naming every faulty variable.
        """
        values = reading.read(KF_SETTINGS, _CHECKS, env)
        if lacking := reading.missing(values, _NEEDED):
            if len(lacking) < len(_NEEDED):
                say(reading.off("微信客服", lacking))
            return None
        return cls(
            corpid=values["HUIQI_KF_CORPID"],
            secret=values["HUIQI_KF_SECRET"],
            token=values["HUIQI_KF_TOKEN"],
            aes_key=values["HUIQI_KF_AES_KEY"],
            aes_key_previous=values["HUIQI_KF_AES_KEY_PREVIOUS"],
            api_base=values["HUIQI_KF_API_BASE"].rstrip("/"),
            replay_window=int(values["HUIQI_KF_REPLAY_WINDOW"]),
        )


_NEEDED = ("HUIQI_KF_CORPID", "HUIQI_KF_SECRET", "HUIQI_KF_TOKEN", "HUIQI_KF_AES_KEY")
_CHECKS: Mapping[str, reading.Check] = {
    "HUIQI_KF_CORPID": reading.corpid,
    "HUIQI_KF_SECRET": reading.secret,
    "HUIQI_KF_TOKEN": reading.token,
    "HUIQI_KF_AES_KEY": reading.aes_key,
    "HUIQI_KF_AES_KEY_PREVIOUS": reading.aes_key,
    "HUIQI_KF_API_BASE": reading.base,
    "HUIQI_KF_REPLAY_WINDOW": reading.window,
}
