"""Tables of the knowledge store (SQLAlchemy 2.0). Migrations: ``knowledge/migrations``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, DateTime, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """Common metadata of all tables."""


class DocumentRow(Base):
    """A policy document."""

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

    measures: Mapped[list[MeasureRow]] = relationship(back_populates="document", order_by="MeasureRow.position")


class MeasureRow(Base):
    """One revision of a measure. Answers read rows whose status is ``published``."""

    __tablename__ = "measures"
    __table_args__ = (UniqueConstraint("measure_id", "revision"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    measure_id: Mapped[str] = mapped_column(String(96), index=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    number: Mapped[int | None]
    position: Mapped[int]
    revision: Mapped[int]
    status: Mapped[str] = mapped_column(String(16), index=True)
    title: Mapped[str] = mapped_column(Text)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))

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
