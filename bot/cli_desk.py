"""``huiqi desk``: exports, questions to learn from, and the time of keeping, without the console."""

from __future__ import annotations

import getpass
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_common import fail, say, store, why

if TYPE_CHECKING:
    from bot.desk.desk import Desk

desk = typer.Typer(help="话务台：导出工单和数字，看没答上的问题，导出训练语句", no_args_is_help=True)

Output = Annotated[Path | None, typer.Option("--output", help="写到哪个文件；不写就输出到屏幕")]


class Format(StrEnum):
    """What an export of tickets can be."""

    csv = "csv"
    json = "json"


class Group(StrEnum):
    """By what the figures are grouped."""

    day = "day"
    topic = "topic"
    district = "district"
    channel = "channel"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.add_typer(desk, name="desk")


@contextmanager
def _desk() -> Iterator[Desk]:
    from bot.desk.desk import Desk
    from bot.desk.errors import DeskError
    from bot.desk.settings import DeskSettings
    from knowledge.service import KnowledgeService

    with store() as (database, settings):
        try:
            opened = DeskSettings.from_env(os.environ)
            yield Desk.open(database, KnowledgeService(database), opened, today=settings.today)
        except DeskError as fault:
            fail(str(fault))


def _write(text: str, output: Path | None) -> None:
    if output is None:
        typer.echo(text, nl=False)
        return
    try:
        output.write_text(text, "utf-8", newline="")
    except OSError as fault:
        fail(f"写不了 {output}（{why(fault)}）。")
    say(f"写好了：{output}")


@desk.command()
def export(
    format_: Annotated[Format, typer.Option("--format", help="csv 给人看，json 给程序")] = Format.csv,
    state: Annotated[str, typer.Option(help="只要一种状态，或 open 没办结的、finished 办结的")] = "",
    output: Output = None,
) -> None:
    """导出工单。里面有市民填的登记表，请妥善保管。"""
    from bot.desk.people import Actor
    from bot.desk.views import TicketFilter

    with _desk() as opened:
        actor, wanted = Actor("cli", _me(), "admin"), TicketFilter(state=state)
        files = opened.tickets.export
        _write(files.csv(wanted, actor) if format_ is Format.csv else files.json(wanted, actor), output)


@desk.command()
def figures(
    by: Annotated[Group, typer.Option(help="按什么分")] = Group.day,
    days: Annotated[int, typer.Option(min=1, max=400, help="到今天为止的多少天")] = 30,
    output: Output = None,
) -> None:
    """导出统计数字（CSV），里面没有个人信息。"""
    from bot.desk.base import beijing_day, utc_now

    with _desk() as opened:
        until: date = beijing_day(utc_now())
        _write(opened.figures.csv(until - timedelta(days=days - 1), until, by.value), output)


@desk.command()
def questions(limit: Annotated[int, typer.Option(min=1, max=500, help="最多几组")] = 20) -> None:
    """看没答上的问题，意思一样的归成一组。"""
    with _desk() as opened:
        found = opened.learning.clusters(limit)
    if not found:
        typer.echo("没有要处理的问题。")
    for cluster in found:
        said = "、".join(f"{name} {n}" for name, n in cluster.why.items())
        typer.echo(f"{cluster.count:4d} 次  {cluster.name}（{said}；{cluster.agreed} 人等答案）")
        for example in cluster.examples[1:4]:
            typer.echo(f"         {example.text}")


@desk.command()
def sentences(output: Output = None) -> None:
    """导出编辑整理的训练语句（nlu/intents 的写法），审核后再并入、训练。"""
    with _desk() as opened:
        _write(opened.learning.export_sentences(), output)


@desk.command()
def synonyms(output: Output = None) -> None:
    """导出编辑整理的同义词（nlu/lookups/synonyms.yml 的写法），审核后再并入。"""
    with _desk() as opened:
        _write(opened.learning.export_synonyms(), output)


@desk.command()
def purge() -> None:
    """按 HUIQI_TRANSCRIPT_DAYS 清掉到期的对话原文；服务运行时每分钟自己做一次。"""
    from bot.desk.retention import purge as clean

    with _desk() as opened:
        typer.echo(f"清掉了 {clean(opened.ground)} 条到期的内容。")


def _me() -> str:
    try:
        return f"命令行:{getpass.getuser()}"[:64]
    except (KeyError, OSError):
        return "命令行"
