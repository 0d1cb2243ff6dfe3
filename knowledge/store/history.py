"""Earlier revisions: what was published on a day, and by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from knowledge.measure import Measure
from knowledge.models import DocumentFile
from knowledge.store.database import Database
from knowledge.store.location import BEIJING
from knowledge.store.review_tables import DocumentRevisionRow
from knowledge.store.rows import content_of, document_of
from knowledge.store.tables import MeasureRow


@dataclass(frozen=True)
class Revision:
    """One revision of a measure with who published it, when and why, and who took it out."""

    measure: Measure
    status: str
    origin: str
    published_at: datetime
    published_by: str | None
    reason: str | None
    retired_at: datetime | None
    retired_by: str | None
    retired_reason: str | None


def revisions(database: Database, measure_id: str) -> list[Revision]:
    """Every revision of a measure, oldest first; empty when there never was one."""
    query = select(MeasureRow).where(MeasureRow.measure_id == measure_id).order_by(MeasureRow.revision)
    with database.snapshot() as session:
        return [_revision(session, row, row.published_at) for row in session.scalars(query)]


def revision_as_of(database: Database, measure_id: str, day: date) -> Measure | None:
    """The measure as it was published at the end of that day (Beijing); None when it was not."""
    moment = datetime.combine(day + timedelta(days=1), time(), BEIJING)
    query = (
        select(MeasureRow)
        .where(
            MeasureRow.measure_id == measure_id,
            MeasureRow.published_at < moment,
            or_(MeasureRow.retired_at.is_(None), MeasureRow.retired_at >= moment),
        )
        .order_by(MeasureRow.revision.desc())
        .limit(1)
    )
    with database.snapshot() as session:
        row = session.scalar(query)
        return _revision(session, row, moment).measure if row else None


def revision_at(database: Database, measure_id: str, revision: int, moment: datetime) -> Measure | None:
    """That revision of a measure with its document as described at that moment; None when there never was one."""
    query = select(MeasureRow).where(MeasureRow.measure_id == measure_id, MeasureRow.revision == revision)
    with database.snapshot() as session:
        row = session.scalar(query)
        return _revision(session, row, moment).measure if row else None


def _revision(session: Session, row: MeasureRow, moment: datetime) -> Revision:
    document = _document_at(session, row, moment)
    return Revision(
        measure=Measure(row.measure_id, document, content_of(row), row.revision),
        status=row.status,
        origin=row.origin,
        published_at=row.published_at,
        published_by=row.published_by,
        reason=row.reason,
        retired_at=row.retired_at,
        retired_by=row.retired_by,
        retired_reason=row.retired_reason,
    )


def _document_at(session: Session, row: MeasureRow, moment: datetime) -> DocumentFile:
    """The document as it was described at that moment, else as it is now."""
    found = session.scalar(
        select(DocumentRevisionRow)
        .where(DocumentRevisionRow.document_id == row.document_id, DocumentRevisionRow.published_at <= moment)
        .order_by(DocumentRevisionRow.revision.desc())
        .limit(1)
    )
    return DocumentFile.model_validate(found.content) if found else document_of(row.document)
