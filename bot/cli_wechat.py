"""The commands of ``huiqi wechat``: is the Official Account connected, and its menu."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer
import yaml

from bot.cli_common import fail, people, say, why
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.wechat.client import WeChatClient
    from bot.channels.wechat.settings import WeChatSettings

wechat = typer.Typer(help="微信公众号：检查接入、设置菜单", no_args_is_help=True)
menu = typer.Typer(help="对话框下面的菜单", no_args_is_help=True)
wechat.add_typer(menu, name="menu")

_T = TypeVar("_T")
_SIGNS = {True: "✓", False: "✗", None: "·"}


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(wechat, name="wechat")


def _settings() -> tuple[WeChatSettings, str]:
    """The settings of the account, and the public address."""
    from bot.channels.wechat.settings import WeChatSettings

    lines: list[str] = []
    with people():
        settings = WeChatSettings.from_env(os.environ, lines.append)
    if settings is None:
        fail("\n".join(lines))
    return settings, _public_url()


def _public_url() -> str:
    with people():
        return Settings.from_env(os.environ).public_url
    return ""


@wechat.command()
def check() -> None:
    """检查接入：设置、接口凭证、外面能不能访问回调地址（照微信的办法验证一次）。"""
    from bot.channels.wechat.checking import check as look

    findings = asyncio.run(look(*_settings()))
    for finding in findings:
        typer.echo(f"{_SIGNS[finding.right]} {finding.text}")
    if any(finding.right is False for finding in findings):
        raise typer.Exit(1)


@menu.command()
def push(
    file: Annotated[Path | None, typer.Argument(help="菜单文件（JSON 或 YAML）；不写就用自带的菜单")] = None,
) -> None:
    """把菜单设到公众号上，先核对微信的限制；手机上约五分钟后看到。"""
    from bot.channels.wechat.menu import default_menu, problems

    settings, public_url = _settings()
    content = default_menu(public_url) if file is None else _read(file)
    if faults := problems(content):
        fail("菜单有问题，没有设上：\n" + "\n".join(f"  - {fault}" for fault in faults))
    _call(settings, lambda client: client.create_menu(content))
    say("菜单设好了，手机上约五分钟后看到；取消关注再关注可以马上看到。")


@menu.command()
def show(
    default: Annotated[bool, typer.Option("--default", help="看自带的菜单，可以存成文件再改")] = False,
) -> None:
    """看公众号上现在的菜单（JSON）。"""
    from bot.channels.wechat.menu import default_menu

    content = default_menu(_public_url()) if default else _call(_settings()[0], lambda client: client.menu())
    if content is None:
        say("公众号还没有设菜单。用 huiqi wechat menu push 设上自带的菜单。")
        return
    typer.echo(json.dumps(content, ensure_ascii=False, indent=2))


def _read(file: Path) -> Any:
    try:
        return yaml.safe_load(file.read_text("utf-8"))
    except OSError as fault:
        fail(f"读不了 {file}（{why(fault)}）。")
    except UnicodeDecodeError:
        fail(f"{file} 不是 UTF-8 编码的文本。")
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        fail(f"{file} 不是正确的 JSON 或 YAML{f'，看第 {mark.line + 1} 行' if mark else ''}。")


def _call(settings: WeChatSettings, work: Callable[[WeChatClient], Awaitable[_T]]) -> _T:
    """Call WeChat; its errors become one line."""
    from bot.channels.wechat.client import WeChatClient
    from bot.channels.wechat.errors import ApiError

    if not settings.secret:
        fail("设菜单要用 HUIQI_WECHAT_SECRET 和 HUIQI_WECHAT_APPID，请先设好。")

    async def called() -> _T:
        async with WeChatClient(settings).running() as client:
            return await work(client)

    try:
        return asyncio.run(called())
    except ApiError as fault:
        fail(f"微信没有答应：{fault}。")
