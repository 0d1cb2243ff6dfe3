"""Reading an uploaded document in the background, with its progress in the database for every process to show."""

from __future__ import annotations

import asyncio
import logging
import secrets
import shutil
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select, update

from bot.accounts.tables import ImportRow
from bot.cli_review_text import outcome_line
from knowledge.directory import Directory
from knowledge.errors import KnowledgeError
from knowledge.importers.known import curated, plain_title
from knowledge.review.decision import Decision
from knowledge.review.drafts import Submitted
from knowledge.review.intake import Table, read_file
from knowledge.review.service import ReviewService
from knowledge.store import reader
from knowledge.store.database import Database

# Progress is written at most so often.
EVERY = 0.5
LISTED = 20
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Job:
    """One document being read; ``state`` is reading, done or failed."""

    id: str
    who: str
    name: str
    state: str
    stage: str
    done: int
    total: int
    message: str
    results: list[dict[str, Any]]
    at: datetime

    @property
    def percent(self) -> int | None:
        """How far it is; None while nobody can tell."""
        return min(100, 100 * self.done // self.total) if self.total else None


class Imports:
    """Documents handed in through the console."""

    def __init__(self, database: Database) -> None:
        """Work on migrated tables."""
        self._database = database
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, name: str, source: IO[bytes], who: str) -> str:
        """Copy the document and read it in the background; gives the number under which its progress can be seen."""
        job = secrets.token_hex(8)
        plain = Path(name.replace("\\", "/")).name[:120] or "文件"
        folder = await asyncio.to_thread(self._begin, job, plain, source, who)
        task = asyncio.get_running_loop().create_task(asyncio.to_thread(self._run, job, folder, plain, who))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def _begin(self, job: str, name: str, source: IO[bytes], who: str) -> Path:
        folder = Path(tempfile.mkdtemp(prefix="huiqi-import-"))
        with (folder / name).open("wb") as target:
            shutil.copyfileobj(source, target)
        with self._database.session.begin() as session:
            session.add(
                ImportRow(
                    id=job,
                    who=who,
                    name=name,
                    state="reading",
                    stage="打开",
                    done=0,
                    total=0,
                    message="",
                    results=[],
                    at=datetime.now(UTC),
                )
            )
        return folder

    async def close(self) -> None:
        """Wait for what is being read."""
        if self._tasks:
            await asyncio.gather(*self._tasks)

    def get(self, job: str) -> Job | None:
        """How far it is."""
        with self._database.session() as session:
            row = session.get(ImportRow, job)
            return _job(row) if row else None

    def latest(self) -> list[Job]:
        """The newest imports."""
        with self._database.session() as session:
            return [_job(r) for r in session.scalars(select(ImportRow).order_by(ImportRow.at.desc()).limit(LISTED))]

    def _run(self, job: str, folder: Path, name: str, who: str) -> None:
        try:
            results, message = self._read(job, folder / name, who)
            self._set(job, state="done", stage="完成", results=results, message=message)
        except KnowledgeError as fault:
            self._set(job, state="failed", message=str(fault))
        except Exception:
            _log.exception("import %s failed", job)
            self._set(job, state="failed", message="读这个文件时出了意外，已经记录。请换一种格式再试，或找管理员。")
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def _read(self, job: str, path: Path, who: str) -> tuple[list[dict[str, Any]], str]:
        titles = {**curated(), **{plain_title(t): d for t, d in reader.titles(self._database).items()}}
        found = read_file(path, _Progress(self, job), titles)
        if isinstance(found, Table):
            decision = Decision(who, f"在工作台上传 {path.name}")
            report = Directory(self._database).load({found.name: found.entries}, decision)[found.name]
            return [], f"通讯录：新增 {report.added} 行，修改 {report.changed} 行，没变 {report.same} 行。"
        submitted = ReviewService(self._database).submit([found], who)[0]
        note = "；".join(dict.fromkeys(n for result in submitted for n in result.notes))
        return [_line(s) for s in submitted], note or ("" if submitted else "没有找到带文号或编号的措施，没有保存。")

    def _set(self, job: str, **values: Any) -> None:
        with self._database.session.begin() as session:
            session.execute(update(ImportRow).where(ImportRow.id == job).values(**values))


class _Progress:
    """Writes how far the reading is, now and then."""

    def __init__(self, imports: Imports, job: str) -> None:
        self._imports, self._job, self._told = imports, job, 0.0

    def __call__(self, stage: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._told >= EVERY:
            self._told = now
            self._imports._set(self._job, stage=stage[:64], done=done, total=total)


def _line(result: Submitted) -> dict[str, Any]:
    return {"draft": result.draft_id, "outcome": result.outcome, "text": outcome_line(result)}


def _job(row: ImportRow) -> Job:
    return Job(row.id, row.who, row.name, row.state, row.stage, row.done, row.total, row.message, row.results, row.at)
