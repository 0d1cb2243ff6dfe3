"""What editors made of unanswered questions, as pages see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from bot.desk.learning_tables import LessonRow, UnansweredRow

KINDS = {"sentence": "训练语句", "synonym": "同义词", "draft": "措施草稿", "dismissed": "不用处理"}


@dataclass(frozen=True, slots=True)
class Lesson:
    """One decision of an editor.

    Attributes:
        kind: ``sentence``, ``synonym``, ``draft`` or ``dismissed``; ``label`` in Chinese.
        words: The sentences, the synonyms, or the title of the draft measure.
        questions: How many questions it answers; ``agreed``: how many of their askers want to be told.
        published_at: Since when the assistant knows it; None while it waits for review.
    """

    id: int
    at: datetime
    who: str
    kind: str
    label: str
    intent: str
    words: tuple[str, ...]
    reason: str
    draft_id: int | None
    published_at: datetime | None
    questions: int
    agreed: int


def view(row: LessonRow, questions: int, agreed: int) -> Lesson:
    """A stored lesson as pages see it."""
    return Lesson(
        row.id,
        row.at,
        row.name,
        row.kind,
        KINDS[row.kind],
        row.intent,
        tuple(row.words),
        row.reason,
        row.draft_id,
        row.published_at,
        questions,
        agreed,
    )


def find(session: Session, kind: str, limit: int | None, waiting: bool = False) -> list[Lesson]:
    """Lessons, newest first; of one kind, and only those not yet published, if wanted."""
    counts = (
        select(
            UnansweredRow.lesson_id,
            func.count(UnansweredRow.id).label("questions"),
            func.count(UnansweredRow.id).filter(UnansweredRow.agreed).label("agreed"),
        )
        .group_by(UnansweredRow.lesson_id)
        .subquery()
    )
    query = (
        select(LessonRow, counts.c.questions, counts.c.agreed)
        .outerjoin(counts, counts.c.lesson_id == LessonRow.id)
        .order_by(LessonRow.id.desc())
        .limit(limit)
    )
    if kind:
        query = query.where(LessonRow.kind == kind)
    if waiting:
        query = query.where(LessonRow.published_at.is_(None))
    return [view(row, questions or 0, agreed or 0) for row, questions, agreed in session.execute(query)]
