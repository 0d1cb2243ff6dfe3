"""Publishing and retiring: the only code that makes a row readable for answers, or takes it away.

Every function works in the caller's transaction. A caller takes :func:`lock` first, so that two publications
cannot interleave, and calls :func:`bump` at the end, so that a running assistant notices.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from knowledge.models import DocumentFile, MeasureFile
from knowledge.store.review_tables import DocumentRevisionRow
from knowledge.store.rows import contact_rows, document_of, document_row, stored_content
from knowledge.store.tables import DocumentRow, MeasureRow, MetaRow

KNOWLEDGE_VERSION = "knowledge_version"


@dataclass(frozen=True)
class Stamp:
    """Who does it, when and why; ``seed`` writes from the curated files and has no person."""

    origin: Literal["seed", "review"]
    at: datetime
    who: str | None = None
    why: str | None = None


def lock(session: Session) -> None:
    """Wait until no other transaction publishes; held until this one ends."""
    session.execute(update(MetaRow).where(MetaRow.key == KNOWLEDGE_VERSION).values(value=MetaRow.value))


def bump(session: Session) -> None:
    """Say that what is published has changed."""
    row = session.get_one(MetaRow, KNOWLEDGE_VERSION, populate_existing=True)
    row.value = str(int(row.value) + 1)


def current(session: Session, measure_id: str) -> MeasureRow | None:
    """The published revision, if there is one."""
    return session.scalar(
        select(MeasureRow).where(MeasureRow.measure_id == measure_id, MeasureRow.status == "published")
    )


def latest(session: Session, measure_id: str) -> MeasureRow | None:
    """The newest revision, published or retired."""
    return session.scalar(
        select(MeasureRow).where(MeasureRow.measure_id == measure_id).order_by(MeasureRow.revision.desc()).limit(1)
    )


def publish(
    session: Session, document_id: str, position: int, content: MeasureFile, stamp: Stamp, draft_id: int | None = None
) -> MeasureRow:
    """A new revision of the measure; the one published before is retired and kept."""
    measure_id = f"{document_id}-{content.slug}"
    before = latest(session, measure_id)
    revision = before.revision + 1 if before else 1
    if before and before.status == "published":
        retire(session, before, Stamp(stamp.origin, stamp.at, stamp.who, f"由第 {revision} 版取代"))
    row = MeasureRow(
        measure_id=measure_id,
        document_id=document_id,
        number=content.number,
        position=position,
        revision=revision,
        status="published",
        title=content.title,
        content=stored_content(content),
        origin=stamp.origin,
        draft_id=draft_id,
        published_at=stamp.at,
        published_by=stamp.who,
        reason=stamp.why,
        contacts=contact_rows(content),
    )
    session.add(row)
    session.flush()
    return row


def retire(session: Session, row: MeasureRow, stamp: Stamp) -> None:
    """Take a published revision out of the answers."""
    row.status = "retired"
    row.retired_at, row.retired_by, row.retired_reason = stamp.at, stamp.who, stamp.why
    session.flush()


def put_document(session: Session, document: DocumentFile, stamp: Stamp) -> bool:
    """Describe the document so from now on; the form before is kept. False when it is as it was."""
    row = session.get(DocumentRow, document.id)
    if row and document_of(row) == document:
        return False
    session.merge(document_row(document, stamp.origin))
    session.flush()
    before = session.scalar(
        select(DocumentRevisionRow).where(
            DocumentRevisionRow.document_id == document.id, DocumentRevisionRow.retired_at.is_(None)
        )
    )
    if before:
        before.retired_at = stamp.at
    count = session.scalar(
        select(func.max(DocumentRevisionRow.revision)).where(DocumentRevisionRow.document_id == document.id)
    )
    session.add(
        DocumentRevisionRow(
            document_id=document.id,
            revision=(count or 0) + 1,
            content=document.model_dump(mode="json"),
            origin=stamp.origin,
            published_at=stamp.at,
            published_by=stamp.who,
            reason=stamp.why,
        )
    )
    session.flush()
    return True
