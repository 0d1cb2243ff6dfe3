"""The rows of a demonstration: known by their senders, so that they can be counted and taken out again."""

from __future__ import annotations

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from bot.desk.base import Ground
from bot.desk.learning_tables import ConsentRow, FeedbackRow, LessonRow, OfferRow, UnansweredRow
from bot.desk.tables import ConversationRow, HistoryRow, LineRow, OutboxRow, TicketRow

PREFIX = "demo:"
_BY_EDITOR = "demo-%"


def sender(n: int) -> str:
    """A made-up citizen."""
    return f"{PREFIX}{n:04d}"


def count(ground: Ground) -> tuple[int, int, int]:
    """Conversations, tickets and unanswered questions of the demonstration."""
    with ground.reading() as session:
        conversations, tickets, unanswered = (
            session.scalar(select(func.count(row.id)).where(row.sender.like(f"{PREFIX}%"))) or 0
            for row in (ConversationRow, TicketRow, UnansweredRow)
        )
        return conversations, tickets, unanswered


def real(ground: Ground) -> int:
    """How many conversations and tickets of real people there are."""
    with ground.reading() as session:
        return sum(
            session.scalar(select(func.count(row.id)).where(row.sender.not_like(f"{PREFIX}%"))) or 0
            for row in (ConversationRow, TicketRow)
        )


def clear(ground: Ground) -> None:
    """Take the demonstration out, and nothing else."""
    with ground.writing() as session:
        talks = select(ConversationRow.id).where(ConversationRow.sender.like(f"{PREFIX}%"))
        tickets = select(TicketRow.id).where(TicketRow.sender.like(f"{PREFIX}%"))
        session.execute(delete(LineRow).where(LineRow.conversation_id.in_(talks)))
        session.execute(delete(HistoryRow).where(HistoryRow.ticket_id.in_(tickets)))
        for row in (ConversationRow, TicketRow, FeedbackRow, UnansweredRow, ConsentRow, OfferRow, OutboxRow):
            session.execute(delete(row).where(row.sender.like(f"{PREFIX}%")))
        _lessons(session)


def _lessons(session: Session) -> None:
    """Lessons of the made-up editor; questions of real people that were in them wait again."""
    made = select(LessonRow.id).where(LessonRow.who.like(_BY_EDITOR))
    session.execute(update(UnansweredRow).where(UnansweredRow.lesson_id.in_(made)).values(lesson_id=None))
    session.execute(delete(LessonRow).where(LessonRow.who.like(_BY_EDITOR)))


def keep_quiet(ground: Ground) -> None:
    """Nothing is said to made-up citizens: no channel could deliver it."""
    with ground.writing() as session:
        session.execute(delete(OutboxRow).where(OutboxRow.sender.like(f"{PREFIX}%")))
