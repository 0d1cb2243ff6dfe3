"""The commands ``import``, ``export`` and ``check``: thin, the work is in ``knowledge``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli_common import fail, people, say, store, why

if TYPE_CHECKING:
    from knowledge.measure import Measure


class Format(StrEnum):
    """What an export can be."""

    json = "json"
    csv = "csv"
    xlsx = "xlsx"


def import_files(
    files: Annotated[
        list[Path], typer.Argument(help="txt md html pdf docx 文件，惠企导出的 json，或通讯录表格 csv xlsx")
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不保存")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
    by: Annotated[str, typer.Option("--by", help="经办人姓名；导入通讯录时必须写")] = "",
    reason: Annotated[str, typer.Option("--reason", help="理由；导入通讯录时必须写")] = "",
) -> None:
    """导入文件：找出里面的措施存成草稿，等人审核；全部读完才保存，中断则什么都不变。"""
    from bot import cli_import

    try:
        with people():
            if dry_run:
                cli_import.preview(files, as_json)
                return
        with store() as (database, _):
            cli_import.run(database, files, as_json, by, reason)
    except KeyboardInterrupt:
        fail("已中断，措施库没有变化。", 130)


def export(
    format_: Annotated[Format, typer.Option("--format", help="json 可以再导入；csv、xlsx 给人看")] = Format.json,
    output: Annotated[Path | None, typer.Option("--output", help="写到哪个文件；不写就输出到屏幕")] = None,
) -> None:
    """导出已发布的措施。"""
    from knowledge.review.export import export_json
    from knowledge.review.spreadsheet import export_csv, export_xlsx
    from knowledge.store import reader

    if format_ is Format.xlsx and output is None:
        fail("xlsx 要写到文件里，请加 --output，例如 --output 惠企措施.xlsx")
    with store() as (database, _):
        measures = reader.published(database)
    writers: dict[Format, Callable[[Sequence[Measure]], bytes]] = {
        Format.json: export_json,
        Format.csv: export_csv,
        Format.xlsx: export_xlsx,
    }
    data = writers[format_](measures)
    if output is None:
        typer.echo(data, nl=False)
        return
    try:
        output.write_bytes(data)
    except OSError as fault:
        fail(f"写不了 {output}（{why(fault)}）。请换个位置或核对权限。")
    say(f"已导出 {len(measures)} 条到 {output}")


def check() -> None:
    """检查已发布的措施：联系人、电话位数、日期、编号、网址、能不能搜到。有错误时退出码是 1。"""
    from bot.cli_review_text import check_lines
    from knowledge.check import check as look_over
    from knowledge.service import KnowledgeService

    with store() as (database, settings):
        service = KnowledgeService(database)
        findings = look_over(service, settings.today())
    for line in check_lines(findings, len(service.measures)):
        typer.echo(line)
    if any(finding.level == "error" for finding in findings):
        raise typer.Exit(1)
