"""Tables around the published measures: drafts and their review, earlier forms of documents, the directory."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from knowledge.store.tables import Base, UtcDateTime


class DocumentRevisionRow(Base):
    """How a document was described from ``published_at`` until ``retired_at``."""

    __tablename__ = "document_revisions"
    __table_args__ = (UniqueConstraint("document_id", "revision"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(ForeignKey("documents.id"), index=True)
    revision: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    origin: Mapped[str] = mapped_column(String(16))
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[str | None] = mapped_column(String(64))
    reason: Mapped[str | None] = mapped_column(Text)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DraftRow(Base):
    """A document brought in and waiting for review. Nothing here is ever answered from.

    ``content`` is what was found in the source; ``header`` is the document as it would be published;
    ``order`` lists its measures; ``header_open`` says that ``header`` differs from what is published.
    """

    __tablename__ = "drafts"
    __table_args__ = (UniqueConstraint("source_sha256", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[str] = mapped_column(String(64), index=True)
    doc: Mapped[str | None] = mapped_column(String(64))
    title: Mapped[str] = mapped_column(Text)
    kind: Mapped[str] = mapped_column(String(16))
    source_name: Mapped[str] = mapped_column(Text)
    source_sha256: Mapped[str] = mapped_column(String(64), index=True)
    source_text: Mapped[str] = mapped_column(Text)
    part: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    header: Mapped[dict[str, Any]] = mapped_column(JSON)
    header_open: Mapped[bool]
    order: Mapped[list[str]] = mapped_column("slugs", JSON)
    state: Mapped[str] = mapped_column(String(16), index=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    items: Mapped[list[DraftItemRow]] = relationship(
        back_populates="draft", order_by="DraftItemRow.position", cascade="all, delete-orphan"
    )


class DraftItemRow(Base):
    """One measure of a draft: what would be published, and what became of it.

    ``proposal`` is None where the new version no longer has the measure. ``base_revision`` is the published
    revision it was compared with; approval is refused when another has been published since.
    """

    __tablename__ = "draft_items"
    __table_args__ = (UniqueConstraint("draft_id", "slug"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    draft_id: Mapped[int] = mapped_column(ForeignKey("drafts.id", ondelete="CASCADE"), index=True)
    position: Mapped[int]
    slug: Mapped[str] = mapped_column(String(64))
    source_index: Mapped[int | None]
    change: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16), index=True)
    proposal: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    base_revision: Mapped[int | None]
    decided_by: Mapped[str | None] = mapped_column(String(64))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(Text)

    draft: Mapped[DraftRow] = relationship(back_populates="items")


class ReviewLogRow(Base):
    """Who did what, when and why. Rows are only ever added."""

    __tablename__ = "review_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    who: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(Text)
    draft_id: Mapped[int | None] = mapped_column(index=True)
    measure_id: Mapped[str | None] = mapped_column(String(96), index=True)
    revision: Mapped[int | None]


class DirectoryRow(Base):
    """A department, street office, community or hotline that can be called."""

    __tablename__ = "directory"
    __table_args__ = (UniqueConstraint("kind", "district", "street", "name"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    district: Mapped[str] = mapped_column(String(8), index=True)
    street: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(128))
    duty: Mapped[str | None] = mapped_column(Text)
    phones: Mapped[list[str]] = mapped_column(JSON)
    hours: Mapped[str | None] = mapped_column(Text)
    address: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)
    source: Mapped[str] = mapped_column(Text)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_by: Mapped[str] = mapped_column(String(64))
