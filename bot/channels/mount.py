"""The channels of an application, from settings; one whose settings are missing is off, with a line that says so."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol, TypeVar

from aiohttp import web

from bot.channels.gateway import Gateway
from bot.channels.kf.channel import PATH as KF_PATH
from bot.channels.kf.channel import KfChannel
from bot.channels.kf.settings import KfSettings
from bot.channels.split import split_utf8
from bot.channels.sqlstore import SqlStore
from bot.channels.steady import SteadyStore
from bot.channels.store import ChannelStore, MemoryStore, RedisStore
from bot.channels.wechat.channel import make_channel
from bot.channels.wechat.errors import OUTCOMES
from bot.channels.wechat.handler import PATH as WECHAT_PATH
from bot.channels.wechat.handler import Callback, lifespan, routes
from bot.channels.wechat.ports import Count
from bot.channels.wechat.saying import Saying
from bot.channels.wechat.settings import WeChatSettings
from bot.channels.wecom.channel import PATH as WECOM_PATH
from bot.channels.wecom.channel import make_wecom
from bot.channels.wecom.settings import WeComSettings
from bot.compose import tracker_url
from bot.settings import Settings, SettingsError
from bot.web.keys import callbacks_key, meters_key, outbounds_key, runtime_key

Say = Callable[[str], None]
_S = TypeVar("_S")


class _Channel(Callback, Protocol):
    @property
    def outbound(self) -> Saying: ...


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The settings of the channels that are on."""

    wechat: WeChatSettings | None
    wecom: WeComSettings | None
    kf: KfSettings | None


def mount_channels(app: web.Application, settings: Settings, env: Mapping[str, str], say: Say) -> None:
    """Add the channels whose settings are there. Raises ``SettingsError`` on faulty ones."""
    wanted = _wanted(env, say)
    if not (wanted.wechat or wanted.wecom or wanted.kf):
        return
    store, lasting = _stores(app, settings)
    runtime = app[runtime_key]
    gateway = Gateway(runtime, store, runtime.forget, lasting=SteadyStore(lasting))
    base = settings.public_url
    if wanted.wechat:
        channel = make_channel(wanted.wechat, gateway, store, split_utf8, _count(app, "wechat"), base)
        _add(app, "wechat", channel, WECHAT_PATH)
        say(_line("微信公众号", base, WECHAT_PATH, f"，{wanted.wechat.mode} 模式"))
    if wanted.wecom:
        member = make_wecom(wanted.wecom, gateway, store, split_utf8, _count(app, "wecom"), base)
        _add(app, "wecom", member, WECOM_PATH)
        say(_line("企业微信应用", base, WECOM_PATH))
    if wanted.kf:
        customer = KfChannel(wanted.kf, gateway, lasting, split_utf8, _count(app, "kf"), base)
        _add(app, "kf", customer, KF_PATH)
        say(_line("微信客服", base, KF_PATH))


def _wanted(env: Mapping[str, str], say: Say) -> _Wanted:
    problems: list[str] = []

    def read(settings: Callable[[Mapping[str, str], Say], _S | None]) -> _S | None:
        try:
            return settings(env, say)
        except SettingsError as fault:
            problems.extend(fault.problems)
            return None

    wanted = _Wanted(read(WeChatSettings.from_env), read(WeComSettings.from_env), read(KfSettings.from_env))
    if problems:
        raise SettingsError(problems)
    return wanted


def _stores(app: web.Application, settings: Settings) -> tuple[ChannelStore, ChannelStore]:
    """What is remembered for minutes, and what survives a restart: both in Redis, or memory and the database."""
    store: ChannelStore
    lasting: ChannelStore
    if settings.redis_url:
        lasting = RedisStore(settings.redis_url)
        store = SteadyStore(lasting)
    else:
        lasting, store = SqlStore(tracker_url(settings.database_url)), MemoryStore()

    async def remembering(_: web.Application) -> AsyncIterator[None]:
        yield
        await lasting.close()

    app.cleanup_ctx.append(remembering)
    return store, lasting


def _count(app: web.Application, name: str) -> Count:
    events = app[meters_key].channels
    for outcome in OUTCOMES:
        events.labels(name, outcome)
    return lambda outcome: events.labels(name, outcome).inc()


def _add(app: web.Application, prefix: str, channel: _Channel, path: str) -> None:
    app.add_routes(routes(channel, path))
    app[callbacks_key].add(path)
    app.cleanup_ctx.append(lifespan(channel))
    app[outbounds_key].register(prefix, channel.outbound)


def _line(what: str, base: str, path: str, more: str = "") -> str:
    return f"{what}已接入：回调地址 {base or '（请设 HUIQI_PUBLIC_URL）'}{path}{more}。"
