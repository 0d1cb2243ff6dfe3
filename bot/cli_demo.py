"""``huiqi demo``: a desk that looks lived in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_common import fail, say, store

if TYPE_CHECKING:
    from bot.settings import Settings
    from knowledge.store.database import Database


def register(app: typer.Typer) -> None:
    """Add the command to the application."""
    app.command()(demo)


def demo(
    clear: Annotated[bool, typer.Option("--clear", help="只清掉演示数据，别的不动")] = False,
    beside_real: Annotated[bool, typer.Option("--beside-real", help="库里有真实的对话或工单也照样加")] = False,
) -> None:
    """给话务台放一套演示数据：编造的人、对话、工单和问题；再运行一次就重做一遍。"""
    with store() as (database, settings):
        _run(database, settings, clear, beside_real)


def _run(database: Database, settings: Settings, clear: bool, beside_real: bool) -> None:
    from bot.desk import demo_rows
    from bot.desk import store as tables
    from bot.desk.base import Ground
    from bot.desk.demo import Demo
    from knowledge.service import KnowledgeService

    tables.migrate(database)
    ground = Ground(database, KnowledgeService(database), today=settings.today)
    if clear:
        demo_rows.clear(ground)
        say("演示数据已清掉。")
        return
    if demo_rows.real(ground) and not beside_real:
        fail("库里有真实的对话或工单，没有放演示数据。换一个数据目录（HUIQI_DATA），或加 --beside-real。")
    made = Demo(ground).fill()
    counts = f"{made.conversations} 段对话，{made.tickets} 张工单，{made.unanswered} 个没答上的问题"
    typer.echo(f"放好了：{counts}。人和事都是编的。")
    say("用 huiqi user add 建一个账号，再打开 /console/ 看。用完运行 huiqi demo --clear 清掉。")
