"""Tables of what was not answered, what editors made of it, opinions on answers, consents and offers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.desk.tables import SENDER, Base
from knowledge.store.tables import UtcDateTime


class FeedbackRow(Base):
    """One opinion on one answer."""

    __tablename__ = "desk_feedback"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    day: Mapped[date] = mapped_column(Date, index=True)
    sender: Mapped[str] = mapped_column(SENDER, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    question: Mapped[str] = mapped_column(Text)
    topic: Mapped[str] = mapped_column(String(32), default="")
    district: Mapped[str] = mapped_column(String(8), default="")
    measures: Mapped[list[str]] = mapped_column(JSON, default=list)
    useful: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text, default="")


class LessonRow(Base):
    """What an editor made of unanswered questions: a training sentence, a synonym, a draft measure, or nothing."""

    __tablename__ = "desk_lessons"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    who: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16), index=True)
    intent: Mapped[str] = mapped_column(String(64), default="")
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    reason: Mapped[str] = mapped_column(Text, default="")
    draft_id: Mapped[int | None]
    published_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class UnansweredRow(Base):
    """One question that was not answered well. ``agreed``: the asker wants to be told; ``told_at``: has been."""

    __tablename__ = "desk_unanswered"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    day: Mapped[date] = mapped_column(Date, index=True)
    sender: Mapped[str] = mapped_column(SENDER, index=True)
    channel: Mapped[str] = mapped_column(String(32))
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(String(16))
    topic: Mapped[str] = mapped_column(String(32), default="")
    district: Mapped[str] = mapped_column(String(8), default="")
    lesson_id: Mapped[int | None] = mapped_column(ForeignKey("desk_lessons.id"), index=True)
    agreed: Mapped[bool] = mapped_column(default=False)
    told_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ConsentRow(Base):
    """The profile of someone who agreed to offers. Withdrawn consent keeps the day and nothing else."""

    __tablename__ = "desk_consents"

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(SENDER, unique=True)
    channel: Mapped[str] = mapped_column(String(32))
    profile: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class OfferRow(Base):
    """A measure offered to somebody, once."""

    __tablename__ = "desk_offers"
    __table_args__ = (UniqueConstraint("sender", "measure_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    sender: Mapped[str] = mapped_column(SENDER, index=True)
    measure_id: Mapped[str] = mapped_column(String(96), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stopped: Mapped[bool] = mapped_column(default=False)


class KnownMeasureRow(Base):
    """A measure that is not new any more: it was there at the start, or has been offered."""

    __tablename__ = "desk_known_measures"

    measure_id: Mapped[str] = mapped_column(String(96), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcDateTime)
