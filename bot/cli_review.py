"""The commands of ``huiqi review``, and :func:`register` for ``import``, ``export`` and ``check`` too."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import click
import typer
from rich.console import Console

from bot.cli_common import fail, say, store, why
from bot.cli_exchange import check, export, import_files

if TYPE_CHECKING:
    from knowledge.review.decision import Decision
    from knowledge.review.service import ReviewService

review = typer.Typer(help="审核导入的草稿：看、改、批准、驳回、停用、回退", no_args_is_help=True)

By = Annotated[str, typer.Option("--by", help="审核人姓名")]
Reason = Annotated[str, typer.Option("--reason", help="理由")]
DraftId = Annotated[int, typer.Argument(help="草稿编号，见 huiqi review list")]
Slugs = Annotated[list[str] | None, typer.Argument(help="条号；不写就是全部")]
MeasureId = Annotated[str, typer.Argument(help="措施编号，例如 xc-2020-1-7")]


class State(StrEnum):
    """The states of a draft."""

    draft = "draft"
    in_review = "in_review"
    published = "published"
    rejected = "rejected"
    same = "same"


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command("import")(import_files)
    app.command("export")(export)
    app.command("check")(check)
    app.add_typer(review, name="review")


@contextmanager
def _reviewing() -> Iterator[ReviewService]:
    from knowledge.review.service import ReviewService

    with store() as (database, _):
        yield ReviewService(database)


def _decision(by: str, reason: str) -> Decision:
    from knowledge.review.decision import Decision

    return Decision(by, reason)


@review.command("list")
def list_drafts(state: Annotated[State | None, typer.Option("--state", help="只看一种状态")] = None) -> None:
    """列出草稿，新的在前。"""
    from bot.cli_review_text import draft_lines

    with _reviewing() as service:
        for line in draft_lines(service.list_drafts(state)):
            typer.echo(line)


@review.command()
def show(
    target: Annotated[str, typer.Argument(help="草稿编号，或已发布措施的编号")],
    slug: Annotated[str | None, typer.Argument(help="草稿里的条号")] = None,
    as_of: Annotated[
        datetime | None, typer.Option("--as-of", formats=["%Y-%m-%d"], help="看措施在那一天发布的内容")
    ] = None,
) -> None:
    """看一份草稿、草稿里的一条（字段旁边是原文），或一条措施发布的内容。"""
    from bot import cli_review_text as text

    with store() as (database, settings):
        from knowledge.review.service import ReviewService

        service = ReviewService(database)
        out = Console()
        if not target.isdecimal():
            day = as_of.date() if as_of else settings.today()
            typer.echo(text.measure_text(service.published_as_of(target, day), day))
        elif slug is None:
            out.print(text.draft_view(service.show(int(target))))
        else:
            out.print(text.item_view(service.show_measure(int(target), slug)))


@review.command()
def edit(
    draft: DraftId,
    slug: Annotated[str | None, typer.Argument(help="条号；不写就改文件信息")] = None,
    by: By = "",
    reason: Reason = "",
    file: Annotated[
        Path | None, typer.Option("--file", help="用这个 YAML 文件的内容，不打开编辑器；- 是标准输入")
    ] = None,
) -> None:
    """在 $EDITOR 里改一条措施（YAML）；保存时核对，有错可以接着改。"""
    with _reviewing() as service:
        decision = _decision(by, reason)
        before = service.text(draft, slug)
        if file is not None:
            service.edit(draft, slug, _read_text(file), decision)
        elif not _edit_until_right(service, draft, slug, before, decision):
            say("没有改动。")
            return
    say("已保存，还没有发布。")


def _read_text(file: Path) -> str:
    try:
        return sys.stdin.read() if str(file) == "-" else file.read_text("utf-8")
    except OSError as fault:
        fail(f"读不了 {file}（{why(fault)}）。")
    except UnicodeDecodeError:
        fail(f"{file} 不是 UTF-8 编码的文本。")


def _edit_until_right(service: ReviewService, draft: int, slug: str | None, before: str, decision: Decision) -> bool:
    from knowledge.review.errors import BadContent

    text = before
    while True:
        try:
            edited = click.edit(text, extension=".yml")
        except click.ClickException:
            fail("编辑器打不开。请设置环境变量 EDITOR，或用 --file 指明改好的文件。")
        if edited is None or edited == before:
            return False
        try:
            service.edit(draft, slug, edited, decision)
            return True
        except BadContent as fault:
            say(str(fault))
            if not typer.confirm("接着改吗？", default=True, err=True):
                raise
            text = edited


@review.command()
def approve(draft: DraftId, slugs: Slugs = None, by: By = "", reason: Reason = "") -> None:
    """批准并发布：整份草稿，或其中几条。缺什么会一次说清，缺了就都不发布。"""
    with _reviewing() as service:
        done = service.approve(draft, _decision(by, reason), slugs or None)
    for measure_id, revision in done.published:
        typer.echo(f"已发布 {measure_id} 第 {revision} 版")
    for measure_id in done.retired:
        typer.echo(f"已停用 {measure_id}")
    say(f"共发布 {len(done.published)} 条，停用 {len(done.retired)} 条；运行中的助手一两秒内生效。")


@review.command()
def reject(draft: DraftId, slugs: Slugs = None, by: By = "", reason: Reason = "") -> None:
    """驳回整份草稿，或其中几条；已发布的内容不变。"""
    with _reviewing() as service:
        count = service.reject(draft, _decision(by, reason), slugs or None)
    say(f"已驳回 {count} 条。")


@review.command()
def retire(measure_id: MeasureId, by: By = "", reason: Reason = "") -> None:
    """停用一条已发布的措施；旧版本都留着。"""
    with _reviewing() as service:
        revision = service.retire(measure_id, _decision(by, reason))
    say(f"已停用 {measure_id}（原来是第 {revision} 版）。")


@review.command()
def rollback(
    measure_id: MeasureId,
    revision: Annotated[int, typer.Argument(help="回到第几版，见 huiqi review log 措施编号")],
    by: By = "",
    reason: Reason = "",
) -> None:
    """把一条措施退回到以前的一版；已停用的会重新发布。"""
    with _reviewing() as service:
        new = service.roll_back(measure_id, revision, _decision(by, reason))
    say(f"{measure_id} 已退回到第 {revision} 版的内容，记为第 {new} 版。")


@review.command()
def log(
    target: Annotated[str | None, typer.Argument(help="草稿编号或措施编号；不写就看全部")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="最多几行")] = 50,
) -> None:
    """谁在什么时候做了什么，为什么；看一条措施时还列出它的各个版本。"""
    from bot.cli_review_text import log_lines, revision_lines

    with _reviewing() as service:
        if target is None or target.isdecimal():
            lines = log_lines(service.log(draft_id=int(target) if target else None, limit=limit))
        else:
            lines = [*revision_lines(service.revisions(target)), *log_lines(service.log(None, target, limit))]
    for line in lines:
        typer.echo(line)
