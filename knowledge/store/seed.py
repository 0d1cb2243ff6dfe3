"""Filling the store from the curated files: all of it or nothing, and only what changed.

What a named person has published or retired in the review is never touched; the report says what was left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import files
from knowledge.models import MeasureFile, PolicyFile
from knowledge.store import writing
from knowledge.store.database import Database
from knowledge.store.rows import content_of, document_of
from knowledge.store.tables import DocumentRow, MeasureRow, MetaRow
from knowledge.store.writing import Stamp

_FINGERPRINT = "seed_fingerprint"


@dataclass(frozen=True)
class SeedReport:
    """How many measures were added, changed or retired; ``kept`` names those left as the review made them."""

    added: int = 0
    changed: int = 0
    retired: int = 0
    kept: tuple[str, ...] = ()

    def __add__(self, other: SeedReport) -> SeedReport:
        return SeedReport(
            self.added + other.added,
            self.changed + other.changed,
            self.retired + other.retired,
            self.kept + other.kept,
        )


def seed(database: Database, folder: Path = files.MEASURES, say: Callable[[str], None] = lambda _: None) -> SeedReport:
    """Bring the store in line with the files. Raises ``BrokenFile`` before anything is written."""
    fingerprint = files.fingerprint(files.measure_files(folder))
    with database.session() as session:
        if _known(session) == fingerprint:
            return SeedReport()
    policies = files.load_all(folder)
    stamp = Stamp("seed", datetime.now(UTC))
    with database.session.begin() as session:
        writing.lock(session)
        if _known(session) == fingerprint:
            return SeedReport()
        total = SeedReport()
        for policy in policies:
            say(f"载入 {policy.document.doc}（{len(policy.measures)} 条）")
            total += _apply(session, policy, stamp)
        session.merge(MetaRow(key=_FINGERPRINT, value=fingerprint))
        writing.bump(session)
    if total.kept:
        say(f"有 {len(total.kept)} 项经人工审核，没有用文件覆盖：{'、'.join(total.kept)}")
    return total


def _known(session: Session) -> str | None:
    return session.scalar(select(MetaRow.value).where(MetaRow.key == _FINGERPRINT))


def _apply(session: Session, policy: PolicyFile, stamp: Stamp) -> SeedReport:
    document = policy.document
    total = SeedReport()
    row = session.get(DocumentRow, document.id)
    if row is None or row.origin == "seed":
        writing.put_document(session, document, stamp)
    elif document_of(row) != document:
        total = SeedReport(kept=(document.id,))
    wanted: set[str] = set()
    for position, content in enumerate(policy.measures):
        measure_id = f"{document.id}-{content.slug}"
        wanted.add(measure_id)
        total += _bring_in(session, document.id, measure_id, position, content, stamp)
    return total + _retire_gone(session, document.id, wanted, stamp)


def _bring_in(
    session: Session, document_id: str, measure_id: str, position: int, content: MeasureFile, stamp: Stamp
) -> SeedReport:
    old = writing.latest(session, measure_id)
    if old and _reviewed(old):
        unchanged = old.status == "published" and content_of(old) == content
        return SeedReport() if unchanged else SeedReport(kept=(measure_id,))
    published = old is not None and old.status == "published"
    if old and published and content_of(old) == content:
        old.position = position
        return SeedReport()
    writing.publish(session, document_id, position, content, stamp)
    return SeedReport(changed=1) if published else SeedReport(added=1)


def _reviewed(row: MeasureRow) -> bool:
    """Whether a person decided on this measure last: published it, or took it out."""
    return row.origin == "review" if row.status == "published" else row.retired_by is not None


def _retire_gone(session: Session, document_id: str, wanted: set[str], stamp: Stamp) -> SeedReport:
    gone = session.scalars(
        select(MeasureRow).where(
            MeasureRow.document_id == document_id,
            MeasureRow.status == "published",
            MeasureRow.measure_id.not_in(wanted),
        )
    ).all()
    ours = [row for row in gone if not _reviewed(row)]
    for row in ours:
        writing.retire(session, row, Stamp("seed", stamp.at, None, "措施文件里不再有这一条"))
    return SeedReport(retired=len(ours))
