"""Talking with the citizen of a ticket: replies, taking the conversation over and handing it back."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from bot.desk import record, transcripts
from bot.desk.base import Ground
from bot.desk.errors import NotNow
from bot.desk.people import CITIZEN, SYSTEM, Actor
from bot.desk.states import FINISHED
from bot.desk.tables import TicketRow
from bot.desk.wording import HANDED_BACK, JOINED, ticket_state


def say(session: Session, ground: Ground, row: TicketRow, actor: Actor, text: str, everyone: bool = True) -> None:
    """Send an operator's words and keep them in the transcript; the first ones stop the clock."""
    at = ground.now()
    row.first_answer_at = row.first_answer_at or at
    row.live_at = at if row.live else row.live_at
    event = {"type": "operator", "text": text, "name": actor.name, "ticket": ticket_state(row)}
    for sender in record.recipients(session, row) if everyone else filter(None, [row.sender]):
        transcripts.add_line(session, sender, row.channel, at, "operator", text, actor.name)
        record.tell(session, ground, sender, event)


def join(session: Session, ground: Ground, row: TicketRow, actor: Actor) -> None:
    """A person has the conversation now. Raises :class:`NotNow` when there is none, or another one has it."""
    if not row.sender:
        raise NotNow("这张工单没有在线对话（电话来的），不能接管。请打电话回复。")
    if row.state in FINISHED or row.live:
        raise NotNow("对话已经有人接管，或者工单已经办结。")
    if holder(session, row.sender) is not None:
        raise NotNow("这位市民的另一张工单正在对话中，请先把那边交还。")
    row.live, row.live_at = True, ground.now()
    _notice(session, ground, row, JOINED.format(name=actor.name), actor.name)
    record.note(session, ground, row, actor, "join")


def hand_back(session: Session, ground: Ground, row: TicketRow, actor: Actor) -> None:
    """The assistant answers again. Raises :class:`NotNow` when nobody has the conversation."""
    if not row.live:
        raise NotNow("现在没有人接管这个对话。")
    row.live, row.live_at = False, None
    _notice(session, ground, row, HANDED_BACK, actor.name)
    record.note(session, ground, row, actor, "hand_back")


def _notice(session: Session, ground: Ground, row: TicketRow, text: str, name: str) -> None:
    transcripts.add_line(session, row.sender, row.channel, ground.now(), "system", text)
    record.tell(session, ground, row.sender, {"type": "operator", "text": text, "name": name})


def holder(session: Session, sender: str) -> TicketRow | None:
    """The ticket through which a person has this sender's conversation."""
    return session.scalar(select(TicketRow).where(TicketRow.sender == sender, TicketRow.live).limit(1))


def heard(ground: Ground, sender: str, channel: str, text: str) -> bool:
    """Give a citizen's words to the person who has the conversation; False when nobody has it (any more)."""
    at = ground.now()
    with ground.writing() as session:
        row = holder(session, sender)
        if row is None:
            return False
        if _left(row, at, ground.settings.silent_minutes):
            hand_back(session, ground, row, SYSTEM)
            return False
        transcripts.add_line(session, sender, channel, at, "citizen", text)
        record.note(session, ground, row, CITIZEN, "citizen")
        # Not by the row itself: its version must not change under the hands of the operator who is writing.
        session.execute(update(TicketRow).where(TicketRow.id == row.id).values(unread=TicketRow.unread + 1))
        return True


def _left(row: TicketRow, at: datetime, minutes: int) -> bool:
    """Whether the person has said nothing for so long that the citizen should not wait any more."""
    return row.live_at is None or at - row.live_at > timedelta(minutes=minutes)
