"""The conversation log: one transcript per sender, bounded in time, and what can be counted afterwards."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.desk import answers, heard, unanswered
from bot.desk.base import Ground, beijing_day, storable
from bot.desk.tables import ConversationRow, LineRow
from bot.desk.views import Line

PAUSE = timedelta(minutes=60)
MOST_CHARS = 4000
ANONYMOUS = "forgotten:"


def view(row: LineRow) -> Line:
    """A stored line as pages see it."""
    return Line(row.id, row.at, row.who, row.name, row.text, row.type, row.topic, tuple(row.measures))


def anonymous() -> str:
    """A sender that leads to nobody."""
    return f"{ANONYMOUS}{uuid.uuid4().hex}"


class ConversationLog:
    """Keeps every message and every reply. Calls block; see :mod:`bot.desk.runtime` for the async side."""

    def __init__(self, ground: Ground) -> None:
        """Work on a migrated database."""
        self._ground = ground

    def turn(
        self, sender: str, channel: str, text: str, replies: Sequence[Mapping[str, Any]], latency_ms: int | None = None
    ) -> None:
        """Keep a citizen's message and the assistant's replies to it; what was missed is kept for the editors."""
        at, text, replies = self._ground.now(), storable(text), storable(replies)
        with self._ground.writing() as session:
            talk = conversation(session, sender, channel, at)
            asked = _asked(session, talk)
            session.add(_line(talk, at, "citizen", text))
            talk.profile = heard.together(talk.profile, heard.told(text, asked))
            read = [answers.read(reply) for reply in replies]
            district = str(talk.profile.get("district") or next((a.district for a in read if a.district), ""))
            talk.district = district or talk.district
            for answer in read:
                session.add(_answer_line(talk, at, text, answer, latency_ms))
                if why := "handoff" if answer.type == "handoff" else answer.miss:
                    unanswered.keep(session, talk, at, text, why, answer.topic)

    def say(self, sender: str, channel: str, who: str, text: str, name: str = "") -> None:
        """Keep one line that is no turn of the assistant: an operator's, a citizen's to an operator, a notice."""
        with self._ground.writing() as session:
            add_line(session, sender, channel, self._ground.now(), who, text, name)

    def transcript(self, sender: str, after: int = 0, limit: int = 200) -> list[Line]:
        """The newest lines of a sender, oldest first; only those after a line's id, if given."""
        with self._ground.reading() as session:
            return transcript(session, [sender], after, limit)

    def profile(self, sender: str) -> dict[str, Any]:
        """What the sender told of the enterprise in the newest conversation."""
        with self._ground.reading() as session:
            talk = _newest(session, sender)
            return dict(talk.profile) if talk else {}

    def forget(self, session: Session, sender: str) -> None:
        """Blank everything the sender said; figures stay, without a way back to the person."""
        for talk in session.scalars(select(ConversationRow).where(ConversationRow.sender == sender)).all():
            blank(session, talk)


def blank(session: Session, talk: ConversationRow) -> int:
    """Take the words and the sender out of a conversation; gives how many lines it has."""
    talk.sender, talk.profile = anonymous(), {}
    lines = session.scalars(select(LineRow.id).where(LineRow.conversation_id == talk.id)).all()
    session.execute(update(LineRow).where(LineRow.conversation_id == talk.id).values(text="", question=""))
    return len(lines)


def _newest(session: Session, sender: str) -> ConversationRow | None:
    newest = select(ConversationRow).where(ConversationRow.sender == sender).order_by(ConversationRow.id.desc())
    return session.scalar(newest.limit(1))


def conversation(session: Session, sender: str, channel: str, at: datetime) -> ConversationRow:
    """The sender's running conversation, or a new one after a long pause; it inherits what was told."""
    talk = _newest(session, sender)
    if talk is not None and at - talk.last_at <= PAUSE:
        talk.last_at = max(at, talk.last_at)
        return talk
    fresh = ConversationRow(
        sender=sender,
        channel=channel,
        day=beijing_day(at),
        started_at=at,
        last_at=at,
        district=talk.district if talk else "",
        profile=dict(talk.profile) if talk else {},
    )
    session.add(fresh)
    session.flush()
    return fresh


def add_line(session: Session, sender: str, channel: str, at: datetime, who: str, text: str, name: str = "") -> None:
    """One line into the sender's running conversation."""
    session.add(_line(conversation(session, sender, channel, at), at, who, text, name))


def transcript(session: Session, senders: Sequence[str], after: int = 0, limit: int = 200) -> list[Line]:
    """The newest lines of these senders, oldest first."""
    rows = session.scalars(
        select(LineRow)
        .join(ConversationRow, LineRow.conversation_id == ConversationRow.id)
        .where(ConversationRow.sender.in_([s for s in senders if s]), LineRow.id > after)
        .order_by(LineRow.id.desc())
        .limit(limit)
    ).all()
    return [view(row) for row in reversed(rows)]


def _asked(session: Session, talk: ConversationRow) -> str:
    """The slot the assistant's last line asked for."""
    last = select(LineRow.asks).where(LineRow.conversation_id == talk.id).order_by(LineRow.id.desc()).limit(1)
    return session.scalar(last) or ""


def _line(talk: ConversationRow, at: datetime, who: str, text: str, name: str = "") -> LineRow:
    day = beijing_day(at)
    return LineRow(
        conversation_id=talk.id, at=at, day=day, who=who, name=name, text=storable(text)[:MOST_CHARS], measures=[]
    )


def _answer_line(
    talk: ConversationRow, at: datetime, question: str, answer: answers.Answer, latency_ms: int | None
) -> LineRow:
    line = _line(talk, at, "assistant", answer.text)
    line.question, line.type, line.miss = question[:MOST_CHARS], answer.type[:16], answer.miss
    line.topic, line.aspect, line.asks = answer.topic[:32], answer.aspect[:32], answer.asks[:32]
    line.district = (talk.district or answer.district)[:8]
    line.measures, line.expired, line.latency_ms = list(answer.measures), answer.expired, latency_ms
    return line
