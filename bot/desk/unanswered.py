"""Keeping the questions that were not answered well, until an editor has dealt with them."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.desk.base import beijing_day, storable
from bot.desk.learning_tables import UnansweredRow
from bot.desk.tables import ConversationRow, LineRow
from nlu.normalize import normalize

MOST_CHARS = 500
_AGREEING_WITHIN = timedelta(hours=24)
# What asks for a person is no question itself: the one before it is meant.
_BESIDE = ("handoff", "smalltalk")


def keep(session: Session, talk: ConversationRow, at: datetime, text: str, why: str, topic: str = "") -> None:
    """Remember a question. For a hand-off it is the one asked before; blank ones and repetitions are left out."""
    question = _before(session, talk) if why == "handoff" else text
    if not question or normalize(question).blank:
        return
    put(session, talk.sender, talk.channel, at, question, why, topic, talk.district)


def put(
    session: Session, sender: str, channel: str, at: datetime, text: str, why: str, topic: str, district: str
) -> None:
    """Remember a question unless the same sender's same one still waits."""
    kept = storable(text).strip()[:MOST_CHARS]
    waiting = select(UnansweredRow.id).where(
        UnansweredRow.sender == sender, UnansweredRow.text == kept, UnansweredRow.lesson_id.is_(None)
    )
    if session.scalar(waiting.limit(1)) is None:
        session.add(
            UnansweredRow(
                at=at,
                day=beijing_day(at),
                sender=sender,
                channel=channel,
                text=kept,
                why=why,
                topic=topic,
                district=district,
            )
        )


def agree(session: Session, sender: str, at: datetime) -> bool:
    """The sender wants to be told when the last question they were not answered has an answer; False for none."""
    newest = (
        select(UnansweredRow)
        .where(
            UnansweredRow.sender == sender, UnansweredRow.told_at.is_(None), UnansweredRow.at > at - _AGREEING_WITHIN
        )
        .order_by(UnansweredRow.id.desc())
    )
    row = session.scalar(newest.limit(1))
    if row is None:
        return False
    row.agreed = True
    return True


def purge(session: Session, before: datetime) -> int:
    """Delete questions older than that, of whatever state."""
    old = delete(UnansweredRow).where(UnansweredRow.at < before)
    return int(session.execute(old).rowcount or 0)  # type: ignore[attr-defined]


def _before(session: Session, talk: ConversationRow) -> str:
    asked = (
        select(LineRow.question)
        .where(LineRow.conversation_id == talk.id, LineRow.who == "assistant", LineRow.type.not_in(_BESIDE))
        .order_by(LineRow.id.desc())
    )
    return session.scalar(asked.limit(1)) or ""
