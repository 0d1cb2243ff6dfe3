"""Tables of the web chat, kept beside the conversations of the assistant."""

from __future__ import annotations

from sqlalchemy import Float, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    """Tables of the web chat."""


class SessionRow(Base):
    """One browser: since when, when last heard of, and the district its page speaks for."""

    __tablename__ = "chat_sessions"

    user: Mapped[str] = mapped_column("user_id", String(32), primary_key=True)
    started: Mapped[float] = mapped_column(Float)
    seen: Mapped[float] = mapped_column(Float, index=True)
    district: Mapped[str] = mapped_column(String(8), default="")


class EntryRow(Base):
    """One thing said or told. ``turn`` is the client's message id; a turn holds each ``part`` once."""

    __tablename__ = "chat_entries"
    # Ids are never given twice: streams resume after them.
    __table_args__ = (UniqueConstraint("user_id", "turn", "part"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=True)
    user: Mapped[str] = mapped_column("user_id", String(32), index=True)
    turn: Mapped[str] = mapped_column(String(64))
    part: Mapped[int] = mapped_column(Integer)
    who: Mapped[str] = mapped_column(String(8))
    at: Mapped[float] = mapped_column(Float)
    body: Mapped[str] = mapped_column(Text)
