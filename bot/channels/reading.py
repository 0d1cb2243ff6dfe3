"""Reading the settings of a channel: what is allowed, said without repeating a value that may be a secret."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import urlsplit

from bot.channels.wechat.crypto import key_from
from bot.settings import Setting, SettingsError

# What is wrong with a value, in Chinese; nothing when it is right.
Check = Callable[[str], str]


def read(settings: Sequence[Setting], checks: Mapping[str, Check], env: Mapping[str, str]) -> dict[str, str]:
    """The values by name; what is not set has its default.

    Raises :class:`bot.settings.SettingsError` naming every faulty variable.
    """
    values = {s.name: (env.get(s.name) or "").strip() or s.default for s in settings}
    faults = [f"{name} {fault}" for name, check in checks.items() if (fault := check(values[name]))]
    if faults:
        raise SettingsError(faults)
    return values


def missing(values: Mapping[str, str], needed: Sequence[str]) -> list[str]:
    """What a channel needs and does not have."""
    return [name for name in needed if not values[name]]


def off(what: str, missing: Sequence[str]) -> str:
    """The line that says why a channel is off."""
    return f"{what}没有接入：还缺 {'、'.join(missing)}（见 docs/wechat.md）。"


def matching(pattern: str, rule: str) -> Check:
    """A check that says the rule and never the value."""

    def check(text: str) -> str:
        return "" if not text or re.fullmatch(pattern, text) else rule

    return check


def aes_key(text: str) -> str:
    """An EncodingAESKey, or nothing."""
    try:
        return "" if not text or len(key_from(text)) == 32 else _AES_RULE
    except ValueError:
        return _AES_RULE


def base(text: str) -> str:
    """The address of an interface."""
    try:
        parts = urlsplit(text)
        right = parts.scheme in ("http", "https") and parts.hostname and not (parts.query or parts.fragment)
    except ValueError:
        right = False
    return "" if right else "应以 https:// 开头并写明主机，例如 https://api.weixin.qq.com"


def window(text: str) -> str:
    """Seconds of a replay window."""
    right = re.fullmatch(r"[0-9]{1,5}", text) and int(text) <= 86400
    return "" if right else f"应是 0 到 86400 的整数，现在写的是“{text[:20]}”"


_AES_RULE = "应是 43 个英文字母或数字，从页面原样复制"
token = matching(r"[!-~]{3,64}", "应是 3 到 32 个英文字母或数字，和页面上填的一样")
secret = matching(r"[!-~]{8,128}", "应是页面上的密钥，原样复制")
corpid = matching(r"[A-Za-z0-9_-]{4,64}", "应是管理后台“我的企业”里的企业 ID，ww 开头")
