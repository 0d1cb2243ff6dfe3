"""Settings of the desk, checked."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import TypeVar
from urllib.parse import urlsplit

from bot.settings import Setting, SettingsError

DESK_SETTINGS = (
    Setting(
        "HUIQI_TRANSCRIPT_DAYS", "180", "对话原文保存多少天，1 到 3650；到期只留统计用的数字，办理中的工单办结后才清"
    ),
    Setting("HUIQI_DESK_ANSWER_DAYS", "1", "一般工单要在几个工作日内首次答复，1 到 60"),
    Setting("HUIQI_DESK_COMPLEX_DAYS", "3", "复杂工单要在几个工作日内首次答复，1 到 60"),
    Setting("HUIQI_DESK_CLOSES", "18:00", "每个工作日几点下班（北京时间），答复期限算到这一刻"),
    Setting(
        "HUIQI_DESK_SILENT_MINUTES",
        "30",
        "工作人员接管对话后，多少分钟没有说话就自动交还给助手，1 到 1440",
    ),
    Setting("HUIQI_DESK_WEBHOOK_URL", "", "工单有变化时通知热线自有系统的地址，http 或 https；空着就不通知"),
    Setting("HUIQI_DESK_WEBHOOK_SECRET", "", "通知的签名密钥，至少 16 个字符；填了地址就要填。不写进日志"),
)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class DeskSettings:
    """How the desk keeps time and whom it tells, checked."""

    transcript_days: int = 180
    answer_days: int = 1
    complex_days: int = 3
    closes: time = time(18)
    silent_minutes: int = 30
    webhook_url: str = field(default="", repr=False)
    webhook_secret: str = field(default="", repr=False)

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> DeskSettings:
        """Settings from environment variables. Raises ``SettingsError`` naming every faulty one."""
        values = {s.name: (env.get(s.name) or "").strip() or s.default for s in DESK_SETTINGS}
        problems: list[str] = []

        def get(name: str, parse: Callable[[str], _T]) -> _T | None:
            try:
                return parse(values[name])
            except ValueError as fault:
                problems.append(f"{name} {fault}")
                return None

        settings = {
            "transcript_days": get("HUIQI_TRANSCRIPT_DAYS", _whole(1, 3650)),
            "answer_days": get("HUIQI_DESK_ANSWER_DAYS", _whole(1, 60)),
            "complex_days": get("HUIQI_DESK_COMPLEX_DAYS", _whole(1, 60)),
            "closes": get("HUIQI_DESK_CLOSES", _clock),
            "silent_minutes": get("HUIQI_DESK_SILENT_MINUTES", _whole(1, 1440)),
            "webhook_url": get("HUIQI_DESK_WEBHOOK_URL", _url),
            "webhook_secret": get("HUIQI_DESK_WEBHOOK_SECRET", _secret),
        }
        if values["HUIQI_DESK_WEBHOOK_URL"] and not values["HUIQI_DESK_WEBHOOK_SECRET"]:
            problems.append("HUIQI_DESK_WEBHOOK_SECRET 要和 HUIQI_DESK_WEBHOOK_URL 一起设，通知才能签名")
        if problems:
            raise SettingsError(problems)
        return cls(**settings)  # type: ignore[arg-type]


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,6}", text) or not low <= int(text) <= high:
            raise ValueError(f"应是 {low} 到 {high} 的整数，现在写的是“{text[:60]}”")
        return int(text)

    return read


def _clock(text: str) -> time:
    if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", text):
        raise ValueError(f"应是 24 小时制的时刻，例如 18:00，现在写的是“{text[:60]}”")
    return time.fromisoformat(text)


def _url(text: str) -> str:
    try:
        parts = urlsplit(text)
        right = not text or (parts.scheme in ("http", "https") and parts.hostname and not parts.fragment)
    except ValueError:
        right = False
    if not right:  # it may hold a password: not repeated
        raise ValueError("应以 http:// 或 https:// 开头并写明主机；空着就是不用")
    return text


def _secret(text: str) -> str:
    if text and (len(text) < 16 or not re.fullmatch(r"[!-~]+", text)):
        raise ValueError("至少 16 个字符，只能用英文字母、数字和符号，中间不能有空格")
    return text
