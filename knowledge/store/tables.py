"""Tables of the knowledge store (SQLAlchemy 2.0). Migrations: ``knowledge/migrations``."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Common metadata of all tables."""


class UtcDateTime(TypeDecorator[datetime]):
    """Moments in UTC that come back with their zone, also from SQLite, which keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC before it is written or compared."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone after it is read."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DocumentRow(Base):
    """A policy document as it stands now; earlier forms are in ``document_revisions``."""

    __tablename__ = "documents"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    doc: Mapped[str] = mapped_column(String(64), unique=True)
    title: Mapped[str] = mapped_column(Text)
    issuer: Mapped[str] = mapped_column(String(128))
    district: Mapped[str] = mapped_column(String(8), index=True)
    published: Mapped[date] = mapped_column(Date)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(16))

    measures: Mapped[list[MeasureRow]] = relationship(back_populates="document", order_by="MeasureRow.position")


class MeasureRow(Base):
    """One revision of a measure. Answers read rows whose status is ``published``: never more than one a measure.

    ``origin`` is ``seed`` for the curated files and ``review`` for what a named person published.
    """

    __tablename__ = "measures"
    __table_args__ = (
        UniqueConstraint("measure_id", "revision"),
        Index(
            "uq_measures_published",
            "measure_id",
            unique=True,
            sqlite_where=text("status = 'published'"),
            postgresql_where=text("status = 'published'"),
        ),
    )

    pk: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(96), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    number: Mapped[int | None]
    position: Mapped[int]
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(16))
    draft_id: Mapped[int | None]
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    retired_by: Mapped[str | None] = mapped_column(String(64))
    retired_reason: Mapped[str | None] = mapped_column(Text)

    document: Mapped[DocumentRow] = relationship(back_populates="measures")
    contacts: Mapped[list[ContactRow]] = relationship(order_by="ContactRow.position", cascade="all, delete-orphan")


class ContactRow(Base):
    """A person or desk named by one revision of a measure."""

    __tablename__ = "contacts"

    pk: Mapped[int] = mapped_column(primary_key=True)
    measure_pk: Mapped[int] = mapped_column(ForeignKey("measures.pk", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    name: Mapped[str | None] = mapped_column(String(64))
    department: Mapped[str] = mapped_column(String(64), index=True)
    office: Mapped[str | None] = mapped_column(String(64))
    duty: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(128))

    phones: Mapped[list[PhoneRow]] = relationship(order_by="PhoneRow.position", cascade="all, delete-orphan")


class PhoneRow(Base):
    """One number of a contact, exactly as the document writes it."""

    __tablename__ = "phones"

    pk: Mapped[int] = mapped_column(primary_key=True)
    contact_pk: Mapped[int] = mapped_column(ForeignKey("contacts.pk", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    number: Mapped[str] = mapped_column(String(32), index=True)


class MetaRow(Base):
    """Small facts about the database itself, such as the fingerprint of the files it was filled from."""

    __tablename__ = "meta"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    value: Mapped[str] = mapped_column(Text)


class TicketRow(Base):
    """A conversation handed to a person."""

    __tablename__ = "tickets"

    id: Mapped[int] = mapped_column(primary_key=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
    sender: Mapped[str] = mapped_column(String(255), index=True)
    channel: Mapped[str] = mapped_column(String(32))
    kind: Mapped[str] = mapped_column(String(32))
    state: Mapped[str] = mapped_column(String(16), index=True)
    packet: Mapped[dict[str, Any]] = mapped_column(JSON)


class VerdictRow(Base):
    """A verdict that was given: on which profile, day and revision. Who asked is not kept.

    ``hash`` is over everything but the moment: the same verdict given again is the same row, and ``at`` its first time.
    """

    __tablename__ = "verdicts"
    __table_args__ = (UniqueConstraint("hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    profile: Mapped[dict[str, Any]] = mapped_column(JSON)
    as_of: Mapped[date] = mapped_column(Date)
    measure_id: Mapped[str] = mapped_column(String(96), index=True)
    revision: Mapped[int]
    ruling: Mapped[str] = mapped_column(String(16))
    reasons: Mapped[list[list[str]]] = mapped_column(JSON)
    hash: Mapped[str] = mapped_column(String(64))
