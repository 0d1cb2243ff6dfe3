"""The command ``huiqi``: one small function per command, the work is elsewhere."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import uuid
import warnings
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn, get_args

import typer
from rich.console import Console

from bot import cli_demo, cli_desk, cli_profile, cli_review, cli_user, cli_wechat
from bot.settings import Settings, SettingsError
from knowledge.models import District, Topic

app = typer.Typer(
    help="惠企：告诉小微企业能享受哪些惠企政策的助手",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
# What --district and --topic accept: the same values as in the measure files.
DistrictChoice = StrEnum("DistrictChoice", {d: d for d in get_args(District)})  # type: ignore[misc]
TopicChoice = StrEnum("TopicChoice", {t: t for t in get_args(Topic)})  # type: ignore[misc]
out, err = Console(), Console(stderr=True)


def _fail(message: str, code: int = 1) -> NoReturn:
    err.print(message, style="red", highlight=False, markup=False)
    raise typer.Exit(code)


def _settings() -> Settings:
    try:
        return Settings.from_env(os.environ)
    except SettingsError as fault:
        _fail(str(fault))


def _people(work: Callable[[], Any]) -> Any:
    """Run ``work``; errors meant for people are printed as one message, without a trace."""
    from bot.evaluation import EvaluationError
    from bot.runtime.model import ModelError
    from knowledge.errors import KnowledgeError

    try:
        return work()
    except (KnowledgeError, ModelError, EvaluationError, SettingsError) as fault:
        _fail(str(fault))


def _say(line: str) -> None:
    err.print(line, highlight=False, markup=False)


@app.command()
def train(if_needed: Annotated[bool, typer.Option("--if-needed", help="语料和配置没变就不训练")] = False) -> None:
    """训练对话模型（约 1 分钟）。"""
    from bot.runtime import model

    settings = _settings()
    if if_needed and _people(lambda: model.is_current(settings.models)):
        _say("模型是最新的，不用训练。")
        return
    with err.status("训练中……"):
        _people(lambda: model.train(settings.models, _say))


@app.command()
def serve() -> None:
    """启动网页、接口和助手，默认 http://127.0.0.1:8080/ 。"""
    from bot.serving import serve as run

    settings = _settings()
    _people(lambda: run(settings, _say))


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="要问的话")],
    as_json: Annotated[bool, typer.Option("--json", help="输出接口格式")] = False,
) -> None:
    """问一句，答一次。"""
    replies = _people(lambda: asyncio.run(_turns([question])))[0]
    _print(replies, as_json)


@app.command()
def chat() -> None:
    """在终端里聊天；空行或 Ctrl-D 结束。"""
    _people(lambda: asyncio.run(_chat()))


async def _turns(messages: list[str]) -> list[list[dict[str, Any]]]:
    from bot.local import local_assistant

    async with local_assistant(_settings(), _say) as local:
        sender = uuid.uuid4().hex
        return [await local.runtime.handle(sender, message, "terminal") for message in messages]


async def _chat() -> None:
    from bot.local import local_assistant

    async with local_assistant(_settings(), _say) as local:
        sender = uuid.uuid4().hex
        _say("请直接说要问的事，比如“房租能减吗”。空行结束。")
        while message := (await asyncio.to_thread(_read_line)).strip():
            _print(await local.runtime.handle(sender, message, "terminal"), as_json=False)


def _read_line() -> str:
    try:
        return input("您：")
    except (EOFError, KeyboardInterrupt):
        return ""


def _print(replies: list[dict[str, Any]], as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(replies, ensure_ascii=False, indent=2))
        return
    for reply in replies:
        typer.echo(reply["text"])
        if titles := [b["title"] for b in reply.get("buttons") or ()]:
            typer.echo("可以回：" + " / ".join(titles))


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="要查的词或句子")] = "",
    district: Annotated[DistrictChoice | None, typer.Option(help="哪个区")] = None,
    topic: Annotated[TopicChoice | None, typer.Option(help="哪类事")] = None,
    limit: Annotated[int, typer.Option(min=1, max=100, help="最多几条")] = 10,
) -> None:
    """在措施库里搜索。"""
    from bot.compose import open_database
    from knowledge.service import KnowledgeService

    settings = _settings()
    service = KnowledgeService(_people(lambda: open_database(settings, _say)))
    total, hits = service.search(query, district=district, topic=topic, as_of=settings.today(), limit=limit)
    typer.echo(
        "没有找到。换个说法试试。" if not total else f"共 {total} 条" + (f"，先列 {limit} 条" if total > limit else "")
    )
    for hit in hits:
        measure = hit.measure
        ended = "已结束" if measure.expired(settings.today()) else "有效"
        typer.echo(f"{hit.score:5.2f}  {measure.id:16}  {measure.source}  {measure.content.title}（{ended}）")


@app.command("eval")
def evaluate(
    folder: Annotated[Path, typer.Argument(help="评测集目录")] = Path("tests/eval"),
    url: Annotated[str | None, typer.Option(help="已在运行的地址；不给就在本进程里跑")] = None,
    only: Annotated[str | None, typer.Option(help="只测一部分、一种变体、一个意图或一条")] = None,
    noise: Annotated[
        bool, typer.Option("--noise", help="再测错别字、语音、方言等变体，和改错有没有改坏（要几分钟）")
    ] = False,
    drawing: Annotated[int, typer.Option(min=0, help="变体用第几次抽签的结果")] = 0,
    verbose: Annotated[bool, typer.Option("--verbose", help="列出每一条没答对的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """用评测集测答得对不对、找得准不准、快不快。"""
    from bot.evaluating import Scope, run

    settings = _settings()
    report = _people(lambda: asyncio.run(run(settings, folder, url, Scope(only, noise, drawing), _say)))
    from bot.evaluation import as_json as to_dict
    from bot.evaluation import render

    if as_json:
        typer.echo(json.dumps(to_dict(report), ensure_ascii=False, indent=2))
    else:
        out.print(render(report, verbose=verbose))


cli_review.register(app)
cli_profile.register(app)
cli_wechat.register(app)
cli_user.register(app)
cli_desk.register(app)
cli_demo.register(app)


def main() -> None:
    """Entry point: quiet third-party warnings, then the command."""
    if not sys.warnoptions:
        warnings.simplefilter("ignore")
    app()


if __name__ == "__main__":
    main()
