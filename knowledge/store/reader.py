"""Reading published measures, and writing the one row a hand-off needs."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from knowledge.measure import Measure
from knowledge.store.database import Database
from knowledge.store.rows import content_of, document_of
from knowledge.store.tables import ContactRow, DocumentRow, MeasureRow, MetaRow, TicketRow
from knowledge.store.writing import KNOWLEDGE_VERSION


def published(database: Database) -> list[Measure]:
    """Every published measure, by document and position."""
    return snapshot(database)[0]


def snapshot(database: Database) -> tuple[list[Measure], int]:
    """Every published measure and the knowledge version they belong to, from one state of the store."""
    with database.snapshot() as session:
        return _published(session), _version(session)


def titles(database: Database) -> dict[str, str]:
    """文号 by title of every document that was ever published."""
    with database.session() as session:
        return {row.title: row.doc for row in session.execute(select(DocumentRow.title, DocumentRow.doc))}


def version(database: Database) -> int:
    """Grows with every publication; cheap enough to ask often."""
    with database.session() as session:
        return _version(session)


def _version(session: Session) -> int:
    return int(session.scalar(select(MetaRow.value).where(MetaRow.key == KNOWLEDGE_VERSION)) or 0)


def _published(session: Session) -> list[Measure]:
    query = (
        select(MeasureRow)
        .where(MeasureRow.status == "published")
        .options(selectinload(MeasureRow.contacts).selectinload(ContactRow.phones), selectinload(MeasureRow.document))
        .order_by(MeasureRow.document_id, MeasureRow.position, MeasureRow.pk)
    )
    documents: dict[str, Any] = {}
    measures = []
    for row in session.scalars(query):
        if row.document_id not in documents:
            documents[row.document_id] = document_of(row.document)
        measures.append(Measure(row.measure_id, documents[row.document_id], content_of(row), row.revision))
    return measures


def count_published(database: Database) -> int:
    """How many measures are published; used by the readiness check."""
    with database.session() as session:
        return session.scalar(select(func.count()).where(MeasureRow.status == "published")) or 0


def open_ticket(database: Database, sender: str, channel: str, kind: str, packet: dict[str, Any]) -> int:
    """Record that a person is wanted; gives the ticket's number."""
    with database.session.begin() as session:
        ticket = TicketRow(
            created_at=datetime.now(UTC), sender=sender, channel=channel, kind=kind, state="受理", packet=packet
        )
        session.add(ticket)
        session.flush()
        return ticket.id
