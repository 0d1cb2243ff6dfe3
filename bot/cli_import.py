"""``huiqi import``: reading the files with progress, then storing all of them or none."""

from __future__ import annotations

import getpass
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from bot.cli_review_text import diff_lines, outcome_line
from knowledge.directory import BadTable, Directory
from knowledge.importers.known import curated, plain_title
from knowledge.review.decision import Decision
from knowledge.review.drafts import Submitted
from knowledge.review.incoming import Incoming
from knowledge.review.intake import Table, contract, read_file
from knowledge.review.service import ReviewService
from knowledge.store import reader
from knowledge.store.database import Database

Tell = Callable[[str, int, int], None]


@contextmanager
def _progress(name: str) -> Iterator[Tell]:
    """A bar on a terminal; one line a file elsewhere. Both on standard error."""
    console = Console(stderr=True)
    if not console.is_terminal:
        console.print(f"读取 {name}", highlight=False, markup=False)
        yield lambda stage, done, total: None
        return
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), TaskProgressColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(f"{name}：打开", total=None)

        def tell(stage: str, done: int, total: int) -> None:
            bar.update(task, description=f"{name}：{stage}", completed=done, total=total or None)

        yield tell


def _read(files: Sequence[Path], titles: Mapping[str, str] | None = None) -> tuple[list[Incoming], list[Table]]:
    found: list[Incoming | Table] = []
    for path in files:
        with _progress(path.name) as tell:
            found.append(read_file(path, tell, titles))
    return [f for f in found if isinstance(f, Incoming)], [f for f in found if isinstance(f, Table)]


def preview(files: Sequence[Path], as_json: bool) -> None:
    """Say what is in the files; the store is not even opened."""
    sources, tables = _read(files)
    if as_json:
        typer.echo(json.dumps(contract(sources), ensure_ascii=False, indent=2))
        return
    for document in contract(sources)["documents"]:
        contacts = sum(len(m["contacts"]) for m in document["measures"])
        name = f"{document['doc'] or '（没有文号）'} {document['title']}"
        typer.echo(f"{name}：{len(document['measures'])} 条措施，{contacts} 个联系人")
        for issue in document["issues"]:
            typer.echo(f"  存疑：{issue}")
    for table in tables:
        typer.echo(f"{table.name}：通讯录 {len(table.entries)} 行")
    typer.echo("以上只是试读，没有保存。")


def run(database: Database, files: Sequence[Path], as_json: bool, by: str, reason: str) -> None:
    """Read all files, then store them. A table goes into the directory, in the name of a person."""
    known = {plain_title(title): doc for title, doc in reader.titles(database).items()}
    sources, tables = _read(files, {**curated(), **known})
    if tables:
        _load_tables(database, sources, tables, Decision(by, reason))
        return
    results = ReviewService(database).submit(sources, by.strip() or _user())
    if as_json:
        rows = [_row(s, r) for s, group in zip(sources, results, strict=True) for r in group]
        typer.echo(json.dumps({"results": rows}, ensure_ascii=False, indent=2))
    else:
        _print(sources, results)


def _user() -> str:
    try:
        return getpass.getuser()[:64]
    except (KeyError, OSError):
        return "命令行"


def _print(sources: Sequence[Incoming], results: Sequence[Sequence[Submitted]]) -> None:
    for source, group in zip(sources, results, strict=True):
        if not group:
            typer.echo(f"{source.name}：没有找到带文号或编号的措施，没有保存。")
        for note in dict.fromkeys(note for result in group for note in result.notes):
            typer.echo(f"{source.name}：{note}")
        for result in group:
            typer.echo(outcome_line(result))
            if result.outcome == "changed":
                for line in diff_lines(result.diff):
                    typer.echo(line)


def _row(source: Incoming, result: Submitted) -> dict[str, Any]:
    return {
        "file": source.name,
        "doc": result.doc,
        "title": result.title,
        "outcome": result.outcome,
        "draft": result.draft_id,
        "added": [m.slug for m in result.diff.of("added")],
        "changed": [m.slug for m in result.diff.of("changed")],
        "removed": [m.slug for m in result.diff.of("removed")],
    }


def _load_tables(database: Database, sources: Sequence[Incoming], tables: Sequence[Table], decision: Decision) -> None:
    if sources:
        raise BadTable(tables[0].name, ["通讯录表格和政策文件请分开导入"])
    for name, report in Directory(database).load({t.name: t.entries for t in tables}, decision).items():
        typer.echo(f"{name}：通讯录新增 {report.added} 行，修改 {report.changed} 行，没变 {report.same} 行。")
