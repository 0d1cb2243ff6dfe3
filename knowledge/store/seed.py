"""Filling the store from the curated files: all of it or nothing, and only what changed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from knowledge import files
from knowledge.models import DocumentFile, MeasureFile, PolicyFile
from knowledge.store.database import Database
from knowledge.store.tables import ContactRow, DocumentRow, MeasureRow, MetaRow, PhoneRow

_FINGERPRINT = "seed_fingerprint"
_COLUMNS = {"id", "doc", "title", "issuer", "district", "published", "valid_from", "valid_to"}


@dataclass(frozen=True)
class SeedReport:
    """How many measures were added, changed or retired; all zero when nothing had to be done."""

    added: int = 0
    changed: int = 0
    retired: int = 0


def seed(database: Database, folder: Path = files.MEASURES, say: Callable[[str], None] = lambda _: None) -> SeedReport:
    """Bring the store in line with the files. Raises ``BrokenFile`` before anything is written."""
    paths = files.measure_files(folder)
    print_ = files.fingerprint(paths)
    with database.session.begin() as session:
        known = session.get(MetaRow, _FINGERPRINT)
        if known and known.value == print_:
            return SeedReport()
        policies = files.load_all(folder)
        total = SeedReport()
        for policy in policies:
            say(f"载入 {policy.document.doc}（{len(policy.measures)} 条）")
            report = _apply(session, policy)
            total = SeedReport(
                total.added + report.added, total.changed + report.changed, total.retired + report.retired
            )
        session.merge(MetaRow(key=_FINGERPRINT, value=print_))
    return total


def _apply(session: Session, policy: PolicyFile) -> SeedReport:
    document = policy.document
    session.merge(_document_row(document))
    current = {
        row.measure_id: row
        for row in session.scalars(
            select(MeasureRow).where(MeasureRow.document_id == document.id, MeasureRow.status == "published")
        )
    }
    added = changed = 0
    wanted: set[str] = set()
    for position, content in enumerate(policy.measures):
        measure_id = f"{document.id}-{content.slug}"
        wanted.add(measure_id)
        old = current.get(measure_id)
        if old and content_of(old) == content and old.position == position:
            continue
        if old:
            old.status = "retired"
            changed += 1
        else:
            added += 1
        session.flush()
        session.add(_measure_row(document.id, measure_id, position, content, _next_revision(session, measure_id)))
    gone = [row for measure_id, row in current.items() if measure_id not in wanted]
    for row in gone:
        row.status = "retired"
    return SeedReport(added, changed, len(gone))


def _next_revision(session: Session, measure_id: str) -> int:
    revisions: Sequence[int] = session.scalars(
        select(MeasureRow.revision).where(MeasureRow.measure_id == measure_id)
    ).all()
    return max(revisions, default=0) + 1


def _document_row(document: DocumentFile) -> DocumentRow:
    plain = document.model_dump()
    details = document.model_dump(mode="json", exclude=_COLUMNS)
    return DocumentRow(**{k: plain[k] for k in _COLUMNS}, details=details)


def _measure_row(document_id: str, measure_id: str, position: int, content: MeasureFile, revision: int) -> MeasureRow:
    return MeasureRow(
        measure_id=measure_id,
        document_id=document_id,
        number=content.number,
        position=position,
        revision=revision,
        status="published",
        title=content.title,
        content=content.model_dump(mode="json", exclude={"contacts"}),
        created_at=datetime.now(UTC),
        contacts=[
            ContactRow(
                position=i,
                name=c.name,
                department=c.department,
                office=c.office,
                duty=c.duty,
                email=c.email,
                phones=[PhoneRow(position=j, number=p) for j, p in enumerate(c.phones)],
            )
            for i, c in enumerate(content.contacts)
        ],
    )


def content_of(row: MeasureRow) -> MeasureFile:
    """The typed content of a stored revision, contacts and phones put back in."""
    contacts = [
        {
            "name": c.name,
            "phones": [p.number for p in c.phones],
            "email": c.email,
            "department": c.department,
            "office": c.office,
            "duty": c.duty,
        }
        for c in row.contacts
    ]
    return MeasureFile.model_validate({**row.content, "contacts": contacts})


def document_of(row: DocumentRow) -> DocumentFile:
    """The typed document of a stored row."""
    return DocumentFile.model_validate({**{k: getattr(row, k) for k in _COLUMNS}, **row.details})
