"""Settings: one tuple feeds the manual and the tests; values are read from the environment once.

SettingsError   a value that cannot be used; names every faulty variable and what is allowed
"""

from __future__ import annotations

import ipaddress
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from knowledge.store import location

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORIGIN = re.compile(r"https?://[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?(:[0-9]{1,5})?")
_T = TypeVar("_T")


class SettingsError(Exception):
    """One or more environment variables cannot be used; the message is Chinese and meant for people."""

    def __init__(self, problems: list[str]) -> None:
        """Keep every fault, so that all can be mended in one go."""
        self.problems = problems
        super().__init__("环境变量有问题，服务没有启动：\n" + "\n".join(f"  - {p}" for p in problems))


@dataclass(frozen=True, slots=True)
class Setting:
    """One environment variable: its name, the value it has when unset, and what it is for."""

    name: str
    default: str
    help: str


SETTINGS = (
    Setting(
        "HUIQI_HOST", "127.0.0.1", "监听的地址。换成本机以外的地址（如 0.0.0.0）后，对话接口要凭 HUIQI_API_TOKEN 访问"
    ),
    Setting("HUIQI_PORT", "8080", "监听的端口，1 到 65535"),
    Setting("HUIQI_DATA", "./data", "数据目录，存放 SQLite 数据库"),
    Setting("HUIQI_DATABASE_URL", "", "数据库地址，sqlite:/// 或 postgresql:// 开头；空着就用数据目录里的 huiqi.db"),
    Setting("HUIQI_MODELS", "./models", "模型目录"),
    Setting("HUIQI_TODAY", "", "演示用的日期，如 2022-06-01，页面会注明；空着就是当天（北京时间）"),
    Setting("HUIQI_API_TOKEN", "", "对话接口的访问令牌，用 Authorization: Bearer 传来；不写进日志"),
    Setting("HUIQI_MAX_CHARS", "2000", "一条消息最多读多少个字，50 到 2000；更长的会请用户说短一点"),
    Setting(
        "HUIQI_PUBLIC_URL",
        "",
        "别人访问本服务的网址，如 https://huiqi.example.cn，消息里的链接用它开头；空着就不附链接",
    ),
    Setting(
        "HUIQI_REDIS_URL", "", "Redis 地址，redis:// 或 rediss:// 开头，多个进程一起服务各渠道时共用；空着就用进程内存"
    ),
    Setting(
        "HUIQI_RASA_URL", "", "另一台 Rasa 的地址，填了就把对话交给它的 /webhooks/rest/webhook，本进程不再载入模型"
    ),
    Setting(
        "HUIQI_CHAT_ORIGINS",
        "",
        "可以嵌入对话窗口的网站，如 https://www.example.cn，几个用空格隔开，* 是任何网站；空着就只有本站",
    ),
    Setting("HUIQI_CHAT_PER_MINUTE", "20", "网页对话里一个人一分钟最多发几条，1 到 600；一个网络地址是十倍"),
    Setting("HUIQI_CHAT_KEEP_DAYS", "30", "网页对话多少天没有动静就删掉，1 到 3650；页面上会照实写明"),
    Setting("HUIQI_SESSION_MINUTES", "60", "多少分钟没有消息就算新的对话，1 到 10080"),
    Setting("HUIQI_CONSOLE_IDLE_MINUTES", "30", "工作台多少分钟没人用就要重新登录，1 到 1440"),
    Setting("HUIQI_CONSOLE_SESSION_HOURS", "12", "工作台登录一次最多用多少小时，1 到 168"),
    Setting("HUIQI_CONSOLE_LOCK_MINUTES", "15", "工作台连续登录失败后锁多少分钟，1 到 1440"),
    Setting("HUIQI_TRUSTED_PROXIES", "0", "前面有几层自己的代理，0 到 5；登录失败按代理报来的地址计数"),
)


def _whole(low: int, high: int) -> Callable[[str], int]:
    def read(text: str) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", text) or not low <= int(text) <= high:
            raise ValueError(f"应是 {low} 到 {high} 的整数")
        return int(text)

    return read


def _host(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text))
    except ValueError:
        if re.fullmatch(r"[0-9.]+", text) or not _HOST.fullmatch(text):
            raise ValueError("应是 IP 地址或主机名，例如 127.0.0.1、0.0.0.0、localhost") from None
        return text


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        if not _ISO_DATE.fullmatch(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("应是真实的日期，例如 2022-06-01；空着就是当天") from None


def _token(text: str) -> str:
    if not re.fullmatch(r"[!-~]*", text):
        raise _Secret("只能用英文字母、数字和符号，中间不能有空格")
    return text


def _address(*schemes: str) -> Callable[[str], str]:
    """An address with one of these schemes and a host, or nothing. It may hold a password: it is not repeated."""

    def read(text: str) -> str:
        parts = urlsplit(text)
        if text and (parts.scheme not in schemes or not parts.hostname or parts.fragment):
            raise _Secret(f"应以 {' 或 '.join(f'{s}://' for s in schemes)} 开头并写明主机；空着就是不用")
        return text

    return read


def _origins(text: str) -> tuple[str, ...]:
    """Origins as browsers write them, each once; ``*`` stands alone."""
    origins = tuple(dict.fromkeys(o.rstrip("/").lower() for o in re.split(r"[\s,]+", text) if o))
    if origins != ("*",) and not all(_ORIGIN.fullmatch(o) for o in origins):
        raise ValueError(
            "应是网站的地址，只有协议、主机和端口，例如 https://www.example.cn，几个用空格隔开；或者只写 *"
        )
    return origins


def _database(text: str) -> str:
    try:
        known = make_url(text).get_backend_name() in ("sqlite", "postgresql")
    except ArgumentError:
        known = False
    if not known:
        raise _Secret("应以 sqlite:/// 或 postgresql:// 开头，例如 sqlite:////var/lib/huiqi/huiqi.db；空着就用数据目录")
    return text


class _Secret(ValueError):
    """The value must not be repeated in the message."""


class _Reader:
    """Reads variables one by one and gathers the faults."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self.values = {s.name: (env.get(s.name) or "").strip() or s.default for s in SETTINGS}
        self.problems: list[str] = []

    def get(self, name: str, parse: Callable[[str], _T], instead: _T) -> _T:
        text = self.values[name]
        try:
            return parse(text)
        except ValueError as fault:
            given = "" if isinstance(fault, _Secret) else f"，现在写的是“{text[:60]}”"
            self.problems.append(f"{name} {fault}{given}")
            return instead


@dataclass(frozen=True)
class Settings:
    """Everything that can be set from outside, checked."""

    host: str = "127.0.0.1"
    port: int = 8080
    data: Path = Path("data")
    database_url: str = field(default="sqlite:///data/huiqi.db", repr=False)
    models: Path = Path("models")
    demo_date: date | None = None
    api_token: str = field(default="", repr=False)
    max_chars: int = 2000
    session_minutes: int = 60
    console_idle_minutes: int = 30
    console_session_hours: int = 12
    console_lock_minutes: int = 15
    trusted_proxies: int = 0
    public_url: str = ""
    redis_url: str = field(default="", repr=False)
    rasa_url: str = field(default="", repr=False)
    chat_origins: tuple[str, ...] = ()
    chat_per_minute: int = 20
    chat_keep_days: int = 30

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        """Settings from environment variables. Raises :class:`SettingsError` naming every faulty one."""
        reader = _Reader(env)
        reader.values["HUIQI_DATABASE_URL"] = location.database_url(reader.values)
        settings = cls(
            host=reader.get("HUIQI_HOST", _host, cls.host),
            port=reader.get("HUIQI_PORT", _whole(1, 65535), 0),
            data=Path(reader.values["HUIQI_DATA"]),
            database_url=reader.get("HUIQI_DATABASE_URL", _database, ""),
            models=Path(reader.values["HUIQI_MODELS"]),
            demo_date=reader.get("HUIQI_TODAY", _day, None),
            api_token=reader.get("HUIQI_API_TOKEN", _token, ""),
            max_chars=reader.get("HUIQI_MAX_CHARS", _whole(50, 2000), 0),
            session_minutes=reader.get("HUIQI_SESSION_MINUTES", _whole(1, 10080), 0),
            console_idle_minutes=reader.get("HUIQI_CONSOLE_IDLE_MINUTES", _whole(1, 1440), 0),
            console_session_hours=reader.get("HUIQI_CONSOLE_SESSION_HOURS", _whole(1, 168), 0),
            console_lock_minutes=reader.get("HUIQI_CONSOLE_LOCK_MINUTES", _whole(1, 1440), 0),
            trusted_proxies=reader.get("HUIQI_TRUSTED_PROXIES", _whole(0, 5), 0),
            public_url=reader.get("HUIQI_PUBLIC_URL", _address("http", "https"), "").rstrip("/"),
            redis_url=reader.get("HUIQI_REDIS_URL", _address("redis", "rediss"), ""),
            rasa_url=reader.get("HUIQI_RASA_URL", _address("http", "https"), ""),
            chat_origins=reader.get("HUIQI_CHAT_ORIGINS", _origins, ()),
            chat_per_minute=reader.get("HUIQI_CHAT_PER_MINUTE", _whole(1, 600), 0),
            chat_keep_days=reader.get("HUIQI_CHAT_KEEP_DAYS", _whole(1, 3650), 0),
        )
        if reader.problems:
            raise SettingsError(reader.problems)
        return settings

    @property
    def loopback(self) -> bool:
        """True when only this machine can reach the address."""
        try:
            return ipaddress.ip_address(self.host).is_loopback
        except ValueError:
            return self.host.lower() == "localhost"

    def today(self) -> date:
        """The demonstration date if one is set, else the day in Beijing."""
        return self.demo_date or location.beijing_today()
