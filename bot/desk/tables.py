"""Tables of tickets, of what was said, and of what has to be sent. Migrations: ``bot/desk/migrations``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from knowledge.store.tables import UtcDateTime

SENDER = String(255)


class Base(DeclarativeBase):
    """Metadata of the desk's own tables; they live beside those of the knowledge store."""


class ConversationRow(Base):
    """One conversation: what a sender said without a long pause. After ``forget`` the sender is a random word."""

    __tablename__ = "desk_conversations"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(SENDER, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    day: Mapped[date] = mapped_column(Date, index=True)
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    district: Mapped[str] = mapped_column(String(8), default="")
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class LineRow(Base):
    """One line of a transcript. The text goes when its time is over; what was answered stays for the figures."""

    __tablename__ = "desk_lines"

    id: Mapped[int] = mapped_column(primary_key=True)
    conversation_id: Mapped[int] = mapped_column(ForeignKey("desk_conversations.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    who: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64), default="")
    text: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    type: Mapped[str] = mapped_column(String(16), default="", index=True)
    miss: Mapped[str] = mapped_column(String(16), default="")
    topic: Mapped[str] = mapped_column(String(32), default="")
    aspect: Mapped[str] = mapped_column(String(32), default="")
    asks: Mapped[str] = mapped_column(String(32), default="")
    district: Mapped[str] = mapped_column(String(8), default="")
    measures: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    expired: Mapped[bool] = mapped_column(default=False)
    latency_ms: Mapped[int | None]


class TicketRow(Base):
    """A ticket. ``version`` grows with every change an operator makes (optimistic concurrency)."""

    __tablename__ = "desk_tickets"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(24), index=True)
    kind: Mapped[str] = mapped_column(String(16), index=True)
    state: Mapped[str] = mapped_column(String(8), index=True)
    subject: Mapped[str] = mapped_column(String(80), default="")
    sender: Mapped[str] = mapped_column(SENDER, index=True, default="")
    channel: Mapped[str] = mapped_column(String(32))
    district: Mapped[str] = mapped_column(String(8), default="")
    topic: Mapped[str] = mapped_column(String(32), default="")
    owner: Mapped[str] = mapped_column(String(64), default="", index=True)
    owner_name: Mapped[str] = mapped_column(String(64), default="")
    handler: Mapped[str] = mapped_column(String(64), default="", index=True)
    handler_name: Mapped[str] = mapped_column(String(64), default="")
    department: Mapped[str] = mapped_column(String(80), default="")
    contact: Mapped[str] = mapped_column(String(200), default="")
    form: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    packet: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    calendar_known: Mapped[bool] = mapped_column(default=True)
    complex: Mapped[bool] = mapped_column(default=False)
    first_answer_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    level: Mapped[int] = mapped_column(default=1)
    unread: Mapped[int] = mapped_column(default=0)
    live: Mapped[bool] = mapped_column(default=False, index=True)
    live_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    merged_into: Mapped[str] = mapped_column(String(24), default="", index=True)
    stars: Mapped[int | None]
    rating_words: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - read by SQLAlchemy


class HistoryRow(Base):
    """One change of a ticket. Nothing is ever taken out; personal words are blanked when the citizen asks for it."""

    __tablename__ = "desk_history"

    id: Mapped[int] = mapped_column(primary_key=True)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("desk_tickets.id", ondelete="CASCADE"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    action: Mapped[str] = mapped_column(String(24))
    text: Mapped[str] = mapped_column(Text, default="")
    changes: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class OutboxRow(Base):
    """Something to be said to a citizen; kept until it was delivered or given up."""

    __tablename__ = "desk_outbox"
    __table_args__ = (Index("ix_desk_outbox_waiting", "done_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(SENDER, index=True)
    event: Mapped[dict[str, Any]] = mapped_column(JSON)
    offer_id: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up: Mapped[bool] = mapped_column(default=False)


class HookRow(Base):
    """Something the hotline's own system is to be told; kept until it said 2xx or was given up."""

    __tablename__ = "desk_hooks"
    __table_args__ = (Index("ix_desk_hooks_waiting", "done_at", "next_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[str] = mapped_column(String(24), index=True)
    event: Mapped[str] = mapped_column(String(24))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
    tries: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    given_up: Mapped[bool] = mapped_column(default=False)
    trouble: Mapped[str] = mapped_column(String(200), default="")
